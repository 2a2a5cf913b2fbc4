import { searchText, tidyName } from './search-text.js';

describe('tidyName', () => {
  it('composes letters (NFC) and drops stray spaces', () => {
    expect(tidyName('  Huyện\u00a0Chợ  Đồn '.normalize('NFD'))).toBe('Huyện Chợ Đồn');
  });
});

describe('searchText', () => {
  it.each([
    ['Xã Đồng Lạc', 'xa dong lac'],
    ['THỊ TRẤN BẰNG LŨNG', 'thi tran bang lung'],
    ['Khánh Hoà', 'khanh hoa'],
    ['Khánh Hòa'.normalize('NFD'), 'khanh hoa'],
    ['Bà Rịa - Vũng Tàu', 'ba ria - vung tau'],
  ])('%s is found as %s', (name, found) => {
    expect(searchText(name)).toBe(found);
  });
});
