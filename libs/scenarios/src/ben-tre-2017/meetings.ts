import type { LocalDate } from '#kernel';
import { madeId, type Chain } from '../scenario.js';
import type { Cell } from './ben-tre-2017.js';
import { scenarioName } from './story.js';

const items = [
  ...['grasp-1', 'grasp-2', 'grasp-3', 'grasp-4'],
  ...['contribute-1', 'contribute-2', 'contribute-3', 'contribute-4'],
  ...['check-1', 'check-2', 'check-3'],
];

export const meetingId = ({ unitId }: Cell, day: LocalDate): string => madeId(scenarioName, 'meeting', unitId, day);

/** Every third meeting leaves the last check undone; the others go through all eleven items. */
export const isComplete = (index: number): boolean => index % 3 !== 0;

/** History entered afterwards: held, attended, with the checklist of 4 nắm, 4 góp, 3 kiểm in its minutes. */
export function meetingChain(cell: Cell, index: number, heldOn: LocalDate): Chain {
  const id = meetingId(cell, heldOn);
  const checklist = items.map((code, item) => {
    const isDone = isComplete(index) || item < items.length - 1;
    return { code, outcome: isDone ? 'done' : 'not-done' };
  });
  const minutes = {
    contents: ['Đánh giá tình hình ấp (dữ liệu mẫu)'],
    conclusions: ['Tiếp tục vận động làm đường ấp (dữ liệu mẫu)'],
  };
  return [
    {
      act: 'hold-meeting',
      body: { meetingId: id, unitId: cell.unitId, kind: 'regular', heldOn, durationMinutes: 100 },
    },
    { act: 'record-meeting-attendance', body: { meetingId: id, cadreId: cell.cadreId, mark: 'present' } },
    { act: 'record-minutes', body: { meetingId: id, ...minutes, checklist } },
  ];
}
