import { DomainError, notFound, type Actor, type AnyAct, type Command, type Envelope } from '#kernel';
import { type CommandBus } from '@nestjs/cqrs';
import { validateBody } from '#platform';
import type { CommandExecutor, RehearsedCommand } from './command-executor.js';
import type { Receipt } from './receipt.js';

/** What the transport knows of a command besides its body. */
export interface Submission {
  readonly commandId: string;
  readonly actor: Actor;
  readonly correlationId?: string;
  readonly causationId?: string;
  readonly expectedRevision?: number;
  /** See {@link Envelope.correction}. */
  readonly correction?: NonNullable<Envelope['correction']>;
}

/** Outcome of one row of a dry run. Rows are numbered from 1. */
export interface RehearsedRow {
  readonly row: number;
  readonly events?: readonly string[];
  readonly error?: DomainError;
}

/** The only way in: every command, from HTTP, a file or a process, is named, validated and dispatched here. */
export class CommandGateway {
  private readonly acts: ReadonlyMap<string, AnyAct>;

  constructor(
    acts: Iterable<AnyAct>,
    private readonly bus: CommandBus,
    private readonly executor: CommandExecutor,
    private readonly now: () => Date,
  ) {
    this.acts = new Map([...acts].map((act) => [act.name, act]));
  }

  act(name: string): AnyAct {
    const act = this.acts.get(name);
    if (!act) throw notFound('command.unknown', { command: name });
    return act;
  }

  /** @throws DomainError: unknown act, invalid field, not allowed, refused by a rule. */
  async submit(actName: string, body: unknown, submission: Submission): Promise<Receipt> {
    return this.bus.execute(this.prepare(this.act(actName), body, submission));
  }

  /** Decides all rows on top of each other without writing anything. */
  async rehearse(
    actName: string,
    bodies: AsyncIterable<unknown> | Iterable<unknown>,
    submissionOf: (row: number) => Submission,
  ): Promise<RehearsedRow[]> {
    const act = this.act(actName);
    const rehearsal = this.executor.rehearsal();
    const rows: RehearsedRow[] = [];
    for await (const body of bodies) {
      const row = rows.length + 1;
      try {
        const { events } = await rehearsal.execute(act, this.prepare(act, body, submissionOf(row)));
        rows.push({ row, events: events.map(({ type }) => type) });
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        rows.push({ row, error });
      }
    }
    return rows;
  }

  /** Begins a rehearsal of commands of any acts, each decided as if those before it had been carried out. */
  rehearsal(): (actName: string, body: unknown, submission: Submission) => Promise<RehearsedCommand> {
    const rehearsal = this.executor.rehearsal();
    return async (actName, body, submission) => {
      const act = this.act(actName);
      return rehearsal.execute(act, this.prepare(act, body, submission));
    };
  }

  private prepare(act: AnyAct, body: unknown, submission: Submission): Command {
    const { commandId, actor, correction, correlationId, causationId, expectedRevision } = submission;
    const envelope: Envelope = {
      commandId,
      correlationId: correlationId ?? commandId,
      causationId: causationId ?? commandId,
      actor,
      receivedAt: this.now().toISOString(),
      ...(expectedRevision === undefined ? {} : { expectedRevision }),
      ...(correction === undefined ? {} : { correction }),
    };
    return Object.assign(validateBody<Command>(act.command as new () => Command, body), { envelope });
  }
}
