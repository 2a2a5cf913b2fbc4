import { unitRecord } from '#contexts/org-units/contracts';
import { act, Command, DomainError, notFound } from '#kernel';
import { IsListOf } from '#platform';
import { IsInt, IsUUID, Max, Min } from 'class-validator';
import { delegationsRecorded, factDay, meeting, type Meeting } from './meeting.js';

export class Delegation {
  @IsUUID() unitId!: string;
  /** 0 takes a delegation away that was entered wrongly. */
  @IsInt() @Min(0) @Max(10_000) delegates!: number;
}

export class RecordDelegations extends Command {
  @IsUUID() meetingId!: string;
  /** Any number of the units; those entered before and not named here stay. */
  @IsListOf(() => Delegation, { least: 1, most: 1000, by: ({ unitId }) => unitId })
  delegations!: Delegation[];
}

/** Who came to a listening conference, in bulk. Units outside the host's subtree may send delegates too. */
export const recordDelegations = act({
  name: 'record-delegations',
  summary: { vi: 'Ghi nhận các đoàn đại biểu dự hội nghị', en: 'Record the delegations at a listening conference' },
  command: RecordDelegations,
  aggregate: meeting,
  roles: ['secretary', 'office', 'admin'],
  id: (command) => command.meetingId,
  unit: (_command, state) => state.unitId,
  effectiveAt: (_command, state) => factDay(state),

  async facts({ delegations }, { kind }, read) {
    const unknown: string[] = [];
    if (kind !== 'listening-conference') return { unknown };
    for (const { unitId } of delegations) {
      if ((await read.state(unitRecord, unitId)).status === 'none') unknown.push(unitId);
    }
    return { unknown };
  },

  decide({ meetingId, delegations }, state, { facts }) {
    refuseUnlessConference(state, meetingId);
    const [unitId] = facts.unknown;
    if (unitId !== undefined) throw notFound('unit.unknown', { unitId });
    const changed = delegations
      .map((each) => ({ ...each, previous: state.delegations.get(each.unitId) ?? null }))
      .filter(({ delegates, previous }) => delegates !== (previous ?? 0));
    if (changed.length === 0) return [];
    const { unitId: hostId, heldOn } = state as Required<Meeting>;
    return [delegationsRecorded({ meetingId, unitId: hostId, heldOn, delegations: changed })];
  },
});

/** @throws DomainError */
export function refuseUnlessConference({ status, kind }: Meeting, meetingId: string): void {
  if (status === 'none') throw notFound('meeting.unknown', { meetingId });
  if (status !== 'held') throw new DomainError('meeting.not-held', { status });
  if (kind !== 'listening-conference') throw new DomainError('meeting.no-conference', { kind });
}
