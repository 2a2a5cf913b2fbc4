import { contexts } from '#contexts';
import { StreamUnitTree } from '#contexts/org-units';
import { AggregateStore } from '#event-store';
import { derivedId, rootUnitId, type Actor, type Command } from '#kernel';
import { validateBody } from '#platform';
import { CommandExecutor, type Receipt } from '#platform/commands';
import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import type { OpsContext } from '../ops-context.js';

/** Carries out one act of any context, as the api does it for a user. @throws DomainError */
export type Submit = (act: string, body: object, commandId: string) => Promise<Receipt>;

/** Whoever may run this tool may do everything. Told apart by the account of the machine; its name is no event's business. */
const operator = (): Actor => ({
  subject: derivedId('operator', userInfo().username),
  role: 'system',
  unitId: rootUnitId,
});

/** The write side in this process, beside the running one: all that they share is the event store. */
export function openCommands(
  { codec, digest, store }: Pick<OpsContext, 'codec' | 'digest' | 'store'>,
  correlationId: string,
  now: () => Date = () => new Date(),
): { readonly submit: Submit; close(): Promise<void> } {
  const acts = new Map(contexts.flatMap((context) => context.acts.map((act) => [act.name, act])));
  const units = new StreamUnitTree(store, { random: Math.random });
  const executor = new CommandExecutor(new AggregateStore(store, codec), units, digest);
  return {
    submit(name, body, commandId) {
      const act = acts.get(name)!;
      const command = validateBody<Command>(act.command as new () => Command, body);
      const receivedAt = now().toISOString();
      const envelope = { commandId, correlationId, causationId: correlationId, actor: operator(), receivedAt };
      return executor.execute(act, Object.assign(command, { envelope }));
    },
    close: () => units.close(),
  };
}

/** One decision of whoever runs the tool. @throws DomainError */
export async function decide(ops: OpsContext, act: string, body: object): Promise<void> {
  const commands = openCommands(ops, randomUUID());
  try {
    await commands.submit(act, body, randomUUID());
  } finally {
    await commands.close();
  }
}
