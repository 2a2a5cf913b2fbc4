import type { Chance } from './chance.js';

/** Family names as common in a region; a name listed twice is twice as common. */
export const northernFamilyNames = [
  ...['Hoàng', 'Hoàng', 'Nông', 'Nông', 'Hà', 'Hà', 'Nguyễn', 'Nguyễn', 'Triệu', 'Ma', 'Lường', 'Đàm', 'Bàn', 'Lý'],
  ...['Đặng', 'Phùng', 'Lục', 'Bế', 'Trần', 'Phạm', 'Vũ', 'Dương'],
];
export const southernFamilyNames = [
  ...['Nguyễn', 'Nguyễn', 'Nguyễn', 'Trần', 'Trần', 'Lê', 'Lê', 'Phạm', 'Huỳnh', 'Huỳnh', 'Võ', 'Võ', 'Phan'],
  ...['Trương', 'Bùi', 'Đặng', 'Đỗ', 'Ngô', 'Hồ', 'Dương', 'Đoàn', 'Lâm'],
];

const middleNames = {
  man: ['Văn', 'Văn', 'Đức', 'Hữu', 'Quang', 'Minh', 'Xuân', 'Ngọc', 'Thanh', 'Công', 'Đình', 'Tuấn'],
  woman: ['Thị', 'Thị', 'Thị Thu', 'Thị Hồng', 'Thị Ngọc', 'Thị Kim', 'Thị Thanh', 'Thị Minh', 'Bích', 'Thu'],
};
const givenNames = {
  man: [
    ...['Anh', 'Bình', 'Chiến', 'Cường', 'Dũng', 'Duy', 'Đạt', 'Hải', 'Hào', 'Hiếu', 'Hòa', 'Hùng', 'Huy', 'Khánh'],
    ...['Kiên', 'Lâm', 'Long', 'Lợi', 'Mạnh', 'Nam', 'Nghĩa', 'Phong', 'Phúc', 'Quân', 'Sơn', 'Tài', 'Thắng'],
    ...['Thành', 'Thịnh', 'Tiến', 'Toàn', 'Trung', 'Tùng', 'Việt', 'Vinh'],
  ],
  woman: [
    ...['An', 'Chi', 'Diệp', 'Dung', 'Giang', 'Hà', 'Hạnh', 'Hằng', 'Hiền', 'Hoa', 'Hồng', 'Huệ', 'Hương', 'Lan'],
    ...['Liên', 'Linh', 'Loan', 'Mai', 'Nga', 'Ngân', 'Nhung', 'Oanh', 'Phương', 'Quyên', 'Thảo', 'Thủy', 'Trang'],
    ...['Tuyết', 'Vân', 'Yến'],
  ],
};

/** A full name that nobody in `taken` has; it is added there. */
export function madeUpName(chance: Chance, familyNames: readonly string[], taken: Set<string>): string {
  for (;;) {
    const sex = chance.happens(60) ? 'man' : 'woman';
    const name = [chance.oneOf(familyNames), chance.oneOf(middleNames[sex]), chance.oneOf(givenNames[sex])].join(' ');
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}
