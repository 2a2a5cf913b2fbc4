import { contexts } from '#contexts';
import { AggregateStore, EventCodec, InMemoryEventStore, type EventStore } from '#event-store';
import { EventRegistry, type FieldCipher } from '#kernel';
import { BulkAuthor, extentsOf, historyOf, simulate, UnknownProvinceError, type Told } from './index.js';

const options = { seed: 1, years: 2, cellsPerCommune: 3 };
const [extent] = extentsOf('commune', 'bac-kan');
const acts = new Map(contexts.flatMap((context) => context.acts).map((act) => [act.name, act]));
const open: FieldCipher = {
  seal: (_definition, data) => Promise.resolve(data),
  open: (_definition, data) => Promise.resolve(data),
};

/** What a simulation wrote, without what differs from run to run. */
async function eventsIn(store: EventStore): Promise<string[]> {
  const events: string[] = [];
  for await (const { data, metadata, revision, stream, type } of store.readAll()) {
    events.push(JSON.stringify([stream, revision, type, data, metadata.commandId, metadata.effectiveAt]));
  }
  return events;
}

function authorOn(store: EventStore): BulkAuthor {
  const codec = new EventCodec(new EventRegistry(contexts.flatMap(({ events }) => [...events])), open);
  return new BulkAuthor(
    new AggregateStore(store, codec),
    acts,
    (text) => text,
    () => new Date('2026-01-05T00:00:00Z'),
  );
}

const stepsOf = (seed: number): readonly Told[] => [...historyOf(extent!, { ...options, seed })].flat();

describe('simulated history', () => {
  it('is accepted by every act, and tells of two years of a commune', async () => {
    const store = new InMemoryEventStore();
    const { commands, events } = await simulate(historyOf(extent!, options), authorOn(store));
    const written = await eventsIn(store);
    expect(written).toHaveLength(events);
    expect(commands).toBe(stepsOf(1).length);
    const count = (type: string): number => written.filter((text) => text.includes(`"${type}"`)).length;
    const cells = count('assignments.CadreAssigned');
    expect(cells).toBeGreaterThanOrEqual(2);
    // Two years of monthly meetings, nearly all of them held.
    expect(count('meetings.MeetingHeld')).toBeGreaterThan(cells * 24 * 0.9);
    expect(count('evaluations.ClassificationDecided')).toBe(cells * 2);
    expect(count('issues.IssueRaised')).toBeGreaterThan(0);
  });

  it('is in the order of its days, most meetings in the first ones of a month', async () => {
    const held = stepsOf(1).filter(({ act }) => act === 'hold-meeting');
    const days = held.map(({ body }) => body['heldOn'] as string);
    expect(days).toEqual([...days].sort());
    const early = days.filter((day) => Number(day.slice(8)) <= 5).length;
    expect(early / days.length).toBeGreaterThan(0.5);
  });

  it('is the same for the same seed, and another for another', () => {
    expect(stepsOf(1)).toEqual(stepsOf(1));
    const bodies = (seed: number) => stepsOf(seed).map(({ act, body }) => [act, body['durationMinutes']]);
    expect(bodies(2)).not.toEqual(bodies(1));
  });

  it.each([1, 40, 333])('stopped after %i commands and told again, ends the same', async (stopAfter) => {
    const undisturbed = new InMemoryEventStore();
    await simulate(historyOf(extent!, options), authorOn(undisturbed));
    const store = new InMemoryEventStore();
    let left = stopAfter;
    function* part(): Generator<readonly Told[]> {
      for (const batch of historyOf(extent!, options)) {
        yield batch.slice(0, left);
        left -= batch.length;
        if (left <= 0) return;
      }
    }
    await simulate(part(), authorOn(store));
    const before = (await eventsIn(store)).length;
    const { events } = await simulate(historyOf(extent!, options), authorOn(store));
    const all = await eventsIn(store);
    expect(all).toHaveLength(before + events);
    expect([...all].sort()).toEqual([...(await eventsIn(undisturbed))].sort());
    expect((await simulate(historyOf(extent!, options), authorOn(store))).events).toBe(0);
  });

  it('names the provinces it knows', () => {
    expect(() => extentsOf('province', 'atlantis')).toThrow(UnknownProvinceError);
    expect(extentsOf('country', undefined)).toHaveLength(63);
  });

  it('says which step an act refused', async () => {
    const steps = stepsOf(1);
    const wrong = steps.filter(({ act }) => act !== 'register-unit');
    await expect(simulate([wrong], authorOn(new InMemoryEventStore()))).rejects.toThrow(/was refused/);
  });
});
