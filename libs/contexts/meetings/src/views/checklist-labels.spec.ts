import { derivedId } from '#kernel';
import { project } from '#projections';
import { recorded } from '#testing';
import { checklistLabelsEdited } from '../checklist/checklist-labels.js';
import { checklistWording } from './checklist-labels.js';

const unitId = derivedId('spec', 'tỉnh');
const edited = (version: number, text: string) =>
  checklistLabelsEdited({ unitId, version, labels: [{ code: 'grasp-1', text }] });

describe('checklist_labels', () => {
  it('keeps every version: what was filled in by an older one can be read in its words', () => {
    expect(project(checklistWording, recorded([edited(1, 'Nắm tư tưởng'), edited(2, 'Nắm tình hình')]))).toEqual([
      { unitId, version: 1, code: 'grasp-1', label: 'Nắm tư tưởng' },
      { unitId, version: 2, code: 'grasp-1', label: 'Nắm tình hình' },
    ]);
  });
});
