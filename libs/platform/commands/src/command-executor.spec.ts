import { AggregateStore, EventCodec, InMemoryEventStore, type StoredEvent } from '#event-store';
import {
  act,
  aggregate,
  Command,
  derivedId,
  DomainError,
  event,
  EventRegistry,
  findChainFault,
  rootUnitId,
  shape,
  type Envelope,
  type EventOf,
  type FieldCipher,
} from '#kernel';
import fc from 'fast-check';
import { CommandExecutor } from './command-executor.js';

const opened = event('spec.Opened', shape<{ unitId: string }>());
const raised = event('spec.Raised', shape<{ by: number }>());
const events = [opened, raised] as const;

interface Total {
  readonly unitId?: string;
  readonly sum: number;
}

const total = aggregate({
  name: 'total',
  events,
  initialState: { sum: 0 } as Total,
  evolve: (state, happened: EventOf<typeof events>): Total =>
    happened.type === opened.type
      ? { ...state, unitId: happened.data.unitId }
      : { ...state, sum: state.sum + happened.data.by },
});

class OpenTotal extends Command {
  totalId!: string;
  unitId!: string;
}
class RaiseTotal extends Command {
  totalId!: string;
  by!: number;
  raisedOn?: string;
  reason?: string;
  enteredFor?: string;
}

const openTotal = act({
  name: 'open-total',
  summary: { vi: 'Mở', en: 'Open' },
  command: OpenTotal,
  aggregate: total,
  roles: ['office'],
  id: (command) => command.totalId,
  creates: true,
  unit: (command) => command.unitId,
  decide: (command, state) => {
    if (state.unitId) throw new DomainError('total.exists');
    return [opened({ unitId: command.unitId })];
  },
});
const raiseTotal = act({
  name: 'raise-total',
  summary: { vi: 'Cộng', en: 'Raise' },
  command: RaiseTotal,
  aggregate: total,
  roles: ['office', 'secretary'],
  id: (command) => command.totalId,
  unit: (_command, state) => state.unitId,
  effectiveAt: ({ raisedOn }) => raisedOn,
  decide: (command, state) => {
    if (!state.unitId) throw new DomainError('total.unknown', {}, 'not-found');
    if (state.sum + command.by > 100) throw new DomainError('total.too-high', { sum: state.sum });
    return command.by === 0 ? [] : [raised({ by: command.by })];
  },
});

const commune = derivedId('spec', 'commune');
const elsewhere = derivedId('spec', 'elsewhere');
const units = {
  contains: (ancestor: string, unit: string) =>
    Promise.resolve(ancestor === rootUnitId || (ancestor === commune && unit === commune)),
};
const noPersonalFields: FieldCipher = {
  seal: (_definition, data) => Promise.resolve(data),
  open: (_definition, data) => Promise.resolve(data),
};

let ids = 0;
const freshId = (): string => derivedId('spec', 'executor', ++ids);

function envelope(some: Partial<Envelope> = {}): Envelope {
  const commandId = some.commandId ?? freshId();
  return {
    commandId,
    correlationId: commandId,
    causationId: commandId,
    actor: { subject: derivedId('spec', 'actor'), role: 'office', unitId: commune },
    receivedAt: '2024-08-28T18:30:00.000Z',
    ...some,
  };
}

const open = (totalId: string, some: Partial<Envelope> = {}, unitId = commune) =>
  Object.assign(new OpenTotal(), { totalId, unitId, envelope: envelope(some) });
const raise = (totalId: string, by: number, some: Partial<Envelope> = {}) =>
  Object.assign(new RaiseTotal(), { totalId, by, envelope: envelope(some) });

const store = new InMemoryEventStore();
/** Several executors on one store stand for several api processes. */
const executor = (): CommandExecutor =>
  new CommandExecutor(
    new AggregateStore(store, new EventCodec(new EventRegistry(events), noPersonalFields)),
    units,
    (text) => text,
  );

async function streamOf(totalId: string): Promise<StoredEvent[]> {
  const read: StoredEvent[] = [];
  for await (const stored of store.readStream(`total-${totalId}`)) read.push(stored);
  return read;
}
const refusedWith = (code: string): unknown => expect.objectContaining({ code });

