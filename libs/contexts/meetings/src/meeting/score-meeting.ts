import { sheetGrades, type MeetingStandardPack, type SheetGrade } from '#contexts/rule-packs/contracts';
import { act, Command, DomainError, forbidden, invalidField, notFound } from '#kernel';
import { IsLine, IsListOf } from '#platform';
import { IsBoolean, IsIn, IsNumber, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { gateNames, judgeSheet, type StatedGates } from '../rule-packs/score-sheet.js';
import { factDay, meeting, meetingScored, type Meeting, type Score } from './meeting.js';
import { packOfDay } from './pack-of-day.js';
import { sheetKinds, type SheetItem, type SheetKind } from './vocabulary.js';

const points = { maxDecimalPlaces: 2, allowInfinity: false, allowNaN: false };

export class ScoredItem implements SheetItem {
  @IsLine(300) criterion!: string;
  @IsNumber(points) @Min(0) @Max(1000) points!: number;
  @IsNumber(points) @Min(0) @Max(1000) outOf!: number;
}

export class StatedGate {
  @IsIn(gateNames) gate!: (typeof gateNames)[number];
  @IsBoolean() isPassed!: boolean;
}

export class ScoreMeeting extends Command {
  @IsUUID() meetingId!: string;
  /** Whose sheet: the cell's own, or that of a unit above it. */
  @IsIn(sheetKinds) sheet!: SheetKind;
  /** The lines of the sheet; together out of what the pack's sheet is out of. */
  @IsListOf(() => ScoredItem, { least: 1, most: 100, by: ({ criterion }) => criterion })
  items!: ScoredItem[];
  /** Gates that no recorded fact tells. What a fact tells stands against what is said here. */
  @IsOptional()
  @IsListOf(() => StatedGate, { most: gateNames.length, by: ({ gate }) => gate })
  gates?: StatedGate[];
  /** What whoever scores decides. Another grade than the pack proposes needs a reason. */
  @IsOptional() @IsIn(sheetGrades) grade?: SheetGrade;
  @IsOptional() @IsLine() reason?: string;
}

/** Two sheets stand side by side; a superior's never replaces the cell's own. */
export const scoreMeeting = act({
  name: 'score-meeting',
  summary: { vi: 'Chấm điểm chất lượng sinh hoạt', en: 'Score a meeting: the cell’s own sheet, or the superior’s' },
  command: ScoreMeeting,
  aggregate: meeting,
  roles: ['secretary', 'office', 'admin'],
  id: (command) => command.meetingId,
  unit: (_command, state) => state.unitId,
  effectiveAt: (_command, state) => factDay(state),

  facts: async (_command, state, read) => ({ pack: await packOfDay(read, state) }),

  decide(command, state, { actor, facts }) {
    const { meetingId, sheet } = command;
    if (state.status === 'none') throw notFound('meeting.unknown', { meetingId });
    if (state.status !== 'held') throw new DomainError('meeting.not-held', { status: state.status });
    const { unitId, heldOn } = state as Required<Meeting>;
    if (sheet === 'superior' && actor.unitId === unitId) throw forbidden('meeting.scored-by-superior', { unitId });
    const score = scoreOf(command, state as Required<Meeting>, facts.pack);
    const previous = state.scores[sheet] ?? null;
    if (JSON.stringify(previous) === JSON.stringify(score)) return [];
    return [meetingScored({ meetingId, unitId, heldOn, sheet, scoredByUnitId: actor.unitId, score, previous })];
  },
});

/** @throws DomainError when no pack has such a sheet, when points do not add up, or a reason is missing */
function scoreOf(
  { items, gates, grade, reason }: ScoreMeeting,
  state: Required<Meeting>,
  packOfItsDay: MeetingStandardPack | undefined,
): Score {
  const { kind, heldOn, durationMinutes, minutes } = state;
  const over = items.findIndex((item) => item.points > item.outOf);
  if (over >= 0) throw invalidField(`items.${over}.points`, 'max', 'More points than the criterion is out of');
  const total = sum(items.map((item) => item.points));
  const stated: StatedGates = Object.fromEntries((gates ?? []).map(({ gate, isPassed }) => [gate, isPassed]));
  const facts = { kind, heldOn, durationMinutes, minutes, turnout: state.turnout?.turnout };
  const judged = judgeSheet(facts, total, stated, packOfItsDay);
  if (!judged) throw new DomainError('meeting.no-score-sheet', { kind, heldOn });
  const outOf = sum(items.map((item) => item.outOf));
  if (outOf !== judged.outOf) throw new DomainError('meeting.sheet-incomplete', { outOf, asked: judged.outOf });
  const { pack, packVersion, proposal } = judged;
  if (grade !== undefined && grade !== proposal && reason === undefined) {
    throw new DomainError('meeting.grade-needs-reason', { proposal, grade });
  }
  const lines = items.map(({ criterion, points: given, outOf: most }) => ({ criterion, points: given, outOf: most }));
  return { items: lines, total, gates: judged.gates, proposal, grade: grade ?? null, pack, packVersion };
}

/** Hundredths are added as whole numbers, so that 0.1 + 0.2 is 0.3. */
const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + Math.round(value * 100), 0) / 100;
