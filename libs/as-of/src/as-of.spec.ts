import { aggregate, comparePositions, event, shape, type EventOf, type RecordedEvent } from '#kernel';
import { InMemoryTable, integer, project, text, view, type AnyView } from '#projections';
import { recorded } from '#testing';
import fc from 'fast-check';
import { changedFields } from './changed-fields.js';
import { foldViews } from './fold-views.js';
import { selectAsOf } from './select.js';
import { stateAsOf } from './state.js';

const opened = event('spec.Opened', shape<{ id: string; name: string }>());
const renamed = event('spec.Renamed', shape<{ id: string; name: string }>());
const counted = event('spec.Counted', shape<{ id: string; keeper: string; by: number }>());

const thing = aggregate({
  name: 'thing',
  events: [opened, renamed, counted] as const,
  initialState: { name: '', total: 0, keepers: new Set<string>() },
  evolve(state, change: EventOf<readonly [typeof opened, typeof renamed, typeof counted]>) {
    if (change.type === counted.type) {
      const { by, keeper } = change.data;
      return { ...state, total: state.total + by, keepers: new Set(state.keepers).add(keeper) };
    }
    return { ...state, name: change.data.name };
  },
});

const directory = view({ name: 'directory', version: 1, columns: { id: text().key(), name: text() } })
  .on(opened, ({ data }, rows) => rows.insert(data))
  .on(renamed, ({ data: { id, name } }, rows) => rows.patch({ id }, { name }));
const sums = view({ name: 'sums', version: 1, columns: { keeper: text().key(), total: integer() } }).on(
  counted,
  ({ data: { keeper, by } }, rows) => rows.increment({ keeper }, { total: by }),
);

const days = ['2024-08-30', '2024-08-31', '2024-09-01', '2024-09-02', '2024-09-03'] as const;
fc.configureGlobal({ seed: 20241122 });

const day = fc.constantFrom(...days);

/** A log of a few streams: each opened once, then renamed and counted; recorded in order, holding from any day. */
const log = fc
  .array(fc.record({ stream: fc.nat(2), kind: fc.nat(1), value: fc.nat(9), heldFrom: day }), { maxLength: 25 })
  .chain((steps) => fc.tuple(fc.constant(steps), fc.array(day, { minLength: steps.length, maxLength: steps.length })))
  .map(([steps, recordedOn]) => {
    const revisions = new Map<string, number>();
    const inOrder = [...recordedOn].sort();
    return steps.map(({ stream, kind, value, heldFrom }, index): RecordedEvent => {
      const id = `thing-${stream}`;
      const revision = revisions.get(id) ?? 0;
      revisions.set(id, revision + 1);
      const data = { id, name: `n${value}`, keeper: `cadre-${value % 3}`, by: value };
      const type = revision === 0 ? opened : kind === 0 ? renamed : counted;
      const metadata = { recordedAt: `${inOrder[index]!}T02:00:00.000Z`, effectiveAt: heldFrom };
      const [made] = recorded([type(data)], metadata, id);
      const place = BigInt(index + 1) * 10n;
      return { ...made!, revision, position: { commit: place, prepare: place } };
    });
  });

const rowsOf = (viewOf: AnyView, events: readonly RecordedEvent[], asOf = {}) => {
  const [fold] = foldViews([viewOf], events, asOf);
  const keyed = [...fold!.rows()].map((row) => [viewOf.keyText(row), row] as const);
  return keyed.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
};

describe('as of', () => {
  it('now is live', () => {
    fc.assert(
      fc.property(log, (events) => {
        for (const each of [directory, sums] as AnyView[]) expect(rowsOf(each, events)).toEqual(project(each, events));
        const asOf = { knownOn: days.at(-1)! };
        for (const each of [directory, sums] as AnyView[]) {
          expect(rowsOf(each, events, asOf)).toEqual(project(each, events));
        }
      }),
    );
  });

  it('what was known after each event is the fold of the prefix', () => {
    fc.assert(
      fc.property(log, (events) => {
        for (const knownOn of days) {
          const prefix = events.filter(({ metadata }) => metadata.recordedAt.slice(0, 10) <= knownOn);
          expect(selectAsOf(events, { knownOn })).toEqual(prefix);
          const ofStream = ({ stream }: RecordedEvent) => stream === 'thing-0';
          const { state } = stateAsOf(thing, events.filter(ofStream), { knownOn });
          expect(state).toEqual(stateAsOf(thing, prefix.filter(ofStream), {}).state);
          expect(rowsOf(sums as AnyView, events, { knownOn })).toEqual(project(sums, prefix));
        }
      }),
    );
  });

  it('what held is the same whenever it was entered', () => {
    fc.assert(
      fc.property(log, fc.integer(), (events, seed) => {
        // Each counted by itself, so that any order of entry is one that could have been.
        const facts = events
          .filter(({ type }) => type === counted.type)
          .map((each, index) => ({ ...each, stream: `count-${index}`, revision: 0 }));
        const entered = [...facts].sort((a, b) => Math.sin(seed + Number(a.position.commit - b.position.commit)));
        const renumbered = entered.map((each, index) => ({
          ...each,
          position: { commit: BigInt(index), prepare: BigInt(index) },
        }));
        for (const heldOn of days) {
          expect(rowsOf(sums as AnyView, renumbered, { heldOn })).toEqual(rowsOf(sums as AnyView, facts, { heldOn }));
        }
      }),
    );
  });

  it('nothing that holds only later counts, and nothing twice', () => {
    fc.assert(
      fc.property(log, day, (events, heldOn) => {
        const chosen = selectAsOf(events, { heldOn });
        expect(chosen.every(({ metadata }) => metadata.effectiveAt <= heldOn)).toBe(true);
        expect(new Set(chosen).size).toBe(chosen.length);
      }),
    );
  });
});

