import { DomainError, notFound, type Actor, type AnyAct, type Command, type Envelope } from '#kernel';
import { type CommandBus } from '@nestjs/cqrs';
import { validateBody } from '#platform';
import type { CommandExecutor } from './command-executor.js';
import type { Receipt } from './receipt.js';

/** What the transport knows of a command besides its body. */
export interface Submission {
  readonly commandId: string;
  readonly actor: Actor;
  readonly correlationId?: string;
  readonly causationId?: string;
  readonly expectedRevision?: number;
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
        rows.push({ row, events: await rehearsal.execute(act, this.prepare(act, body, submissionOf(row))) });
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        rows.push({ row, error });
      }
    }
    return rows;
  }

  private prepare(act: AnyAct, body: unknown, submission: Submission): Command {
    const { commandId, actor, correlationId, causationId, expectedRevision } = submission;
    const envelope: Envelope = {
      commandId,
      correlationId: correlationId ?? commandId,
      causationId: causationId ?? commandId,
      actor,
      receivedAt: this.now().toISOString(),
      ...(expectedRevision === undefined ? {} : { expectedRevision }),
    };
    return Object.assign(validateBody<Command>(act.command as new () => Command, body), { envelope });
  }
}
