import { readRules } from '#contexts/rule-packs/contracts';
import { minimumAttendancePreview } from './minimum-attendance-preview.js';

const rules = (times: number, per: string, cadreLevel?: string) =>
  readRules('following', { minimumAttendances: [{ times, per, cadreLevel }], reportPeriods: [] });
const fact = { cadreLevel: 'commune', months: 12, attended: 5, packRules: rules(4, 'year') };

describe('what a draft would have said of a cadre’s attendances', () => {
  it('stands beside what the pack of then said', () => {
    expect(minimumAttendancePreview.judge(fact, rules(6, 'year'))).toEqual({
      ...{ recorded: 'reached', decided: null, proposed: 'below-minimum' },
      reasons: [{ rule: 'minimumAttendances', outcome: 'not-satisfied', figure: 5, asked: 6 }],
    });
    expect(minimumAttendancePreview.judge(fact, rules(1, 'quarter'))).toMatchObject({ proposed: 'reached' });
  });

  it('asks for a part of it of whoever followed the unit for a part of the year, rounded down', () => {
    const five = { ...fact, months: 5 };
    expect(minimumAttendancePreview.judge(five, rules(1, 'month'))).toMatchObject({ proposed: 'reached' });
    expect(minimumAttendancePreview.judge({ ...five, attended: 1 }, rules(5, 'year'))).toMatchObject({
      proposed: 'below-minimum',
      reasons: [{ asked: 2 }],
    });
  });

  it('is silent about levels that it does not name, and knows that no pack spoke then', () => {
    expect(minimumAttendancePreview.judge({ ...fact, packRules: null }, rules(6, 'year', 'province'))).toEqual({
      ...{ recorded: null, decided: null, proposed: null, reasons: [] },
    });
  });
});
