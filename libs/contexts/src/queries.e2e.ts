import { StreamUnitTree } from '#contexts/org-units';
import { AggregateStore, EventCodec, InMemoryEventStore } from '#event-store';
import { derivedId, EventRegistry, rootUnitId, type Command, type FieldCipher } from '#kernel';
import { validateBody } from '#platform';
import { CommandExecutor } from '#platform/commands';
import { awaitPosition, ProjectionRunner, rebuild, type Row } from '#projections';
import { createReadStore, migrate } from '#read-store';
import { freshDatabase, type FreshDatabase } from '#testing/fixtures';
import type { DataSource } from 'typeorm';
import { contexts } from './index.js';

/**
 * Units, cadres, assignments, issues and the timeline as PostgreSQL answers them: a small province's story told by the
 * real acts, projected by the real runner, asked by the real queries. Its own dates; "today" is the day after.
 */
const acts = new Map(contexts.flatMap((context) => context.acts).map((act) => [act.name, act]));
const views = contexts.flatMap((context) => context.views);
const queries = new Map(contexts.flatMap((context) => context.queries).map((query) => [query.name, query]));
const openly: FieldCipher = {
  seal: (_definition, data) => Promise.resolve(data),
  open: (_definition, data) => Promise.resolve(data),
};
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

const id = (name: string) => derivedId('spec', name);
const decision = { number: '1391-QĐ/TU', date: '2024-08-29', issuer: 'Tỉnh ủy Bắc Kạn' };
const units: readonly [name: string, level: string, parent: string][] = [
  ['Tỉnh Bắc Kạn', 'province', ''],
  ['Huyện Chợ Đồn', 'district', 'Tỉnh Bắc Kạn'],
  ['Huyện Ba Bể', 'district', 'Tỉnh Bắc Kạn'],
  ['Sở Tài chính', 'department', 'Tỉnh Bắc Kạn'],
  ['Xã Đồng Lạc', 'commune', 'Huyện Chợ Đồn'],
  ['Xã Bằng Lãng', 'commune', 'Huyện Chợ Đồn'],
  ['Chi bộ thôn Nà Pha', 'cell', 'Xã Đồng Lạc'],
];

const store = new InMemoryEventStore();
const codec = new EventCodec(new EventRegistry(contexts.flatMap(({ events }) => events)), openly);
let tree: StreamUnitTree;
let executor: CommandExecutor;
let runner: ProjectionRunner;
let database: FreshDatabase;
let dataSource: DataSource;
let commands = 0;

async function carryOut(name: string, body: object): Promise<void> {
  const act = acts.get(name)!;
  const commandId = id(`command ${commands++}`);
  const actor = { subject: id('actor'), role: 'admin', unitId: rootUnitId } as const;
  const receivedAt = '2024-12-01T02:00:00.000Z';
  const envelope = { commandId, correlationId: commandId, causationId: commandId, actor, receivedAt };
  const command = validateBody<Command>(act.command as new () => Command, body);
  await executor.execute(act, Object.assign(command, { envelope }));
}

async function projected(): Promise<void> {
  expect(await awaitPosition(dataSource, (await store.head())!, 20_000)).toBe(true);
}

/** Rows in the query's own order, and totals, with the names of the columns that the query declares. */
async function ask(name: string, parameters: Row = {}): Promise<{ rows: Row[]; totals: Row }> {
  const query = queries.get(name)!;
  const asked = query.rows(validateBody(query.parameters, parameters), { today: '2024-12-02' });
  const snake = (column: string) => column.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const columns = Object.keys(query.columns).map((column) => `${snake(column)} AS "${column}"`);
  const found: { row: Row }[] = await dataSource.query(
    `SELECT to_jsonb(q) AS row
       FROM (SELECT ${columns.join(', ')} FROM (${asked.text}) r ORDER BY ${query.key.map(snake).join(', ')}) q`,
    asked.values,
  );
  const totals = Object.entries(query.totals ?? {}).map(([column, { text }]) => `${text} AS "${column}"`);
  const [total]: { row: Row }[] = await dataSource.query(
    `SELECT to_jsonb(t) AS row FROM (SELECT ${totals.join(', ')} FROM (${asked.text}) r) t`,
    asked.values,
  );
  return { rows: found.map(({ row }) => row), totals: total!.row };
}

const column = async (name: string, wanted: string, parameters: Row = {}) =>
  (await ask(name, parameters)).rows.map((row) => row[wanted]);

