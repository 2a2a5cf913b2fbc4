import { readProcessFigures, type ProcessFigures } from '#processes';
import { readStatus, type ViewStatus } from '#projections';
import type { DataSource } from 'typeorm';

/** What waits for a person. */
export interface SetAside {
  /** Live views, parked events or not. */
  readonly views: readonly Pick<ViewStatus, 'view' | 'parked' | 'waiting' | 'oldestParkedAt'>[];
  readonly processes: readonly ProcessFigures[];
}

const patienceMs = 2_000;

/** Events and commands that were put aside, as PostgreSQL has them. */
export class Aside {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * @returns undefined when the database does not answer: health and metrics must tell of just that, and the runners
   * say why
   */
  async read(): Promise<SetAside | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => (timer = setTimeout(resolve, patienceMs, undefined)));
    const figures = Promise.all([readStatus(this.dataSource), readProcessFigures(this.dataSource)]).then(
      ([{ views }, processes]): SetAside => ({
        views: views
          .filter(({ state }) => state === 'live')
          .map(({ oldestParkedAt, parked, view, waiting }) => ({ view, parked, waiting, oldestParkedAt })),
        processes,
      }),
      () => undefined,
    );
    try {
      return await Promise.race([figures, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
