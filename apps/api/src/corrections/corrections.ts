import { correction, type Correction } from '#contexts/inspections';
import { EventStoreUnavailableError, type AggregateStore, type EventCodec, type EventStore } from '#event-store';
import {
  comparePositions,
  derivedId,
  DomainError,
  forbidden,
  formatPosition,
  notFound,
  parsePosition,
  type Actor,
  type Position,
  type RecordedEvent,
  type Role,
  type UnitTree,
} from '#kernel';
import type { CommandGateway, Receipt } from '#platform/commands';
import { RequestError } from '#platform/http';
import {
  checkApplied,
  previewEvents,
  PreviewRefusedError,
  type AnyView,
  type AppliedView,
  type TouchedRow,
} from '#projections';
import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { applyItems, FactsMovedError } from './apply-items.js';
import { rowsDigest, type CorrectionRows } from './correction-rows.js';
import { eventsDigest, rehearseCorrection, type CorrectionRehearsal, type RefusedItem } from './rehearse-correction.js';
import { rolledBack } from './rolled-back.js';

export interface CorrectionParts {
  readonly dataSource: DataSource;
  readonly eventStore: EventStore;
  readonly aggregates: AggregateStore;
  readonly codec: EventCodec;
  readonly gateway: CommandGateway;
  readonly units: UnitTree;
  readonly views: readonly AnyView[];
  readonly rows: CorrectionRows;
  readonly awaitPosition: (position: Position, waitMs: number) => Promise<boolean>;
}

export interface DryRunReport {
  readonly correctionId: string;
  /** What to approve; null when items were refused. */
  readonly dryRunId: string | null;
  readonly items: number;
  readonly events: readonly {
    readonly stream: string;
    readonly revision: number;
    readonly type: string;
    readonly data: object;
  }[];
  readonly views: readonly { readonly view: string; readonly changed: number; readonly added: number }[];
  readonly refused: readonly RefusedItem[];
}

export interface ApplicationReport {
  readonly correctionId: string;
  readonly status: Correction['status'];
  readonly events: number;
  readonly position: string | null;
  /** Null when the case was closed before, or when the views had not followed yet: ask for the verification again. */
  readonly verification: VerificationReport | null;
}

export interface VerificationReport {
  readonly isExact: boolean;
  readonly eventsAsRehearsed: boolean;
  readonly views: readonly AppliedView[];
}

const patienceMs = 30_000;
const eventsShown = 100;

/** What happens to a correction between its request and its end, besides the decisions of people. */
export class Corrections {
  constructor(private readonly parts: CorrectionParts) {}

  /** @throws DomainError when there is none, or the reader may not see it */
  async find(correctionId: string, actor: Actor, roles: readonly Role[]): Promise<Correction> {
    if (!roles.includes(actor.role)) {
      throw forbidden('command.role-not-allowed', { role: actor.role, allowed: roles });
    }
    const state = await this.parts.aggregates.state(correction, correctionId);
    if (state.status === 'none') throw notFound('correction.unknown', { correctionId });
    if (!(await this.parts.units.contains(actor.unitId, state.unitId!))) {
      throw forbidden('command.outside-scope', { unitId: state.unitId });
    }
    return state;
  }

  /** Decides every item, shows what the views would say, and records it when nothing was refused. */
  async dryRun(correctionId: string, state: Correction, actor: Actor): Promise<DryRunReport> {
    if (state.items.length === 0) throw new DomainError('correction.no-items');
    const rehearsal = await this.rehearse(correctionId, state);
    const { refused } = rehearsal;
    const events = rehearsal.events.slice(0, eventsShown).map(shortened);
    const items = state.items.length;
    if (refused.length > 0) return { correctionId, dryRunId: null, items, events, views: [], refused };
    const { rows, position } = await this.preview(rehearsal.events);
    const { kept, views } = summary(rows, this.parts.views);
    const dryRunId = randomUUID();
    await this.parts.rows.keep(correctionId, dryRunId, kept);
    await this.record('record-dry-run', correctionId, state, actor, dryRunId, {
      dryRunId,
      items,
      ...(position && { position: formatPosition(position) }),
      decidedOn: rehearsal.decidedOn.flat(),
      eventsDigest: rehearsal.digest,
      rowsDigest: rowsDigest(kept),
      views,
    }).catch(async (error: unknown) => {
      await this.parts.rows.forget(dryRunId);
      throw error;
    });
    await this.parts.rows.keepOnly(correctionId, dryRunId);
    return { correctionId, dryRunId, items, events, views, refused };
  }

  /** Events as they would be recorded; every one of them, or what was refused. */
  rehearse(correctionId: string, state: Correction): Promise<CorrectionRehearsal> {
    return this.withinUnit(state).then(() => rehearseCorrection(this.parts.gateway, correctionId, state));
  }

