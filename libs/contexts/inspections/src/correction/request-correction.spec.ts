import { given } from '#testing';
import { requestCorrection } from './request-correction.js';
import { added, command, correctionId, entry, id, origin, person, requested, unitId } from './spec-correction.js';

const decision = { number: '05-QĐ/UBKT', date: '2025-04-01', issuer: 'Ủy ban Kiểm tra Tỉnh ủy' };
const body = { correctionId, unitId, statement: 'Ghi nhầm là vắng', evidence: ['Biên bản 12-BB/ĐU'], decision };
const actor = person('requester');
const opened = (origins: unknown[] = []) => given(requestCorrection, [], { actor, facts: { origins } as never });

describe('request-correction', () => {
  it('opens a correction, alone or with its first items', () => {
    opened().when(body).then([requested]);
    opened([origin])
      .when({ ...body, items: [entry] })
      .then([requested, added]);
  });

  it('refuses an event that is not there, and one of the inspections themselves', () => {
    opened([undefined])
      .when({ ...body, items: [entry] })
      .thenRefused('correction.event-unknown', { item: 0, ...entry.corrects });
    opened([{ ...origin, type: 'inspections.CorrectionClosed' }])
      .when({ ...body, items: [{ ...command, corrects: entry.corrects }] })
      .thenRefused('correction.not-correctable');
  });

  it('is made once', () => {
    given(requestCorrection, [requested], { actor, facts: { origins: [] } })
      .when(body)
      .thenRefused('correction.exists', { correctionId });
  });

  it('asks who entered each event', async () => {
    const read = { state: () => Promise.reject(new Error('not asked')), origin: () => Promise.resolve(origin) };
    const asked = Object.assign(new requestCorrection.command(), body, { items: [entry] });
    expect(await requestCorrection.facts!(asked, requestCorrection.aggregate.initialState, read)).toEqual({
      origins: [origin],
    });
    expect(id('requester')).toBe(requested.data.requestedBy);
  });
});
