import { addDays, canonicalJson, derivedId, groupBy, rootUnitId, tidyName, type DecisionRef } from '#kernel';
import { addressDatabase, type ProvinceRow, type WardRow } from './address-database.js';
import { unitBody, type UnitBody } from './unit-body.js';
import {
  communeIdBefore2025,
  districtIdBefore2025,
  oldCommunes,
  provinceIdBefore2025,
  type OldCommune,
  type UnusableRow,
} from './units-before-2025.js';
import { communeIdSince2025, fullName, provinceIdSince2025, reorganisedOn } from './units-since-2025.js';

/** One command of the reorganisation; the id is always that of this act with this body. */
export interface ReorganisationStep {
  readonly act: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly commandId: string;
}

export interface ReorganisationPhase {
  readonly name: string;
  /** In any order, side by side. */
  readonly steps: readonly ReorganisationStep[];
}

export interface Reorganisation {
  /** One after another; units below the old communes move between the second and the third, see {@link movesOf}. */
  readonly forming: readonly ReorganisationPhase[];
  readonly closing: readonly ReorganisationPhase[];
  /** Old commune to the unit that carries on its work, where that is another one. */
  readonly communeSuccessors: ReadonlyMap<string, string>;
  /** New communes for which the package names no old one that can be used: they are registered without predecessor. */
  readonly withoutPredecessor: readonly WardRow[];
  readonly unusable: readonly UnusableRow[];
}

interface Options {
  /** Full name of one of the 34 provinces, e.g. "Tỉnh Thái Nguyên". All when left out. */
  readonly province?: string;
  /** Which units the system knows: of a merger whose predecessors it knows in part, that part is merged. */
  readonly isRegistered: (unitId: string) => boolean;
}

const decisions = {
  province: { number: '202/2025/QH15', date: '2025-06-12', issuer: 'Quốc hội' },
  // Frame of the 34 resolutions of 2025-06-16, one for each province; the package does not say which is whose.
  commune: { number: '76/2025/UBTVQH15', date: '2025-04-14', issuer: 'Ủy ban Thường vụ Quốc hội' },
  // Ends the district level in the Constitution.
  district: { number: '203/2025/QH15', date: '2025-06-16', issuer: 'Quốc hội' },
} satisfies Record<string, DecisionRef>;

const lastDay = addDays(reorganisedOn, -1);

export const reorganisationStep = (act: string, body: Readonly<Record<string, unknown>>): ReorganisationStep => ({
  act,
  body,
  commandId: derivedId('reorganisation-2025', act, canonicalJson(body)),
});

/**
 * The reorganisation of 1 July 2025 as acts. A province or commune that several old ones became is formed by
 * `merge-units`; one that stayed alone stays itself: it moves below its new province and takes its new name. Districts
 * are closed; their province and the communes on their ground carry on their work. The same at every call, whatever of
 * it has been carried out.
 */
export function reorganisation2025({ province, isRegistered }: Options): Reorganisation {
  const { communes, unusable } = oldCommunes();
  const country = new Country(communes);
  const wanted = country.provinces.filter((row) => !province || tidyName(fullName(row)) === tidyName(province));
  const parts = wanted.map((row) => new NewProvince(row, country, isRegistered));
  const all = (stepsOf: (part: NewProvince) => readonly ReorganisationStep[]) => parts.flatMap(stepsOf);
  return {
    forming: [
      { name: 'provinces', steps: all((part) => part.forming()) },
      { name: 'communes', steps: all((part) => part.communes.flatMap((commune) => part.formingOf(commune))) },
    ],
    closing: [
      { name: 'old communes', steps: all((part) => part.closingCommunes()) },
      { name: 'districts', steps: all((part) => part.closingDistricts()) },
      { name: 'old provinces', steps: all((part) => part.closingProvinces()) },
    ],
    communeSuccessors: new Map(parts.flatMap((part) => part.communeSuccessors())),
    withoutPredecessor: parts.flatMap((part) => part.withoutPredecessor()),
    unusable: parts.length === country.provinces.length ? unusable : unusable.filter(({ row }) => names(wanted, row)),
  };
}

/** What stands below an old commune and is open moves with it: `move-unit` for each. */
export const movesOf = (
  { communeSuccessors }: Reorganisation,
  below: readonly { readonly unitId: string; readonly parentId: string }[],
): ReorganisationPhase => ({
  name: 'units below the old communes',
  steps: below.map(({ unitId, parentId }) => {
    const body = { unitId, parentId: communeSuccessors.get(parentId)!, effectiveAt: reorganisedOn };
    return reorganisationStep('move-unit', { ...body, decision: decisions.commune });
  }),
});

const names = (provinces: readonly ProvinceRow[], row: UnusableRow['row']) =>
  provinces.some(({ name }) => tidyName(name) === tidyName(row.new_province_name));

/** The package's tables, joined. */
class Country {
  readonly provinces = addressDatabase().provinces;
  private readonly wards: ReadonlyMap<string, readonly WardRow[]> = groupBy(
    addressDatabase().wards,
    (ward) => ward.province_code,
  );
  private readonly predecessors: ReadonlyMap<string, readonly OldCommune[]>;

