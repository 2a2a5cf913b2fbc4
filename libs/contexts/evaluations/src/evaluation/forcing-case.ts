import { invalidField } from '#kernel';
import { IsLine } from '#platform';
import { IsIn, IsOptional } from 'class-validator';
import { forcingExceptions, type ForcingCase, type ForcingException } from './vocabulary.js';

export class ForcingCaseEntry {
  @IsLine(1000) description!: string;
  @IsLine(2000) evidence!: string;
  /** Takes the force from the case; the case stays on record. */
  @IsOptional() @IsIn(forcingExceptions) exception?: ForcingException;
  /** What proves the exception; needed with it. */
  @IsOptional() @IsLine(2000) exceptionEvidence?: string;
}

/** @throws DomainError when an exception has no evidence, or evidence no exception */
export const forcingCasesOf = (entries: readonly ForcingCaseEntry[] | undefined): readonly ForcingCase[] =>
  (entries ?? []).map(({ description, evidence, exception = null, exceptionEvidence }, index) => {
    if ((exception === null) !== (exceptionEvidence === undefined)) {
      const field = `forcingCases.${index}.exceptionEvidence`;
      throw invalidField(field, 'goes-with-exception', 'An exception and its evidence go together');
    }
    return { description, evidence, exception, ...(exceptionEvidence === undefined ? {} : { exceptionEvidence }) };
  });
