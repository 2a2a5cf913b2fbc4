export { actorOf, type Submit } from './dispatcher.js';
export { LetterRefusedError, staleAfterMs, type Channel, type Letter } from './outbox.js';
export { playProcess, type Played } from './play-process.js';
export { Process, process, type Message, type Notes, type Outputs } from './process.js';
export { ProcessRunner, type ProcessRunnerOptions, type ProcessStatus } from './process-runner.js';
export { smtpChannel } from './smtp.js';
