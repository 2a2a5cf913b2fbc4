import { project } from '#projections';
import { recorded } from '#testing';
import { correctionId, id, requested, unitId, wrong } from '../correction/spec-correction.js';
import { correctedFact } from './corrected-fact.js';

const corrects = { ...wrong, eventId: id('wrong event') };

describe('corrected_fact', () => {
  it('marks the wrong event with what corrects it', () => {
    const [row, ...others] = project(
      correctedFact,
      recorded([requested], { corrects, correction: correctionId }, 'm-1'),
    );
    expect(others).toEqual([]);
    expect(row).toMatchObject({ ...wrong, eventId: corrects.eventId, correctionId, unitId, correctingStream: 'm-1' });
  });

  it('has nothing to say about other events', () => {
    expect(project(correctedFact, recorded([requested]))).toEqual([]);
  });
});
