import { unitRecord } from '#contexts/org-units/contracts';
import { derivedId } from '#kernel';
import { given, today } from '#testing';
import { recordSupport } from './record-support.js';
import { supportRaised } from './support.js';

const [supportId, unitId, cadreId] = ['support', 'chi bộ ấp 3', 'cadre'].map((name) => derivedId('spec', name)) as [
  string,
  string,
  string,
];
const unit = { ...unitRecord.initialState, status: 'open' as const, openedOn: '2016-01-01' };
const facts = { unit, isCadreKnown: true };
const body = {
  ...{ supportId, unitId, kind: 'rural-road' as const, amountVnd: 350_000_000 },
  ...{ forWhat: 'Bê tông hóa 500 m đường ấp', raisedOn: '2024-08-20', cadreId },
};
const raised = supportRaised({ ...body, giver: null });

describe('record-support', () => {
  it('records what was raised, in whole VND, and who helped', () => {
    given(recordSupport, [], { facts }).when(body).then([raised]);
    const { cadreId: _, ...without } = body;
    given(recordSupport, [], { facts })
      .when({ ...without, giver: 'Hội Doanh nghiệp huyện' })
      .then([supportRaised({ ...raised.data, cadreId: null, giver: 'Hội Doanh nghiệp huyện' })]);
  });

  it('refuses what cannot be', () => {
    given(recordSupport, [raised], { facts }).when(body).thenRefused('support.already-recorded');
    given(recordSupport, [], { facts: { ...facts, unit: unitRecord.initialState } })
      .when(body)
      .thenRefused('unit.unknown');
    given(recordSupport, [], { facts: { ...facts, isCadreKnown: false } })
      .when(body)
      .thenRefused('support.cadre-unknown');
    given(recordSupport, [], { facts })
      .when({ ...body, raisedOn: '2024-08-30' })
      .thenRefused('support.day-in-future', { today });
    given(recordSupport, [], { facts })
      .when({ ...body, raisedOn: '2015-12-31' })
      .thenRefused('support.unit-not-open');
  });
});
