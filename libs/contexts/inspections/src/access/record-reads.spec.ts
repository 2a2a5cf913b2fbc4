import { derivedId } from '#kernel';
import { given } from '#testing';
import { accessPeriod, readsRecorded } from './access.js';
import { recordReads } from './record-reads.js';

const read = {
  at: '2025-04-02T02:00:00.000Z',
  what: '/api/views/turnout',
  ids: [],
  form: 'page',
  status: 200,
} as const;
const body = { day: '2025-04-02', reader: derivedId('spec', 'reader'), readerScope: derivedId('spec', 'unit') };

describe('record-reads', () => {
  it('keeps what was looked at under the key of its month', () => {
    const recorded = readsRecorded({ ...body, period: accessPeriod('2025-04'), reads: [read] });
    given(recordReads, [])
      .when({ ...body, reads: [{ ...read, ids: [] }] })
      .then([recorded]);
    given(recordReads, [recorded])
      .when({ ...body, reads: [{ ...read, ids: [] }] })
      .then([recorded]);
  });
});
