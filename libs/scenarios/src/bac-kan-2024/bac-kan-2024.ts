import type { Month } from '#kernel';
import { Chance } from '../chance.js';
import { realUnits, register, type RealUnit } from '../real-units.js';
import { madeId, type Chain, type Phase, type Scenario, type Step } from '../scenario.js';
import { bodies, registerBody, scenarioName } from './bodies.js';
import { madeUpCadres, type MadeUpCadre } from './cadres.js';
import { issueChain } from './issues.js';
import { monthlyMeeting, type MeetingPlan } from './meetings.js';
import {
  assignedFrom,
  assignmentDecision,
  failedIndex,
  failedMonths,
  lastDay,
  months,
  replacedOn,
  replacementDecision,
} from './story.js';

/** Percent of meetings out of which an issue comes. */
const issuesPerHundredMeetings = 14;

interface Followed {
  readonly commune: RealUnit;
  readonly cadre: MadeUpCadre;
  readonly onRoll: number;
}

/** Bắc Kạn, July 2024 to June 2025: real units; made-up cadres, meetings and issues. */
export function bacKan2024(): Scenario {
  const { communes, districts, province } = realUnits({ province: 'Tỉnh Bắc Kạn' });
  const cadres = madeUpCadres(communes.length + 1, bodies);
  const successor = cadres.at(-1)!;
  const sizes = new Chance(108);
  const followed = communes.map((commune, index) => ({
    commune,
    cadre: cadres[index]!,
    onRoll: sizes.integer(11, 21),
  }));
  const { phases, meetings } = meetingPhases(followed, successor);
  return {
    name: scenarioName,
    title: { vi: 'Bắc Kạn 2024', en: 'Bắc Kạn 2024' },
    phases: [
      {
        name: { vi: 'Tỉnh, huyện và cơ quan', en: 'province, districts and bodies' },
        chains: [
          [
            register(province),
            ...districts.map(register),
            ...bodies.map((body) => registerBody(body, province.unitId, province.effectiveAt!)),
          ],
        ],
      },
      {
        name: { vi: 'Xã, phường, thị trấn và cán bộ', en: 'communes and cadres' },
        chains: [...communes.map((commune) => [register(commune)]), ...cadres.map(({ chain }) => chain)],
      },
      { name: { vi: 'Quyết định 1391-QĐ/TU', en: 'decision 1391-QĐ/TU' }, chains: followed.map(assignment) },
      ...phases,
      { name: { vi: 'Kiến nghị, vướng mắc', en: 'issues' }, chains: issues(followed, meetings) },
    ],
  };
}

const assignmentId = (unitId: string): string => madeId(scenarioName, 'assignment', unitId);

const assignment = ({ commune: { unitId }, cadre: { cadreId } }: Followed): Chain => [
  {
    act: 'assign-cadre',
    body: { assignmentId: assignmentId(unitId), unitId, cadreId, from: assignedFrom, decision: assignmentDecision },
  },
];

/** In the month of the replacement its decision comes before the meeting of that commune. */
function meetingPhases(
  followed: readonly Followed[],
  successor: MadeUpCadre,
): { readonly phases: readonly Phase[]; readonly meetings: ReadonlyMap<string, MeetingPlan> } {
  const chance = new Chance(20240701);
  const meetings = new Map<string, MeetingPlan>();
  const phases = months.map((month): Phase => {
    const chains = followed.map((each, index): Chain => {
      const plan = monthlyMeeting(chance, occasion(each, index, month, successor));
      meetings.set(plan.meetingId, plan);
      const isReplacement = index === failedIndex && month === replacedOn.slice(0, 7);
      return isReplacement ? [replacement(each, successor), ...plan.steps] : plan.steps;
    });
    const [year, number] = month.split('-');
    return { name: { vi: `Sinh hoạt tháng ${number}/${year}`, en: `meetings of ${month}` }, chains };
  });
  return { phases, meetings };
}

function occasion({ commune, cadre, onRoll }: Followed, index: number, month: Month, successor: MadeUpCadre) {
  const cadreId = cadreIn(month, index, cadre, successor);
  const fails = index === failedIndex && failedMonths.includes(month);
  return { unitId: commune.unitId, month, onRoll, cadreId, ...(fails ? { mark: 'absent' as const } : {}) };
}

function cadreIn(month: Month, index: number, first: MadeUpCadre, successor: MadeUpCadre): string | undefined {
  if (month <= assignedFrom.slice(0, 7)) return undefined;
  return index === failedIndex && month >= replacedOn.slice(0, 7) ? successor.cadreId : first.cadreId;
}

const replacement = ({ commune: { unitId } }: Followed, successor: MadeUpCadre): Step => ({
  act: 'replace-cadre',
  body: {
    unitId,
    assignmentId: assignmentId(unitId),
    newAssignmentId: madeId(scenarioName, 'assignment', unitId, 'successor'),
    newCadreId: successor.cadreId,
    on: replacedOn,
    cause: 'duties-not-fulfilled',
    reason: 'Ba tháng liền không dự sinh hoạt, không báo cáo (dữ liệu mẫu)',
    decision: replacementDecision,
  },
});

/** Issues come out of meetings that the cadre attended. */
function issues(followed: readonly Followed[], meetings: ReadonlyMap<string, MeetingPlan>): readonly Chain[] {
  const chance = new Chance(1390);
  return months.flatMap((month) =>
    followed.flatMap(({ commune: { unitId, parentId: districtId } }): readonly Chain[] => {
      const { attendedBy, heldOn, meetingId } = meetings.get(madeId(scenarioName, 'meeting', unitId, month))!;
      if (attendedBy === undefined || !chance.happens(issuesPerHundredMeetings)) return [];
      return [issueChain(chance, { unitId, districtId, meetingId, cadreId: attendedBy, raisedOn: heldOn }, lastDay)];
    }),
  );
}
