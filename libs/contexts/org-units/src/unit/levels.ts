/**
 * Levels of the tree are data: a reform adds a row, it changes no code. `under` names the levels that a unit of this
 * level may stand directly below; `root` is the unit above all.
 */
export interface UnitLevel {
  readonly code: string;
  readonly vi: string;
  readonly en: string;
  readonly under: readonly string[];
}

export const unitLevels: readonly UnitLevel[] = [
  { code: 'country', vi: 'Trung ương', en: 'country', under: ['root'] },
  { code: 'province', vi: 'Cấp tỉnh', en: 'province', under: ['root', 'country'] },
  // Abolished on 2025-07-01; stays for history.
  { code: 'district', vi: 'Cấp huyện', en: 'district', under: ['province'] },
  { code: 'commune', vi: 'Cấp xã', en: 'commune', under: ['province', 'district'] },
  {
    code: 'department',
    vi: 'Sở, ban, ngành, đoàn thể',
    en: 'department',
    under: ['root', 'country', 'province', 'district', 'commune'],
  },
  { code: 'cell', vi: 'Chi bộ', en: 'Party cell', under: ['province', 'district', 'commune', 'department'] },
  { code: 'household-group', vi: 'Nhóm hộ gia đình', en: 'household group', under: ['commune', 'cell'] },
];

export const levelCodes: readonly string[] = unitLevels.map(({ code }) => code);

export const mayStandUnder = (level: string, parentLevel: string): boolean =>
  unitLevels.find(({ code }) => code === level)?.under.includes(parentLevel) ?? false;
