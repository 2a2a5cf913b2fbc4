import { readRules } from '#contexts/rule-packs/contracts';
import { conflictsPreview } from './conflicts-preview.js';

const rules = (more: object) => readRules('following', { minimumAttendances: [], reportPeriods: [], ...more });
const judge = (fact: object, draft: object) =>
  conflictsPreview.judge({ cadreId: 'cadre', packRules: null, ...fact }, rules(draft));

describe('what a draft would have said of an assignment', () => {
  it('own cell: a conflict unless the pack allows it', () => {
    const own = { conflict: 'own-cell', figure: 1 };
    expect(judge(own, {})).toMatchObject({ recorded: 'own-cell', proposed: 'own-cell' });
    expect(judge(own, { mayFollowOwnCell: true })).toEqual({
      ...{ recorded: 'own-cell', decided: null, proposed: 'no-conflict', reasons: [] },
    });
  });

  it('more units of one cadre than it allows, where it says how many', () => {
    const three = { conflict: 'too-many-units', figure: 3, packRules: rules({ maxUnits: 3 }) };
    expect(judge(three, { maxUnits: 2 })).toEqual({
      ...{ recorded: 'no-conflict', decided: null, proposed: 'too-many-units' },
      reasons: [{ rule: 'too-many-units', outcome: 'not-satisfied', cadreId: 'cadre', figure: 3, asked: 2 }],
    });
    expect(judge(three, {})).toMatchObject({ proposed: 'no-conflict' });
  });

  it('several cadres of one unit, where it forbids them', () => {
    const two = { conflict: 'several-cadres', figure: 2, packRules: rules({ severalCadresPerUnit: false }) };
    expect(judge(two, { severalCadresPerUnit: true })).toMatchObject({
      recorded: 'several-cadres',
      proposed: 'no-conflict',
    });
    expect(judge(two, { severalCadresPerUnit: false })).toMatchObject({ reasons: [{ figure: 2, asked: 1 }] });
  });
});
