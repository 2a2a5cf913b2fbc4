import { sql } from '#projections';
import { isReadableBy, mayRead } from './readers.js';

describe('streams that not everybody may see', () => {
  it('are for inspectors, and corrections for those who make them', () => {
    expect(
      ['dossier-1', 'access-1', 'correction-1', 'meeting-1'].filter((each) => mayRead('inspector', each)),
    ).toHaveLength(4);
    expect(['dossier-1', 'access-1', 'correction-1', 'meeting-1'].filter((each) => mayRead('admin', each))).toEqual([
      'correction-1',
      'meeting-1',
    ]);
    expect(['dossier-1', 'correction-1', 'meeting-1'].filter((each) => mayRead('cadre', each))).toEqual(['meeting-1']);
  });

  it('are hidden where nobody says who asks', () => {
    expect(isReadableBy(undefined, sql`stream`).values).toEqual([['access', 'dossier', 'correction']]);
    expect(isReadableBy('inspector', sql`stream`).text).toBe('');
  });
});
