import { tidyName, type LocalDate } from '#kernel';
import type { RegisterUnit } from '../unit/register-unit.js';

/** Body of a `register-unit` command. */
export type UnitBody = Readonly<Omit<RegisterUnit, 'envelope'>>;

/** The words with which names of units begin, longest first. */
const kinds = ['Thành phố', 'Thị trấn', 'Đặc khu', 'Thị xã', 'Phường', 'Huyện', 'Quận', 'Tỉnh', 'Xã'];

export function unitBody(
  unitId: string,
  level: 'province' | 'district' | 'commune',
  fullName: string,
  parentId: string,
  effectiveAt: LocalDate,
  code?: string,
): UnitBody {
  const name = tidyName(fullName);
  const kind = kinds.find((each) => name.startsWith(`${each} `))?.toLowerCase();
  return {
    unitId,
    name,
    level,
    parentId,
    effectiveAt,
    ...(kind === undefined ? {} : { kind }),
    ...(code === undefined ? {} : { code }),
  };
}
