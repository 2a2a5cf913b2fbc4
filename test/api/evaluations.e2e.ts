import { rootUnitId } from '#kernel';
import type { Response } from 'supertest';
import { id, startApi, type ApiUnderTest } from './support.js';

/**
 * A year's evaluation of three cells, from a province's own rules to the publication, by the people who do it. 2024 is
 * over on every machine's clock.
 */
const province = id('Tỉnh Bến Tre');
const commune = id('Xã An Hiệp');
const cells = [1, 2, 3].map((number) => id('Chi bộ ấp', number)) as [string, string, string];
const period = '2024';
const decision = { number: '15-QĐ/ĐU', date: '2024-12-20', issuer: 'Đảng ủy xã An Hiệp' };
const year = { from: '2024-01-01', to: '2024-12-31' };
const rules = (excellentFrom: number) => ({
  usesScores: true,
  grades: {
    excellent: [{ rule: 'score', atLeast: excellentFrom }],
    good: [{ rule: 'score', atLeast: 70, below: excellentFrom }],
  },
  excellentCap: { percent: 20, of: ['good'], rounding: 'down', grouping: 'campaign-group' },
});

interface Rows {
  readonly rows: readonly Record<string, unknown>[];
}

let api: ApiUnderTest;
let office: string;
let secretary: string;
let latest = '';

beforeAll(async () => {
  api = await startApi({ projector: true });
  const unit = (unitId: string, name: string, level: string, parentId: string) =>
    done('register-unit', { unitId, name, level, parentId, effectiveAt: '2016-01-01' });
  await unit(province, 'Tỉnh Bến Tre', 'province', rootUnitId);
  await unit(commune, 'Xã An Hiệp', 'commune', province);
  for (const [index, cell] of cells.entries()) await unit(cell, `Chi bộ ấp ${index + 1}`, 'cell', commune);
  office = await api.tokenFor('office', commune);
  secretary = await api.tokenFor('secretary', cells[0]);
}, 60_000);
afterAll(() => api.stop(), 30_000);

/** Carried out, or the test fails with the answer. */
async function done(act: string, body: object, token?: string): Promise<void> {
  const reply = await api.command(act, body, token ? { token } : {});
  if (reply.status !== 201) throw new Error(`${act}: ${reply.status} ${JSON.stringify(reply.body)}`);
  latest = (reply.body as { position: string }).position;
}

const refused = async (act: string, body: object, token?: string): Promise<string> =>
  ((await api.command(act, body, token ? { token } : {})).body as { code: string }).code;

const rows = async (path: string, token?: string): Promise<Rows['rows']> => {
  const separator = path.includes('?') ? '&' : '?';
  const reply = await api.get(`${path}${separator}atLeast=${latest}&wait=10000`, token).expect(200);
  return (reply.body as Rows).rows;
};

const preview = (body: object, token = api.admin): Promise<Response> =>
  api.http().post('/api/rule-packs/preview').set('authorization', `Bearer ${token}`).send(body);

