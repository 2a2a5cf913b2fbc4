import { act, Command, DomainError, notFound, type LocalDate } from '#kernel';
import { IsDay, IsLine } from '#platform';
import { IsIn, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { mostVnd } from './record-support.js';
import { support, supportCorrected, supportKinds, type SupportKind } from './support.js';

/** What is left out stays as it was. */
export class CorrectSupport extends Command {
  @IsUUID() supportId!: string;
  @IsOptional() @IsIn(supportKinds) kind?: SupportKind;
  @IsOptional() @IsInt() @Min(1) @Max(mostVnd) amountVnd?: number;
  @IsOptional() @IsLine(1000) forWhat?: string;
  @IsOptional() @IsDay() raisedOn?: LocalDate;
  @IsLine() reason!: string;
}

export const correctSupport = act({
  name: 'correct-support',
  summary: { vi: 'Đính chính nguồn hỗ trợ', en: 'Correct support that was entered wrongly' },
  command: CorrectSupport,
  aggregate: support,
  roles: ['secretary', 'office', 'admin'],
  id: (command) => command.supportId,
  unit: (_command, state) => state.unitId,
  // The day of the fact that it corrects.
  effectiveAt: (_command, state) => state.firstRaisedOn,

  decide({ supportId, kind, amountVnd, forWhat, raisedOn }, state, { today }) {
    const before = state.facts;
    if (!before) throw notFound('support.unknown', { supportId });
    if (state.status === 'withdrawn') throw new DomainError('support.withdrawn', { supportId });
    const after = {
      kind: kind ?? before.kind,
      amountVnd: amountVnd ?? before.amountVnd,
      forWhat: forWhat ?? before.forWhat,
      raisedOn: raisedOn ?? before.raisedOn,
    };
    if (JSON.stringify(after) === JSON.stringify(before)) return [];
    if (after.raisedOn > today) throw new DomainError('support.day-in-future', { on: after.raisedOn, today });
    return [supportCorrected({ supportId, unitId: state.unitId!, before, after })];
  },
});
