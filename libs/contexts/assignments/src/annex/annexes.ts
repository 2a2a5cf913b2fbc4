import { isLocalDate, searchText } from '#kernel';
import type { Annex, AnnexTexts } from '#platform';
import { askedOf, byName, cadreNamed, unitNamed, type Candidate, type Names } from './named.js';

const headings = (columns: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, string> =>
  new Map(Object.entries(columns).flatMap(([column, names]) => names.map((name) => [searchText(name), column])));

const passedOver = ['STT', 'TT', 'Số TT', 'Số thứ tự', 'Ghi chú'];
const placeHeadings = {
  unitCode: ['Mã đơn vị', 'Mã xã', 'Mã hành chính'],
  parentName: ['Cấp trên', 'Huyện', 'Thuộc', 'Trực thuộc', 'Huyện, thị xã, thành phố'],
};

function namesOf(row: AnnexTexts): Names {
  const text = (name: string): string => (typeof row[name] === 'string' ? plain(row[name]) : '');
  return {
    unitCode: text('unitCode'),
    unitName: text('unitName'),
    parentName: text('parentName'),
    cadreName: text('cadreName'),
    cadreUnitName: text('cadreUnitName'),
    position: text('position'),
    // A day that is none is refused by the command itself.
    day: isLocalDate(row['from']) ? row['from'] : null,
  };
}

/** No name holds control characters, and the database takes no U+0000. */
const plain = (text: string): string => text.replace(/\p{Cc}/gu, ' ').trim();

const places = ['unitCode', 'unitName', 'parentName'];
const without = (row: AnnexTexts, ...columns: readonly string[]): AnnexTexts =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !columns.includes(name)));

const placeOf = ({ about, label }: Candidate): string => (about === null ? label : `${label} (${about})`);

/** Phụ lục quyết định phân công: who follows what, by names as the decision has them. */
const assignments: Annex = {
  act: 'assign-cadre',
  headings: headings({
    cadreName: ['Họ và tên', 'Họ tên', 'Cán bộ', 'Họ và tên cán bộ', 'Tên cán bộ', 'Cán bộ được phân công'],
    position: ['Chức vụ'],
    cadreUnitName: ['Đơn vị công tác', 'Nơi công tác', 'Cơ quan công tác'],
    unitName: ['Đơn vị', 'Đơn vị theo dõi', 'Đơn vị được phân công', 'Đơn vị phụ trách', 'Địa bàn', 'Chi bộ'],
    ...placeHeadings,
    from: ['Từ ngày', 'Ngày bắt đầu'],
    to: ['Đến ngày', 'Đến hết ngày'],
    '': passedOver,
  }),
  ...byName,
  days: ['from', 'to'],
  lookups: ['unitCode', 'unitName', 'cadreName'],
  ask: (row, number) => askedOf(number, namesOf(row)),
  body(row, found, id) {
    const names = namesOf(row);
    const candidates = found as unknown as readonly Candidate[];
    const unit = row['unitId'] === undefined ? unitNamed(names, candidates) : undefined;
    const cadre = row['cadreId'] === undefined ? cadreNamed(names, candidates) : undefined;
    return {
      body: {
        assignmentId: id,
        ...(unit ? { unitId: unit.subjectId } : {}),
        ...(cadre ? { cadreId: cadre.subjectId } : {}),
        ...without(row, ...places, 'cadreName', 'cadreUnitName', 'position'),
      },
      means: {
        ...(unit ? { unit: placeOf(unit) } : {}),
        ...(cadre ? { cadre: `${cadre.label}, ${cadre.position ?? ''} (${cadre.about ?? ''})` } : {}),
      },
    };
  },
};

/** Danh sách cán bộ: where each works, by the unit's name. */
const cadres: Annex = {
  act: 'register-cadre',
  headings: headings({
    fullName: ['Họ và tên', 'Họ tên', 'Họ và tên cán bộ', 'Cán bộ'],
    position: ['Chức vụ'],
    phone: ['Điện thoại', 'Số điện thoại'],
    unitName: ['Đơn vị', 'Đơn vị công tác', 'Nơi công tác', 'Cơ quan công tác'],
    ...placeHeadings,
    '': passedOver,
  }),
  ...byName,
  days: [],
  lookups: ['unitCode', 'unitName'],
  ask: (row, number) => askedOf(number, namesOf(row)),
  body(row, found, id) {
    const unit = row['unitId'] === undefined ? unitNamed(namesOf(row), found as unknown as readonly Candidate[]) : null;
    return {
      body: { cadreId: id, ...(unit ? { unitId: unit.subjectId } : {}), ...without(row, ...places) },
      means: unit ? { unit: placeOf(unit) } : {},
    };
  },
};

/**
 * Việc còn dở dang: the list `orphans?kind=assignment` as it was downloaded, sent back with the decision. Of several
 * successors the one that is to carry on the assignment is left in its cell; rows nobody decides about are taken out.
 */
const carried: Annex = {
  act: 'carry-assignment',
  headings: headings({
    fromUnitId: ['Mã đơn vị'],
    fromAssignmentId: ['Mã việc'],
    unitId: ['Mã đơn vị kế thừa'],
    to: ['Đến ngày', 'Đến hết ngày'],
    '': [...passedOver, 'Loại', 'Đơn vị đã kết thúc', 'Ngày kết thúc', 'Việc', 'Đơn vị kế thừa'],
  }),
  ...byName,
  days: ['to'],
  lookups: ['fromAssignmentId'],
  ask: (_row, number) => askedOf(number, namesOf({})),
  body: (row, _found, id) => ({ body: { assignmentId: id, ...row }, means: {} }),
};

export const annexes: readonly Annex[] = [assignments, cadres, carried];
