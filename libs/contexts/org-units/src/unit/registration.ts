import { type LocalDate, tidyName } from '#kernel';
import { unitRegistered } from './unit.js';

interface Registration {
  readonly unitId: string;
  readonly name: string;
  readonly level: string;
  readonly kind?: string;
  readonly code?: string;
  readonly parentId: string;
  readonly openedOn: LocalDate;
  readonly generated?: boolean;
}

/** Names in one form, however they were typed. */
export const registration = ({ unitId, name, level, kind, code, parentId, openedOn, generated }: Registration) =>
  unitRegistered({
    unitId,
    name: tidyName(name),
    level,
    kind: kind === undefined ? null : tidyName(kind),
    code: code ?? null,
    parentId,
    openedOn,
    generated: generated ?? false,
  });