describe('an evaluation under the province’s own rules', () => {
  // Until the next frame of the centre, from which the province writes its criteria anew.
  const valid = { validFrom: '2024-01-01', validTo: '2025-08-29' };
  const pack = { family: 'evaluation', unitId: province, name: '10-QĐ/TU', version: 1, ...valid };
  const published = { ...pack, legalBasis: 'Quyết định 10-QĐ/TU', rules: rules(92), decision };

  it('the province publishes them; a commune cannot, neither for the province nor in its own name', async () => {
    const admin = await api.tokenFor('admin', commune);
    expect(await refused('publish-rule-pack', published, admin)).toBe('command.outside-scope');
    expect(await refused('publish-rule-pack', { ...published, unitId: commune }, office)).toBe(
      'command.role-not-allowed',
    );
    expect(await refused('publish-rule-pack', { ...published, unitId: commune }, admin)).toBe(
      'rule-pack.level-not-competent',
    );
    expect(await refused('publish-rule-pack', { ...published, validTo: undefined })).toBe(
      'rule-pack.laxer-than-superior',
    );
    await done('publish-rule-pack', published);
    const binding = await rows(`/api/views/rule-packs?unitId=${cells[0]}&family=evaluation&on=2024-12-31`, office);
    expect(binding.filter(({ isInForce }) => isInForce)).toMatchObject([
      { name: '10-QĐ/TU', jurisdictionId: province, isShipped: false },
    ]);
  });

  it('the commune opens its campaign, in which the cells state, are reviewed and decided in this order', async () => {
    const groups = [{ name: 'Chi bộ ấp', unitIds: cells }];
    await done('open-campaign', { unitId: commune, period, groups, decision }, office);
    const [first, ...others] = cells;
    const own = { unitId: first, period, commonScore: 27, taskScore: 64, grade: 'excellent' };
    const classify = { unitId: first, period, grade: 'good', decision };
    await done('self-assess', own, secretary);
    expect(await refused('decide-classification', classify, office)).toBe('evaluation.not-reviewed');
    expect(await refused('review-evaluation', { unitId: first, period, grade: 'good', opinion: 'x' }, secretary)).toBe(
      'evaluation.reviewed-by-superior',
    );
    await done('review-evaluation', { unitId: first, period, grade: 'good', opinion: 'Chưa tới 92 điểm' }, office);
    await done('decide-classification', classify, office);
    for (const unitId of others) {
      await done('self-assess', { ...own, unitId, taskScore: 66 });
      await done('review-evaluation', { unitId, period, grade: 'excellent', opinion: 'Đạt' }, office);
    }
    await done('decide-classification', { ...classify, unitId: others[0], grade: 'excellent' }, office);
    const found = await rows(`/api/views/cell-classifications?unitId=${commune}&period=${period}`, office);
    expect(found.map(({ pack: by, proposal, status, grade }) => [by, proposal, status, grade]).sort()).toEqual([
      ['10-QĐ/TU', 'excellent', 'decided', 'excellent'],
      ['10-QĐ/TU', 'excellent', 'reviewed', null],
      ['10-QĐ/TU', 'good', 'decided', 'good'],
    ]);
  });

  it('the commune itself comes after its last cell', async () => {
    const itself = { unitId: commune, period, grade: 'good', decision };
    expect(await refused('decide-classification', itself)).toBe('evaluation.lower-first');
    expect(await refused('publish-classifications', { unitId: commune, period, decision }, office)).toBe(
      'campaign.undecided',
    );
    await done('decide-classification', { unitId: cells[2], period, grade: 'excellent', decision }, office);
    await done('publish-classifications', { unitId: commune, period, decision }, office);
    await done('decide-classification', itself);
    expect(await rows(`/api/views/campaign-groups?unitId=${commune}&period=${period}`, office)).toMatchObject([
      { excellent: 2, good: 1, capPack: '10-QĐ/TU', excellentAllowed: 0, finding: 'excellent-above-cap' },
    ]);
  });

  it('a pack published later judges nothing again', async () => {
    await done('publish-rule-pack', { ...published, version: 2, validFrom: '2024-06-01', rules: rules(99) });
    const found = await rows(`/api/views/cell-classifications?unitId=${cells[1]}&period=${period}`);
    expect(found).toMatchObject([{ pack: '10-QĐ/TU', proposal: 'excellent' }]);
  });

  it('what other rules would have said of that year: each outcome with its count, nothing written', async () => {
    const before = await api.head();
    const asked = { family: 'evaluation', unitId: province, ...year, rules: rules(95) };
    const { body, status } = await preview(asked, office);
    expect(status).toBe(200);
    expect(body).toMatchObject({ family: 'evaluation', facts: 4, changed: 2 });
    expect((body as { outcomes: unknown[] }).outcomes).toEqual(
      expect.arrayContaining([
        { about: 'evaluation', recorded: 'excellent', decided: 'excellent', proposed: 'good', count: 2 },
        { about: 'evaluation', recorded: 'good', decided: 'good', proposed: 'good', count: 1 },
      ]),
    );
    expect((body as { examples: unknown[] }).examples).toContainEqual(
      expect.objectContaining({ key: { period, unitId: cells[1] }, unitName: 'Chi bộ ấp 2', proposed: 'good' }),
    );
    expect((await preview(asked, secretary)).body).toMatchObject({ facts: 1, changed: 0 });
    expect((await preview({ ...asked, rules: { grades: {} } })).body).toMatchObject({ code: 'request.invalid' });
    expect((await preview({ ...asked, family: 'working-days', rules: {} })).body).toMatchObject({
      code: 'rule-pack.no-preview',
    });
    expect(await api.head()).toBe(before);
  });
});

