export {
  dismissAside,
  listAside,
  retryAside,
  type AsideCommand,
  type AsideKind,
  type Refusal,
} from './aside-commands.js';
export type { Decision, Decisions } from './decisions.js';
export { actorOf, type Submit } from './dispatcher.js';
export { readProcessFigures, type ProcessFigures } from './figures.js';
export { LetterRefusedError, staleAfterMs, type Channel, type Letter } from './outbox.js';
export {
  discardParkedByProcess,
  listParkedByProcesses,
  retryParkedByProcesses,
  type ParkedByProcess,
  type ProcessFilter,
  type ProcessRetryOptions,
  type ProcessRetryReport,
} from './parked.js';
export { playProcess, type Played } from './play-process.js';
export { Process, process, type Message, type Notes, type Outputs } from './process.js';
export { ProcessRunner, type ProcessRunnerOptions, type ProcessStatus } from './process-runner.js';
export { smtpChannel } from './smtp.js';
