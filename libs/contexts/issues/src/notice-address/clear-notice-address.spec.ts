import { derivedId } from '#kernel';
import { given } from '#testing';
import { clearNoticeAddress } from './clear-notice-address.js';
import { noticeAddressCleared, noticeAddressSet } from './notice-address.js';

const person = { personId: derivedId('spec', 'cadre'), unitId: derivedId('spec', 'unit') };
const set = noticeAddressSet({ ...person, email: 'can.bo@vi.example' });
const cleared = noticeAddressCleared(person);

describe('clear-notice-address', () => {
  it('ends the letters, once', () => {
    given(clearNoticeAddress, [set]).when({ personId: person.personId }).then([cleared]);
    given(clearNoticeAddress, [set, cleared]).when({ personId: person.personId }).then([]);
    given(clearNoticeAddress, []).when({ personId: person.personId }).then([]);
  });
});
