import { EventStoreUnavailableError, type AggregateStore } from '#event-store';
import {
  comparePositions,
  derivedId,
  DomainError,
  formatPosition,
  type Actor,
  type AnyAct,
  type FieldProblem,
  type Position,
} from '#kernel';
import { validateBody } from '#platform';
import type { CommandGateway, Receipt, Submission } from '#platform/commands';
import { RequestError } from '#platform/http';
import type { Readable } from 'node:stream';
import type { AnnexReader } from './read-annex.js';
import { malformed, readRows, type CommonColumns, type InputRow, type RowFormat } from './read-rows.js';

export const bulkLimits = { bytes: 32 * 1024 * 1024, rows: 20_000, lineCharacters: 64 * 1024 };
/** Commands under way at a time: enough to fill the store's group commits, too few to crowd out other users. */
const concurrency = 16;

export interface BulkSubmission {
  readonly format: RowFormat;
  readonly common?: CommonColumns;
  /** Of the whole file; each row's command id is derived from it, so that sending the file again changes nothing. */
  readonly commandId: string;
  readonly actor: Actor;
  readonly isDryRun: boolean;
  /** Applies the rows that can be applied although others are refused. */
  readonly skipsRefused: boolean;
}

export interface RowReport {
  /** From 1. */
  readonly row: number;
  /** `accepted`: passed the dry run and was not applied. */
  readonly status: 'accepted' | 'applied' | 'replayed' | 'refused';
  readonly commandId: string;
  /** What the names of the row were taken for. */
  readonly means?: Readonly<Record<string, string>>;
  readonly code?: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly FieldProblem[];
  readonly events?: readonly string[];
  readonly stream?: string;
  readonly revision?: number;
}

export interface BulkReport {
  readonly act: string;
  readonly isDryRun: boolean;
  /** False when rows were refused in the check of the whole file and nothing was written. */
  readonly isApplied: boolean;
  readonly counts: Readonly<Record<RowReport['status'], number>>;
  /** Position of the last event written, for `atLeast`; null when nothing was written. */
  readonly position: string | null;
  readonly rows: readonly RowReport[];
}

/**
 * Many commands of one act: first all of them are decided on top of each other without writing, then, if none was
 * refused, they are carried out one by one. Not one transaction: a row's report says what became of it, and sending
 * the same file under the same key again carries out what is missing.
 */
export class BulkCommands {
  constructor(
    private readonly gateway: CommandGateway,
    private readonly aggregates: AggregateStore,
    private readonly annexes: AnnexReader,
  ) {}

  async submit(act: AnyAct, input: Readable, submission: BulkSubmission): Promise<BulkReport> {
    const rows = await this.read(act, input, submission);
    const run = new BulkRun(this.gateway, this.aggregates, act, submission);
    const rehearsed = await run.rehearse(rows);
    const isRefused = rehearsed.some(({ status }) => status === 'refused');
    if (submission.isDryRun || (isRefused && !submission.skipsRefused)) return run.report(rehearsed, false);
    const good = rows.filter((_, index) => rehearsed[index]!.status !== 'refused');
    const applied = await run.apply(good);
    return run.report(
      rehearsed.map((report) => {
        const { means } = report;
        const done = applied.get(report.row);
        return done ? { ...done, ...(means ? { means } : {}) } : report;
      }),
      true,
    );
  }

  private async read(act: AnyAct, input: Readable, submission: BulkSubmission): Promise<readonly InputRow[]> {
    const annex = this.annexes.of(act.name);
    const { actor, commandId, common, format } = submission;
    const type = act.command as new () => object;
    const rows: InputRow[] = [];
    for await (const row of readRows(input, format, type, bulkLimits, common, annex?.headings)) rows.push(row);
    return annex ? this.annexes.translate(annex, rows, commandId, actor) : rows;
  }
}

class BulkRun {
  private last: Position | undefined;

  constructor(
    private readonly gateway: CommandGateway,
    private readonly aggregates: AggregateStore,
    private readonly act: AnyAct,
    private readonly submission: BulkSubmission,
  ) {}

  async rehearse(rows: readonly InputRow[]): Promise<RowReport[]> {
    const done = await this.carriedOutBefore(rows);
    const readable = rows.filter((row) => isReadable(row) && !done.has(row.row));
    const outcomes = await this.gateway.rehearse(
      this.act.name,
      readable.map(({ body }) => body),
      (index) => this.submissionOf(readable[index - 1]!.row),
    );
    const byRow = new Map(outcomes.map((outcome) => [readable[outcome.row - 1]!.row, outcome]));
    return rows.map(({ body, means, row }) => {
      const read = means ? { means } : {};
      if (done.has(row)) return { row, status: 'replayed', commandId: this.commandId(row), ...read };
      const outcome = byRow.get(row);
      if (body instanceof DomainError) return this.refusedBy(row, body);
      if (!outcome) return this.refused(row, 'bulk.row-malformed');
      if (outcome.error) return { ...this.refusedBy(row, outcome.error), ...read };
      return { row, status: 'accepted', commandId: this.commandId(row), events: outcome.events ?? [], ...read };
    });
  }

