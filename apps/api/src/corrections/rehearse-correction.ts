import type { Correction, CorrectionItem } from '#contexts/inspections';
import {
  canonicalJson,
  derivedId,
  DomainError,
  type Actor,
  type Aggregate,
  type EventMetadata,
  type JsonObject,
  type RecordedEvent,
} from '#kernel';
import type { CommandGateway, RehearsedCommand, Submission } from '#platform/commands';
import { createHash } from 'node:crypto';

export interface RefusedItem {
  /** From 0. */
  readonly item: number;
  readonly code: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

export interface CorrectionRehearsal {
  /** As they would be recorded; ids and positions are made up. */
  readonly events: readonly RecordedEvent[];
  readonly digest: string;
  readonly decidedOn: readonly (readonly [revision: number, events: number])[];
  /** Items that were carried out before, under an earlier dry run. */
  readonly replayed: number;
  readonly refused: readonly RefusedItem[];
}

/** What goes with the command of an item: always the same, so that carrying it out again changes nothing. */
export function submissionOf(correctionId: string, state: Correction, item: number): Submission {
  const { stream, revision, eventId, effectiveAt } = state.items[item]!.corrects;
  const actor: Actor = { subject: state.requestedBy!, role: 'system', unitId: state.unitId! };
  return {
    commandId: derivedId(correctionId, 'item', item),
    actor,
    correlationId: correctionId,
    causationId: state.approvalId ?? correctionId,
    correction: { id: correctionId, corrects: { stream, revision, eventId }, effectiveAt },
  };
}

/** Decides every item on top of those before it. Nothing is written. */
export async function rehearseCorrection(
  gateway: CommandGateway,
  correctionId: string,
  state: Correction,
): Promise<CorrectionRehearsal> {
  const rehearse = gateway.rehearsal();
  const events: RecordedEvent[] = [];
  const decidedOn: (readonly [number, number])[] = [];
  const refused: RefusedItem[] = [];
  let replayed = 0;
  for (const [index, item] of state.items.entries()) {
    try {
      refuseAct(gateway, item);
      const command = await rehearse(item.act, item.body, submissionOf(correctionId, state, index));
      if (command.replayed) replayed++;
      else if (command.events.length === 0) throw new DomainError('correction.item-without-effect');
      decidedOn.push([command.revision, command.events.length]);
      events.push(...recordedOf(command, correctionId, events.length));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      decidedOn.push([-1, 0]);
      refused.push({ item: index, code: error.code, details: { ...error.details, ...fieldsOf(error) } });
    }
  }
  return { events, digest: eventsDigest(events), decidedOn, replayed, refused };
}

const fieldsOf = ({ fields }: DomainError) => (fields.length > 0 ? { fields } : {});

/** What people do and no person may do alone: not the acts of the system, nor those of inspections themselves. */
function refuseAct(gateway: CommandGateway, { act: name }: CorrectionItem): void {
  const { aggregate, roles } = gateway.act(name);
  const { events } = aggregate as Aggregate<unknown>;
  const isInspection = events.some(({ type }) => type.startsWith('inspections.'));
  if (isInspection || roles.every((role) => role === 'system')) {
    throw new DomainError('correction.act-not-allowed', { act: name });
  }
}

/** Positions beyond those of any store, in order. */
const beyond = 9n * 10n ** 17n;

function recordedOf(command: RehearsedCommand, correctionId: string, before: number): RecordedEvent[] {
  return command.events.map(({ type, data }, index) => {
    const place = beyond + BigInt(before + index);
    const metadata: EventMetadata = { ...command.metadata, schemaVersion: 0, chain: { previous: null, hash: '' } };
    return {
      id: derivedId(correctionId, 'rehearsed', before + index),
      stream: command.stream,
      revision: command.revision + 1 + index,
      position: { commit: place, prepare: place },
      type,
      // As it comes back from the store.
      data: JSON.parse(JSON.stringify(data)) as JsonObject,
      metadata,
    };
  });
}

/** What a view can see of the events, except who and when recorded them and their made-up places. */
export function eventsDigest(events: readonly RecordedEvent[]): string {
  const facts = events.map(({ stream, revision, type, data, metadata }) => {
    const { corrects, decision, effectiveAt, reason } = metadata;
    return {
      stream,
      revision,
      type,
      data,
      effectiveAt,
      corrects,
      ...(decision && { decision }),
      ...(reason && { reason }),
    };
  });
  return createHash('sha256').update(canonicalJson(facts)).digest('hex');
}
