import { derivedId, erased } from '#kernel';
import { project } from '#projections';
import { recorded } from '#testing';
import { accessPeriod, readsRecorded } from '../access/access.js';
import { accessLog } from './access-log.js';

const [reader, readerScope] = [derivedId('spec', 'reader'), derivedId('spec', 'unit')];
const read = {
  at: '2025-04-02T02:00:00.000Z',
  what: '/api/views/turnout',
  ids: [readerScope],
  form: 'file',
  status: 200,
} as const;
const seen = readsRecorded({
  period: accessPeriod('2025-04'),
  day: '2025-04-02',
  reader,
  readerScope,
  reads: [read, read],
});

describe('access_log', () => {
  it('has a row for each look', () => {
    const rows = project(accessLog, recorded([seen]));
    expect(rows).toHaveLength(2);
    expect(rows[1]).toMatchObject({ ...read, reader, readerScope, n: 1 });
  });

  it('has nothing of a month whose key was destroyed', () => {
    const gone = { ...seen, data: { ...seen.data, reads: erased } };
    expect(project(accessLog, recorded([gone]))).toEqual([]);
  });
});
