import { baTri2018, bacKan2024, stepsOf } from '#scenarios';
import { toldInMemory } from './told-in-memory.js';

describe.each([bacKan2024, baTri2018])('%p', (story) => {
  it('is the same each time it is made', () => {
    expect(story()).toEqual(story());
  });

  it('is accepted by the acts, step by step, each doing something', async () => {
    const events = await toldInMemory(story());
    expect(events).toHaveLength(stepsOf(story()).length);
  });

  it('is written in composed letters', () => {
    const text = JSON.stringify(story());
    expect(text).toBe(text.normalize('NFC'));
  });
});