  /**
   * Carries out what was approved, waits for the views and verifies. Sent again it goes on where it was interrupted.
   * @throws DomainError `correction.facts-moved`: a new dry run is needed
   */
  async apply(correctionId: string, state: Correction, actor: Actor): Promise<ApplicationReport> {
    const events = (state.dryRun?.decidedOn ?? []).reduce((sum, [, count]) => sum + count, 0);
    if (state.status === 'closed')
      return { correctionId, status: 'closed', events, position: null, verification: null };
    if (state.status === 'approved') await this.carryOutAndRecord(correctionId, state, actor);
    else if (state.status !== 'applied') {
      throw new DomainError('correction.not-now', { status: state.status, allowed: ['approved', 'applied'] });
    }
    const head = async (): Promise<Position> => (await this.parts.eventStore.head())!;
    const verification = (await this.parts.awaitPosition(await head(), patienceMs))
      ? await this.verifyUnlessClosed(correctionId, actor)
      : null;
    const { status } = await this.parts.aggregates.state(correction, correctionId);
    // Read anew: the closing of the case is in it.
    return { correctionId, status, events, position: formatPosition(await head()), verification };
  }

  private async carryOutAndRecord(correctionId: string, state: Correction, actor: Actor): Promise<void> {
    const receipts = await this.carryOut(correctionId, state, actor);
    const positions = receipts.flatMap(({ position }) => position ?? []);
    const last = positions.reduce((a, b) => (comparePositions(a, b) > 0 ? a : b));
    const events = receipts.reduce((sum, receipt) => sum + receipt.events.length, 0);
    const commandId = derivedId(correctionId, state.dryRun!.dryRunId, 'applied');
    const body = { events, position: formatPosition(last) };
    await this.record('record-application', correctionId, state, actor, commandId, body);
  }

  /** Two who apply at the same time: one of them closes the case. */
  private async verifyUnlessClosed(correctionId: string, actor: Actor): Promise<VerificationReport | null> {
    const now = () => this.parts.aggregates.state(correction, correctionId);
    try {
      return await this.verify(correctionId, await now(), actor);
    } catch (error) {
      if (error instanceof DomainError && (await now()).status === 'closed') return null;
      throw error;
    }
  }

  refusal(refused: readonly RefusedItem[]): DomainError {
    return new DomainError('correction.dry-run-refused', { refused: refused.slice(0, 20), count: refused.length });
  }

  /** Place of the first item that the command added, or would add. */
  async beginOf(correctionId: string, commandId: string): Promise<number> {
    const { commands, state } = await this.parts.aggregates.fresh(correction, correctionId);
    const revision = commands.get(commandId)?.revision;
    if (revision === undefined) return state.items.length;
    for await (const { data } of this.parts.eventStore.readStream(`correction-${correctionId}`, {
      from: revision,
      maxCount: 1,
    })) {
      return data['from'] as number;
    }
    throw new Error(`the stream of correction ${correctionId} is shorter than it was`);
  }

  /** What the views would say: the rows that events would touch, and the position of the snapshot. */
  private async preview(events: readonly RecordedEvent[]) {
    const { awaitPosition, dataSource, eventStore, views } = this.parts;
    const head = await eventStore.head();
    if (head && !(await awaitPosition(head, patienceMs))) throw viewNotReady({ waitedMs: patienceMs });
    try {
      return await rolledBack(dataSource, async (client, position) => ({
        rows: await previewEvents(client, views, events),
        position,
      }));
    } catch (error) {
      throw previewProblem(error);
    }
  }

  private async carryOut(correctionId: string, state: Correction, actor: Actor): Promise<Receipt[]> {
    const { dryRun } = state;
    await this.parts.rows.all(dryRun!.dryRunId, dryRun!.rowsDigest);
    try {
      const { digest, refused, replayed } = await this.rehearse(correctionId, state);
      const isAsApproved = refused.length === 0 && digest === dryRun!.eventsDigest;
      // Once begun, each item's own revision tells.
      if (replayed === 0 && !isAsApproved) throw new FactsMovedError(refused[0]?.code ?? 'correction.facts-moved', 0);
      return await applyItems(this.parts.gateway, correctionId, state);
    } catch (error) {
      if (error instanceof EventStoreUnavailableError) {
        throw new RequestError(503, 'correction.interrupted', { headers: { 'retry-after': '5' } });
      }
      if (!(error instanceof FactsMovedError)) throw error;
      const { applied, code, details } = error;
      await this.record('outdate-correction', correctionId, state, actor, randomUUID(), { code, applied });
      throw new DomainError('correction.facts-moved', { because: code, applied, ...details });
    }
  }

