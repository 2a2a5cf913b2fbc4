import { Chance } from '../chance.js';
import { madeUpName, southernFamilyNames } from '../people.js';
import { realUnits, register } from '../real-units.js';
import { madeId, type Chain, type Phase, type Scenario, type Step } from '../scenario.js';
import { issueChains } from './issues.js';
import { meetingChain } from './meetings.js';
import {
  assignedFrom,
  cellsPerCommune,
  communeCount,
  decision,
  meetingDays,
  motto,
  scenarioName,
  support,
} from './story.js';

export interface Cell {
  readonly unitId: string;
  readonly communeId: string;
  /** Who follows it. */
  readonly cadreId: string;
}

/** The units of the story that its steps name. */
export interface Places {
  readonly provinceId: string;
  readonly districtId: string;
  readonly communeIds: readonly string[];
  readonly cells: readonly Cell[];
  readonly transportId: string;
  readonly financeId: string;
  /** The member of the province's standing committee who is in charge of the district. */
  readonly memberId: string;
}

/** Bến Tre, 2017 to 2021: one district of real communes; made-up cells, cadres, meetings, issues and support. */
export function benTre2017(): Scenario {
  const { communes, districts, province } = realUnits({ province: 'Tỉnh Bến Tre', district: 'Huyện Giồng Trôm' });
  const district = districts[0]!;
  const followed = communes.slice(0, communeCount);
  const id = (kind: string, ...parts: readonly (string | number)[]) => madeId(scenarioName, kind, ...parts);
  const cells = followed.flatMap(({ unitId: communeId }) =>
    Array.from({ length: cellsPerCommune }, (_, index): Cell => {
      const unitId = id('cell', communeId, index);
      return { unitId, communeId, cadreId: id('cadre', unitId) };
    }),
  );
  const places: Places = {
    provinceId: province.unitId,
    districtId: district.unitId,
    communeIds: followed.map(({ unitId }) => unitId),
    cells,
    transportId: id('body', 'Sở Giao thông vận tải'),
    financeId: id('body', 'Sở Tài chính'),
    memberId: id('cadre', 'member'),
  };
  return {
    name: scenarioName,
    title: { vi: 'Bến Tre 2017–2021', en: 'Bến Tre 2017–2021' },
    phases: [
      {
        name: { vi: 'Tỉnh, huyện, xã', en: 'province, district and communes' },
        chains: [
          [
            ...[register(province), register(district), ...followed.map(register)],
            ...[
              body(places.transportId, 'Sở Giao thông vận tải', places),
              body(places.financeId, 'Sở Tài chính', places),
            ],
          ],
        ],
      },
      { name: { vi: 'Chi bộ và nhóm hộ', en: 'cells and household groups' }, chains: cells.map(cellAndGroup) },
      { name: { vi: 'Cán bộ', en: 'cadres' }, chains: cadres(places).map((step) => [step]) },
      { name: { vi: motto, en: 'assignments of the three tiers' }, chains: threeTiers(places) },
      ...meetingDays.map((day): Phase => {
        const [year, month] = day.split('-');
        return {
          name: { vi: `Sinh hoạt tháng ${month}/${year}`, en: `meetings of ${year}-${month}` },
          chains: cells.map((cell, index) => meetingChain(cell, index, day)),
        };
      }),
      { name: { vi: 'Kiến nghị, vướng mắc', en: 'issues' }, chains: issueChains(places) },
      { name: { vi: 'Vận động hỗ trợ', en: 'support' }, chains: supportChains(places) },
    ],
  };
}

const generated = { generated: true, effectiveAt: '2010-01-01' };

const body = (unitId: string, name: string, { provinceId }: Places): Step => ({
  act: 'register-unit',
  body: { unitId, name, level: 'department', kind: 'sở', parentId: provinceId, ...generated },
});

export const groupId = (cell: Cell): string => madeId(scenarioName, 'group', cell.unitId);

function cellAndGroup(cell: Cell, index: number): Chain {
  const number = (index % cellsPerCommune) + 1;
  const { communeId, unitId } = cell;
  const name = `Chi bộ ấp ${number}`;
  const group = {
    unitId: groupId(cell),
    name: `Nhóm hộ số 1, ấp ${number}`,
    level: 'household-group',
    parentId: unitId,
  };
  return [
    { act: 'register-unit', body: { unitId, name, level: 'cell', kind: 'ấp', parentId: communeId, ...generated } },
    { act: 'register-unit', body: { ...group, ...generated } },
  ];
}

/** Province → commune, district → cell, commune → household group, and the member in charge. */
function cadres({ cells, communeIds, districtId, memberId, provinceId }: Places): readonly Step[] {
  const chance = new Chance(2017);
  const taken = new Set<string>();
  const cadre = (cadreId: string, unitId: string, position: string): Step => {
    const fullName = madeUpName(chance, southernFamilyNames, taken);
    return { act: 'register-cadre', body: { cadreId, fullName, position, unitId, generated: true } };
  };
  return [
    cadre(memberId, provinceId, 'Ủy viên Ban Thường vụ Tỉnh ủy'),
    ...communeIds.map((each) => cadre(madeId(scenarioName, 'cadre', each), provinceId, 'Cán bộ cơ quan Tỉnh ủy')),
    ...cells.map(({ cadreId }) => cadre(cadreId, districtId, 'Cán bộ cơ quan Huyện ủy')),
    ...cells.map((cell) => cadre(madeId(scenarioName, 'cadre', groupId(cell)), cell.communeId, 'Đảng viên')),
  ];
}

function threeTiers({ cells, communeIds }: Places): readonly Chain[] {
  const assign = (unitId: string, cadreId: string): Chain => {
    const assignmentId = madeId(scenarioName, 'assignment', unitId);
    return [{ act: 'assign-cadre', body: { assignmentId, unitId, cadreId, from: assignedFrom, decision } }];
  };
  return [
    ...communeIds.map((each) => assign(each, madeId(scenarioName, 'cadre', each))),
    ...cells.map(({ cadreId, unitId }) => assign(unitId, cadreId)),
    ...cells.map((cell) => assign(groupId(cell), madeId(scenarioName, 'cadre', groupId(cell)))),
  ];
}

const supportChains = ({ communeIds }: Places): readonly Chain[] =>
  support.map(({ amountVnd, commune, forWhat, kind, raisedOn }, index): Chain => {
    const unitId = communeIds[commune]!;
    const supportId = madeId(scenarioName, 'support', index);
    const cadreId = madeId(scenarioName, 'cadre', unitId);
    const what = { kind, amountVnd, raisedOn, forWhat: `${forWhat} (dữ liệu mẫu)` };
    return [{ act: 'record-support', body: { supportId, unitId, cadreId, ...what } }];
  });
