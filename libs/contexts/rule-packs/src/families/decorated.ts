import { ValidateIf } from 'class-validator';

/** Several decorators as one. */
export const decorated =
  (...decorators: readonly PropertyDecorator[]): PropertyDecorator =>
  (target, key) =>
    decorators.forEach((decorate) => decorate(target, key));

/** A field that only these rules of a list have, and that they must have. */
export const onlyOf = (...rules: readonly string[]): PropertyDecorator =>
  ValidateIf(({ rule }: { readonly rule: string }) => rules.includes(rule));
