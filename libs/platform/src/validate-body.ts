import { DomainError, type FieldProblem } from '#kernel';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { cleanJson } from './clean-json.js';

/**
 * A body as an instance of its class. Strings come out in NFC and ids in lower case; `null` means that the field is
 * left out. Fields without a decorator are refused.
 * @throws DomainError `request.invalid` (kind `field`) that names every field which is wrong.
 */
export function validateBody<T extends object>(type: new () => T, body: unknown): T {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalid([{ field: '', code: 'is-object', message: 'the body must be a JSON object' }]);
  }
  const problems: FieldProblem[] = [];
  const instance = plainToInstance(type, cleanJson(body, problems));
  const errors = validateSync(instance, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true });
  for (const error of errors) collect(error, '', problems);
  if (problems.length > 0) throw invalid(problems);
  return instance;
}

const invalid = (problems: readonly FieldProblem[]) => new DomainError('request.invalid', {}, 'field', problems);

/** Codes are the validators' names, except where the name says nothing to a caller. */
const renamed: Readonly<Record<string, string>> = {
  whitelistValidation: 'unknown-field',
  nestedValidation: 'is-object',
  unknownValue: 'unknown-field',
};

function collect(error: ValidationError, parent: string, problems: FieldProblem[]): void {
  const field = parent ? `${parent}.${error.property}` : error.property;
  const constraints = Object.entries(error.constraints ?? {});
  if (error.value === undefined && constraints.length > 0 && !error.constraints?.['whitelistValidation']) {
    problems.push({ field, code: 'required', message: `${error.property} is required` });
  } else {
    const codes = new Map(constraints.map(([name, message]) => [renamed[name] ?? kebab(name), message]));
    for (const [code, message] of codes) problems.push({ field, code, message });
  }
  for (const child of error.children ?? []) collect(child, field, problems);
}

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
