import { event, shape } from './event.js';
import { EventRegistry, EventRegistryError, UnknownEventError } from './event-registry.js';

const held = event('meetings.MeetingHeld', shape<{ minutes: number; place: string | null }>(), {
  version: 3,
  upcasters: {
    1: (data) => ({ ...data, minutes: Number(data['hours']) * 60 }),
    2: ({ hours: _, ...data }) => ({ ...data, place: null }),
  },
});

describe('EventRegistry', () => {
  it('lifts data of every version to today’s, step by step', () => {
    const registry = new EventRegistry([held]);
    expect(registry.upcast(held.type, 1, { hours: 2 })).toEqual({ minutes: 120, place: null });
    expect(registry.upcast(held.type, 2, { hours: 2, minutes: 100 })).toEqual({ minutes: 100, place: null });
    expect(registry.upcast(held.type, 3, { minutes: 90, place: 'x' })).toEqual({ minutes: 90, place: 'x' });
  });

  it('refuses a version from the future, and a type that it does not know', () => {
    const registry = new EventRegistry([held]);
    expect(() => registry.upcast(held.type, 4, {})).toThrow(UnknownEventError);
    expect(() => registry.upcast(held.type, 0, {})).toThrow(UnknownEventError);
    expect(() => registry.upcast(held.type, 1.5, {})).toThrow(UnknownEventError);
    expect(() => registry.upcast('meetings.MeetingForgotten', 1, {})).toThrow(UnknownEventError);
  });

  const lift = (data: Readonly<Record<string, unknown>>) => data;
  it.each([
    ['a gap in the upcasters', event('a.Happened', shape(), { version: 3, upcasters: { 1: lift } })],
    ['an upcaster beyond the version', event('a.Happened', shape(), { version: 2, upcasters: { 1: lift, 2: lift } })],
    ['an upcaster from nowhere', event('a.Happened', shape(), { version: 2, upcasters: { 0: lift, 1: lift } })],
    ['a version below one', event('a.Happened', shape(), { version: 0 })],
    ['a name without a context', event('Happened', shape())],
    ['a class-like name', event('meetings.happened', shape())],
  ])('refuses at boot: %s', (_what, definition) => {
    expect(() => new EventRegistry([definition])).toThrow(EventRegistryError);
  });

  it('refuses at boot: two definitions of one name', () => {
    expect(() => new EventRegistry([held, held])).toThrow(EventRegistryError);
  });
});
