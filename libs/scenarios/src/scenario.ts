import { derivedId } from '#kernel';

export interface Text {
  readonly vi: string;
  readonly en: string;
}

/** One command: the act's name, as in `POST /api/commands/<act>`, and its body. */
export interface Step {
  readonly act: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Steps that lean on each other, sent one after another. */
export type Chain = readonly Step[];

/** Chains of a phase run side by side. `name.en` is part of the command ids: unique within the scenario. */
export interface Phase {
  readonly name: Text;
  readonly chains: readonly Chain[];
}

/** A story as the commands that tell it. The same on every machine, in every year. Phases run one after another. */
export interface Scenario {
  readonly name: string;
  readonly title: Text;
  readonly phases: readonly Phase[];
}

/** Always the same for the same step: loading again, after a kill at any moment, repeats nothing. */
export const commandId = (scenario: Scenario, phase: Phase, chain: number, step: number): string =>
  derivedId('scenario', scenario.name, phase.name.en, chain, step);

/** Every step in the order of phases, chains and steps. */
export const stepsOf = (scenario: Scenario): readonly Step[] =>
  scenario.phases.flatMap(({ chains }) => chains.flatMap((chain) => chain));

/** Id of something that the scenario makes up: a cadre, an assignment, a meeting, a cell. */
export const madeId = (scenarioName: string, kind: string, ...parts: readonly (string | number)[]): string =>
  derivedId('scenario', scenarioName, kind, ...parts);
