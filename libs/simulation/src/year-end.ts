import type { Chance } from '#scenarios';
import type { Told } from './bulk-author.js';
import { actorOf, idIn, told, type Cell, type World } from './world.js';

const grades = { excellent: 16, good: 71, completed: 12, failed: 1 } as const;

/** Points for the common criteria and for the task results that fit a grade (bands of 124-QĐ/TW and 366-QĐ/TW). */
const scores = { excellent: [28, 65], good: [25, 55], completed: [18, 40], failed: [12, 30] } as const;

/** In December each cell assesses itself and its commune committee classifies it. */
export function classify(world: string, chance: Chance, cell: Cell, year: number): readonly Told[] {
  const { communeId, unitId } = cell;
  const period = String(year);
  const grade = chance.weighted(grades);
  const asked = grade === 'good' && chance.happens(12) ? 'excellent' : grade;
  const decision = { number: `${year % 100}-QĐ/ĐU (mẫu)`, date: `${year}-12-20`, issuer: 'Đảng ủy xã' };
  const reason = 'Theo đề nghị của cơ quan tham mưu (dữ liệu mẫu)';
  const [commonScore, taskScore] = scores[asked];
  const assessment = { unitId, period, grade: asked, commonScore, taskScore };
  const secretary = actorOf(world, 'secretary', unitId);
  const office = actorOf(world, 'office', communeId);
  return [
    told(world, secretary, 'self-assess', assessment, unitId, period),
    told(world, office, 'decide-classification', { unitId, period, grade, decision, reason }, unitId, period),
  ];
}

/** At the turn of a year some cadres are replaced; from then on their cells expect the successor. */
export function replacements({ cadres, cells, name }: World, chance: Chance, year: number): readonly Told[] {
  return cells.flatMap((cell) => {
    if (!chance.happens(4)) return [];
    const { assignmentId, cadreId, communeId, unitId } = cell;
    const newCadreId = chance.oneOf(cadres.get(communeId)!.filter((id) => id !== cadreId));
    const newAssignmentId = idIn(name, 'assignment', unitId, year);
    Object.assign(cell, { assignmentId: newAssignmentId, cadreId: newCadreId });
    const on = `${year}-01-01`;
    const body = {
      ...{ unitId, assignmentId, newAssignmentId, newCadreId, on },
      cause: chance.weighted({ rotation: 60, retirement: 20, 'duties-not-fulfilled': 20 }),
      reason: 'Điều chỉnh phân công đầu năm (dữ liệu mẫu)',
      decision: { number: `${year % 100}-QĐ/ĐU (mẫu)`, date: on, issuer: 'Đảng ủy xã' },
    };
    return [told(name, actorOf(name, 'office', communeId), 'replace-cadre', body, newAssignmentId)];
  });
}
