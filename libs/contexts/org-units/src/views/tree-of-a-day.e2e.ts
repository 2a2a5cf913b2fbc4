import { derivedId, rootUnitId, type DomainEvent } from '#kernel';
import { sql, viewQuery } from '#projections';
import { recorded } from '#testing';
import { viewTables, type ViewTables } from '#testing/fixtures';
import { orgUnits } from '../index.js';
import { unitClosed, unitMoved, unitRegistered, unitRenamed, unitsMerged } from '../unit/unit.js';
import { unitDirectoryQuery } from './unit-directory.query.js';
import { unitSuccessionsQuery } from './unit-successions.query.js';
import { wasBelow } from './was-below.js';

/** Two provinces become one, two communes become one, a third passes as it is; a cell moves along on the same day. */
const id = (name: string) => derivedId('spec', name);
const on = '2025-07-01';
const [bacKan, choDon, dongLac, namCuong, thuongQuan, cell] = [
  ...['Tỉnh Bắc Kạn', 'Huyện Chợ Đồn', 'Xã Đồng Lạc', 'Xã Nam Cường', 'Xã Thượng Quan', 'Chi bộ thôn Nà Va'],
].map(id) as [string, string, string, string, string, string];
const [thaiNguyen, newCommune] = [id('Tỉnh Thái Nguyên mới'), id('Xã Nam Cường mới')];

const register = (unitId: string, name: string, level: string, parentId: string, openedOn = '1997-01-01') =>
  unitRegistered({ unitId, name, level, kind: null, code: null, parentId, openedOn, generated: false });
const close = (unitId: string, parentId: string, ...successorIds: string[]) =>
  unitClosed({ unitId, parentId, closedOn: '2025-06-30', successorIds });
const move = (unitId: string, previousParentId: string, parentId: string) =>
  unitMoved({ unitId, parentId, previousParentId, on });

const streams: Record<string, readonly DomainEvent[]> = {
  [bacKan]: [register(bacKan, 'Tỉnh Bắc Kạn', 'province', rootUnitId), close(bacKan, rootUnitId, thaiNguyen)],
  [choDon]: [register(choDon, 'Huyện Chợ Đồn', 'district', bacKan), close(choDon, bacKan, newCommune, thuongQuan)],
  [dongLac]: [register(dongLac, 'Xã Đồng Lạc', 'commune', choDon), close(dongLac, choDon, newCommune)],
  [namCuong]: [register(namCuong, 'Xã Nam Cường', 'commune', choDon)],
  [thuongQuan]: [
    register(thuongQuan, 'Xã Thượng Quan', 'commune', choDon),
    move(thuongQuan, choDon, thaiNguyen),
    unitRenamed({ unitId: thuongQuan, name: 'Xã Thượng Quang', previousName: 'Xã Thượng Quan', on }),
  ],
  [cell]: [register(cell, 'Chi bộ thôn Nà Va', 'cell', dongLac), move(cell, dongLac, newCommune)],
  [thaiNguyen]: [
    register(thaiNguyen, 'Tỉnh Thái Nguyên', 'province', rootUnitId, on),
    unitsMerged({ unitId: thaiNguyen, predecessorIds: [bacKan], on, isNew: true }),
  ],
  [newCommune]: [
    register(newCommune, 'Xã Nam Cường', 'commune', thaiNguyen, on),
    unitsMerged({ unitId: newCommune, predecessorIds: [dongLac, namCuong], on, isNew: true }),
  ],
};

class Below {
  unitId!: string;
  day!: string;
}
/** Names of the units that were below one on a day; what every roll-up of dated facts asks. */
const below = viewQuery({
  name: 'below',
  summary: { vi: '', en: '' },
  parameters: Below,
  columns: {
    unitId: { type: 'uuid', title: { vi: '', en: '' } },
    name: { type: 'text', title: { vi: '', en: '' } },
  },
  key: ['name'],
  rows: ({ unitId, day }) =>
    sql`SELECT u.unit_id, u.name FROM unit_directory u WHERE ${wasBelow(unitId, sql`u.unit_id`, sql`${day}::date`)}`,
});

let tables: ViewTables;
beforeAll(async () => {
  tables = await viewTables(
    orgUnits.views,
    Object.entries(streams).map(([unitId, events]) => recorded(events, {}, `unit-${unitId}`)),
  );
});
afterAll(() => tables.drop());