describe('the write loop', () => {
  it('appends the decision with its metadata and an unbroken hash chain', async () => {
    const totalId = freshId();
    const process = executor();
    await process.execute(openTotal, open(totalId));
    const command = raise(totalId, 5);
    command.reason = 'theo biên bản';
    command.enteredFor = 'c-7';
    const receipt = await process.execute(raiseTotal, command);
    const stored = await streamOf(totalId);
    expect(receipt).toMatchObject({ revision: 1, position: stored[1]!.position, replayed: false });
    expect(stored[1]!.metadata).toMatchObject({
      command: 'raise-total',
      reason: 'theo biên bản',
      actor: { role: 'office', enteredFor: 'c-7' },
      recordedAt: '2024-08-28T18:30:00.000Z',
      effectiveAt: '2024-08-29',
      schemaVersion: 1,
    });
    expect(findChainFault(stored)).toBeUndefined();
  });

  it('dates a fact by its own day, when the command names one', async () => {
    const totalId = freshId();
    const process = executor();
    await process.execute(openTotal, open(totalId));
    await process.execute(raiseTotal, Object.assign(raise(totalId, 5), { raisedOn: '2024-08-01' }));
    const [, stored] = await streamOf(totalId);
    expect(stored!.metadata).toMatchObject({ effectiveAt: '2024-08-01', recordedAt: '2024-08-28T18:30:00.000Z' });
  });

  it('answers a retry with the first result and writes nothing, in this process and in another', async () => {
    const totalId = freshId();
    const process = executor();
    const opening = open(totalId);
    const first = await process.execute(openTotal, opening);
    const raising = raise(totalId, 7);
    const second = await process.execute(raiseTotal, raising);
    await process.execute(raiseTotal, raise(totalId, 1));
    for (const any of [process, executor()]) {
      expect(await any.execute(openTotal, opening)).toEqual({ ...first, replayed: true });
      expect(await any.execute(raiseTotal, raising)).toEqual({ ...second, replayed: true });
    }
    expect(await streamOf(totalId)).toHaveLength(3);
  });

  it('refuses a command id that was used for something else', async () => {
    const totalId = freshId();
    const process = executor();
    const opening = open(totalId);
    await process.execute(openTotal, opening);
    const { commandId } = opening.envelope;
    await expect(process.execute(raiseTotal, raise(totalId, 1, { commandId }))).rejects.toEqual(
      refusedWith('command.id-reused'),
    );
    const raising = raise(totalId, 1);
    await process.execute(raiseTotal, raising);
    await expect(
      executor().execute(raiseTotal, raise(totalId, 2, { commandId: raising.envelope.commandId })),
    ).rejects.toEqual(refusedWith('command.id-reused'));
  });

  it('decides again on the fresh state when another process was faster', async () => {
    const totalId = freshId();
    const [here, there] = [executor(), executor()];
    await here.execute(openTotal, open(totalId));
    await there.execute(raiseTotal, raise(totalId, 60));
    await expect(here.execute(raiseTotal, raise(totalId, 50))).rejects.toMatchObject({
      code: 'total.too-high',
      details: { sum: 60 },
    });
    expect(await here.execute(raiseTotal, raise(totalId, 40))).toMatchObject({ revision: 2 });
  });

  it('never refuses because of a stale state', async () => {
    const totalId = freshId();
    const [here, there] = [executor(), executor()];
    await here.execute(openTotal, open(totalId));
    await here.execute(raiseTotal, raise(totalId, 90));
    await there.execute(raiseTotal, raise(totalId, -90));
    expect(await here.execute(raiseTotal, raise(totalId, 50))).toMatchObject({ revision: 3 });
  });

  it('decides many concurrent commands of one process once each, in the order in which they came', async () => {
    const totalId = freshId();
    const process = executor();
    await process.execute(openTotal, open(totalId));
    const decided: number[] = [];
    const counted = act({
      ...raiseTotal,
      decide: (command: RaiseTotal, state, context) => {
        decided.push(command.by);
        return raiseTotal.decide(command, state, context);
      },
    });
    const amounts = Array.from({ length: 12 }, (_, n) => n + 1);
    // A refusal in between holds nobody up.
    const sent = [...amounts, 90, 13].map((by) => process.execute(counted, raise(totalId, by)));
    const outcomes = await Promise.allSettled(sent);
    expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual([...amounts.map(() => true), false, true]);
    // The refused one is looked at again on the fresh state.
    expect(decided).toEqual([...amounts, 90, 90, 13]);
    expect((await streamOf(totalId)).map(({ data }) => data['by']).slice(1)).toEqual([...amounts, 13]);
  });

  it('loses none of many concurrent commands from several processes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 12 }), async (amounts) => {
        const totalId = freshId();
        const processes = [executor(), executor(), executor()];
        await processes[0]!.execute(openTotal, open(totalId));
        const twice = amounts.flatMap((by) => {
          const command = raise(totalId, by);
          return [command, command];
        });
        await Promise.all(twice.map((command, index) => processes[index % 3]!.execute(raiseTotal, command)));
        const stored = await streamOf(totalId);
        expect(stored).toHaveLength(amounts.length + 1);
        expect(findChainFault(stored)).toBeUndefined();
      }),
      { numRuns: 40 },
    );
  });

  it('answers a stale If-Match instead of deciding on what the client did not see', async () => {
    const totalId = freshId();
    const process = executor();
    await process.execute(openTotal, open(totalId));
    await executor().execute(raiseTotal, raise(totalId, 1));
    await expect(process.execute(raiseTotal, raise(totalId, 1, { expectedRevision: 0 }))).rejects.toMatchObject({
      code: 'command.stale-version',
      kind: 'version',
      details: { expected: 0, actual: 1 },
    });
    expect(await process.execute(raiseTotal, raise(totalId, 1, { expectedRevision: 1 }))).toMatchObject({
      revision: 2,
    });
  });

  it('answers a command that changes nothing with the revision as it is', async () => {
    const totalId = freshId();
    const process = executor();
    await process.execute(openTotal, open(totalId));
    expect(await process.execute(raiseTotal, raise(totalId, 0))).toMatchObject({
      revision: 0,
      position: undefined,
      events: [],
    });
  });

  it('refuses a role that may not do this, and a unit outside the actor’s subtree', async () => {
    const totalId = freshId();
    const process = executor();
    const inspector = { subject: 's', role: 'inspector' as const, unitId: rootUnitId };
    await expect(process.execute(openTotal, open(totalId, { actor: inspector }))).rejects.toMatchObject({
      code: 'command.role-not-allowed',
      kind: 'forbidden',
    });
    await expect(process.execute(openTotal, open(totalId, {}, elsewhere))).rejects.toMatchObject({
      code: 'command.outside-scope',
      kind: 'forbidden',
    });
    await process.execute(openTotal, open(totalId, { actor: { ...inspector, role: 'office' } }, elsewhere));
    await expect(process.execute(raiseTotal, raise(totalId, 1))).rejects.toMatchObject({
      code: 'command.outside-scope',
    });
    expect(await streamOf(totalId)).toHaveLength(1);
  });

  it('lets the decision say that the thing is unknown', async () => {
    await expect(executor().execute(raiseTotal, raise(freshId(), 1))).rejects.toMatchObject({
      code: 'total.unknown',
      kind: 'not-found',
    });
  });
});

