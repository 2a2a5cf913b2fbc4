import type { Row } from '../views/view-reader.js';
import { CadreActivity } from './cadre-activity.js';
import { lastDayOf } from './document.js';

const report = (cadreId: string, status: string, submittedOn: string | null, daysLate: number) => ({
  ...{ cadreId, status, submittedOn, daysLate },
});

function activityOf(reports: readonly Row[], visits: readonly Row[], supports: readonly Row[]): CadreActivity {
  const activity = new CadreActivity();
  reports.forEach(activity.addReport);
  visits.forEach(activity.addVisit);
  supports.forEach(activity.addSupport);
  return activity;
}

describe('what each cadre did', () => {
  it('sets reports not due yet apart from those missing; the parts make up all that are asked', () => {
    const activity = activityOf(
      [
        report('a', 'acknowledged', '2024-10-08', 0),
        report('a', 'returned', '2025-01-20', 10),
        report('a', 'overdue', null, 20),
        report('b', 'due', null, 0),
      ],
      [],
      [],
    );
    expect(activity.of('a')).toMatchObject({ reportsAsked: 3, reportsInTime: 1, reportsLate: 1, reportsMissing: 1 });
    expect(activity.of('b')).toMatchObject({ reportsAsked: '1 (1 chưa đến hạn)', reportsInTime: 0, reportsMissing: 0 });
    expect(activity.ofAll).toMatchObject({ reportsAsked: '4 (1 chưa đến hạn)', reportsReturned: 1 });
  });

  it('has no figure where no report was asked for', () => {
    const activity = activityOf([report('a', 'overdue', null, 1)], [{ cadreId: 'b' }], []);
    expect(activity.of('b')).toEqual({
      ...{ reportsAsked: 'không có kỳ báo cáo', reportsInTime: '–', reportsLate: '–', reportsMissing: '–' },
      ...{ reportsReturned: '–', visits: 1, supports: 0, supportVnd: '0' },
    });
  });

  it('gives support that names no cadre to nobody, and does not lose it', () => {
    const supports = [
      { cadreId: 'a', amountVnd: 1_500_000 },
      { cadreId: null, amountVnd: 7 },
    ];
    const { ofAll, ofNoCadre } = activityOf([], [], supports);
    expect(ofAll).toMatchObject({ supports: 1, supportVnd: '1.500.000' });
    expect(ofNoCadre).toEqual({ supports: 1, supportVnd: '7' });
    expect(activityOf([], [], []).ofNoCadre).toBe(false);
  });
});

it.each([
  ['2024-02', '2024-02-29'],
  ['2023-02', '2023-02-28'],
  ['2024-12', '2024-12-31'],
])('the last day of %s is %s', (month, day) => {
  expect(lastDayOf(month)).toBe(day);
});
