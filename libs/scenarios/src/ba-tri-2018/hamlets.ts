import type { Chance } from '../chance.js';

const first = [
  'An',
  'Bình',
  'Giồng',
  'Hòa',
  'Hưng',
  'Phú',
  'Phước',
  'Tân',
  'Thạnh',
  'Vĩnh',
  'Thới',
  'Long',
  'Mỹ',
  'Gò',
];
const second = [
  'An',
  'Bình',
  'Đông',
  'Điền',
  'Hòa',
  'Lễ',
  'Lợi',
  'Lân',
  'Nghĩa',
  'Phú',
  'Quới',
  'Tây',
  'Thạnh',
  'Thuận',
  'Trung',
];

/** `count` names of hamlets, each once. */
export function hamletNames(chance: Chance, count: number): readonly string[] {
  const names = new Set<string>();
  while (names.size < count) {
    const [a, b] = [chance.oneOf(first), chance.oneOf(second)];
    if (a !== b) names.add(`${a} ${b}`);
  }
  return [...names];
}
