/**
 * The committee of a unit as it signs its papers (Hướng dẫn 36-HD/VPTW 2018): Tỉnh Bắc Kạn → Tỉnh ủy Bắc Kạn, Thị xã
 * Quảng Trị → Thị ủy Quảng Trị, Xã Quảng Khê → Đảng ủy xã Quảng Khê. A cell or a department signs by its own name.
 */
const committees: readonly (readonly [start: string, committee: string])[] = [
  ['Tỉnh ', 'Tỉnh ủy '],
  ['Thành phố ', 'Thành ủy '],
  ['Huyện ', 'Huyện ủy '],
  ['Quận ', 'Quận ủy '],
  ['Thị xã ', 'Thị ủy '],
  ['Xã ', 'Đảng ủy xã '],
  ['Phường ', 'Đảng ủy phường '],
  ['Thị trấn ', 'Đảng ủy thị trấn '],
  ['Đặc khu ', 'Đảng ủy đặc khu '],
];

export function committeeName(unitName: string): string {
  const found = committees.find(([start]) => unitName.startsWith(start));
  return found ? found[1] + unitName.slice(found[0].length) : unitName;
}
