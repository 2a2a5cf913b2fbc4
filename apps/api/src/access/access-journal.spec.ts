import { accessPeriod, inspections } from '#contexts/inspections';
import {
  AggregateStore,
  EventCodec,
  EventStoreUnavailableError,
  InMemoryEventStore,
  type StoredEvent,
} from '#event-store';
import { derivedId, EventRegistry, rootUnitId, type AnyAct, type Command, type FieldCipher } from '#kernel';
import { CommandExecutor, type CommandGateway } from '#platform/commands';
import { PersonKeyDestroyedError } from '#privacy';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccessJournal, type JournalEntry } from './access-journal.js';

const act = inspections.acts.find(({ name }) => name === 'record-reads') as AnyAct;
/** Its key is destroyed. */
const erasedMonth = '2020-01';
const plain: FieldCipher = {
  seal: (_definition, data) =>
    data['period'] === accessPeriod(erasedMonth)
      ? Promise.reject(new PersonKeyDestroyedError('destroyed'))
      : Promise.resolve(data),
  open: (_definition, data) => Promise.resolve(data),
};
const [reader, other] = [derivedId('spec', 'reader'), derivedId('spec', 'other')];
const look = (who: string, at = '2025-04-02T02:00:00.000Z'): JournalEntry => ({
  ...{ at, what: '/api/views/turnout', ids: [rootUnitId], form: 'page', status: 200 },
  ...{ reader: who, readerScope: rootUnitId },
});
const segment = (pid: number) => `${pid}-3a9b2a54-6c2a-4b56-8a5a-0f6e61a5c001.ndjson`;
/** Larger than any process id of Linux. */
const gone = 2 ** 22 + 1;

describe('the access journal', () => {
  let folder: string;
  let store: InMemoryEventStore;
  let isAway: boolean;
  let told: string[];
  let journal: AccessJournal;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ncs-access-'));
    store = new InMemoryEventStore();
    isAway = false;
    told = [];
    const codec = new EventCodec(new EventRegistry(inspections.events), plain);
    const executor = new CommandExecutor(
      new AggregateStore(store, codec),
      { contains: () => Promise.resolve(true) },
      (text) => text,
    );
    const submit: CommandGateway['submit'] = (_act, body, { actor, commandId }) => {
      if (isAway) return Promise.reject(new EventStoreUnavailableError('away'));
      const envelope = {
        actor,
        commandId,
        correlationId: commandId,
        causationId: commandId,
        receivedAt: look(reader).at,
      };
      return executor.execute(act, Object.assign(new (act.command as new () => Command)(), body, { envelope }));
    };
    const tell = (_fields: object, message: string) => void told.push(message);
    journal = new AccessJournal(folder, { submit }, { warn: tell, error: tell });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const events = async (): Promise<StoredEvent[]> => {
    const all: StoredEvent[] = [];
    for await (const event of store.readAll()) all.push(event);
    return all;
  };
  const counts = async () => {
    const found: Record<string, number> = {};
    for (const { stream, data } of await events()) {
      found[stream] = (found[stream] ?? 0) + (data['reads'] as unknown[]).length;
    }
    return found;
  };

  it('records looks by day in Vietnam and reader, and leaves no file', async () => {
    for (const entry of [look(reader), look(other), look(reader), look(reader, '2025-04-02T18:00:00.000Z')]) {
      journal.note(entry);
    }
    await journal.stop();
    expect(await counts()).toEqual({
      [`access-2025-04-02-${reader}`]: 2,
      [`access-2025-04-02-${other}`]: 1,
      [`access-2025-04-03-${reader}`]: 1,
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('lets go of looks whose month is past its retention, and records the others', async () => {
    for (const entry of [look(reader, `${erasedMonth}-15T02:00:00.000Z`), look(other)]) journal.note(entry);
    await journal.stop();
    expect(await counts()).toEqual({ [`access-2025-04-02-${other}`]: 1 });
    expect(told).toEqual(['looks at data came after the retention of their month had ended']);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('records what a killed process left behind, once, half a line excepted', async () => {
    const text = `${JSON.stringify(look(reader))}\n${JSON.stringify(look(reader))}\n{"at":"2025`;
    for (const _killedAgain of [1, 2]) {
      writeFileSync(join(folder, segment(gone)), text);
      await journal.flush();
    }
    expect(await counts()).toEqual({ [`access-2025-04-02-${reader}`]: 2 });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves the file of a process that lives', async () => {
    writeFileSync(join(folder, segment(process.ppid)), JSON.stringify(look(reader)));
    await journal.flush();
    expect(await events()).toEqual([]);
  });

  it('says when its folder can not be read, and nothing when there is none yet', async () => {
    rmSync(folder, { recursive: true });
    await journal.flush();
    expect(told).toEqual([]);
    writeFileSync(folder, 'a file where the folder should be');
    await journal.flush();
    expect(told).toEqual(['the folder of the access journal can not be read']);
  });

  it('keeps what can not be recorded yet, and says so', async () => {
    isAway = true;
    journal.note(look(reader));
    await journal.flush();
    expect(told).toEqual(['looks at data wait in the access journal']);
    isAway = false;
    await journal.flush();
    expect(await counts()).toEqual({ [`access-2025-04-02-${reader}`]: 1 });
  });
});
