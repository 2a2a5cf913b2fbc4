import { derivedId, rootUnitId } from './ids.js';

describe('derivedId', () => {
  it('gives the ids that stored events name', () => {
    expect(rootUnitId).toBe('b49af888-d988-5f4b-b0f9-a6a75740151a');
    expect(derivedId('cấp ủy', 7)).toBe('20cd6bb6-375e-52e5-8339-46089d6545d4');
  });

  it('keeps parts apart', () => {
    expect(derivedId('a', 'bc')).not.toBe(derivedId('ab', 'c'));
  });
});