describe('facts that the system proposes', () => {
  const meetingId = id('họp tháng 5');

  it('name the events behind them', async () => {
    const held = { meetingId, unitId: cells[0], kind: 'regular', heldOn: '2024-05-03', durationMinutes: 95 };
    await done('hold-meeting', held);
    await done('record-turnout', { meetingId, onRoll: 22, exempt: 2, present: 19, excused: 1, unexcused: 0 });
    const facts = await rows(`/api/views/evaluation-facts?unitId=${cells[0]}&period=${period}`, secretary);
    const figures = Object.fromEntries(facts.map(({ fact, figure, outOf }) => [fact, [figure, outOf]]));
    expect(figures).toEqual({
      'regular-meetings': [1, 12],
      'meetings-up-to-standard': [1, 1],
      'member-turnout': [19, 20],
      'cadre-attendance': [0, 0],
      'reports-in-time': [0, 0],
      'issues-settled': [0, 0],
      'issues-overdue': [0, 0],
    });
    const link = facts.find(({ fact }) => fact === 'member-turnout')!['events'] as string;
    const { body } = await api.get(link, secretary).expect(200);
    expect(body).toMatchObject({ row: { figure: 19, outOf: 20, percent: 95 }, reproduces: true });
    const events = (body as { events: { eventType: string }[] }).events.map(({ eventType }) => eventType);
    expect(events).toContain('meetings.TurnoutRecorded');
  });

  it('and what another standard would have said of the meetings', async () => {
    const standard = { kinds: ['regular'], rules: [{ rule: 'lasts-at-least', minutes: 120 }] };
    const { body } = await preview({ family: 'meeting-standard', unitId: commune, ...year, rules: standard });
    expect(body).toMatchObject({
      ...{ facts: 1, changed: 1 },
      examples: [{ recorded: 'up-to-standard', proposed: 'not-up-to-standard', key: { meetingId } }],
    });
  });
});

