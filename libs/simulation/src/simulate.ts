import { groupBy, type LocalDate, type Month } from '#kernel';
import { Chance } from '#scenarios';
import type { BulkAuthor, Told } from './bulk-author.js';
import { Agenda, daysOf, monthsFrom } from './calendar.js';
import type { Extent } from './extent.js';
import { issueFrom } from './issues.js';
import { regularMeeting, thematicMeeting, type PlannedMeeting } from './meetings.js';
import { foundWorld, lastDay, type SimulationOptions, type World } from './world.js';
import { classify, replacements } from './year-end.js';

/** Percent of attended meetings out of which an issue comes. */
const issuesPerHundredMeetings = 4;

/**
 * A made-up history of real units, as batches of commands in the order of their days: each batch leans only on those
 * before it. The same for the same extent and options, on every machine and in every year.
 */
export function* historyOf(extent: Extent, options: SimulationOptions): Generator<readonly Told[]> {
  const world = foundWorld(extent, options);
  yield* world.founding;
  const chance = new Chance(options.seed ^ 0x5eed);
  const agenda = new Agenda<Told>();
  for (const month of monthsFrom(world.begin, lastDay)) {
    if (month.endsWith('-01')) yield replacements(world, chance, yearOf(month));
    const meetings = meetingsOf(world, chance, month);
    for (const day of daysOf(month)) {
      // What came of earlier meetings first: an issue of today leans on its meeting.
      yield agenda.take(day);
      const held = meetings.get(day) ?? [];
      yield held.flatMap(({ steps }) => steps);
      yield issuesOf(world, chance, held, day, agenda);
      if (day.endsWith('-12-20')) yield world.cells.flatMap((cell) => classify(world.name, chance, cell, yearOf(day)));
    }
  }
}

function meetingsOf(world: World, chance: Chance, month: Month): ReadonlyMap<LocalDate, readonly PlannedMeeting[]> {
  const plans = world.cells.flatMap((cell) => [
    regularMeeting(world.name, chance, cell, month),
    thematicMeeting(world.name, chance, cell, month),
  ]);
  return groupBy(
    plans.filter((meeting) => meeting !== undefined),
    ({ on }) => on,
  );
}

/** Issues raised today; their later steps go on the agenda. */
function issuesOf(
  { name }: World,
  chance: Chance,
  held: readonly PlannedMeeting[],
  today: LocalDate,
  agenda: Agenda<Told>,
): readonly Told[] {
  return held
    .filter(({ isAttended }) => isAttended && chance.happens(issuesPerHundredMeetings))
    .flatMap((meeting) => issueFrom(name, chance, meeting))
    .filter(({ on, told }) => {
      if (on === today) return true;
      agenda.add(on, told);
      return false;
    })
    .map(({ told }) => told);
}

const yearOf = (date: string): number => Number(date.slice(0, 4));

export interface Progress {
  readonly commands: number;
  readonly events: number;
}

/** Commands decided before they are written: many appends at once, bounded memory. */
const writtenAtOnce = 5_000;

/** Tells a history to the store; told again, after a stop at any moment, it adds only what is missing. */
export async function simulate(
  history: Iterable<readonly Told[]>,
  author: BulkAuthor,
  onProgress: (progress: Progress) => void = () => undefined,
): Promise<Progress> {
  let [commands, events, waiting] = [0, 0, 0];
  const write = async (): Promise<void> => {
    events += await author.write();
    commands += waiting;
    waiting = 0;
    onProgress({ commands, events });
  };
  for (const batch of history) {
    for (const each of batch) {
      await author.tell(each);
      waiting += 1;
      if (waiting >= writtenAtOnce) await write();
    }
    // The next batch leans on this one: its events come after these in the store's order.
    if (waiting > 0) await write();
  }
  return { commands, events };
}
