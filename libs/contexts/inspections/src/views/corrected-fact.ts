import { bigint, integer, text, timestamp, uuid, view } from '#projections';

/** Which events were wrong, and which later event corrects each: the mark on a wrong fact. */
export const correctedFact = view({
  name: 'corrected_fact',
  version: 1,
  columns: {
    stream: text().key(),
    revision: integer().key(),
    /** Id of the correcting event. */
    correctedBy: uuid().key(),
    /** Id of the wrong event. */
    eventId: uuid(),
    correctionId: uuid(),
    unitId: uuid(),
    correctingStream: text(),
    correctingRevision: integer(),
    correctingType: text(),
    commitPosition: bigint(),
    correctedAt: timestamp(),
  },
  indexes: [['correctionId'], ['eventId']],
}).onEvery(({ id, stream, revision, type, position, data, metadata }, rows) => {
  const { actor, corrects, correction, recordedAt } = metadata;
  if (!corrects || correction === undefined) return;
  rows.insert({
    stream: corrects.stream,
    revision: corrects.revision,
    correctedBy: id,
    eventId: corrects.eventId,
    correctionId: correction,
    unitId: typeof data['unitId'] === 'string' ? data['unitId'] : actor.unitId,
    correctingStream: stream,
    correctingRevision: revision,
    correctingType: type,
    commitPosition: position.commit.toString(),
    correctedAt: recordedAt,
  });
});
