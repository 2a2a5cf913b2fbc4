import { contexts } from '#contexts';
import { searchText } from '#kernel';
import { annexes } from './annexes.js';

const [assignments, cadres, carried] = annexes as [(typeof annexes)[0], (typeof annexes)[0], (typeof annexes)[0]];
const unit = (subjectId: string, label: string, about: string) => ({
  ...{ row: 1, kind: 'unit', subjectId, label, about, position: null },
});
const cadre = (subjectId: string, label: string, position: string, about: string) => ({
  ...{ row: 1, kind: 'cadre', subjectId, label, position, about },
});
const dongLac = unit('u1', 'Xã Đồng Lạc', 'Huyện Chợ Đồn');
const otherDongLac = unit('u2', 'Xã Đồng Lạc', 'Huyện Nam Sách');
const hanh = cadre('c1', 'Nông Thị Hạnh', 'Phó Giám đốc', 'Sở Nội vụ');
const otherHanh = cadre('c2', 'Nông Thị Hạnh', 'Chuyên viên', 'Ban Tổ chức Tỉnh ủy');
const row = { cadreName: 'Nông Thị Hạnh', unitName: 'xã Đồng Lạc', from: '2024-09-01', decision: { number: '1391' } };

const codeOf = (more: object, ...candidates: readonly object[]): string => {
  try {
    assignments.body({ ...row, ...more }, candidates as never, 'id');
    return '';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('the annex of a decision on assignments', () => {
  it('is read under the headings that annexes have, in any case, with or without diacritics', () => {
    const column = (heading: string) => assignments.headings.get(searchText(heading));
    expect(['Họ và tên', 'HỌ VÀ TÊN', 'don vi theo doi', 'Đến hết ngày', 'STT'].map(column)).toEqual([
      ...['cadreName', 'cadreName', 'unitName', 'to', ''],
    ]);
    expect(column('Quê quán')).toBeUndefined();
  });

  it('becomes a command, with what the names were taken for', () => {
    expect(assignments.body(row, [dongLac, hanh], 'id')).toEqual({
      body: { assignmentId: 'id', unitId: 'u1', cadreId: 'c1', from: '2024-09-01', decision: { number: '1391' } },
      means: { unit: 'Xã Đồng Lạc (Huyện Chợ Đồn)', cadre: 'Nông Thị Hạnh, Phó Giám đốc (Sở Nội vụ)' },
    });
  });

  it('keeps ids that the file gives', () => {
    const given = { assignmentId: 'a', unitId: 'u9', cadreName: 'Nông Thị Hạnh', from: '2024-09-01' };
    expect(assignments.body(given, [hanh], 'id').body).toEqual({
      ...{ assignmentId: 'a', unitId: 'u9', cadreId: 'c1', from: '2024-09-01' },
    });
  });

  it('of two units of one name takes the one below what it names, with or without the kind', () => {
    expect(codeOf({}, dongLac, otherDongLac, hanh)).toBe('annex.unit-ambiguous');
    const body = assignments.body({ ...row, parentName: 'Chợ Đồn' }, [dongLac, otherDongLac, hanh], 'id').body;
    expect(body).toMatchObject({ unitId: 'u1' });
    expect(codeOf({ parentName: 'hợ Đồn' }, dongLac, hanh)).toBe('annex.unit-unknown');
  });

  it('of two cadres of one name takes the one in the position, or of the unit, that it names', () => {
    expect(codeOf({}, dongLac, hanh, otherHanh)).toBe('annex.cadre-ambiguous');
    const found = (more: object) =>
      assignments.body({ ...row, ...more }, [dongLac, hanh, otherHanh], 'id').body['cadreId'];
    expect(found({ position: 'chuyên viên' })).toBe('c2');
    expect(found({ cadreUnitName: 'Sở Nội vụ' })).toBe('c1');
    expect(codeOf({ position: 'Trưởng phòng' }, dongLac, hanh, otherHanh)).toBe('annex.cadre-ambiguous');
  });

  it('takes the only one of a name whatever the position is called, but nobody of another unit', () => {
    expect(codeOf({ position: 'Phó Giám đốc Sở Nội vụ' }, dongLac, hanh)).toBe('');
    expect(codeOf({ cadreUnitName: 'Sở Tài chính' }, dongLac, hanh)).toBe('annex.cadre-unknown');
    expect(codeOf({}, dongLac)).toBe('annex.cadre-unknown');
  });

  it('asks for the names of the first day; a day that is none is left to the command', () => {
    expect(assignments.ask(row, 3)).toMatchObject({ row: 3, day: '2024-09-01', unit_search: 'xa dong lac' });
    expect(assignments.ask({ ...row, from: '2024-02-31', unitName: 'Xã\u0000Đồng Lạc' }, 3)).toMatchObject({
      ...{ day: null, unit: 'Xã Đồng Lạc' },
    });
  });
});

describe('a list of cadres', () => {
  it('names the units where they work', () => {
    const listed = { fullName: 'Nông Thị Hạnh', position: 'Phó Giám đốc', unitName: 'Sở Nội vụ' };
    expect(cadres.body(listed, [unit('u3', 'Sở Nội vụ', 'Tỉnh Bắc Kạn')], 'id')).toEqual({
      body: { cadreId: 'id', unitId: 'u3', fullName: 'Nông Thị Hạnh', position: 'Phó Giám đốc' },
      means: { unit: 'Sở Nội vụ (Tỉnh Bắc Kạn)' },
    });
  });
});

describe('the list of what closed units left open', () => {
  it('is sent back as it was downloaded: every heading is known, each row gets an id of its own', () => {
    const orphans = contexts.flatMap(({ queries }) => queries).find(({ name }) => name === 'orphans')!;
    const titles = Object.values(orphans.columns).map(({ title }) => title.vi);
    expect(titles.map((title) => carried.headings.get(searchText(title)))).not.toContain(undefined);
    const row = { fromUnitId: 'old', fromAssignmentId: 'a1', unitId: 'new' };
    expect(carried.body(row, [], 'id').body).toEqual({ assignmentId: 'id', ...row });
    expect(carried.body({ ...row, assignmentId: 'own' }, [], 'id').body).toMatchObject({ assignmentId: 'own' });
  });
});
