import { realOldProvince, type RealCommune } from '../real-units.js';
import { madeId, type Step } from '../scenario.js';

export const scenarioName = 'ba-tri-2018';

export interface Commune {
  readonly unitId: string;
  readonly name: string;
  readonly step: Step;
}

/**
 * The data set knows huyện Ba Tri as it was in 2025. In 2018 it had 24 communes: An Thủy became the town of Tiệm Tôm
 * later, under the same code 29179, and Phú Ngãi and Phước Tuy were joined into Phước Ngãi, 29137, in 2020.
 */
const namedOtherwise: Readonly<Record<string, string>> = { 'Thị trấn Tiệm Tôm': 'Xã An Thủy' };
const joinedLater: Readonly<Record<string, readonly string[]>> = { 'Xã Phước Ngãi': ['Xã Phú Ngãi', 'Xã Phước Tuy'] };

export const province = realOldProvince('Tỉnh Bến Tre');
export const district = province.districts.find(({ name }) => name === 'Huyện Ba Tri')!;

/** The 24 communes of 2018. */
export const communesOf2018 = (): readonly Commune[] => district.communes.flatMap(asIn2018);

function asIn2018(commune: RealCommune): readonly Commune[] {
  const before = joinedLater[commune.name];
  if (before) return before.map(notInData);
  const name = namedOtherwise[commune.name] ?? commune.name;
  const { act, body } = commune.step;
  return [{ unitId: commune.unitId, name, step: { act, body: { ...body, name } } }];
}

/** A real commune that the data set no longer has: its code is not known here. */
function notInData(name: string): Commune {
  const unitId = madeId(scenarioName, 'commune', name);
  const body = { unitId, name, level: 'commune', parentId: district.unitId, effectiveAt: district.openedOn };
  return { unitId, name, step: { act: 'register-unit', body } };
}
