import type { LocalDate, Month } from '#kernel';
import { Chance } from '../chance.js';
import { madeUpName, northernFamilyNames } from '../people.js';
import { realUnits, register, type RealUnit } from '../real-units.js';
import { madeId, type Chain, type Phase, type Scenario, type Step } from '../scenario.js';
import { cells, type Cell } from './cells.js';
import {
  absent,
  assignedFrom,
  excused,
  inspections,
  months,
  notice,
  reportsPack,
  reportYears,
  rotated,
  scenarioName,
  soundInspection,
} from './story.js';

/** Quảng Trị town, July 2017 to June 2021: real communes; made-up cells, cadres, meetings, inspections and reports. */
export function quangTri2017(): Scenario {
  const { communes, districts, province } = realUnits({ province: 'Tỉnh Quảng Trị', district: 'Thị xã Quảng Trị' });
  const town = districts[0]!;
  const all = cells(communes);
  const cadres = madeUpCadres(all.length + 1, town);
  return {
    name: scenarioName,
    title: { vi: 'Thị xã Quảng Trị 2017–2021', en: 'Quảng Trị town 2017–2021' },
    phases: [
      {
        name: { vi: 'Tỉnh, thị xã, phường, xã', en: 'province, town and communes' },
        chains: [[register(province), register(town), ...communes.map(register)]],
      },
      {
        name: { vi: 'Chi bộ và cán bộ', en: 'cells and cadres' },
        chains: [...all.map(({ step }) => [step]), ...cadres.map(({ step }) => [step]), [publishReportsPack(town)]],
      },
      { name: { vi: 'Phân công theo Thông báo 143', en: 'assignments' }, chains: all.map(assignment(cadres)) },
      ...meetingPhases(all, cadres),
      { name: { vi: 'Đoàn kiểm tra', en: 'inspections' }, chains: inspectionTeams(all, cadres) },
      { name: { vi: 'Báo cáo năm', en: 'yearly reports' }, chains: yearlyReports(all, cadres) },
    ],
  };
}

interface Cadre {
  readonly cadreId: string;
  readonly step: Step;
}

function madeUpCadres(count: number, town: RealUnit): readonly Cadre[] {
  const chance = new Chance(143);
  const taken = new Set<string>();
  return Array.from({ length: count }, (_, index): Cadre => {
    const cadreId = madeId(scenarioName, 'cadre', index);
    const fullName = madeUpName(chance, northernFamilyNames, taken);
    const body = { cadreId, fullName, position: 'Cán bộ cơ quan Thị ủy', unitId: town.unitId, generated: true };
    return { cadreId, step: { act: 'register-cadre', body } };
  });
}

const publishReportsPack = (town: RealUnit): Step => ({
  act: 'publish-rule-pack',
  body: {
    ...{ family: 'following', unitId: town.unitId, name: reportsPack.name, version: 1, validFrom: assignedFrom },
    legalBasis: 'Thông báo 143 (2017) của Thị ủy Quảng Trị; kỳ báo cáo là dữ liệu mẫu',
    unconfirmed: ['reportPeriods: made up for this story'],
    rules: {
      minimumAttendances: [{ times: 1, per: 'month' }],
      reportPeriods: [{ per: 'year', dueDays: reportsPack.dueDays }],
    },
    decision: notice,
  },
});

const assignmentId = (cell: Cell): string => madeId(scenarioName, 'assignment', cell.unitId);

const assignment =
  (cadres: readonly Cadre[]) =>
  (cell: Cell, index: number): Chain => {
    const { cadreId } = cadres[index]!;
    const body = { assignmentId: assignmentId(cell), unitId: cell.unitId, cadreId, from: assignedFrom };
    return [{ act: 'assign-cadre', body: { ...body, decision: notice } }];
  };

/** The cadre of a cell in a month, which differs for one cell since the rotation. */
const cadreOf = (cadres: readonly Cadre[], index: number, month: Month): string =>
  cadres[index === rotated.index && month >= rotated.on.slice(0, 7) ? cadres.length - 1 : index]!.cadreId;