describe('what other rules would have said of the work of that year', () => {
  const cadreId = id('cadre');
  const issueId = id('road');
  const outcomesOf = async (body: object, token?: string) => {
    const answer = await preview({ unitId: province, ...year, ...body }, token);
    const { facts, changed, outcomes } = answer.body as {
      facts: number;
      changed: number;
      outcomes: { about: string; recorded: string; proposed: string; count: number }[];
    };
    const lines = outcomes.map(
      ({ about, recorded, proposed, count }) => `${about}: ${recorded} → ${proposed}: ${count}`,
    );
    return { facts, changed, outcomes: lines.sort(), examples: (answer.body as { examples: unknown }).examples };
  };

  beforeAll(async () => {
    await done('register-cadre', {
      cadreId,
      fullName: 'Lê Văn Ba',
      position: 'Đảng ủy viên',
      unitId: commune,
      cellId: cells[0],
    });
    for (const unitId of cells.slice(0, 2)) {
      const assignment = {
        assignmentId: id('assignment', unitId),
        unitId,
        cadreId,
        from: '2024-01-01',
        to: '2024-12-31',
      };
      await done('assign-cadre', { ...assignment, decision });
    }
    const meetingId = id('họp tháng 6');
    await done('hold-meeting', {
      meetingId,
      unitId: cells[1],
      kind: 'regular',
      heldOn: '2024-06-04',
      durationMinutes: 95,
    });
    await done('record-meeting-attendance', { meetingId, cadreId, mark: 'present' });
    const issue = { kind: 'recommendation', category: 'infrastructure', title: 'Sửa đường', raisedOn: '2024-06-03' };
    await done('raise-issue', { ...issue, issueId, unitId: cells[1], sentToUnitId: commune });
    await done('accept-issue', { issueId, effectiveAt: '2024-06-10' });
    await done('respond-to-issue', { issueId, answer: 'Đã bố trí vốn', effectiveAt: '2024-06-20' });
    await done('resolve-issue', { issueId, effectiveAt: '2024-06-28' });
  });

  it('shorter deadlines: which would have been missed, on which days', async () => {
    const rules = { noticeWorkingDays: 5, resolutionWorkingDays: { commune: 10 } };
    await rows('/api/views/issue-register');
    const found = await outcomesOf({ family: 'issues', rules });
    expect(found).toMatchObject({
      ...{ facts: 2, changed: 2 },
      outcomes: ['deadline: in-time → in-time: 1', 'deadline: in-time → late: 1'],
    });
    expect(found.examples).toContainEqual(
      expect.objectContaining({
        ...{ about: 'deadline', unitName: 'Xã An Hiệp', key: { startedOn: '2024-06-10', issueId, revision: 1 } },
        reasons: [expect.objectContaining({ recordedDueOn: '2024-07-01', dueOn: '2024-06-24', endedOn: '2024-06-28' })],
      }),
    );
    expect(await outcomesOf({ family: 'issues', rules }, secretary)).toMatchObject({ facts: 0 });
    const tight = { noticeWorkingDays: 2, resolutionWorkingDays: { commune: 15 }, escalateOverdueWorkingDays: 2 };
    expect(await outcomesOf({ family: 'issues', rules: tight })).toMatchObject({
      outcomes: ['deadline: in-time → escalated: 1', 'deadline: in-time → in-time: 1'],
    });
  });

  it('a province’s own rules for following ask for reports: due, late, and what others would have asked', async () => {
    const pack = { family: 'following', unitId: province, name: '20-QĐ/TU (mẫu)', version: 1, validFrom: '2024-01-01' };
    const asked = { minimumAttendances: [{ times: 1, per: 'year' }], reportPeriods: [{ per: 'quarter', dueDays: 10 }] };
    await done('publish-rule-pack', { ...pack, legalBasis: 'mẫu', unconfirmed: ['mẫu'], rules: asked, decision });
    const report = { unitId: cells[1], cadreId, contents: ['Chi bộ sinh hoạt đều'] };
    await done('submit-report', { ...report, period: '2024-Q2', submittedOn: '2024-07-20' });
    const due = await rows(`/api/views/reports-due?unitId=${cells[1]}&year=2024`);
    expect(due.map(({ period: of, dueOn, status }) => [of, dueOn, status])).toEqual([
      ['2024-Q1', '2024-04-10', 'overdue'],
      ['2024-Q2', '2024-07-10', 'submitted'],
      ['2024-Q3', '2024-10-10', 'overdue'],
      ['2024-Q4', '2025-01-10', 'overdue'],
    ]);
    expect(due[1]).toMatchObject({ daysLate: 10, submittedOn: '2024-07-20', pack: pack.name });
    const rules = {
      ...{ minimumAttendances: [{ times: 2, per: 'year' }], reportPeriods: [{ per: 'quarter', dueDays: 30 }] },
      ...{ maxUnits: 1, mayFollowOwnCell: true },
    };
    expect(await outcomesOf({ family: 'following', rules })).toMatchObject({
      ...{ facts: 13, changed: 12 },
      outcomes: [
        'assignment: no-conflict → too-many-units: 2',
        'assignment: own-cell → no-conflict: 1',
        'attendance: below-minimum → below-minimum: 1',
        'attendance: reached → below-minimum: 1',
        'report: late → in-time: 1',
        'report: overdue → overdue: 7',
      ],
    });
    expect(await outcomesOf({ family: 'following', rules }, secretary)).toMatchObject({ facts: 7 });
    expect(
      await refused('publish-rule-pack', {
        ...pack,
        unitId: commune,
        name: '2-QĐ/ĐU',
        rules,
        decision,
        legalBasis: 'x',
      }),
    ).toBe('rule-pack.laxer-than-superior');
  });
});
