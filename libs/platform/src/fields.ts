import 'reflect-metadata';
import { isLocalDate, type DecisionRef, type LocalDate } from '#kernel';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  ValidateBy,
  ValidateNested,
  type ValidationOptions,
} from 'class-validator';

/** Several decorators of a field as one. Not Nest's: each decision would load that framework for it. */
export const together =
  (...decorators: readonly PropertyDecorator[]): PropertyDecorator =>
  (target, field) => {
    for (const decorate of decorators) decorate(target, field);
  };

/** A calendar day that exists, `YYYY-MM-DD`. */
export const IsDay = (options: ValidationOptions = {}) =>
  ValidateBy(
    {
      name: 'isDay',
      validator: { validate: isLocalDate, defaultMessage: () => '$property must be a calendar day, YYYY-MM-DD' },
    },
    options,
  );

/** `YYYY-MM`. */
export const IsMonth = () => Matches(/^\d{4}-(0[1-9]|1[0-2])$/, { message: '$property must be a month, YYYY-MM' });

const isNotBlank = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';

/** Text for people: not blank, bounded. `{ each: true }`: every text of a list. */
export const IsLine = (max = 500, options: ValidationOptions = {}) =>
  together(
    IsString(options),
    Length(1, max, options),
    ValidateBy(
      {
        name: 'isNotBlank',
        validator: { validate: isNotBlank, defaultMessage: () => '$property must not be blank' },
      },
      options,
    ),
  );

/** A list of objects, each checked by its class; `by` gives what no two of them may share. */
export const IsListOf = <Item extends object>(
  type: () => new () => Item,
  { least = 0, most, by }: { readonly least?: number; readonly most: number; readonly by?: (item: Item) => unknown },
) =>
  together(
    IsArray(),
    ...(least > 0 ? [ArrayMinSize(least)] : []),
    ArrayMaxSize(most),
    ...(by ? [ArrayUnique(by)] : []),
    ValidateNested({ each: true }),
    Type(type),
  );

export class Decision implements DecisionRef {
  @IsLine(100) number!: string;
  @IsDay() date!: LocalDate;
  @IsLine(200) issuer!: string;
}

/** The legal basis that an act must name. */
export const IsDecision = () =>
  together(
    // Without it ValidateNested lets a missing value and an empty list pass.
    IsObject(),
    ValidateNested(),
    Type(() => Decision),
  );

export const OptionalDecision = () => together(IsOptional(), IsDecision());
