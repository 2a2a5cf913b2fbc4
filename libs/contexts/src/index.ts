import { evaluations } from '#contexts/evaluations';
import { meetings } from '#contexts/meetings';
import type { Context } from '#platform';

/** Every bounded context of the system. */
export const contexts: readonly Context[] = [meetings, evaluations];
