import type { LocalDate } from '#kernel';
import { Chance } from '../chance.js';
import { register } from '../real-units.js';
import { madeId, type Chain, type Scenario, type Step } from '../scenario.js';
import { departmentId, opinion, themes } from './opinions.js';
import { scenarioName, unitsOfApril2024, type Place } from './units.js';

/** Of the real conference. */
const conferenceDay: LocalDate = '2024-04-25';
const delegates = 2500;

const conferenceId = madeId(scenarioName, 'conference');

/** Quảng Ninh's listening conference of 2024-04-25: its real size; made-up delegations, opinions and answers. */
export function quangNinh2024(): Scenario {
  const { communes, districts, province } = unitsOfApril2024();
  const departments = [...new Set(themes.map(({ department }) => department))];
  return {
    name: scenarioName,
    title: { vi: 'Quảng Ninh 2024', en: 'Quảng Ninh 2024' },
    phases: [
      { name: { vi: 'Tỉnh', en: 'province' }, chains: [[register(province)]] },
      {
        name: { vi: 'Huyện và cơ quan cấp tỉnh', en: 'districts and departments' },
        chains: [
          ...districts.map(({ step }) => [step]),
          ...departments.map((name) => [registerDepartment(name, province.unitId, province.effectiveAt!)]),
        ],
      },
      { name: { vi: 'Xã, phường, thị trấn', en: 'communes' }, chains: communes.map(({ step }) => [step]) },
      { name: { vi: 'Hội nghị lắng nghe', en: 'conference' }, chains: [conference(province.unitId, communes)] },
      { name: { vi: 'Ý kiến', en: 'opinions' }, chains: opinions(communes) },
    ],
  };
}

const registerDepartment = (name: string, parentId: string, effectiveAt: string): Step => ({
  act: 'register-unit',
  body: { unitId: departmentId(name), name, level: 'department', parentId, effectiveAt, generated: true },
});

function conference(unitId: string, communes: readonly Place[]): Chain {
  const hold = { meetingId: conferenceId, unitId, kind: 'listening-conference', heldOn: conferenceDay };
  return [
    {
      act: 'schedule-meeting',
      body: { meetingId: conferenceId, unitId, kind: hold.kind, scheduledFor: conferenceDay },
    },
    { act: 'hold-meeting', body: { meetingId: conferenceId, heldOn: conferenceDay, durationMinutes: 240 } },
    { act: 'record-delegations', body: { meetingId: conferenceId, delegations: delegations(communes) } },
    ...themes.map(({ category, causes }) => ({
      act: 'summarise-theme',
      body: { meetingId: conferenceId, category, causes: causes.map((cause) => `${cause} (dữ liệu mẫu)`) },
    })),
  ];
}

/** 2,500 delegates as evenly as they go; who has one more is drawn. */
function delegations(communes: readonly Place[]): readonly { unitId: string; delegates: number }[] {
  const each = Math.floor(delegates / communes.length);
  const more = new Set(new Chance(2500).shuffled(communes).slice(0, delegates - each * communes.length));
  return communes.map((commune) => ({ unitId: commune.unitId, delegates: each + (more.has(commune) ? 1 : 0) }));
}

function opinions(communes: readonly Place[]): readonly Chain[] {
  const chance = new Chance(20240425);
  return themes.flatMap((theme) =>
    Array.from({ length: theme.opinions }, (_, index) => {
      const issueId = madeId(scenarioName, 'opinion', theme.category, index);
      const { unitId } = chance.oneOf(communes);
      return opinion(chance, theme, { issueId, unitId, conferenceId, on: conferenceDay });
    }),
  );
}
