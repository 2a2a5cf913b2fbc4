import { readRules } from '#contexts/rule-packs/contracts';
import { reportsPreview } from './reports-preview.js';

const rules = (...reportPeriods: readonly object[]) =>
  readRules('following', { minimumAttendances: [], reportPeriods });
const fact = {
  ...{ per: 'quarter', ends: '2024-06-30', cadreId: 'cadre', cadreLevel: 'commune', seenOn: '2024-08-29' },
  ...{ recordedDueOn: '2024-07-10', submittedOn: '2024-07-08' },
};
const judge = (of: object, ...periods: readonly object[]) =>
  reportsPreview.judge({ ...fact, ...of }, rules(...periods));

describe('what a draft would have said of a report', () => {
  it('another day: what came in time would have been late', () => {
    expect(judge({}, { per: 'quarter', dueDays: 5 })).toEqual({
      ...{ recorded: 'in-time', decided: null, proposed: 'late', differs: true },
      reasons: [
        {
          ...{ rule: 'reportPeriods', per: 'quarter', cadreId: 'cadre' },
          ...{ recordedDueOn: '2024-07-10', dueOn: '2024-07-05', submittedOn: '2024-07-08' },
        },
      ],
    });
    expect(judge({}, { per: 'quarter', dueDays: 10 })).toMatchObject({ proposed: 'in-time', differs: false });
    expect(judge({}, { per: 'quarter', dueDays: 8 })).toMatchObject({ proposed: 'in-time', differs: true });
  });

  it('one that nobody asked for, missing or not due yet', () => {
    const month = { per: 'month', ends: '2024-07-31', recordedDueOn: null, submittedOn: null };
    expect(judge(month, { per: 'month', dueDays: 10 })).toMatchObject({ recorded: null, proposed: 'overdue' });
    expect(judge(month, { per: 'month', dueDays: 29 })).toMatchObject({ recorded: null, proposed: 'due' });
  });

  it('none any more, or only of another level', () => {
    expect(judge({})).toMatchObject({ recorded: 'in-time', proposed: null, differs: true });
    expect(judge({}, { per: 'quarter', dueDays: 5, cadreLevel: 'province' })).toMatchObject({ proposed: null });
  });
});
