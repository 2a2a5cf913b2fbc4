import { sheetGrades, type GateRule, type MeetingStandardPack, type SheetGrade } from '#contexts/rule-packs/contracts';
import {
  areComplete,
  percentOf,
  speaksOf,
  type MeetingFacts,
  type MinutesFacts,
  type Outcome,
} from './meeting-standard.js';

export const gateNames = ['turnout', 'duration', 'speakers', 'minutes'] as const satisfies readonly GateRule['gate'][];

/** One gate of a sheet. `isStated`: no fact tells, whoever scored said so. */
export interface Gate {
  readonly gate: GateRule['gate'];
  readonly outcome: Outcome;
  readonly figure: number | null;
  readonly asked: number | null;
  readonly isStated: boolean;
}

/** What is known of the meeting on the day it is scored; turnout and minutes may be missing. */
export type ScoredMeeting = Omit<MeetingFacts, 'turnout' | 'minutes'> & {
  readonly turnout?: MeetingFacts['turnout'] | undefined;
  readonly minutes?: (MinutesFacts & { readonly speakers: number | null }) | undefined;
};

export type StatedGates = Readonly<Partial<Record<GateRule['gate'], boolean>>>;

export interface SheetJudgement {
  readonly pack: string;
  readonly packVersion: number;
  readonly outOf: number;
  readonly gates: readonly Gate[];
  readonly proposal: SheetGrade | null;
}

/**
 * The grade that a total gives by the pack in force for the unit on the day of the meeting: ≥ 90 points with a failed gate is only
 * "khá". Null as proposal: a gate that nobody judged would decide. Undefined: no pack has a sheet for such a meeting.
 */
export function judgeSheet(
  facts: ScoredMeeting,
  total: number,
  stated: StatedGates,
  pack: MeetingStandardPack | undefined,
): SheetJudgement | undefined {
  if (!pack?.scoreSheet || !speaksOf(pack, facts.kind)) return undefined;
  const { bands, failedGateAtMost, gates: rules, outOf } = pack.scoreSheet;
  const gates = rules.map((rule) => judgeGate(rule, facts, stated[rule.gate]));
  const byTotal = bands.find(({ from }) => total >= from)?.grade ?? 'poor';
  const isCapped = sheetGrades.indexOf(byTotal) < sheetGrades.indexOf(failedGateAtMost);
  const proposal = !isCapped
    ? byTotal
    : gates.some(({ outcome }) => outcome === 'not-satisfied')
      ? failedGateAtMost
      : gates.some(({ outcome }) => outcome === 'unknown')
        ? null
        : byTotal;
  return { pack: pack.name, packVersion: pack.version, outOf, gates, proposal };
}

function judgeGate(rule: GateRule, facts: ScoredMeeting, stated: boolean | undefined): Gate {
  const { figure, asked, isKept } = factOf(rule, facts);
  const isStated = isKept === null && stated !== undefined;
  const kept = isKept ?? stated ?? null;
  const outcome = kept === null ? 'unknown' : kept ? 'satisfied' : 'not-satisfied';
  return { gate: rule.gate, outcome, figure, asked, isStated };
}

interface Fact {
  readonly figure: number | null;
  readonly asked: number | null;
  readonly isKept: boolean | null;
}

function factOf(rule: GateRule, { durationMinutes, minutes, turnout }: ScoredMeeting): Fact {
  const base = turnout ? turnout.onRoll - turnout.exempt : 0;
  const share = (part: number | undefined, percent: number | null): Fact => {
    if (!turnout || base === 0 || part === undefined) return { figure: null, asked: percent, isKept: null };
    const isKept = percent === null ? null : 100 * part > percent * base;
    return { figure: percentOf(part, base), asked: percent, isKept };
  };
  switch (rule.gate) {
    case 'turnout':
      return share(turnout?.present, rule.percent);
    case 'duration':
      return { figure: durationMinutes, asked: rule.minutes, isKept: durationMinutes >= rule.minutes };
    case 'speakers':
      return share(minutes?.speakers ?? undefined, rule.percent);
    case 'minutes':
      return { figure: null, asked: null, isKept: minutes ? areComplete(minutes) : null };
  }
}
