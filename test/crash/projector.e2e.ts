import { projectorUnderFire } from './projector-under-fire.js';

/** Longer runs find rarer faults: `npm run soak -- projector [minutes]`. */
const seconds = 8;

describe('projector, killed', () => {
  it('ends with exactly the rows of a fresh fold', async () => {
    const outcome = await projectorUnderFire(seconds);
    expect(outcome).toMatchObject({ differences: {}, parked: 0 });
    expect(outcome.acknowledged).toBeGreaterThan(50);
    expect(outcome.rows).toBeGreaterThan(0);
    expect(outcome.rebuilds).toBeGreaterThan(0);
  }, 400_000);
});
