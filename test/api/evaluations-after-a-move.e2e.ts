import { rootUnitId } from '#kernel';
import { id, startApi, type ApiUnderTest } from './support.js';

/**
 * A cell that stood below Xã Bằng Lãng in 2024 and moved to Xã Đồng Lạc in February 2025: who evaluates it for 2024, by
 * whom it is seen, and which events make the figures. 2024 is over on every machine's clock.
 */
const province = id('Tỉnh Bắc Kạn');
const [before, after] = [id('Xã Bằng Lãng'), id('Xã Đồng Lạc')] as const;
const [moved, kept] = [id('Chi bộ thôn Nà Kham'), id('Chi bộ thôn Bản Lắc')] as const;
const period = '2024';
const decision = { number: '15-QĐ/ĐU', date: '2025-03-20', issuer: 'Đảng ủy xã Bằng Lãng' };

let api: ApiUnderTest;
let officeBefore: string;
let officeAfter: string;
let latest = '';

async function done(act: string, body: object, token?: string): Promise<void> {
  const reply = await api.command(act, body, token ? { token } : {});
  if (reply.status !== 201) throw new Error(`${act}: ${reply.status} ${JSON.stringify(reply.body)}`);
  latest = (reply.body as { position: string }).position;
}

const refused = async (act: string, body: object, token: string): Promise<string> =>
  ((await api.command(act, body, { token })).body as { code: string }).code;

const get = async (path: string, token?: string) => {
  const separator = path.includes('?') ? '&' : '?';
  const { body } = await api.get(`${path}${separator}atLeast=${latest}&wait=10000`, token).expect(200);
  return body as { rows: Record<string, unknown>[]; totals: object };
};

beforeAll(async () => {
  api = await startApi({ projector: true });
  const unit = (unitId: string, name: string, level: string, parentId: string) =>
    done('register-unit', { unitId, name, level, parentId, effectiveAt: '2016-01-01' });
  await unit(province, 'Tỉnh Bắc Kạn', 'province', rootUnitId);
  await unit(before, 'Xã Bằng Lãng', 'commune', province);
  await unit(after, 'Xã Đồng Lạc', 'commune', province);
  await unit(moved, 'Chi bộ thôn Nà Kham', 'cell', before);
  await unit(kept, 'Chi bộ thôn Bản Lắc', 'cell', before);
  await done('move-unit', { unitId: moved, parentId: after, effectiveAt: '2025-02-01', decision });
  officeBefore = await api.tokenFor('office', before);
  officeAfter = await api.tokenFor('office', after);
}, 60_000);
afterAll(() => api.stop(), 30_000);

describe('a cell that has since moved', () => {
  const about = { unitId: moved, period, grade: 'good' };

  it('is evaluated where it stood: by the commune of then, which names itself', async () => {
    const groups = (unitIds: readonly string[]) => [{ name: 'Chi bộ thôn', unitIds }];
    const ofAfter = { unitId: after, period, groups: groups([moved]), decision };
    expect(await refused('open-campaign', ofAfter, officeAfter)).toBe('campaign.unit-not-directly-below');
    await done('open-campaign', { unitId: before, period, groups: groups([moved, kept]), decision }, officeBefore);
    const own = { ...about, commonScore: 25, taskScore: 50 };
    await done('self-assess', own, await api.tokenFor('secretary', moved));

    const review = { ...about, opinion: 'Đạt' };
    expect(await refused('review-evaluation', review, officeAfter)).toBe('evaluation.reviewed-by-superior');
    expect(await refused('review-evaluation', review, officeBefore)).toBe('command.outside-scope');
    await done('review-evaluation', { ...review, reviewedByUnitId: before }, officeBefore);

    const decide = { ...about, decision };
    expect(await refused('decide-classification', decide, officeAfter)).toBe('evaluation.decided-by-superior');
    expect(await refused('decide-classification', { ...decide, decidedByUnitId: after }, officeAfter)).toBe(
      'evaluation.not-immediate-superior',
    );
    await done('decide-classification', { ...decide, decidedByUnitId: before }, officeBefore);
    expect(await refused('self-assess', { ...own, period: '2025-03-10..2025-03-01' }, officeAfter)).toBe(
      'request.invalid',
    );
  });

  it('counts where it stood, and each figure names its events', async () => {
    const progress = await get(`/api/views/evaluation-progress?period=${period}&unitId=${before}`);
    expect(progress.totals).toMatchObject({ units: 2, notBegun: 1, decided: 1, forgotten: 0 });
    const [campaign] = (await get(`/api/views/evaluation-campaigns?period=${period}`, officeBefore)).rows;
    expect(campaign).toMatchObject({ unitId: before, units: 2, selfAssessed: 1, reviewed: 1, decided: 1 });
    const facts = async (view: string, key: string) => {
      const [name, query = ''] = view.split('?');
      const { body } = await api.get(`/api/views/${name}/${key}/facts?period=${period}&${query}`).expect(200);
      const { events, reproduces } = body as { events: { eventType: string }[]; reproduces: boolean };
      return { reproduces, types: new Set(events.map(({ eventType }) => eventType)) };
    };
    for (const [view, key] of [
      ['evaluation-progress', moved],
      [`classification-distribution?unitId=${before}`, `${period}~${before}~cell`],
      ['evaluation-campaigns', `${period}~${before}`],
      ['campaign-groups', `${period}~${before}~${encodeURIComponent('Chi bộ thôn')}`],
      ['cell-classifications', `${period}~${moved}`],
    ] as const) {
      const { reproduces, types } = await facts(view, key);
      expect([view, reproduces, types.has('evaluations.ClassificationDecided')]).toEqual([view, true, true]);
    }
  });
});
