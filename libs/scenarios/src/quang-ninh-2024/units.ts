import { realUnits, register, type RealUnit } from '../real-units.js';
import { madeId, type Step } from '../scenario.js';

export const scenarioName = 'quang-ninh-2024';

/**
 * The data set knows Quảng Ninh as it was in 2025, with 171 communes that have a code. In April 2024 it had 177: Hải Hòa
 * (06799) and Lương Minh (06985) had not yet been made; what they were made of, and three more that the data names
 * without a code, still stood; and so did Tân Việt, which the data does not name. 171 − 2 + 7 + 1 = 177.
 */
const notYet: readonly string[] = ['06799', '06985'];
const stillThere: readonly (readonly [name: string, district: string])[] = [
  ['Phường Yết Kiêu', 'Thành phố Hạ Long'],
  ['Phường Hòa Lạc', 'Thành phố Móng Cái'],
  ['Xã Cẩm Hải', 'Thành phố Cẩm Phả'],
  ['Xã Cộng Hòa', 'Thành phố Cẩm Phả'],
  ['Xã Minh Cầm', 'Huyện Ba Chẽ'],
  ['Xã Lương Mông', 'Huyện Ba Chẽ'],
  ['Phường Đông Triều', 'Thị xã Đông Triều'],
  ['Xã Tân Việt', 'Thị xã Đông Triều'],
];

/** Đông Triều became a city, and four of its communes wards, with the same codes, in the autumn of 2024. */
const namedOtherwise: Readonly<Record<string, { readonly name: string; readonly kind: string }>> = {
  '07090': { name: 'Xã Bình Dương', kind: 'xã' },
  '07081': { name: 'Xã Bình Khê', kind: 'xã' },
  '07129': { name: 'Xã Yên Đức', kind: 'xã' },
  '07102': { name: 'Xã Thủy An', kind: 'xã' },
};
const townThen = { name: 'Thị xã Đông Triều', kind: 'thị xã' };

export interface Place {
  readonly unitId: string;
  readonly step: Step;
}

interface Units {
  readonly province: RealUnit;
  readonly districts: readonly Place[];
  readonly communes: readonly Place[];
}

export function unitsOfApril2024(): Units {
  const { communes, districts, province } = realUnits({ province: 'Tỉnh Quảng Ninh' });
  const then = districts.map((unit) => (unit.name === 'Thành phố Đông Triều' ? { ...unit, ...townThen } : unit));
  const place = (unit: RealUnit): Place => ({ unitId: unit.unitId, step: register(unit) });
  const withoutCode = stillThere.map(([name, district]): Place => {
    const parent = then.find((unit) => unit.name === district)!;
    const unitId = madeId(scenarioName, 'commune', name);
    const kind = name.startsWith('Xã') ? 'xã' : 'phường';
    const where = { level: 'commune', parentId: parent.unitId, effectiveAt: parent.effectiveAt };
    return { unitId, step: register({ unitId, name, kind, ...where }) };
  });
  return {
    province,
    districts: then.map(place),
    communes: [
      ...communes
        .filter(({ code }) => !notYet.includes(code!))
        .map((unit) => place({ ...unit, ...namedOtherwise[unit.code!] })),
      ...withoutCode,
    ],
  };
}