  /** Rows that an earlier sending of the file has carried out: decided anew they would be refused as done already. */
  private async carriedOutBefore(rows: readonly InputRow[]): Promise<Set<number>> {
    const done = new Set<number>();
    await inParallel(rows.values(), async (row) => {
      const id = this.streamId(row);
      if (id === undefined) return;
      const { commands } = await this.aggregates.fresh(this.act.aggregate, id);
      if (commands.has(this.commandId(row.row))) done.add(row.row);
    });
    return done;
  }

  /**
   * Rows run side by side, those of one stream in order. A row may need what an earlier row of another stream does
   * (a unit below a unit): whoever is refused waits, with all that follows on its stream, until the rest is done.
   */
  async apply(rows: readonly InputRow[]): Promise<Map<number, RowReport>> {
    const reports = new Map<number, RowReport>();
    const postponed: InputRow[] = [];
    const streams = new Map<string, InputRow[]>();
    for (const row of rows) {
      const key = this.streamId(row) ?? `row ${row.row}`;
      const queue = streams.get(key);
      if (queue) queue.push(row);
      else streams.set(key, [row]);
    }
    await inParallel(streams.values(), async (queue) => {
      for (const [index, row] of queue.entries()) {
        const report = await this.carryOut(row);
        if (report.status === 'refused') {
          postponed.push(...queue.slice(index));
          break;
        }
        reports.set(row.row, report);
      }
    });
    postponed.sort((a, b) => a.row - b.row);
    for (const row of postponed) reports.set(row.row, await this.carryOut(row));
    return reports;
  }

  report(rows: readonly RowReport[], isApplied: boolean): BulkReport {
    const counts = { accepted: 0, applied: 0, replayed: 0, refused: 0 };
    for (const { status } of rows) counts[status]++;
    const position = this.last ? formatPosition(this.last) : null;
    return { act: this.act.name, isDryRun: this.submission.isDryRun, isApplied, counts, position, rows };
  }

  private async carryOut({ row, body }: InputRow): Promise<RowReport> {
    try {
      return this.done(row, await this.gateway.submit(this.act.name, body, this.submissionOf(row)));
    } catch (error) {
      if (error instanceof DomainError) return this.refusedBy(row, error);
      if (!(error instanceof EventStoreUnavailableError)) throw error;
      // What was written stays written; the same file under the same key goes on from here.
      throw new RequestError(503, 'bulk.interrupted', { details: { row }, headers: { 'retry-after': '5' } });
    }
  }

  private done(row: number, { commandId, events, position, replayed, revision, stream }: Receipt): RowReport {
    if (position && (!this.last || comparePositions(position, this.last) > 0)) this.last = position;
    const types = events.map(({ type }) => type);
    return { row, status: replayed ? 'replayed' : 'applied', commandId, events: types, stream, revision };
  }

  private refusedBy(row: number, { code, details, fields }: DomainError): RowReport {
    return {
      ...this.refused(row, code),
      ...(Object.keys(details).length === 0 ? {} : { details }),
      ...(fields.length === 0 ? {} : { errors: fields }),
    };
  }

  private refused(row: number, code: string): RowReport {
    return { row, status: 'refused', commandId: this.commandId(row), code };
  }

  /** Id of the stream that a row changes; undefined for a row that cannot be read or is refused anyway. */
  private streamId({ body, row }: InputRow): string | undefined {
    if (!isReadable({ body })) return undefined;
    try {
      const command = validateBody(this.act.command as new () => object, body);
      const commandId = this.commandId(row);
      const { actor } = this.submission;
      const envelope = { commandId, actor, correlationId: commandId, causationId: commandId, receivedAt: '' };
      return this.act.id(command, envelope);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return undefined;
    }
  }

  private submissionOf(row: number): Submission {
    const { actor, commandId } = this.submission;
    return { actor, commandId: this.commandId(row), correlationId: commandId, causationId: commandId };
  }

  private commandId(row: number): string {
    return derivedId(this.submission.commandId, row);
  }
}

const isReadable = ({ body }: Pick<InputRow, 'body'>): boolean => body !== malformed && !(body instanceof DomainError);

/** Ends when all work has ended; after the first failure nothing new is begun, and that failure is thrown. */
async function inParallel<Item>(items: Iterator<Item>, work: (item: Item) => Promise<void>): Promise<void> {
  let failure: { readonly error: unknown } | undefined;
  const worker = async (): Promise<void> => {
    for (let next = items.next(); !next.done && !failure; next = items.next()) {
      await work(next.value).catch((error: unknown) => (failure ??= { error }));
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  if (failure) throw failure.error;
}
