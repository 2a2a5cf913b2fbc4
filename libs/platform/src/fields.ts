import { applyDecorators } from '@nestjs/common';
import { isLocalDate, type DecisionRef, type LocalDate } from '#kernel';
import { Type } from 'class-transformer';
import {
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  ValidateBy,
  ValidateNested,
  type ValidationOptions,
} from 'class-validator';

/** A calendar day that exists, `YYYY-MM-DD`. */
export const IsDay = () =>
  ValidateBy({
    name: 'isDay',
    validator: { validate: isLocalDate, defaultMessage: () => '$property must be a calendar day, YYYY-MM-DD' },
  });

/** `YYYY-MM`. */
export const IsMonth = () => Matches(/^\d{4}-(0[1-9]|1[0-2])$/, { message: '$property must be a month, YYYY-MM' });

const isNotBlank = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';

/** Text for people: not blank, bounded. `{ each: true }`: every text of a list. */
export const IsLine = (max = 500, options: ValidationOptions = {}) =>
  applyDecorators(
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

export class Decision implements DecisionRef {
  @IsLine(100) number!: string;
  @IsDay() date!: LocalDate;
  @IsLine(200) issuer!: string;
}

/** The legal basis that an act must name. */
export const IsDecision = () =>
  applyDecorators(
    // Without it ValidateNested lets a missing value and an empty list pass.
    IsObject(),
    ValidateNested(),
    Type(() => Decision),
  );

export const OptionalDecision = () => applyDecorators(IsOptional(), IsDecision());