beforeAll(async () => {
  database = await freshDatabase();
  dataSource = createReadStore(database.url);
  await migrate(dataSource);
  tree = new StreamUnitTree(store);
  executor = new CommandExecutor(new AggregateStore(store, codec), tree, (text) => text);
  for (const [name, level, parent] of units) {
    const parentId = parent ? id(parent) : rootUnitId;
    await carryOut('register-unit', { unitId: id(name), name, level, parentId, effectiveAt: '1997-01-01' });
  }
  for (const fullName of ['Nông Thị Hạnh', 'Hoàng Văn Đức']) {
    const body = { cadreId: id(fullName), fullName, position: 'Chuyên viên', unitId: id('Sở Tài chính') };
    await carryOut('register-cadre', body);
  }
  await carryOut('assign-cadre', {
    assignmentId: id('first'),
    unitId: id('Xã Đồng Lạc'),
    cadreId: id('Nông Thị Hạnh'),
    from: '2024-09-01',
    decision,
  });
  await carryOut('replace-cadre', {
    assignmentId: id('first'),
    newAssignmentId: id('second'),
    unitId: id('Xã Đồng Lạc'),
    newCadreId: id('Hoàng Văn Đức'),
    on: '2024-11-01',
    cause: 'duties-not-fulfilled',
    decision: { ...decision, number: '15-QĐ/TU' },
  });
  await tellIssues();
  runner = new ProjectionRunner({ dataSource, store, views, decode: (stored) => codec.decode(stored), log: silent });
  runner.start();
  await projected();
});

afterAll(async () => {
  await runner.stop();
  await tree.close();
  await dataSource.destroy();
  await database.drop();
});

/** One settled by the commune, one beyond its authority and overdue, one just raised. */
async function tellIssues(): Promise<void> {
  const raise = (name: string, raisedOn: string, unit = 'Chi bộ thôn Nà Pha') =>
    carryOut('raise-issue', {
      issueId: id(name),
      unitId: id(unit),
      kind: 'recommendation',
      category: 'infrastructure',
      title: name,
      raisedOn,
      sentToUnitId: id('Xã Đồng Lạc'),
      petitionerName: 'Trần Văn Ba',
    });
  const step = (act: string, name: string, effectiveAt: string, rest: object = {}) =>
    carryOut(act, { issueId: id(name), effectiveAt, ...rest });
  await raise('đường', '2024-09-05');
  await step('accept-issue', 'đường', '2024-09-06');
  await step('respond-to-issue', 'đường', '2024-09-20', { answer: 'Đã sửa' });
  await step('resolve-issue', 'đường', '2024-09-25');
  await raise('cầu', '2024-10-01');
  await step('escalate-issue', 'cầu', '2024-10-04', {
    toUnitId: id('Sở Tài chính'),
    cause: 'beyond-authority',
    reason: 'Vốn thuộc ngân sách tỉnh',
  });
  await raise('điện', '2024-11-28', 'Xã Đồng Lạc');
}

describe('unit-directory', () => {
  const path = (...names: string[]) => `/${[rootUnitId, ...names.map(id)].join('/')}/`;

  it('has each unit’s path from the root', async () => {
    const { rows, totals } = await ask('unit-directory', { unitId: id('Xã Đồng Lạc') });
    expect(rows.map((row) => [row['name'], row['path'], row['parentName']])).toEqual([
      ['Xã Đồng Lạc', path('Tỉnh Bắc Kạn', 'Huyện Chợ Đồn', 'Xã Đồng Lạc'), 'Huyện Chợ Đồn'],
      ['Chi bộ thôn Nà Pha', path('Tỉnh Bắc Kạn', 'Huyện Chợ Đồn', 'Xã Đồng Lạc', 'Chi bộ thôn Nà Pha'), 'Xã Đồng Lạc'],
    ]);
    expect(totals).toEqual({ units: 2, open: 2 });
  });

  it('finds names with and without diacritics, by level, by parent', async () => {
    expect(await column('unit-directory', 'name', { text: 'DONG lac' })).toEqual(['Xã Đồng Lạc']);
    expect(await column('unit-directory', 'name', { text: 'Đồng Lạc' })).toEqual(['Xã Đồng Lạc']);
    expect(await column('unit-directory', 'name', { text: '%' })).toEqual([]);
    expect(await column('unit-directory', 'name', { level: 'department' })).toEqual(['Sở Tài chính']);
    expect(await column('unit-directory', 'name', { parentId: rootUnitId })).toEqual(['Tỉnh Bắc Kạn']);
    expect(await column('unit-directory', 'name', { unitId: rootUnitId })).toHaveLength(units.length);
    expect(await column('unit-directory', 'name', { unitId: id('nobody') })).toEqual([]);
    expect(await column('unit-directory', 'name', { on: '1996-12-31' })).toEqual([]);
  });
});

