import { Chance } from '../chance.js';
import { madeUpName, southernFamilyNames } from '../people.js';
import { register, type RealUnit } from '../real-units.js';
import { madeId, type Chain, type Phase, type Scenario, type Step } from '../scenario.js';
import { cells, type Cell } from './cells.js';
import { classification, gradesOf2018 } from './classification.js';
import { scenarioName, unitsOf2018 } from './communes.js';
import { quarterlyMeeting, quarters } from './meetings.js';

/** Decisions of 2016 by which cadres follow; their numbers are not known, "(mẫu)" says that they are made up. */
const districtDecision = { number: '05-QĐ/HU (mẫu)', date: '2016-01-15', issuer: 'Huyện ủy Ba Tri' } as const;
const provinceDecision = { number: '12-QĐ/TU (mẫu)', date: '2016-01-29', issuer: 'Tỉnh ủy Bến Tre' } as const;

/** Cadres of the province, for 24 communes. */
const provinceCadreCount = 21;

interface Cadre {
  readonly cadreId: string;
  readonly step: Step;
}

/** Ba Tri, 2016 to 2018: real communes; made-up cells, cadres and meetings; the real distribution of grades. */
export function baTri2018(): Scenario {
  const { communes, district, province } = unitsOf2018();
  const all = cells(communes);
  const taken = new Set<string>();
  const names = new Chance(2018);
  const cadreOf = {
    district: cadre(names, taken, district, 'Huyện ủy'),
    province: cadre(names, taken, province, 'Tỉnh ủy'),
  };
  const districtCadres = all.map((_, index) => cadreOf.district(index));
  const provinceCadres = Array.from({ length: provinceCadreCount }, (_, index) => cadreOf.province(index));
  return {
    name: scenarioName,
    title: { vi: 'Ba Tri 2018', en: 'Ba Tri 2018' },
    phases: [
      {
        name: { vi: 'Tỉnh và huyện', en: 'province and district' },
        chains: [[register(province), register(district)]],
      },
      {
        name: { vi: 'Xã, thị trấn và cán bộ', en: 'communes and cadres' },
        chains: [
          ...communes.map(({ step }) => [step]),
          ...[...districtCadres, ...provinceCadres].map(({ step }) => [step]),
        ],
      },
      { name: { vi: 'Chi bộ ấp', en: 'cells of hamlets' }, chains: all.map(({ step }) => [step]) },
      {
        name: { vi: 'Phân công cán bộ', en: 'assignments' },
        chains: [
          ...all.map(({ unitId }, index) => [assign(unitId, districtCadres[index]!, districtDecision)]),
          ...communes.map(({ unitId }, index) => [
            // The last three of the 21 follow two communes each.
            assign(unitId, provinceCadres[index < provinceCadreCount ? index : index - 3]!, provinceDecision),
          ]),
        ],
      },
      ...meetingPhases(all, districtCadres),
      { name: { vi: 'Xếp loại năm 2018', en: 'classification of 2018' }, chains: classifications(all) },
    ],
  };
}

const positions = ['Chuyên viên', 'Trưởng ban', 'Phó Trưởng ban'];

/** Cadres of the offices of one committee. */
const cadre =
  (chance: Chance, taken: Set<string>, { unitId, level }: RealUnit, committee: string) =>
  (index: number): Cadre => {
    const cadreId = madeId(scenarioName, 'cadre', level, index);
    const fullName = madeUpName(chance, southernFamilyNames, taken);
    const position = `${chance.oneOf(positions)}, cơ quan ${committee}`;
    return { cadreId, step: { act: 'register-cadre', body: { cadreId, fullName, position, unitId, generated: true } } };
  };

const assign = (unitId: string, { cadreId }: Cadre, decision: { readonly date: string }): Step => ({
  act: 'assign-cadre',
  body: { assignmentId: madeId(scenarioName, 'assignment', unitId), unitId, cadreId, from: decision.date, decision },
});

function meetingPhases(all: readonly Cell[], cadres: readonly Cadre[]): readonly Phase[] {
  const chance = new Chance(8102);
  return quarters.map(({ month, vi }) => ({
    name: { vi: `Sinh hoạt chuyên đề ${vi}`, en: `thematic meetings of ${month}` },
    chains: all.map((cell, index): Chain => quarterlyMeeting(chance, cell, cadres[index]!.cadreId, month)),
  }));
}

function classifications(all: readonly Cell[]): readonly Chain[] {
  const chance = new Chance(34_91_4);
  const grades = gradesOf2018(chance);
  return all.map(({ unitId }, index) => classification(chance, unitId, grades[index]!));
}
