import { derivedId, type Actor, type LocalDate, type Role } from '#kernel';
import { Chance, madeUpName, northernFamilyNames, southernFamilyNames } from '#scenarios';
import type { Told } from './bulk-author.js';
import type { Extent } from './extent.js';

export interface SimulationOptions {
  readonly seed: number;
  /** Years of meetings, ending with the districts on 2025-06-30. */
  readonly years: number;
  /** On average; the country has about 25 (200,000–300,000 cells in 10,034 communes). */
  readonly cellsPerCommune: number;
}

/** A cell and the cadre of its commune who follows it. */
export interface Cell {
  readonly unitId: string;
  readonly communeId: string;
  readonly districtId: string;
  readonly onRoll: number;
  readonly exempt: number;
  assignmentId: string;
  cadreId: string;
}

/** The made-up part of a province: its cells, its cadres, and who may act for whom. */
export interface World {
  readonly name: string;
  readonly begin: LocalDate;
  readonly cells: readonly Cell[];
  /** Commune → cadres of the commune committee who follow its cells. */
  readonly cadres: ReadonlyMap<string, readonly string[]>;
  /** Steps that build it, in batches: each leans on those before. */
  readonly founding: readonly (readonly Told[])[];
}

/** The day before districts were abolished. */
export const lastDay: LocalDate = '2025-06-30';
export const firstDay = (years: number): LocalDate => `${2025 - years}-07-01`;

/** Cadres of a commune committee; each follows several cells. */
const cadresPerCommune = 8;

/** Some account of a unit; the same one each time. */
export const actorOf = (world: string, role: Role, unitId: string): Actor => ({
  subject: derivedId('simulation', world, 'account', role, unitId),
  role,
  unitId,
});

/** Ids that tell one simulated history from every other, and are the same at each run of it. */
export const idIn = (world: string, kind: string, ...parts: readonly (string | number)[]): string =>
  derivedId('simulation', world, kind, ...parts);

export function told(world: string, actor: Actor, act: string, body: Told['body'], ...key: (string | number)[]): Told {
  return { act, body, actor, commandId: idIn(world, 'command', act, ...key) };
}

export function foundWorld(extent: Extent, { seed, years, cellsPerCommune }: SimulationOptions): World {
  const { communes, districts, province } = extent;
  const name = `${province.unitId}/${communes.length}/${seed}/${years}/${cellsPerCommune}`;
  const begin = firstDay(years);
  const chance = new Chance(seed);
  const admin = actorOf(name, 'admin', province.unitId);
  const cadres = new Map(
    communes.map(({ unitId }) => [
      unitId,
      Array.from({ length: cadresPerCommune }, (_, index) => idIn(name, 'cadre', unitId, index)),
    ]),
  );
  const cells = communes.flatMap(({ unitId, parentId }) => {
    const count = Math.max(1, chance.integer(Math.ceil(cellsPerCommune * 0.6), Math.floor(cellsPerCommune * 1.4)));
    return Array.from({ length: count }, (_, index) =>
      cellOf(name, chance, unitId, parentId, cadres.get(unitId)!, index),
    );
  });
  const real = [province, ...districts, ...communes].map((unit) => ({
    ...told(name, admin, 'register-unit', { ...unit }, unit.unitId),
    // The demo, or another simulation, may have registered the real units before.
    unless: ['org-unit.already-registered'],
  }));
  return {
    ...{ name, begin, cells, cadres },
    founding: [
      real.slice(0, 1),
      real.slice(1, 1 + districts.length),
      real.slice(1 + districts.length),
      [...registerCells(name, admin, cells, begin), ...registerCadres(name, admin, chance, cadres, province.code)],
      cells.map((cell) => assign(name, admin, cell, begin)),
    ],
  };
}

function cellOf(
  world: string,
  chance: Chance,
  communeId: string,
  districtId: string,
  cadres: readonly string[],
  index: number,
): Cell {
  const unitId = idIn(world, 'cell', communeId, index);
  const cadreId = cadres[index % cadres.length]!;
  const onRoll = chance.integer(8, 42);
  const exempt = chance.happens(60) ? chance.integer(0, Math.min(4, onRoll - 4)) : 0;
  return { unitId, communeId, districtId, onRoll, exempt, assignmentId: idIn(world, 'assignment', unitId, 0), cadreId };
}

const registerCells = (world: string, admin: Actor, cells: readonly Cell[], begin: LocalDate): Told[] =>
  cells.map(({ communeId, unitId }, index) => {
    const name = `Chi bộ thôn mẫu ${index + 1}`;
    const body = {
      unitId,
      name,
      level: 'cell',
      kind: 'thôn',
      parentId: communeId,
      effectiveAt: begin,
      generated: true,
    };
    return told(world, admin, 'register-unit', body, unitId);
  });

function registerCadres(
  world: string,
  admin: Actor,
  chance: Chance,
  cadres: World['cadres'],
  provinceCode: string | undefined,
): Told[] {
  // Provinces are numbered from north to south; the south's names begin about Quảng Nam, 49.
  const familyNames = Number(provinceCode ?? 0) < 49 ? northernFamilyNames : southernFamilyNames;
  return [...cadres].flatMap(([unitId, ids]) => {
    const taken = new Set<string>();
    return ids.map((cadreId) => {
      const fullName = madeUpName(chance, familyNames, taken);
      const body = { cadreId, fullName, position: 'Ủy viên Ban Chấp hành', unitId, generated: true };
      return told(world, admin, 'register-cadre', body, cadreId);
    });
  });
}

function assign(
  world: string,
  admin: Actor,
  { assignmentId, cadreId, communeId, unitId }: Cell,
  from: LocalDate,
): Told {
  const decision = { number: '01-QĐ/ĐU (mẫu)', date: from, issuer: 'Đảng ủy xã' };
  const actor = actorOf(world, 'office', communeId);
  return told(
    world,
    actor.role === 'office' ? actor : admin,
    'assign-cadre',
    { assignmentId, unitId, cadreId, from, decision },
    assignmentId,
  );
}
