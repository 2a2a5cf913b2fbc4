import {
  baTri2018,
  bacKan2024,
  benTre2017,
  benTreFigures,
  distributionOf,
  figuresOf,
  quangNinh2024,
  quangTri2017,
  stepsOf,
  type Scenario,
} from '#scenarios';
import { toldInMemory } from './told-in-memory.js';

const stories = [
  { name: 'bac-kan-2024', make: bacKan2024 },
  { name: 'ba-tri-2018', make: baTri2018 },
  { name: 'quang-tri-2017', make: quangTri2017 },
  { name: 'ben-tre-2017', make: benTre2017 },
  { name: 'quang-ninh-2024', make: quangNinh2024 },
];

describe.each(stories)('$name', ({ make }) => {
  it('is the same each time it is made', () => {
    expect(make()).toEqual(make());
  });

  it('is accepted by the acts, step by step, each doing something', async () => {
    // Some acts write to several subjects at once: a split issue, a merged unit.
    const carriedOut = new Set((await toldInMemory(make())).map(({ metadata }) => metadata.commandId));
    expect(carriedOut.size).toBe(stepsOf(make()).length);
  }, 120_000);

  it('is written in composed letters', () => {
    const text = JSON.stringify(make());
    expect(text).toBe(text.normalize('NFC'));
  });
});

const total = <Key extends string>(rows: readonly Readonly<Record<Key, number>>[], key: Key): number =>
  rows.reduce((sum, row) => sum + row[key], 0);

function summary(story: Scenario, lastDay: string) {
  const { attendance, issues, meetings, units } = figuresOf(story);
  const open = issues.filter(({ status }) => status !== 'resolved');
  const count = (act: string) => stepsOf(story).filter((step) => step.act === act).length;
  return {
    commands: stepsOf(story).length,
    communes: units.filter(({ level }) => level === 'commune').length,
    cells: units.filter(({ level }) => level === 'cell').length,
    cadres: count('register-cadre'),
    held: meetings.length,
    cancelled: count('cancel-meeting'),
    expected: total(attendance, 'expected'),
    attended: total(attendance, 'attended'),
    issues: issues.length,
    open: open.length,
    overdue: open.filter(({ dueOn }) => dueOn < lastDay).length,
  };
}

/** The table of `libs/scenarios/README.md`; the same numbers on every machine. */
describe('figures of the stories', () => {
  it('Bắc Kạn 2024', () => {
    expect(summary(bacKan2024(), '2025-06-30')).toEqual({
      ...{ commands: 5904, communes: 108, cells: 0, cadres: 109, held: 1291, cancelled: 5 },
      ...{ expected: 1075, attended: 997, issues: 139, open: 46, overdue: 36 },
    });
  });

  it('Ba Tri 2018', () => {
    expect(summary(baTri2018(), '2019-01-02')).toEqual({
      ...{ commands: 2264, communes: 24, cells: 129, cadres: 150, held: 516, cancelled: 0 },
      ...{ expected: 516, attended: 473, issues: 0, open: 0, overdue: 0 },
    });
    const grades = distributionOf(figuresOf(baTri2018()).grades);
    expect(grades).toEqual({ excellent: 34, good: 91, completed: 4, failed: 0 });
  });

  it('Quảng Trị town 2017–2021', () => {
    expect(summary(quangTri2017(), '2021-06-30')).toEqual({
      ...{ commands: 2452, communes: 5, cells: 24, cadres: 25, held: 1152, cancelled: 0 },
      ...{ expected: 1152, attended: 1076, issues: 0, open: 0, overdue: 0 },
    });
  });

  it('Bến Tre 2017–2021', () => {
    expect(summary(benTre2017(), '2021-06-30')).toMatchObject({
      ...{ commands: 536, communes: 4, cells: 8, cadres: 21, held: 128, cancelled: 0 },
      ...{ expected: 128, attended: 128, issues: 16 },
    });
    expect(benTreFigures).toMatchObject({ meetings: 128, issues: { issues: 16, open: 4, waiting: 2 } });
  });

  it('Quảng Ninh 2024', () => {
    expect(summary(quangNinh2024(), '2024-06-12')).toEqual({
      ...{ commands: 696, communes: 177, cells: 0, cadres: 0, held: 1, cancelled: 0 },
      ...{ expected: 0, attended: 0, issues: 160, open: 99, overdue: 89 },
    });
  });
});
