import { stepsOf, type Scenario } from '../scenario.js';

/** Bodies of all commands of one act, in the order in which the story tells them. */
export const bodiesOf = <Body extends object>(scenario: Scenario, act: string): readonly Body[] =>
  stepsOf(scenario).flatMap((step) => (step.act === act ? [step.body as Body] : []));
