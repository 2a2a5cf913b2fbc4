import { contexts } from '#contexts';
import { AggregateStore } from '#event-store';
import { streamName, type AnyAct, type Envelope } from '#kernel';
import {
  actorOf,
  discardParkedByProcess,
  dismissAside,
  listAside,
  listParkedByProcesses,
  retryAside,
  retryParkedByProcesses,
  type AsideCommand,
  type AsideKind,
  type ProcessRetryOptions,
} from '#processes';
import type { Command } from 'commander';
import { userInfo } from 'node:os';
import type { OpenOps, OpsContext } from '../ops-context.js';
import { print } from '../print.js';
import { decide } from '../units/submit.js';
import { eventNamed, parkedLine, registerParkedVerbs, retriedLine, type ParkedSource } from './parked-verbs.js';

export function registerProcesses(program: Command, open: OpenOps): void {
  const processes = program
    .command('processes')
    .description('what deadlines, follow-up commands and letters could not take, and commands that were put aside');
  const parked = processes
    .command('parked')
    .description('events that a process could not take, what waits behind them, and commands that failed by a defect');
  registerParkedVerbs(parked, parkedOf(open), {
    retry: 'take them with the present code, each stream in order up to the first that fails again; commands are due',
    event: 'as listed: stream@revision, or the id of a command',
    reason: 'why the process shall never react to this event, or not carry out this command',
    discard: 'pass one over; who said so is kept; what waits behind an event is taken',
  });
  registerRefusedOf(processes, open);
}

const parkedOf = (open: OpenOps): ParkedSource => ({
  owner: 'process',
  named: processNamed,

  async list({ owner: process, stream }) {
    const ops = await open();
    const events = await listParkedByProcesses(ops.dataSource, { process, stream });
    const commands = stream === undefined ? await described(ops, 'parked', { process }) : [];
    return [...events.map((event) => parkedLine(event.process, event)), ...commands];
  },

  async retry({ owner: process, stream }) {
    const ops = await open();
    const reports = await retryParkedByProcesses(retryOptions(ops), { process, stream });
    const lines = reports.map((each) => retriedLine(each.process, each.stream, each.applied, each.left));
    for (const { commandId } of stream === undefined ? await listAside(ops.dataSource, 'parked', { process }) : []) {
      if (await retryAside(ops.dataSource, commandId)) lines.push(dueAgain(commandId));
    }
    return { lines, left: reports.reduce((sum, { left }) => sum + left, 0) };
  },

  async discard(process, event, reason) {
    const ops = await open();
    if (isId(event)) return dismissed(ops, 'parked', event, reason);
    const of = { process, ...eventNamed(event) };
    const parked = await listParkedByProcesses(ops.dataSource, of);
    // What merely waits is taken in its turn.
    if (!parked.some(({ attempts, revision }) => attempts > 0 && revision === of.revision)) {
      throw new Error(`"${process}" has no event ${event} parked`);
    }
    // First the event: whatever happens next, the decision and who took it are on record.
    await decide(ops, 'discard-process-event', { ...of, reason });
    // Or the projector, that has heard of it: whoever is first.
    await discardParkedByProcess(retryOptions(ops), of);
    const left = await listParkedByProcesses(ops.dataSource, { process, stream: of.stream });
    return `${process} ${event}: discarded, ${left.length} left`;
  },
});

function registerRefusedOf(processes: Command, open: OpenOps): void {
  const refused = processes.command('refused').description('commands of processes that a rule refused');

  refused
    .command('list')
    .option('--process <name>')
    .option('--dismissed', 'those that somebody dismissed, with who and why')
    .action(async ({ process, dismissed }: { process?: string; dismissed?: true }) => {
      const which = { process: process && processNamed(process), dismissed };
      const lines = await described(await open(), 'refused', which);
      for (const line of [...lines, `${lines.length} ${dismissed ? 'dismissed' : 'refused'}`]) print(line);
    });

  refused
    .command('retry')
    .argument('<command>', 'its id, as listed')
    .description('let the projector carry it out again, under the same id: it is recorded once')
    .action(async (commandId: string) => {
      if (!(await retryAside((await open()).dataSource, idOf(commandId)))) throw notAside(commandId);
      print(dueAgain(commandId));
    });

  refused
    .command('dismiss')
    .argument('<command>', 'its id, as listed')
    .requiredOption('--reason <text>', 'why nobody needs to look at it any more')
    .description('let it be; it is kept with who said so and why')
    .action(async (commandId: string, { reason }: { reason: string }) => {
      print(await dismissed(await open(), 'refused', idOf(commandId), reason));
    });
}