/** Percent. */
const usualMarks = { present: 86, late: 5, 'left-early': 2, excused: 5, absent: 2 } as const;

function markOf(chance: Chance, index: number, month: Month): string {
  const drawn = chance.weighted(usualMarks);
  if (index === absent.index && absent.months.includes(month)) return 'absent';
  if (index === excused.index && excused.months.includes(month)) return 'excused';
  return drawn;
}

/** History entered afterwards: nobody recorded the schedules. */
function meetingPhases(all: readonly Cell[], cadres: readonly Cadre[]): readonly Phase[] {
  const chance = new Chance(2017);
  return months.map((month): Phase => {
    const [year, number] = month.split('-');
    return {
      name: { vi: `Sinh hoạt tháng ${number}/${year}`, en: `meetings of ${month}` },
      chains: all.map((cell, index): Chain => {
        const meetingId = madeId(scenarioName, 'meeting', cell.unitId, month);
        const heldOn: LocalDate = `${month}-0${chance.integer(1, 9)}`;
        const mark = markOf(chance, index, month);
        const hold = { meetingId, unitId: cell.unitId, kind: 'regular', heldOn };
        return [
          ...(index === rotated.index && month === rotated.on.slice(0, 7) ? [rotation(cell, cadres)] : []),
          { act: 'hold-meeting', body: { ...hold, durationMinutes: chance.integer(75, 150) } },
          {
            act: 'record-meeting-attendance',
            body: { meetingId, cadreId: cadreOf(cadres, index, month), mark },
          },
        ];
      }),
    };
  });
}

const rotation = (cell: Cell, cadres: readonly Cadre[]): Step => ({
  act: 'replace-cadre',
  body: {
    unitId: cell.unitId,
    assignmentId: assignmentId(cell),
    newAssignmentId: madeId(scenarioName, 'assignment', cell.unitId, 'rotation'),
    newCadreId: cadres.at(-1)!.cadreId,
    on: rotated.on,
    cause: 'rotation',
    reason: 'Luân chuyển cán bộ (dữ liệu mẫu)',
    decision: rotated.decision,
  },
});

function inspectionTeams(all: readonly Cell[], cadres: readonly Cadre[]): readonly Chain[] {
  const team = (inspects: number, index: number, from: LocalDate, to: LocalDate, number: string): Chain => {
    const { unitId } = all[inspects]!;
    const decision = { number, date: from, issuer: 'Ủy ban Kiểm tra Thị ủy Quảng Trị' };
    const inspectionId = madeId(scenarioName, 'inspection', unitId, from);
    const body = { inspectionId, unitId, cadreIds: [cadres[index]!.cadreId], from, to, decision };
    return [{ act: 'appoint-inspectors', body }];
  };
  const { from, index, inspects, to } = soundInspection;
  return [
    ...inspections.map((each) => team(each.index, each.index, each.from, each.to, each.number)),
    team(inspects, index, from, to, '29-QĐ/UBKT (mẫu)'),
  ];
}

/** Some come late, some never. */
function yearlyReports(all: readonly Cell[], cadres: readonly Cadre[]): readonly Chain[] {
  const chance = new Chance(31);
  return reportYears.flatMap((period) =>
    all.flatMap((cell, index): readonly Chain[] => {
      const course = chance.weighted({ inTime: 80, late: 12, never: 8 });
      const day = chance.integer(4, reportsPack.dueDays);
      if (course === 'never') return [];
      const month = course === 'late' ? '02' : '01';
      const body = {
        ...{ unitId: cell.unitId, cadreId: cadreOf(cadres, index, `${period}-12`), period },
        submittedOn: `${Number(period) + 1}-${month}-${String(day).padStart(2, '0')}`,
        contents: [`Kết quả theo dõi chi bộ năm ${period} (dữ liệu mẫu)`],
      };
      return [[{ act: 'submit-report', body }]];
    }),
  );
}