describe('cadre-directory', () => {
  it('counts the units that each follows today', async () => {
    const { rows, totals } = await ask('cadre-directory', { unitId: id('Tỉnh Bắc Kạn') });
    expect(rows.map((row) => [row['fullName'], row['following'], row['unitName']])).toEqual([
      ['Hoàng Văn Đức', 1, 'Sở Tài chính'],
      ['Nông Thị Hạnh', 0, 'Sở Tài chính'],
    ]);
    expect(totals).toEqual({ cadres: 2, active: 2, withoutUnit: 1 });
    expect(await column('cadre-directory', 'cadreId', { text: 'van duc' })).toEqual([id('Hoàng Văn Đức')]);
  });
});

describe('assignment-roster', () => {
  it('knows who followed what on a day', async () => {
    const on = (day: string) => column('assignment-roster', 'cadreName', { on: day, unitId: id('Huyện Chợ Đồn') });
    expect(await on('2024-08-31')).toEqual([]);
    expect(await on('2024-10-31')).toEqual(['Nông Thị Hạnh']);
    expect(await on('2024-11-01')).toEqual(['Hoàng Văn Đức']);
    expect(await column('assignment-roster', 'cadreName')).toEqual(['Hoàng Văn Đức']);
    expect(await column('assignment-roster', 'cadreName', { unitId: id('Huyện Ba Bể') })).toEqual([]);
  });

  it('keeps the history of a replacement', async () => {
    const { rows, totals } = await ask('assignment-roster', { term: 'all' });
    expect(rows).toMatchObject([
      {
        cadreName: 'Nông Thị Hạnh',
        endsOn: '2024-10-31',
        tier: 'province-commune',
        decisionNumber: '1391-QĐ/TU',
        endedCause: 'duties-not-fulfilled',
        endDecisionNumber: '15-QĐ/TU',
        replacedBy: id('second'),
      },
      { cadreName: 'Hoàng Văn Đức', startsOn: '2024-11-01', endsOn: null, decisionNumber: '15-QĐ/TU' },
    ]);
    expect(totals).toEqual({ assignments: 2, units: 1, cadres: 2 });
    expect(await column('assignment-roster', 'startsOn', { term: 'all', decisionNumber: '15-QĐ/TU' })).toHaveLength(1);
  });
});

describe('coverage', () => {
  it('shows the units that nobody follows first', async () => {
    const { rows, totals } = await ask('coverage', { unitId: id('Tỉnh Bắc Kạn') });
    expect(rows.map((row) => [row['unitName'], row['followers']])).toEqual([
      ['Chi bộ thôn Nà Pha', 0],
      ['Xã Bằng Lãng', 0],
      ['Xã Đồng Lạc', 1],
    ]);
    expect(totals).toEqual({ units: 3, covered: 1, uncovered: 2 });
  });

  it('asks for a level, a day, and the uncovered alone', async () => {
    expect((await ask('coverage', { level: 'commune' })).totals).toEqual({ units: 2, covered: 1, uncovered: 1 });
    expect((await ask('coverage', { level: 'commune', on: '2024-08-31' })).totals['covered']).toBe(0);
    expect(await column('coverage', 'unitName', { level: 'commune', show: 'uncovered' })).toEqual(['Xã Bằng Lãng']);
  });
});

