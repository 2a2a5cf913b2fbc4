import { unitRecord } from '#contexts/org-units/contracts';
import { derivedId, rootUnitId, type Reader } from '#kernel';
import { given } from '#testing';
import { checklistCodes } from '../meeting/vocabulary.js';
import { checklistLabels, checklistLabelsEdited } from './checklist-labels.js';
import { editChecklistLabels } from './edit-checklist-labels.js';
import { labelsInForce, placeholderLabels } from './labels-in-force.js';

const [province, newProvince, cell] = ['tỉnh', 'tỉnh mới', 'chi bộ'].map((name) => derivedId('spec', name)) as [
  string,
  string,
  string,
];
const labels = checklistCodes.map((code) => ({ code, text: `Nhãn ${code}` }));
const facts = { isUnitKnown: true };
const edited = checklistLabelsEdited({ unitId: province, version: 1, labels });

describe('edit-checklist-labels', () => {
  it('words all eleven at once, in the order of their codes, and counts versions', () => {
    given(editChecklistLabels, [], { facts }).when({ unitId: province, labels: labels.toReversed() }).then([edited]);
    const other = labels.map((each) => ({ ...each, text: `${each.text} (sửa)` }));
    given(editChecklistLabels, [edited], { facts })
      .when({ unitId: province, labels: other })
      .then([checklistLabelsEdited({ unitId: province, version: 2, labels: other })]);
    given(editChecklistLabels, [edited], { facts }).when({ unitId: province, labels }).then([]);
  });

  it('refuses fewer, a code twice, and an unknown unit', () => {
    given(editChecklistLabels, [], { facts })
      .when({ unitId: province, labels: labels.slice(1) })
      .thenRefused('checklist.not-all-once', { missing: ['grasp-1'] });
    given(editChecklistLabels, [], { facts })
      .when({ unitId: province, labels: [...labels, labels[0]!] })
      .thenRefused('checklist.not-all-once');
    given(editChecklistLabels, [], { facts: { isUnitKnown: false } })
      .when({ unitId: province, labels })
      .thenRefused('unit.unknown');
  });
});

describe('labels in force', () => {
  const worded = (...at: readonly string[]): Reader => ({
    state: (of: { readonly name: string }, id: string) => {
      if (of.name === checklistLabels.name) {
        return Promise.resolve(at.includes(id) ? { version: 1, labels } : checklistLabels.initialState) as never;
      }
      const places = [
        { since: '2016-01-01', parentId: id === cell ? province : rootUnitId },
        ...(id === cell ? [{ since: '2025-07-01', parentId: newProvince }] : []),
      ];
      return Promise.resolve({ ...unitRecord.initialState, status: 'open', places }) as never;
    },
    origin: () => Promise.resolve(undefined),
  });

  it('are those of the nearest unit above, or of the root', async () => {
    expect(await labelsInForce(worded(province), cell, '2024-05-03')).toEqual({ version: 1, labels });
    expect(await labelsInForce(worded(rootUnitId), cell, '2024-05-03')).toEqual({ version: 1, labels });
  });

  it('are those of the province of the day: what is written up later keeps its words', async () => {
    expect(await labelsInForce(worded(province, newProvince), cell, '2025-06-30')).toMatchObject({ version: 1 });
    expect(await labelsInForce(worded(province), cell, '2025-07-01')).toMatchObject({ version: 0 });
    expect(await labelsInForce(worded(newProvince), cell, '2025-06-30')).toMatchObject({ version: 0 });
  });

  it('are placeholders that say so while nobody has worded them: 4 + 4 + 3', async () => {
    expect(await labelsInForce(worded(), cell, '2024-05-03')).toEqual({ version: 0, labels: placeholderLabels });
    expect(placeholderLabels.map(({ code }) => code)).toEqual(checklistCodes);
    expect(placeholderLabels.every(({ text }) => text.includes('nhãn tạm'))).toBe(true);
  });
});
