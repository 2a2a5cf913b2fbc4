/** What a person may do about an error decides its HTTP status; see `libs/platform`. */
export type ErrorKind = 'rule' | 'field' | 'forbidden' | 'not-found' | 'version';

export interface FieldProblem {
  /** Path in the request body, e.g. `decision.number`. */
  readonly field: string;
  /** Stable code, e.g. `is-uuid`. */
  readonly code: string;
  readonly message: string;
}

/**
 * A refusal with a stable code that reads as a sentence: `meeting.not-held`. Codes are part of the API;
 * `details` hold the facts of this case (ids, dates, counts; never personal data).
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';

  constructor(
    readonly code: string,
    readonly details: Readonly<Record<string, unknown>> = {},
    readonly kind: ErrorKind = 'rule',
    readonly fields: readonly FieldProblem[] = [],
  ) {
    super(code);
  }
}

export const notFound = (code: string, details: Readonly<Record<string, unknown>> = {}) =>
  new DomainError(code, details, 'not-found');

export const forbidden = (code: string, details: Readonly<Record<string, unknown>> = {}) =>
  new DomainError(code, details, 'forbidden');

/** A value that is well formed but cannot stand in this field; answered like a malformed one, with the field named. */
export const invalidField = (field: string, code: string, message: string) =>
  new DomainError('request.invalid', {}, 'field', [{ field, code, message }]);