const path = (...unitIds: string[]) => `/${[rootUnitId, ...unitIds].join('/')}/`;
const pathOf = async (unitId: string, day?: string) => {
  const { rows } = await tables.ask(unitDirectoryQuery, day === undefined ? {} : { on: day });
  return rows.find((row) => row['unitId'] === unitId)?.['path'];
};
const names = async (unitId: string, day: string) =>
  (await tables.ask(below, { unitId, day })).rows.map(({ name }) => name);

describe('unit-directory of today', () => {
  it('keeps a closed unit below its one successor, and one with several with the parent', async () => {
    expect(await pathOf(dongLac)).toBe(path(thaiNguyen, newCommune, dongLac));
    expect(await pathOf(choDon)).toBe(path(thaiNguyen, bacKan, choDon));
    expect(await pathOf(cell)).toBe(path(thaiNguyen, newCommune, cell));
  });
});

describe('unit-directory of a day', () => {
  it('tells names, parents, status and paths of then', async () => {
    const before = await tables.ask(unitDirectoryQuery, { on: '2025-06-30', unitId: choDon });
    expect(before.rows.map((row) => [row['name'], row['status'], row['parentName'], row['path']])).toEqual(
      expect.arrayContaining([
        ['Xã Thượng Quan', 'open', 'Huyện Chợ Đồn', path(bacKan, choDon, thuongQuan)],
        ['Chi bộ thôn Nà Va', 'open', 'Xã Đồng Lạc', path(bacKan, choDon, dongLac, cell)],
      ]),
    );
    expect(before.totals).toEqual({ units: 5, open: 5 });
    const after = await tables.ask(unitDirectoryQuery, { on, unitId: thaiNguyen });
    expect(after.rows.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Tỉnh Thái Nguyên', 'Xã Nam Cường', 'Xã Thượng Quang', 'Chi bộ thôn Nà Va']),
    );
    expect(after.rows).toHaveLength(4);
  });

  it('knows nothing that came later, and keeps what was closed before, at its last place', async () => {
    expect(await pathOf(newCommune, '2025-06-30')).toBeUndefined();
    expect(await pathOf(dongLac, '2026-01-01')).toBe(path(bacKan, choDon, dongLac));
    const closed = await tables.ask(unitDirectoryQuery, { on, status: 'closed' });
    expect(closed.rows.map(({ closedOn }) => closedOn)).toEqual(['2025-06-30', '2025-06-30', '2025-06-30']);
    expect((await tables.ask(unitDirectoryQuery, { on: '1996-12-31' })).rows).toEqual([]);
  });

  it('is searched by the names of then', async () => {
    const found = async (text: string, day: string) =>
      (await tables.ask(unitDirectoryQuery, { on: day, text })).rows.length;
    expect(await found('thuong quang', '2025-06-30')).toBe(0);
    expect(await found('thuong quang', on)).toBe(1);
  });
});

describe('the figures of a day', () => {
  it('count a cell where it stood on that day', async () => {
    expect(await names(dongLac, '2025-06-30')).toEqual(['Chi bộ thôn Nà Va', 'Xã Đồng Lạc']);
    expect(await names(dongLac, on)).toEqual(['Xã Đồng Lạc']);
    expect(await names(newCommune, on)).toContain('Chi bộ thôn Nà Va');
    expect(await names(choDon, '2024-12-31')).toHaveLength(5);
  });

  it('find the past of a merged unit under its successor too', async () => {
    expect(await names(newCommune, '2024-12-31')).toEqual(['Chi bộ thôn Nà Va', 'Xã Nam Cường', 'Xã Đồng Lạc']);
    expect(await names(thaiNguyen, '2024-12-31')).toContain('Chi bộ thôn Nà Va');
  });
});

describe('unit-successions', () => {
  it('answers in both directions', async () => {
    const became = await tables.ask(unitSuccessionsQuery, { predecessorId: choDon });
    expect(became.rows.map(({ unitId }) => unitId).sort()).toEqual([newCommune, thuongQuan].sort());
    const madeOf = await tables.ask(unitSuccessionsQuery, { successorId: newCommune });
    expect(madeOf.rows.map(({ predecessorName }) => predecessorName)).toEqual([
      'Huyện Chợ Đồn',
      'Xã Nam Cường',
      'Xã Đồng Lạc',
    ]);
  });

  it('shows a merger whose predecessor is not closed yet', async () => {
    const { rows } = await tables.ask(unitSuccessionsQuery, { show: 'unfinished' });
    expect(rows).toMatchObject([{ predecessorId: namCuong, kind: 'merger', since: on }]);
    expect((await tables.ask(unitSuccessionsQuery)).totals['unfinished']).toBe(1);
  });
});
