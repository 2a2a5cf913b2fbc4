import { contexts } from '#contexts';
import { AggregateStore, EventCodec, InMemoryEventStore } from '#event-store';
import {
  EventRegistry,
  rootUnitId,
  type Actor,
  type AnyAct,
  type Command,
  type FieldCipher,
  type RecordedEvent,
  type UnitTree,
} from '#kernel';
import { validateBody } from '#platform';
import { CommandExecutor } from '#platform/commands';
import { commandId, type Scenario } from '#scenarios';

const acts = new Map(contexts.flatMap((context) => context.acts).map((act) => [act.name, act]));
const open: FieldCipher = {
  seal: (_definition, data) => Promise.resolve(data),
  open: (_definition, data) => Promise.resolve(data),
};
const everywhere: UnitTree = { contains: (ancestorId) => Promise.resolve(ancestorId === rootUnitId) };
const somebody: Actor = { subject: rootUnitId, role: 'admin', unitId: rootUnitId };

/**
 * Carries a story out by the real acts on a store in memory, one command after another: nothing of HTTP, PostgreSQL
 * or the projector has a part in the events that come out. @throws DomainError: an act refuses a step
 */
export async function toldInMemory(scenario: Scenario, actor = somebody): Promise<RecordedEvent[]> {
  const store = new InMemoryEventStore();
  const codec = new EventCodec(new EventRegistry(contexts.flatMap(({ events }) => events)), open);
  const executor = new CommandExecutor(new AggregateStore(store, codec), everywhere, (text) => text);
  for (const phase of scenario.phases) {
    for (const [chainIndex, chain] of phase.chains.entries()) {
      for (const [stepIndex, step] of chain.entries()) {
        const act: AnyAct = acts.get(step.act)!;
        const id = commandId(scenario, phase, chainIndex, stepIndex);
        const envelope = {
          commandId: id,
          correlationId: id,
          causationId: id,
          actor,
          receivedAt: new Date().toISOString(),
        };
        const command = validateBody<Command>(act.command as new () => Command, step.body);
        await executor.execute(act, Object.assign(command, { envelope }));
      }
    }
  }
  const events: RecordedEvent[] = [];
  for await (const stored of store.readAll()) events.push(await codec.decode(stored));
  return events;
}
