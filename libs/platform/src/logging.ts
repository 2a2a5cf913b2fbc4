import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';

/** Where a secret could come from; whatever stands there is not written. */
const secret = [
  'authorization',
  'cookie',
  'password',
  'newPassword',
  'oneTimePassword',
  'token',
  'accessToken',
  'passwordHash',
];
const redact = { paths: secret.flatMap((name) => [name, `*.${name}`, `req.headers.${name}`]), censor: '[ẩn]' };

export interface LoggingOptions {
  readonly level: string;
  /** Process name in every line: `api`, `projector`. */
  readonly name: string;
}

/**
 * JSON lines to standard output. Written in blocks, at the latest after a second and at the process's end: a system
 * call per line would cost more than many a request.
 */
export function createLogger({ level, name }: LoggingOptions): Logger {
  const destination = pino.destination({ fd: 1, sync: false, minLength: 4096, periodicFlush: 1_000 });
  return pino({ level, name, redact, timestamp: pino.stdTimeFunctions.isoTime }, destination);
}

/** Nest's own lines, through pino. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, context?: string): void {
    // Nest tells of every module and route at this level; nobody reads that twice.
    this.logger.debug({ context }, String(message));
  }

  error(message: unknown, stack?: string, context?: string): void {
    this.logger.error({ context, stack }, String(message));
  }

  warn(message: unknown, context?: string): void {
    this.logger.warn({ context }, String(message));
  }

  debug(message: unknown, context?: string): void {
    this.logger.trace({ context }, String(message));
  }

  verbose(message: unknown, context?: string): void {
    this.logger.trace({ context }, String(message));
  }

  fatal(message: unknown, context?: string): void {
    this.logger.fatal({ context }, String(message));
  }
}
