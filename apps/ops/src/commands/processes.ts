import { contexts } from '#contexts';
import { AggregateStore } from '#event-store';
import { streamName, type AnyAct, type Envelope } from '#kernel';
import {
  actorOf,
  discardParkedByProcess,
  dismissRefused,
  listParkedByProcesses,
  listRefused,
  retryParkedByProcesses,
  retryRefused,
  type ProcessRetryOptions,
  type ProcessRetryReport,
  type RefusedCommand,
} from '#processes';
import type { Command } from 'commander';
import { userInfo } from 'node:os';
import type { OpenOps, OpsContext } from '../ops-context.js';
import { print } from '../print.js';
import { eventNamed, why } from './parked.js';

interface Which {
  readonly process?: string;
  readonly stream?: string;
}
interface Because {
  readonly reason: string;
}

export function registerProcesses(program: Command, open: OpenOps): void {
  const processes = program
    .command('processes')
    .description('what deadlines, follow-up commands and letters could not take: events and refused commands');
  registerParkedOf(processes, open);
  registerRefusedOf(processes, open);
}

function registerParkedOf(processes: Command, open: OpenOps): void {
  const parked = processes
    .command('parked')
    .description('events that a process could not take, and what waits behind them');

  parked
    .command('list')
    .option('--process <name>')
    .option('--stream <name>')
    .action(async (which: Which) => {
      const entries = await listParkedByProcesses((await open()).dataSource, filterOf(which));
      for (const entry of entries) {
        const { process, stream, revision, eventType, parkedAt } = entry;
        print(`${parkedAt.toISOString()} ${process} ${stream}@${revision} ${eventType} ${why(entry)}`);
      }
      print(`${entries.length} parked`);
    });

  parked
    .command('retry')
    .option('--process <name>')
    .option('--stream <name>')
    .description('take them with the present code, each stream in order up to the first that fails again')
    .action(async (which: Which) => {
      const reports = await retryParkedByProcesses(retryOptions(await open()), filterOf(which));
      for (const report of reports) printReport(report);
      if (reports.some(({ left }) => left > 0))
        throw new Error('some events failed again: see "processes parked list"');
    });

  parked
    .command('discard')
    .argument('<process>')
    .argument('<event>', 'as listed: stream@revision')
    .requiredOption('--reason <text>', 'why the process shall never react to this event')
    .description('pass one parked event over; who said so is kept; what waits behind it is taken')
    .action(async (name: string, event: string, { reason }: Because) => {
      const of = { process: processNamed(name), ...eventNamed(event) };
      printReport(await discardParkedByProcess(retryOptions(await open()), of, because(reason)));
    });
}

function registerRefusedOf(processes: Command, open: OpenOps): void {
  const refused = processes.command('refused').description('commands of processes that a rule refused');

  refused
    .command('list')
    .option('--process <name>')
    .option('--dismissed', 'those that somebody dismissed, with who and why')
    .action(async ({ process, dismissed }: { process?: string; dismissed?: true }) => {
      const ops = await open();
      const commands = await listRefused(ops.dataSource, { process: process && processNamed(process), dismissed });
      const aggregates = new AggregateStore(ops.store, ops.codec);
      for (const command of commands) print(await described(command, aggregates));
      print(`${commands.length} ${dismissed ? 'dismissed' : 'refused'}`);
    });

  refused
    .command('retry')
    .argument('<command>', 'its id, as listed')
    .description('let the projector carry it out again, under the same id: it is recorded once')
    .action(async (commandId: string) => {
      if (!(await retryRefused((await open()).dataSource, idOf(commandId)))) throw notRefused(commandId);
      print(`${commandId}: due again; refused once more, it is listed again`);
    });

  refused
    .command('dismiss')
    .argument('<command>', 'its id, as listed')
    .requiredOption('--reason <text>', 'why nobody needs to look at it any more')
    .description('let it be; it is kept with who said so and why')
    .action(async (commandId: string, { reason }: Because) => {
      if (!(await dismissRefused((await open()).dataSource, idOf(commandId), because(reason)))) {
        throw notRefused(commandId);
      }
      print(`${commandId}: dismissed`);
    });
}

/** Id, time, process, act, whose stream and unit, and why; on one line. */
async function described(command: RefusedCommand, aggregates: AggregateStore): Promise<string> {
  const { act: name, code, commandId, process, refusal, refusedAt } = command;
  const act = contexts.flatMap(({ acts }) => [...acts]).find((each) => each.name === name);
  const subject = act ? await subjectOf(act, command, aggregates) : 'an act that is no more';
  const facts = refusal && [
    ...Object.entries(refusal.details),
    ...refusal.fields.map((each) => [each.field, each.code]),
  ];
  const told = facts?.length ? ` ${JSON.stringify(Object.fromEntries(facts))}` : '';
  const { dismissedAt, dismissedBecause, dismissedBy } = command;
  const dismissed = dismissedAt
    ? `; dismissed ${dismissedAt.toISOString()} by ${dismissedBy ?? ''}: ${dismissedBecause ?? ''}`
    : '';
  const what = act ? `${name} (${act.summary.vi})` : name;
  return `${commandId} ${refusedAt.toISOString()} ${process} ${what} ${subject}: ${code}${told}${dismissed}`;
}

async function subjectOf(act: AnyAct, refused: RefusedCommand, aggregates: AggregateStore): Promise<string> {
  const { body, causationId, commandId, process, refusedAt } = refused;
  const common = { commandId, correlationId: commandId, causationId, receivedAt: refusedAt.toISOString() };
  const envelope: Envelope = { ...common, actor: actorOf(process) };
  const command: unknown = Object.assign(new act.command(), body, { envelope });
  const id = act.id(command, envelope);
  const unit = act.unit(command, await aggregates.state(act.aggregate, id));
  return `${streamName(act.aggregate, id)} of unit ${unit ?? 'unknown'}`;
}

const everyProcess = () => contexts.flatMap(({ processes = [] }) => [...processes]);

function processNamed(name: string): string {
  const known = everyProcess().map((each) => each.name);
  if (known.includes(name)) return name;
  throw new Error(`there is no process "${name}"; there are ${known.sort().join(', ')}`);
}

/** Before PostgreSQL says it less clearly. */
function idOf(commandId: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(commandId)) return commandId;
  throw new Error(`"${commandId}" is no id of a command`);
}

const notRefused = (commandId: string): Error =>
  new Error(`${commandId} is no refused command that waits for a person`);
const filterOf = ({ process, stream }: Which) => ({ process: process && processNamed(process), stream });
const because = (reason: string) => ({ reason, by: userInfo().username });

const printReport = ({ applied, left, process, stream }: ProcessRetryReport): void =>
  print(`${process} ${stream}: ${applied} applied, ${left} left`);

const retryOptions = ({ codec, dataSource, store }: OpsContext): ProcessRetryOptions => ({
  ...{ dataSource, store, decode: codec.decode.bind(codec) },
  processes: everyProcess(),
});
