import { reorganise } from '../../apps/ops/src/units/reorganise.js';
import { runSteps, type Step } from '../../apps/ops/src/units/run-steps.js';
import { openCommands, type Submit } from '../../apps/ops/src/units/submit.js';
import {
  communeIdBefore2025,
  communeIdSince2025,
  districtIdBefore2025,
  provinceIdBefore2025,
  provinceIdSince2025,
  unitsBefore2025,
} from '#contexts/org-units';
import { derivedId, formatPosition } from '#kernel';
import { Client } from './client.js';
import { System } from './system.js';

/**
 * 1 July 2025: the 108 communes of Bắc Kạn become 37 of Thái Nguyên, huyện Ba Tri of Bến Tre 7 of Vĩnh Long. Real units;
 * the cells, people and meetings are made up.
 */
const id = (name: string) => derivedId('reorganisation-story', name);
const bacKan = provinceIdBefore2025('Tỉnh Bắc Kạn');
const choDon = districtIdBefore2025('Tỉnh Bắc Kạn', 'Huyện Chợ Đồn');
const [dongLac, thuongQuan] = [communeIdBefore2025('02029'), communeIdBefore2025('01957')];
const [thaiNguyen, namCuong] = [provinceIdSince2025('19'), communeIdSince2025('02026')];
const vinhLong = provinceIdSince2025('86');
const naVa = id('Chi bộ thôn Nà Va');
const [visitor, districtCadre] = [id('Nông Thị Hạnh'), id('Hoàng Văn Đức')];
const decision = { number: '1391-QĐ/TU', date: '2024-08-29', issuer: 'Tỉnh ủy Bắc Kạn' };
const lateDecision = { number: '3-QĐ/TU', date: '2025-07-08', issuer: 'Tỉnh ủy Thái Nguyên' };