  constructor(communes: readonly OldCommune[]) {
    this.predecessors = groupBy(communes, (commune) => commune.newCode);
  }

  communesOf(province: ProvinceRow): readonly NewCommune[] {
    return (this.wards.get(province.province_code) ?? []).map((row) => ({
      row,
      old: this.predecessors.get(row.ward_code) ?? [],
    }));
  }
}

interface NewCommune {
  readonly row: WardRow;
  readonly old: readonly OldCommune[];
}

const oldIdOf = ({ code }: OldCommune) => communeIdBefore2025(code);
const districtIdOf = ({ province, district }: OldCommune) => districtIdBefore2025(province, district);

/** One of the 34, with all that became part of it. */
class NewProvince {
  readonly communes: readonly NewCommune[];
  readonly id: string;
  private readonly old: readonly OldCommune[];
  private readonly oldProvinceIds: readonly string[];
  private readonly isKnown: (unitId: string) => boolean;

  constructor(
    private readonly row: ProvinceRow,
    country: Country,
    isRegistered: (unitId: string) => boolean,
  ) {
    const communes = country.communesOf(row);
    const all = communes.flatMap(({ old }) => old);
    const oldNames = new Set(all.map(({ province }) => province));
    const newId = provinceIdSince2025(row.province_code);
    const [only] = oldNames;
    this.isKnown = isRegistered;
    this.id = oldNames.size === 1 && !isRegistered(newId) ? provinceIdBefore2025(only!) : newId;
    this.oldProvinceIds = [...oldNames].map(provinceIdBefore2025).filter((id) => isRegistered(id) && id !== this.id);
    this.old = all.filter((commune) => isRegistered(oldIdOf(commune)));
    // Nothing is known here of a commune none of whose predecessors is.
    this.communes =
      this.old.length === 0 ? [] : communes.filter(({ old }) => old.length === 0 || old.some((each) => this.has(each)));
  }

  forming(): ReorganisationStep[] {
    if (this.oldProvinceIds.length === 0) return [];
    const body = unitBody(this.id, 'province', fullName(this.row), rootUnitId, reorganisedOn, this.row.province_code);
    return [this.merge(body, this.oldProvinceIds, decisions.province)];
  }

  formingOf(commune: NewCommune): ReorganisationStep[] {
    const { row, old } = commune;
    const unitId = this.idOf(commune);
    const body = unitBody(unitId, 'commune', row.name, this.id, reorganisedOn, row.ward_code);
    const decision = decisions.commune;
    if (old.length === 0) return [reorganisationStep('register-unit', { ...body, decision })];
    const [alone] = old;
    if (unitId !== oldIdOf(alone!))
      return [this.merge(body, old.filter((each) => this.has(each)).map(oldIdOf), decision)];
    const effectiveAt = reorganisedOn;
    const move = reorganisationStep('move-unit', { unitId, parentId: this.id, effectiveAt, decision });
    if (tidyName(alone!.commune) === body.name) return [move];
    return [move, reorganisationStep('rename-unit', { unitId, name: body.name, effectiveAt, decision })];
  }

  communeSuccessors(): [oldId: string, newId: string][] {
    return this.communes.flatMap((commune) => {
      const newId = this.idOf(commune);
      const old = commune.old.filter((each) => this.has(each)).map(oldIdOf);
      return old.filter((oldId) => oldId !== newId).map((oldId): [string, string] => [oldId, newId]);
    });
  }

  closingCommunes(): ReorganisationStep[] {
    return this.communeSuccessors().map(([oldId, newId]) => close(oldId, [newId], decisions.commune));
  }

  closingDistricts(): ReorganisationStep[] {
    const successors = new Map<string, Set<string>>();
    for (const commune of this.communes) {
      for (const each of commune.old.filter((old) => this.has(old))) {
        const ids = successors.get(districtIdOf(each)) ?? new Set([this.id]);
        successors.set(districtIdOf(each), ids.add(this.idOf(commune)));
      }
    }
    return [...successors].map(([districtId, ids]) => close(districtId, [...ids], decisions.district));
  }

  closingProvinces(): ReorganisationStep[] {
    return this.oldProvinceIds.map((oldId) => close(oldId, [this.id], decisions.province));
  }

  withoutPredecessor(): readonly WardRow[] {
    return this.communes.filter(({ old }) => old.length === 0).map(({ row }) => row);
  }

  private has(commune: OldCommune): boolean {
    return this.isKnown(oldIdOf(commune));
  }

  /** A commune that no other joined stays itself. */
  private idOf({ row, old }: NewCommune): string {
    const newId = communeIdSince2025(row.ward_code);
    return old.length === 1 && !this.isKnown(newId) ? oldIdOf(old[0]!) : newId;
  }

  private merge({ unitId, effectiveAt, ...form }: UnitBody, predecessorIds: readonly string[], decision: DecisionRef) {
    const merger = { unitId, predecessorIds, effectiveAt, decision };
    return reorganisationStep('merge-units', this.isKnown(unitId) ? merger : { ...merger, newUnit: form });
  }
}

const close = (unitId: string, successorIds: readonly string[], decision: DecisionRef) =>
  reorganisationStep('close-unit', { unitId, closedOn: lastDay, successorIds, decision });
