import { ItemRate, LatencyMeasurements } from './measurements.js';

test('a rate is what came since the last look', () => {
  const times = [1_000, 3_000, 3_500, 3_500];
  const rate = new ItemRate(() => times.shift() ?? 0);
  expect(rate.look(500)).toEqual({ since: 500, perSecond: 250 });
  expect(rate.look(600)).toEqual({ since: 100, perSecond: 200 });
  expect(rate.look(600)).toEqual({ since: 0, perSecond: 0 });
});

test('latencies go by the names of the server, in whole milliseconds', () => {
  const measurements = new LatencyMeasurements();
  expect(measurements.summary()).toEqual([]);
  for (let milliseconds = 1; milliseconds <= 100; milliseconds++) measurements.add(milliseconds + 0.2);
  expect(Object.fromEntries(measurements.summary())).toMatchObject({
    Mean: 51,
    Median: 50,
    Fastest: 1,
    'Quintile 3': 60,
    '99.9%': 100,
    Highest: 100,
  });
});