describe('issues', () => {
  it('unresolved-recommendations: age, holder, deadline, first sending', async () => {
    const { rows, totals } = await ask('unresolved-recommendations', { unitId: id('Tỉnh Bắc Kạn') });
    expect(rows).toMatchObject([
      {
        title: 'cầu',
        ageDays: 62,
        firstSentToName: 'Xã Đồng Lạc',
        holderName: 'Sở Tài chính',
        holderLevel: 'department',
        dueFor: 'notice',
        dueOn: '2024-10-18',
        isOverdue: true,
        escalations: 1,
        categoryName: 'Giao thông, thủy lợi, hạ tầng',
      },
      { title: 'điện', ageDays: 4, holderName: 'Xã Đồng Lạc', dueOn: '2024-12-12', isOverdue: false },
    ]);
    expect(totals).toEqual({ open: 2, unanswered: 2, overdue: 1, waiting: 0, escalated: 1, oldestDays: 62 });
    expect(await column('unresolved-recommendations', 'title', { show: 'overdue' })).toEqual(['cầu']);
    expect(await column('unresolved-recommendations', 'title', { holderLevel: 'commune' })).toEqual(['điện']);
    expect(await column('unresolved-recommendations', 'title', { unitId: id('Chi bộ thôn Nà Pha') })).toEqual(['cầu']);
  });

  it('issue-register: the resolved ones too, none overdue once resolved', async () => {
    const { rows, totals } = await ask('issue-register');
    expect(rows.map((row) => [row['title'], row['status'], row['ageDays'], row['isOverdue']])).toEqual([
      ['đường', 'resolved', 20, false],
      ['cầu', 'escalated', 62, true],
      ['điện', 'raised', 4, false],
    ]);
    expect(totals).toEqual({ issues: 3, resolved: 1, open: 2, overdue: 1, refused: 0 });
    expect(await column('issue-register', 'title', { from: '2024-10-01', to: '2024-10-31' })).toEqual(['cầu']);
    expect(await column('issue-register', 'title', { status: 'resolved' })).toEqual(['đường']);
  });

  it('issues-held: seen from the body that must act', async () => {
    const { rows, totals } = await ask('issues-held', { holderUnitId: id('Sở Tài chính') });
    expect(rows).toMatchObject([{ title: 'cầu', unitId: id('Sở Tài chính'), unitName: 'Chi bộ thôn Nà Pha' }]);
    expect(totals).toEqual({ held: 1, overdue: 1, nearDue: 0, waiting: 0 });
  });
});

describe('timeline', () => {
  const events = (kind: string, subjectId: string, rest: Row = {}) =>
    column('timeline', 'eventType', { subjectKind: kind, subjectId, ...rest });

  it('tells a cadre’s story in order', async () => {
    expect(await events('cadre', id('Nông Thị Hạnh'))).toEqual([
      'assignments.CadreRegistered',
      'assignments.CadreAssigned',
      'assignments.CadreReplaced',
    ]);
    expect(await events('cadre', id('Nông Thị Hạnh'), { from: '2024-09-01', to: '2024-09-30' })).toHaveLength(1);
  });

  it('tells an issue’s story from its first sending', async () => {
    expect(await events('issue', id('cầu'))).toEqual(['issues.IssueRaised', 'issues.IssueEscalated']);
  });

  it('finds everything under a decision', async () => {
    expect(await events('decision', '15-QĐ/TU')).toEqual(['assignments.CadreReplaced']);
  });

  it('holds no personal field in clear', async () => {
    const { rows } = await ask('timeline', { subjectKind: 'actor', subjectId: id('actor') });
    expect(JSON.stringify(rows)).not.toMatch(/Nông Thị Hạnh|Trần Văn Ba/);
    expect(rows).toHaveLength(units.length + 2 + 2 + 7);
  });
});

/** Last, because they change the tree. */
describe('after a move', () => {
  it('the whole subtree has its new path, and a unit registered below it in the same batch', async () => {
    const move = { unitId: id('Xã Đồng Lạc'), parentId: id('Huyện Ba Bể'), decision };
    await carryOut('move-unit', move);
    const name = 'Chi bộ thôn Nà Áng';
    await carryOut('register-unit', { unitId: id(name), name, level: 'cell', parentId: id('Xã Đồng Lạc') });
    await projected();
    expect(await column('unit-directory', 'name', { unitId: id('Huyện Ba Bể') })).toHaveLength(4);
    expect(await column('unit-directory', 'name', { unitId: id('Huyện Chợ Đồn') })).toEqual([
      'Huyện Chợ Đồn',
      'Xã Bằng Lãng',
    ]);
    const paths = (await column('unit-directory', 'path', { unitId: id('Huyện Ba Bể') })) as string[];
    for (const path of paths) expect(path).toContain(`/${id('Tỉnh Bắc Kạn')}/${id('Huyện Ba Bể')}/`);
  });

  it('a rebuild gives the same rows and paths', async () => {
    const decode = (stored: Parameters<EventCodec['decode']>[0]) => codec.decode(stored);
    const before = await ask('unit-directory');
    const reports = await rebuild({ dataSource, store, decode }, views);
    expect(reports.map(({ view, verified }) => [view, verified])).toEqual(views.map(({ name }) => [name, 'same']));
    expect(await ask('unit-directory')).toEqual(before);
  });
});
