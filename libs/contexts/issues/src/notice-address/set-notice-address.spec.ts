import { derivedId } from '#kernel';
import { given } from '#testing';
import { noticeAddressCleared, noticeAddressSet } from './notice-address.js';
import { setNoticeAddress } from './set-notice-address.js';

const person = { personId: derivedId('spec', 'cadre'), unitId: derivedId('spec', 'unit') };
const body = { ...person, email: 'can.bo@vi.example' };
const set = noticeAddressSet(body);

describe('set-notice-address', () => {
  it('keeps the address under the person’s own key', () => {
    given(setNoticeAddress, []).when(body).then([set]);
    expect(noticeAddressSet.personal).toEqual({ subject: 'personId', fields: ['email'] });
  });

  it('changes nothing twice; sets it again after it was cleared', () => {
    given(setNoticeAddress, [set]).when(body).then([]);
    given(setNoticeAddress, [set, noticeAddressCleared(person)])
      .when(body)
      .then([set]);
  });
});
