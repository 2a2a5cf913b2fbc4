import type { FieldProblem } from '#kernel';

export interface RequestErrorOptions {
  /** Facts of this case, for programs. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** Headers of the reply, e.g. `retry-after`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly fields?: readonly FieldProblem[];
}

/** A request that is answered with `status` before or beside any decision of the domain. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly details: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly fields: readonly FieldProblem[];

  constructor(
    readonly status: number,
    /** Stable: part of the API. */
    readonly code: string,
    { details = {}, headers = {}, fields = [] }: RequestErrorOptions = {},
  ) {
    super(code);
    this.details = details;
    this.headers = headers;
    this.fields = fields;
  }
}

export const badRequest = (code: string, details: Readonly<Record<string, unknown>> = {}) =>
  new RequestError(400, code, { details });

/** One parameter or header is wrong. */
export const badParameter = (field: string, code: string, message: string) =>
  new RequestError(422, 'request.invalid', { fields: [{ field, code, message }] });
