import { assignments } from '#contexts/assignments';
import { evaluations } from '#contexts/evaluations';
import { history } from '#contexts/history';
import { inspections } from '#contexts/inspections';
import { issues } from '#contexts/issues';
import { meetings } from '#contexts/meetings';
import { operations } from '#contexts/operations';
import { orgUnits } from '#contexts/org-units';
import { reports } from '#contexts/reports';
import { rulePacksContext } from '#contexts/rule-packs';
import type { Context } from '#platform';

const domain: readonly Context[] = [
  orgUnits,
  rulePacksContext,
  assignments,
  meetings,
  issues,
  evaluations,
  reports,
  inspections,
  operations,
];

/** Every bounded context of the system. */
export const contexts: readonly Context[] = [...domain, history(domain.flatMap(({ events }) => events))];