async function dismissed(ops: OpsContext, kind: AsideKind, commandId: string, reason: string): Promise<string> {
  const command = (await listAside(ops.dataSource, kind)).find((each) => each.commandId === commandId.toLowerCase());
  if (!command) throw notAside(commandId);
  const { act, process } = command;
  await decide(ops, 'dismiss-process-command', { process, commandId, act, reason });
  await dismissAside(ops.dataSource, commandId, { reason, by: userInfo().username });
  return `${commandId}: dismissed`;
}

const dueAgain = (commandId: string): string => `${commandId}: due again; failed once more, it is listed again`;

async function described(ops: OpsContext, kind: AsideKind, which: Parameters<typeof listAside>[2]): Promise<string[]> {
  const aggregates = new AggregateStore(ops.store, ops.codec);
  const lines: string[] = [];
  for (const command of await listAside(ops.dataSource, kind, which)) lines.push(await line(command, aggregates));
  return lines;
}

/** Id, time, process, act, whose stream and unit, and why; on one line. */
async function line(command: AsideCommand, aggregates: AggregateStore): Promise<string> {
  const { act: name, asideAt, attempts, commandId, errorClass, lastError, process, refusal } = command;
  const act = contexts.flatMap(({ acts }) => [...acts]).find((each) => each.name === name);
  const subject = act ? await subjectOf(act, command, aggregates) : 'an act that is no more';
  const facts = refusal && [
    ...Object.entries(refusal.details),
    ...refusal.fields.map((each) => [each.field, each.code]),
  ];
  const told = facts?.length ? ` ${JSON.stringify(Object.fromEntries(facts))}` : '';
  const why = errorClass === null ? `${lastError}${told}` : `${errorClass}: ${lastError} (attempts: ${attempts})`;
  const { dismissedAt, dismissedBecause, dismissedBy } = command;
  const letBe = dismissedAt
    ? `; dismissed ${dismissedAt.toISOString()} by ${dismissedBy ?? ''}: ${dismissedBecause ?? ''}`
    : '';
  const what = act ? `${name} (${act.summary.vi})` : name;
  return `${commandId} ${asideAt.toISOString()} ${process} ${what} ${subject}: ${why}${letBe}`;
}

async function subjectOf(act: AnyAct, aside: AsideCommand, aggregates: AggregateStore): Promise<string> {
  const { asideAt, body, causationId, commandId, process } = aside;
  const common = { commandId, correlationId: commandId, causationId, receivedAt: asideAt.toISOString() };
  const envelope: Envelope = { ...common, actor: actorOf(process) };
  const command: unknown = Object.assign(new act.command(), body, { envelope });
  const id = act.id(command, envelope);
  // That the stream can't be read may be the very defect.
  const unit = await aggregates.state(act.aggregate, id).then(
    (state) => act.unit(command, state),
    () => undefined,
  );
  return `${streamName(act.aggregate, id)} of unit ${unit ?? 'unknown'}`;
}

const everyProcess = () => contexts.flatMap(({ processes = [] }) => [...processes]);

function processNamed(name: string): string {
  const known = everyProcess().map((each) => each.name);
  if (known.includes(name)) return name;
  throw new Error(`there is no process "${name}"; there are ${known.sort().join(', ')}`);
}

const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

/** Before PostgreSQL says it less clearly. */
function idOf(commandId: string): string {
  if (isId(commandId)) return commandId;
  throw new Error(`"${commandId}" is no id of a command`);
}

const notAside = (commandId: string): Error => new Error(`${commandId} is no command that waits for a person`);

const retryOptions = ({ codec, dataSource, store }: OpsContext): ProcessRetryOptions => ({
  ...{ dataSource, store, decode: codec.decode.bind(codec) },
  processes: everyProcess(),
});
