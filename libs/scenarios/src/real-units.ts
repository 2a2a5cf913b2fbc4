import { unitsBefore2025, type UnitBody } from '#contexts/org-units';
import type { Step } from './scenario.js';

export type RealUnit = UnitBody;

export interface RealUnits {
  readonly province: RealUnit;
  readonly districts: readonly RealUnit[];
  /** In the order of their codes. */
  readonly communes: readonly RealUnit[];
}

/** A province, or one district of it, as it was until 2025-06-30; full names as in the data. */
export function realUnits(part: { readonly province: string; readonly district?: string }): RealUnits {
  const { units } = unitsBefore2025(part);
  return {
    province: units.find(({ level }) => level === 'province')!,
    districts: units.filter(({ level }) => level === 'district'),
    communes: units.filter(({ level }) => level === 'commune').sort((a, b) => (a.code! < b.code! ? -1 : 1)),
  };
}

export const register = (unit: Readonly<Record<string, unknown>> | RealUnit): Step => ({
  act: 'register-unit',
  body: { ...unit },
});
