import { EventStoreUnavailableError, WrongExpectedRevisionError } from '#event-store';
import { DomainError, type ErrorKind, type FieldProblem } from '#kernel';
import { RequestError } from './request-error.js';

export type Language = 'vi' | 'en';
export type Text = Readonly<Record<Language, string>>;

/** Texts by code. A code without one is shown as it is. */
export interface ProblemTexts {
  readonly titles: Readonly<Record<string, Text>>;
  /** Of codes of single fields; `{field}` stands for the field. */
  readonly fields: Readonly<Record<string, Text>>;
}

/** RFC 9457. `code` is for programs and stable; `title` and the messages are for people. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly instance: string;
  readonly correlationId: string;
  readonly detail?: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly FieldProblem[];
}

export interface Answer {
  readonly status: number;
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly fields: readonly FieldProblem[];
  readonly headers: Readonly<Record<string, string>>;
}

const statusOf: Readonly<Record<ErrorKind, number>> = {
  rule: 409,
  field: 422,
  forbidden: 403,
  'not-found': 404,
  version: 412,
};

const retrySoon = { 'retry-after': '1' };

/** What is answered to an error. Anything that is not known here is a 500 that tells nothing of itself. */
export function answerTo(error: unknown): Answer {
  const empty = { details: {}, fields: [], headers: {} };
  if (error instanceof DomainError) {
    const { code, details, fields, kind } = error;
    return { status: statusOf[kind], code, details, fields, headers: {} };
  }
  if (error instanceof RequestError) {
    const { status, code, details, fields, headers } = error;
    return { status, code, details, fields, headers };
  }
  if (error instanceof WrongExpectedRevisionError) return { ...empty, status: 412, code: 'command.stale-version' };
  if (error instanceof EventStoreUnavailableError) {
    return { ...empty, status: 503, code: 'event-store.unavailable', headers: retrySoon };
  }
  const postgres = postgresAnswer(error);
  if (postgres) return { ...empty, ...postgres };
  const status = httpStatusOf(error);
  if (status !== undefined && status < 500)
    return { ...empty, status, code: requestCodes[status] ?? 'request.refused' };
  return { ...empty, status: 500, code: 'internal' };
}

const requestCodes: Readonly<Record<number, string>> = {
  400: 'request.malformed',
  404: 'request.unknown-path',
  405: 'request.method-not-allowed',
  408: 'request.timeout',
  413: 'request.too-large',
  414: 'request.path-too-long',
  415: 'request.unsupported-media-type',
};

/** Of errors of fastify (`statusCode`) and Nest (`getStatus()`). */
function httpStatusOf(error: unknown): number | undefined {
  const { statusCode, getStatus } = (error ?? {}) as { statusCode?: unknown; getStatus?: unknown };
  const status: unknown = typeof getStatus === 'function' ? getStatus.call(error) : statusCode;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : undefined;
}

/** Class 08: connection; 57P0x: shutting down; 53300: no connection left; the rest are errors of the socket. */
const outage = /^(08...|57P0.|53300|ECONNREFUSED|ECONNRESET|ENOTFOUND|EPIPE|ETIMEDOUT)$/;

function postgresAnswer(error: unknown): Pick<Answer, 'status' | 'code' | 'headers'> | undefined {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  // A view's name leads nowhere as long as the projector has never run.
  if (code === '42P01') return { status: 503, code: 'views.not-built', headers: { 'retry-after': '5' } };
  if (code === '57014') return { status: 503, code: 'views.too-slow', headers: { 'retry-after': '10' } };
  const isLost = typeof message === 'string' && /^(Connection terminated|timeout exceeded when trying)/.test(message);
  if (isLost || (typeof code === 'string' && outage.test(code))) {
    return { status: 503, code: 'read-store.unavailable', headers: retrySoon };
  }
  return undefined;
}

/** The problem document of an answer, in the reader's language. */
export function problemOf(
  answer: Answer,
  texts: ProblemTexts,
  about: { readonly language: Language; readonly instance: string; readonly correlationId: string },
): Problem {
  const { code, details, fields, status } = answer;
  const errors = fields.map((problem) => ({ ...problem, message: fieldMessage(problem, texts, about.language) }));
  return {
    type: `urn:nam-co-so:${code}`,
    title: texts.titles[code]?.[about.language] ?? code,
    status,
    code,
    instance: about.instance,
    correlationId: about.correlationId,
    ...(errors.length === 0 ? {} : { detail: errors.map(({ message }) => message).join('; ') }),
    ...(Object.keys(details).length === 0 ? {} : { details }),
    ...(errors.length === 0 ? {} : { errors }),
  };
}

/** The validators' own messages are English and more exact; they stand where the reader asked for English. */
function fieldMessage({ field, code, message }: FieldProblem, texts: ProblemTexts, language: Language): string {
  const text = texts.fields[code]?.[language];
  return language === 'en' || !text ? message : text.replace('{field}', field || 'nội dung');
}

/** English only when it is asked for before Vietnamese. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const first = /\b(vi|en)\b/i.exec(acceptLanguage ?? '');
  return first?.[1]?.toLowerCase() === 'en' ? 'en' : 'vi';
}
