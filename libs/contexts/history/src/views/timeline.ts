import { bigint, text, view } from '#projections';
import { subjectsOf } from './subjects.js';

/** Which events concern whom, in the order of recording: one row per subject and event. */
export const timeline = view({
  name: 'timeline',
  version: 2,
  columns: {
    subjectKind: text().key(),
    subjectId: text().key(),
    commitPosition: bigint().key(),
    preparePosition: bigint().key(),
    stream: text(),
  },
}).onEvery((event, rows) => {
  for (const { kind, id } of subjectsOf(event)) {
    rows.insert({
      subjectKind: kind,
      subjectId: id,
      commitPosition: event.position.commit.toString(),
      preparePosition: event.position.prepare.toString(),
      stream: event.stream,
    });
  }
});