describe('the reorganisation of July 2025', () => {
  let system: System;
  let commands: ReturnType<typeof openCommands>;
  let before: readonly unknown[];

  beforeAll(async () => {
    const now = '2025-07-10T09:00:00+07:00';
    system = await System.start(now);
    commands = openCommands(system.operator, id('import'), () => new Date(now));
    await registerUnits(commands.submit);
    await tellOf2024();
    before = await figuresOf2024();
  }, 300_000);
  afterAll(async () => {
    await commands.close();
    await system.stop();
  }, 60_000);

  const done = async (act: string, body: object, by = system.admin): Promise<void> => {
    const { status, body: answer } = await by.command(act, body);
    if (status !== 200 && status !== 201) throw new Error(`${act}: ${JSON.stringify(answer)}`);
  };
  /** An admin who sees all that is written by now. */
  const reader = async (token = system.admin.token) =>
    new Client(system.url, token, formatPosition((await system.operator.store.head())!));
  const run = (province: string, submit: Submit = commands.submit) =>
    reorganise({ dataSource: system.operator.dataSource, store: system.operator.store, submit, province });

  async function registerUnits(submit: Submit): Promise<void> {
    const parts = [{ province: 'Tỉnh Bắc Kạn' }, { province: 'Tỉnh Bến Tre', district: 'Huyện Ba Tri' }];
    const units = parts.flatMap((part) => unitsBefore2025(part).units);
    for (const level of ['province', 'district', 'commune']) {
      const steps = units
        .filter((unit) => unit.level === level)
        .map((body): Step => ({ act: 'register-unit', body: { ...body }, commandId: id(body.unitId) }));
      expect((await runSteps(steps, submit)).refused).toEqual([]);
    }
  }

  /** A cell, two cadres, a meeting of the commune and one of the cell, an issue with the commune and one with the district. */
  async function tellOf2024(): Promise<void> {
    const cell = { unitId: naVa, name: 'Chi bộ thôn Nà Va', level: 'cell', parentId: dongLac, generated: true };
    await done('register-unit', { ...cell, effectiveAt: '2016-01-01' });
    const groups = [{ name: 'Chi bộ thôn', unitIds: [naVa] }];
    await done('open-campaign', { unitId: dongLac, period: '2024', groups, decision });
    const people: [string, string, string][] = [
      [visitor, 'Nông Thị Hạnh', bacKan],
      [districtCadre, 'Hoàng Văn Đức', choDon],
    ];
    for (const [cadreId, fullName, unitId] of people) {
      await done('register-cadre', { cadreId, fullName, position: 'Chuyên viên', unitId, generated: true });
    }
    const follow = (unitId: string, cadreId: string) =>
      done('assign-cadre', { assignmentId: id(`${cadreId} assigned`), unitId, cadreId, from: '2024-09-01', decision });
    await follow(dongLac, visitor);
    await follow(naVa, districtCadre);
    await hold('of the commune', dongLac, 'committee', '2024-10-05', visitor);
    await hold('of the cell', naVa, 'regular', '2024-10-03', districtCadre);
    for (const [title, sentToUnitId] of [
      ['Sửa cầu', dongLac],
      ['Mở đường', choDon],
    ] as const) {
      const issue = { issueId: id(title), unitId: naVa, kind: 'recommendation', category: 'infrastructure', title };
      await done('raise-issue', { ...issue, raisedOn: '2025-06-20', sentToUnitId });
    }
  }

  async function hold(name: string, unitId: string, kind: string, heldOn: string, cadreId: string): Promise<void> {
    const meetingId = id(`meeting ${name} ${heldOn}`);
    await done('hold-meeting', { meetingId, unitId, kind, heldOn, durationMinutes: 90 });
    await done('record-meeting-attendance', { meetingId, cadreId, mark: 'present' });
  }

  const attended = async (unitId: string, month: string): Promise<unknown> => {
    const { totals } = await (await reader()).rows('attendance-rate', { unitId, from: month, to: month });
    return totals['attended'];
  };
  const figuresOf2024 = () => Promise.all([dongLac, choDon, bacKan, naVa].map((unitId) => attended(unitId, '2024-10')));

  it('is broken off in the middle, seen to be unfinished, and goes on to the end; a third time changes nothing', async () => {
    expect(before).toEqual([2, 2, 2, 1]);
    // The province, its communes and the move of the cell; then some of the closings.
    let left = 60;
    const killed: Submit = (...step) => (--left < 0 ? Promise.reject(new Error('killed')) : commands.submit(...step));
    await expect(run('Tỉnh Thái Nguyên', killed)).rejects.toThrow('killed');
    const half = await (await reader()).rows('unit-successions', { show: 'unfinished' });
    expect(half.totals['unfinished']).toBeGreaterThan(50);

    expect((await run('Tỉnh Thái Nguyên')).refused).toEqual([]);
    expect((await run('Tỉnh Vĩnh Long')).refused).toEqual([]);
    expect((await (await reader()).rows('unit-successions', { show: 'unfinished' })).rows).toEqual([]);
    expect(await run('Tỉnh Vĩnh Long')).toMatchObject({ applied: 0, refused: [] });
  }, 300_000);

  it('leaves 37 communes in Thái Nguyên and 7 of Ba Tri in Vĩnh Long, no district, and the old ones closed', async () => {
    const view = await reader();
    const open = async (unitId: string, level: string) =>
      (await view.rows('unit-directory', { unitId, level, status: 'open' })).rows.length;
    expect([await open(thaiNguyen, 'commune'), await open(thaiNguyen, 'district')]).toEqual([37, 0]);
    expect([await open(vinhLong, 'commune'), await open(vinhLong, 'district')]).toEqual([7, 0]);
    const old = await view.rows('unit-directory', { unitId: bacKan, status: 'closed' });
    expect(old.rows.filter(({ level }) => level === 'district')).toHaveLength(8);
    const became = await view.rows('unit-successions', { predecessorId: dongLac });
    expect(became.rows).toMatchObject([{ unitId: namCuong, kind: 'merger', since: '2025-07-01' }]);
  });

  it('tells the tree of the day before and of the day itself', async () => {
    const view = await reader();
    const on = async (day: string, unitId: string) =>
      (await view.rows('unit-directory', { on: day, unitId })).rows.map((row) => [row['name'], row['status']]);
    expect(await on('2025-06-30', dongLac)).toEqual([
      ['Xã Đồng Lạc', 'open'],
      ['Chi bộ thôn Nà Va', 'open'],
    ]);
    expect(await on('2025-07-01', dongLac)).toEqual([['Xã Đồng Lạc', 'closed']]);
    expect(await on('2025-07-01', namCuong)).toEqual([
      ['Xã Nam Cường', 'open'],
      ['Chi bộ thôn Nà Va', 'open'],
    ]);
    expect(await on('2025-06-30', namCuong)).toEqual([]);
    // The one commune of Bắc Kạn that no other joined stays itself.
    const { rows } = await view.rows('unit-directory', { on: '2025-07-01', unitId: thuongQuan });
    expect(rows).toMatchObject([{ name: 'Xã Thượng Quan', status: 'open', parentId: thaiNguyen }]);
  });

  it('counts on both sides: the old units keep their figures, the new ones take up from the day', async () => {
    expect(await figuresOf2024()).toEqual(before);
    expect(await attended(namCuong, '2024-10')).toBe(2);
    expect(await attended(thaiNguyen, '2024-10')).toBe(2);
    await hold('of the cell', naVa, 'regular', '2025-07-03', districtCadre);
    const july = [dongLac, choDon, bacKan, namCuong, thaiNguyen].map((unitId) => attended(unitId, '2025-07'));
    // The old province passed whole into the new one, its district was divided: neither counts what came after.
    expect(await Promise.all(july)).toEqual([0, 0, 0, 1, 1]);
  });

  it('hands what the commune held over to its successor, and lists what nobody decided about', async () => {
    await until(async () => {
      const { rows } = await (await reader()).rows('issue-register', { unitId: naVa });
      return rows.some((row) => row['title'] === 'Sửa cầu' && row['holderUnitId'] === namCuong);
    });
    const orphans = await (await reader()).rows('orphans', { unitId: thaiNguyen });
    const of = (kind: string) => orphans.rows.filter((row) => row['kind'] === kind).map((row) => row['subjectId']);
    expect(of('issue')).toEqual([id('Mở đường')]);
    expect(of('assignment')).toEqual([id(`${visitor} assigned`)]);
    expect(of('cadre').sort()).toEqual([visitor, districtCadre].sort());
    expect(of('unit')).toEqual([]);
    expect(of('campaign')).toHaveLength(1);
  }, 120_000);

  it('the new province’s office sends the list back with its decision; the old assignment ends by itself', async () => {
    const office = await system.person('office', thaiNguyen);
    const list = await fetch(`${office.baseUrl}/api/views/orphans?kind=assignment&format=csv`, {
      headers: { authorization: `Bearer ${office.token}` },
    });
    const all = Object.entries(lateDecision).map(([name, value]): [string, string] => [`all.decision.${name}`, value]);
    const act = `carry-assignment?${new URLSearchParams(all).toString()}`;
    const sent = await office.command(act, await list.text(), { 'content-type': 'text/csv' });
    expect(sent.body).toMatchObject({ isApplied: true, counts: { applied: 1, refused: 0 } });
    await done('change-position', { cadreId: visitor, unitId: thaiNguyen, decision: lateDecision }, office);
    await until(async () => {
      const { totals } = await (await reader()).rows('orphans', { unitId: thaiNguyen });
      return totals['assignments'] === 0;
    });
    const { rows } = await (await reader(office.token)).rows('assignment-roster', { cadreId: visitor, term: 'all' });
    expect(rows.find((row) => row['unitId'] === dongLac)).toMatchObject({
      ...{ endsOn: '2025-06-30', endedCause: 'unit-closed', decisionNumber: '1391-QĐ/TU' },
    });
    expect(rows.find((row) => row['unitId'] === namCuong)).toMatchObject({
      ...{ startsOn: '2025-07-01', endsOn: null, carriedFrom: id(`${visitor} assigned`), decisionNumber: '3-QĐ/TU' },
    });
    const roster = async (on: string) =>
      (await (await reader()).rows('assignment-roster', { on, unitId: namCuong, tier: 'province-commune' })).totals;
    expect(await roster('2025-07-01')).toMatchObject({ assignments: 1 });
  }, 120_000);

  it('what is decided in the life of the new units closes merged ones by itself', async () => {
    const [first, second] = [id('Chi bộ thôn A'), id('Chi bộ thôn B')];
    for (const unitId of [first, second]) {
      await done('register-unit', {
        unitId,
        name: unitId,
        level: 'cell',
        parentId: namCuong,
        effectiveAt: '2025-07-01',
      });
    }
    const merger = { unitId: first, predecessorIds: [second], effectiveAt: '2025-07-09', decision: lateDecision };
    await done('merge-units', merger, await system.person('office', namCuong));
    await until(async () => {
      const { rows } = await (await reader()).rows('unit-directory', { unitId: first });
      return rows.some((row) => row['unitId'] === second && row['closedOn'] === '2025-07-08');
    });
  }, 120_000);
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 90_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('not within 90 s');
    await new Promise((again) => setTimeout(again, 50));
  }
}
