import { committeeName } from './committee-name.js';

describe('name of a committee', () => {
  it.each([
    ['Tỉnh Bắc Kạn', 'Tỉnh ủy Bắc Kạn'],
    ['Thành phố Huế', 'Thành ủy Huế'],
    ['Huyện Ba Tri', 'Huyện ủy Ba Tri'],
    ['Thị xã Quảng Trị', 'Thị ủy Quảng Trị'],
    ['Xã Quảng Khê', 'Đảng ủy xã Quảng Khê'],
    ['Đặc khu Cô Tô', 'Đảng ủy đặc khu Cô Tô'],
    ['Chi bộ thôn Nà Lẻ', 'Chi bộ thôn Nà Lẻ'],
    ['Sở Xây dựng', 'Sở Xây dựng'],
  ])('of %s is %s', (unit, committee) => {
    expect(committeeName(unit)).toBe(committee);
  });
});