describe('a command of a correction', () => {
  it('says in its events what they correct', async () => {
    const totalId = freshId();
    const process = executor();
    await process.execute(openTotal, open(totalId));
    const {
      events: [wrong],
    } = await process.execute(raiseTotal, raise(totalId, 50));
    const corrects = { stream: `total-${totalId}`, revision: 1, eventId: wrong!.id };
    await process.execute(
      raiseTotal,
      raise(totalId, -5, { correction: { id: 'c-1', corrects, effectiveAt: '2024-03-05' } }),
    );
    const [, , stored] = await streamOf(totalId);
    expect(stored!.metadata).toMatchObject({ corrects, correction: 'c-1', effectiveAt: '2024-03-05' });
    expect(findChainFault(await streamOf(totalId))).toBeUndefined();
  });
});

describe('a rehearsal', () => {
  it('does nothing for a command that was carried out before', async () => {
    const totalId = freshId();
    const process = executor();
    const opening = open(totalId);
    await process.execute(openTotal, opening);
    expect(await process.rehearsal().execute(openTotal, opening)).toMatchObject({ events: [], replayed: true });
  });

  it('decides commands on top of each other and writes nothing', async () => {
    const totalId = freshId();
    const process = executor();
    const rehearsal = process.rehearsal();
    const stream = `total-${totalId}`;
    const opening = await rehearsal.execute(openTotal, open(totalId));
    expect(opening).toMatchObject({ stream, revision: -1, events: [{ type: 'spec.Opened' }], replayed: false });
    const raising = await rehearsal.execute(raiseTotal, raise(totalId, 60));
    expect(raising).toMatchObject({ stream, revision: 0, events: [{ type: 'spec.Raised', data: { by: 60 } }] });
    await expect(rehearsal.execute(raiseTotal, raise(totalId, 60))).rejects.toMatchObject({ code: 'total.too-high' });
    await expect(rehearsal.execute(openTotal, open(totalId))).rejects.toMatchObject({ code: 'total.exists' });
    expect(await streamOf(totalId)).toEqual([]);
  });
});
