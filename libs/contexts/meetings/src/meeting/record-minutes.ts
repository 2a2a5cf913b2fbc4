import { act, Command, DomainError, notFound } from '#kernel';
import { IsLine, IsListOf } from '#platform';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { labelsInForce } from '../checklist/labels-in-force.js';
import type { ChecklistLabels } from '../checklist/checklist-labels.js';
import { judgeStandard } from '../rule-packs/meeting-standard.js';
import { factDay, meeting, minutesRecorded, type Meeting, type Minutes } from './meeting.js';
import { packOfDay } from './pack-of-day.js';
import { checklistCodes, checklistOutcomes, type ChecklistCode, type ChecklistOutcome } from './vocabulary.js';

export class ChecklistItem {
  @IsIn(checklistCodes) code!: ChecklistCode;
  @IsIn(checklistOutcomes) outcome!: ChecklistOutcome;
  @IsOptional() @IsLine(1000) note?: string;
}

export class RecordMinutes extends Command {
  @IsUUID() meetingId!: string;
  /** What was discussed, point by point, without names of private people. */
  @IsArray() @ArrayMaxSize(50) @IsLine(2000, { each: true }) contents!: string[];
  /** What was concluded or resolved. */
  @IsArray() @ArrayMaxSize(50) @IsLine(2000, { each: true }) conclusions!: string[];
  /** Whether the cell committee had prepared the meeting. */
  @IsOptional() @IsBoolean() isPrepared?: boolean;
  /** How many members spoke. */
  @IsOptional() @IsInt() @Min(0) @Max(100_000) speakers?: number;
  /** 4 nắm, 4 góp, 3 kiểm, as far as they were gone through. */
  @IsOptional()
  @IsListOf(() => ChecklistItem, { most: checklistCodes.length, by: ({ code }) => code })
  checklist?: ChecklistItem[];
  /** The member for whom a secretary enters this. */
  @IsOptional() @IsUUID() enteredFor?: string;
}

/**
 * Biên bản. Minutes tell two rules of the standard that a turnout can not: prepared by the committee, minutes complete.
 * The turnout recorded so far is judged anew by them. Recording them again replaces them.
 */
export const recordMinutes = act({
  name: 'record-minutes',
  summary: { vi: 'Ghi biên bản sinh hoạt', en: 'Record the minutes of a meeting' },
  command: RecordMinutes,
  aggregate: meeting,
  roles: ['cadre', 'secretary', 'office', 'admin'],
  id: (command) => command.meetingId,
  unit: (_command, state) => state.unitId,
  effectiveAt: (_command, state) => factDay(state),
  async facts({ checklist }, state, read) {
    const { heldOn, unitId } = state;
    const isFilledIn = checklist?.length && unitId !== undefined && heldOn !== undefined;
    return {
      labels: isFilledIn ? await labelsInForce(read, unitId, heldOn) : undefined,
      pack: await packOfDay(read, state),
    };
  },

  decide(command, state, { facts }) {
    const { meetingId, speakers } = command;
    if (state.status === 'none') throw notFound('meeting.unknown', { meetingId });
    if (state.status !== 'held') throw new DomainError('meeting.not-held', { status: state.status });
    const present = state.turnout?.turnout.present;
    if (speakers !== undefined && present !== undefined && speakers > present) {
      throw new DomainError('minutes.more-speakers-than-present', { speakers, present });
    }
    const minutes = minutesOf(command, facts.labels);
    if (JSON.stringify(minutes) === JSON.stringify(state.minutes)) return [];
    const { unitId, kind, heldOn, durationMinutes } = state as Required<Meeting>;
    const turnout = state.turnout?.turnout;
    return [
      minutesRecorded({
        ...{ meetingId, unitId, kind, heldOn, minutes },
        judgement: turnout ? judgeStandard({ kind, heldOn, durationMinutes, turnout, minutes }, facts.pack) : null,
        previousJudgement: state.turnout?.judgement ?? null,
        isReplacement: state.minutes !== undefined,
      }),
    ];
  },
});

function minutesOf(command: RecordMinutes, labels: ChecklistLabels | undefined): Minutes {
  const words = new Map(labels?.labels.map(({ code, text }) => [code, text]));
  const items = [...(command.checklist ?? [])].sort(
    (a, b) => checklistCodes.indexOf(a.code) - checklistCodes.indexOf(b.code),
  );
  return {
    contents: command.contents,
    conclusions: command.conclusions,
    isPrepared: command.isPrepared ?? null,
    speakers: command.speakers ?? null,
    checklist: items.map(({ code, outcome, note }) => ({ code, label: words.get(code)!, outcome, note: note ?? null })),
    labelsVersion: labels?.version ?? null,
  };
}
