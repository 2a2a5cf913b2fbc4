import { comparePositions, formatPosition, parsePosition, type Position } from '#kernel';
import { ApiRefusalError, post } from './api-client.js';
import { commandId, type Phase, type Scenario, type Step } from './scenario.js';

/** A command of the story that the system refused: the story and the rules disagree. */
export class ScenarioRefusedError extends Error {
  override readonly name = 'ScenarioRefusedError';

  constructor(
    readonly step: Step,
    readonly commandId: string,
    readonly refusal: ApiRefusalError,
  ) {
    super(
      `${step.act} (${commandId}) with ${JSON.stringify(step.body)}: ` +
        `status ${refusal.status}, ${JSON.stringify(refusal.problem)}`,
    );
  }
}

export interface Progress {
  readonly phase: Phase;
  /** Steps done and steps in all, over the whole scenario. */
  readonly done: number;
  readonly total: number;
}

export interface LoadOptions {
  readonly baseUrl: string;
  /** Asked at the start and whenever the api no longer takes the last one. */
  readonly token: () => Promise<string> | string;
  /** Chains under way at a time. */
  readonly concurrency?: number;
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * Sends a story through the HTTP commands. May be broken off and called again at any moment: steps done before are
 * recognised by their command ids. Waits out restarts of the api and of what stands behind it.
 * @returns position of the last event of the story, for `atLeast`; undefined when there was none
 * @throws ScenarioRefusedError
 */
export async function loadScenario(scenario: Scenario, options: LoadOptions): Promise<string | undefined> {
  const load = new Load(scenario, options);
  for (const phase of scenario.phases) await load.run(phase);
  return load.last && formatPosition(load.last);
}

class Load {
  last: Position | undefined;
  private done = 0;
  private readonly total: number;
  private token: Promise<string> | undefined;

  constructor(
    private readonly scenario: Scenario,
    private readonly options: LoadOptions,
  ) {
    this.total = scenario.phases.reduce(
      (sum, { chains }) => chains.reduce((steps, chain) => steps + chain.length, sum),
      0,
    );
  }

  async run(phase: Phase): Promise<void> {
    const chains = phase.chains.entries();
    let isBroken = false;
    const work = async (): Promise<void> => {
      for (const [index, chain] of chains) {
        for (const [stepIndex, step] of chain.entries()) {
          if (isBroken) return;
          await this.send(step, commandId(this.scenario, phase, index, stepIndex));
          this.done++;
          this.options.onProgress?.({ phase, done: this.done, total: this.total });
        }
      }
    };
    const workers = Array.from({ length: this.options.concurrency ?? 16 }, () =>
      work().catch((error: unknown) => {
        isBroken = true;
        throw error;
      }),
    );
    const outcomes = await Promise.allSettled(workers);
    const failure = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failure) throw failure.reason;
  }

  private async send(step: Step, id: string): Promise<void> {
    try {
      this.keep((await this.submit(step, id))['position']);
    } catch (error) {
      throw error instanceof ApiRefusalError ? new ScenarioRefusedError(step, id, error) : error;
    }
  }

  /** A token that ran out, or whose key changed with a restart, is replaced once. */
  private async submit(step: Step, id: string): Promise<Readonly<Record<string, unknown>>> {
    const token = await this.currentToken();
    try {
      return await this.post(step, id, token);
    } catch (error) {
      if (!(error instanceof ApiRefusalError) || error.status !== 401) throw error;
      return this.post(step, id, await this.currentToken(token));
    }
  }

  private post(step: Step, id: string, token: string): Promise<Readonly<Record<string, unknown>>> {
    return post(`${this.options.baseUrl}/api/commands/${step.act}`, step.body, {
      'idempotency-key': id,
      authorization: `Bearer ${token}`,
    });
  }

  /** One new token for all workers whose old one was refused. */
  private async currentToken(refused?: string): Promise<string> {
    const current = this.token;
    if (current && (await current) !== refused) return current;
    if (this.token === current) this.token = Promise.resolve(this.options.token());
    return this.token!;
  }

  private keep(text: unknown): void {
    const position = typeof text === 'string' ? parsePosition(text) : undefined;
    if (position && (this.last === undefined || comparePositions(this.last, position) < 0)) this.last = position;
  }
}
