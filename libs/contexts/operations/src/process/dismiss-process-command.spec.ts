import { derivedId } from '#kernel';
import { given } from '#testing';
import { dismissProcessCommand } from './dismiss-process-command.js';
import { processCommandDismissed } from './process-decisions.js';

const of = { process: 'merged-units', commandId: derivedId('spec', 'command'), act: 'close-unit' };
const command = { ...of, reason: 'Đã giải thể trước' };

describe('dismiss-process-command', () => {
  it('is an event, with its reason; decided once', () => {
    given(dismissProcessCommand, [])
      .when(command)
      .then([processCommandDismissed(of)]);
    given(dismissProcessCommand, [processCommandDismissed(of)])
      .when(command)
      .then([]);
  });
});