describe('what held on a day', () => {
  const entry = (
    made: ReturnType<typeof renamed | typeof opened>,
    effectiveAt: string,
    revision: number,
    at: string,
  ) => {
    const [first] = recorded([made], { effectiveAt, recordedAt: `${at}T02:00:00.000Z` }, 'thing-1');
    const place = BigInt(revision + 1);
    return { ...first!, revision, position: { commit: place, prepare: place } };
  };
  const id = 'thing-1';
  const name = (text: string) => ({ id, name: text });
  const registered = entry(opened(name('first')), '2024-01-01', 0, '2024-01-01');
  const second = entry(renamed(name('second')), '2024-05-01', 1, '2024-05-02');
  /** Found in a drawer: an older renaming that nobody had entered. */
  const late = entry(renamed(name('older')), '2024-03-01', 2, '2024-06-01');
  const history = [registered, second, late];
  const nameOn = (asOf: object) => rowsOf(directory as AnyView, history, asOf).map((row) => row['name']);

  it('a late entry counts for its own days, not for those after', () => {
    expect(nameOn({ heldOn: '2024-02-29' })).toEqual(['first']);
    expect(nameOn({ heldOn: '2024-03-01' })).toEqual(['older']);
    expect(nameOn({ heldOn: '2024-05-01' })).toEqual(['second']);
  });

  it('and as it was known at the time, it is not there', () => {
    expect(nameOn({ heldOn: '2024-03-01', knownOn: '2024-05-31' })).toEqual(['first']);
    expect(nameOn({ knownOn: '2024-05-31' })).toEqual(['second']);
    expect(nameOn({ knownOn: '2024-06-01' })).toEqual(['older']);
    expect(nameOn({ knownOn: '2023-12-31' })).toEqual([]);
  });

  it('an event finds the beginning of its stream although that was entered later', () => {
    const begun = entry(opened(name('begun')), '2024-06-01', 0, '2024-06-01');
    const before = entry(renamed(name('before')), '2024-02-01', 1, '2024-06-01');
    expect(rowsOf(directory as AnyView, [begun, before], { heldOn: '2024-03-01' })).toEqual([name('before')]);
    expect(rowsOf(directory as AnyView, [begun, before], { heldOn: '2024-01-31' })).toEqual([]);
  });

  it('who was entered without a day is there from the first fact that names them', () => {
    const [person] = recorded([opened({ id: 'cadre-1', name: 'Hạnh' })], { effectiveAt: '2024-08-29' }, 'cadre-1');
    const marked = recorded([counted({ id, keeper: 'cadre-1', by: 1 })], { effectiveAt: '2024-03-05' }, 'count-1');
    const position = { commit: 900n, prepare: 900n };
    const events = [...marked, { ...person!, position }];
    const namedBy = () => ['cadre-1'];
    const [fold] = foldViews([directory], events, { heldOn: '2024-03-05' }, namedBy);
    expect([...fold!.rows()]).toMatchObject([{ id: 'cadre-1', name: 'Hạnh' }]);
    expect([...foldViews([directory], events, { heldOn: '2024-03-04' }, namedBy)[0]!.rows()]).toEqual([]);
  });

  it('what contradicts the rows is set aside, with what follows on its stream, as the projector parks it', () => {
    const again = entry(opened(name('again')), '2024-07-01', 3, '2024-07-01');
    const after = entry(renamed(name('after')), '2024-08-01', 4, '2024-08-01');
    const [fold] = foldViews([directory], [registered, second, again, after]);
    expect([...fold!.rows()]).toEqual([name('second')]);
    expect(fold!.leftOut).toEqual([again, after]);
    const table = new InMemoryTable(directory);
    table.apply(registered);
    expect(() => table.apply(again)).toThrow('exists');
  });

  it('keeps the order of recording among facts of one day', () => {
    const twice = [registered, second, { ...late, metadata: { ...late.metadata, effectiveAt: '2024-05-01' } }];
    const chosen = selectAsOf(twice, { heldOn: '2024-12-31' });
    expect([...chosen].sort((a, b) => comparePositions(a.position, b.position))).toEqual(chosen);
  });
});

describe('changed fields', () => {
  it('are named by their path, with maps and sets as JSON shows them', () => {
    const before = { status: 'scheduled', marks: new Map([['a', 'present']]), lines: [{ to: null }], left: 1 };
    const after = { status: 'held', marks: new Map([['a', 'absent']]), lines: [{ to: '2024-10-31' }], minutes: 95 };
    expect(changedFields(before, after)).toEqual([
      { field: 'status', before: 'scheduled', after: 'held' },
      { field: 'marks.a', before: 'present', after: 'absent' },
      { field: 'lines.0.to', before: null, after: '2024-10-31' },
      { field: 'left', before: 1, after: null },
      { field: 'minutes', before: null, after: 95 },
    ]);
    expect(changedFields(before, before)).toEqual([]);
  });
});