  /** Holds the live rows against the dry run, records what was found, and closes the case when all is as rehearsed. */
  async verify(correctionId: string, state: Correction, actor: Actor): Promise<VerificationReport> {
    const { dataSource, views, rows } = this.parts;
    if (state.status !== 'applied') {
      throw new DomainError('correction.not-now', { status: state.status, allowed: ['applied'] });
    }
    const dryRun = state.dryRun!;
    const kept = await rows.all(dryRun.dryRunId, dryRun.rowsDigest);
    const after = dryRun.position === null ? undefined : parsePosition(dryRun.position);
    const isRehearsed = ({ metadata }: RecordedEvent) => metadata.correction === correctionId;
    const { events, checked } = await rolledBack(dataSource, async (client, until) => {
      const since = await this.eventsBetween(after, until!);
      return { events: since, checked: await checkApplied(client, views, { rows: kept, events: since, isRehearsed }) };
    }).catch((error: unknown) => {
      throw previewProblem(error);
    });
    const ours = inOrderOfItems(events.filter(isRehearsed), correctionId, state);
    const eventsAsRehearsed = eventsDigest(ours) === dryRun.eventsDigest;
    const body = {
      eventsAsRehearsed,
      views: checked.map(({ wrong, ...rest }) => ({ ...rest, wrong: wrong.length })),
    };
    await this.record('record-verification', correctionId, state, actor, randomUUID(), body);
    const isExact = eventsAsRehearsed && checked.every(({ wrong, unforeseen }) => wrong.length + unforeseen === 0);
    return { isExact, eventsAsRehearsed, views: checked };
  }

  private async eventsBetween(after: Position | undefined, until: Position): Promise<RecordedEvent[]> {
    const { codec, eventStore } = this.parts;
    const events: RecordedEvent[] = [];
    for await (const page of eventStore.readPages({ after, until })) {
      for (const stored of page.events) events.push(await codec.decode(stored));
    }
    return events;
  }

  /** What is cited lies where the case says it does. */
  private async withinUnit({ items, unitId }: Correction): Promise<void> {
    const named = new Set(items.map(({ corrects }) => corrects.unitId));
    for (const each of named) {
      if (each !== null && !(await this.parts.units.contains(unitId!, each))) {
        throw forbidden('command.outside-scope', { unitId: each });
      }
    }
  }

  /** A step of the system itself, in the name of whoever asked for it. */
  private record(
    act: string,
    correctionId: string,
    { unitId }: Correction,
    { subject }: Actor,
    commandId: string,
    body: object,
  ): Promise<Receipt> {
    const actor: Actor = { subject, role: 'system', unitId: unitId! };
    return this.parts.gateway.submit(act, { correctionId, ...body }, { commandId, actor, correlationId: correctionId });
  }
}

const shortened = ({ stream, revision, type, data }: RecordedEvent) => ({ stream, revision, type, data });

/** Indexes of events only grow by the events themselves, which the dry run shows: their new rows are counted. */
function summary(rows: readonly TouchedRow[], views: readonly AnyView[]) {
  const indexes = new Set(views.filter(({ eventTypes }) => eventTypes === undefined).map(({ name }) => name));
  const kept = rows.filter(({ view, before }) => before !== null || !indexes.has(view));
  const names = [...new Set(rows.map(({ view }) => view))];
  const of = (list: readonly TouchedRow[], name: string) => list.filter(({ view }) => view === name);
  const changes = (list: readonly TouchedRow[]) =>
    list.filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after)).length;
  return {
    kept,
    views: names.map((view) => ({
      view,
      changed: changes(of(kept, view)),
      added: of(rows, view).length - of(kept, view).length,
    })),
  };
}

/** Side by side they were carried out; the digest knows the order of the items. */
function inOrderOfItems(
  events: readonly RecordedEvent[],
  correctionId: string,
  { items }: Correction,
): RecordedEvent[] {
  const places = new Map(items.map((_, item) => [derivedId(correctionId, 'item', item), item]));
  const place = ({ metadata }: RecordedEvent) => places.get(metadata.commandId) ?? -1;
  return [...events].sort((a, b) => place(a) - place(b) || a.revision - b.revision);
}

const viewNotReady = (details: object) =>
  new RequestError(503, 'correction.view-not-ready', { details: { ...details }, headers: { 'retry-after': '5' } });

export function previewProblem(error: unknown): unknown {
  if (!(error instanceof PreviewRefusedError)) return error;
  const { code, message, view } = error;
  if (code === 'rebuilding') return viewNotReady({ view });
  return new DomainError('correction.view-refuses', { view, why: code, message });
}
