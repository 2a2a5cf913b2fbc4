import { dateOf, forbidden, notFound, rootUnitId, type Actor } from '#kernel';
import type { AnyViewQuery } from '#projections';
import { viewRequest } from '../views/view-parameters.js';
import { fileTimeoutMs, rowsOf, type Snapshot, type ViewReader } from '../views/view-reader.js';
import { committeeName } from './committee-name.js';
import type { AnyDocumentKind, Ask, PaperFormat } from './document.js';
import type { PaperThreads } from './paper-threads.js';

interface Sender {
  readonly unit: string;
  readonly superior: string | null;
  readonly generated: boolean;
}

/** Where the rows behind the figures can be seen again, as whoever sent the paper sees them. */
interface Source {
  readonly what: string;
  readonly path: string;
}

function sourceOf({ name, summary }: AnyViewQuery, parameters: Readonly<Record<string, string>>): Source {
  const asked = new URLSearchParams(parameters).toString();
  return { what: summary.vi, path: `/api/views/${name}${asked === '' ? '' : `?${asked}`}` };
}

/** Fills the papers that a committee sends, each from one snapshot of the views. */
export class DocumentWriter {
  private readonly queries: ReadonlyMap<string, AnyViewQuery>;

  constructor(
    queries: readonly AnyViewQuery[],
    private readonly reader: ViewReader,
    private readonly threads: PaperThreads,
    private readonly ownTemplates: string | undefined,
    private readonly now: () => Date,
  ) {
    this.queries = new Map(queries.map((query) => [query.name, query]));
  }

  /** @throws DomainError for other roles, RequestError, TemplateError; the signal's reason once it is aborted */
  async write(
    kind: AnyDocumentKind,
    parameters: object,
    actor: Actor,
    format: PaperFormat,
    signal: AbortSignal,
  ): Promise<Buffer> {
    const { role } = actor;
    if (!kind.roles.includes(role)) {
      throw forbidden('documents.role-not-allowed', { document: kind.name, role, allowed: kind.roles });
    }
    const { name } = kind;
    const { ownTemplates, threads } = this;
    return threads.make(
      async () => ({ name, format, ownTemplates, values: await this.valuesOf(kind, parameters, actor, signal) }),
      signal,
    );
  }

  /** What the template's tags name. */
  private valuesOf(kind: AnyDocumentKind, parameters: object, actor: Actor, signal: AbortSignal): Promise<object> {
    const now = this.now();
    const today = dateOf(now.toISOString());
    const fill = async (snapshot: Snapshot): Promise<object> => {
      const sender = await senderOf(snapshot, actor);
      const sources: Source[] = [];
      const filled = (await kind.fill(parameters, this.askIn(snapshot, sources, signal), today)) as object;
      return { ...letterhead(sender, now), today, asOfPosition: snapshot.position ?? '–', sources, ...filled };
    };
    return this.reader.snapshot(actor, undefined, fill, fileTimeoutMs);
  }

  private askIn(snapshot: Snapshot, sources: Source[], signal: AbortSignal): Ask {
    const { queries, reader } = this;
    return async function* (view, parameters) {
      const query = queries.get(view);
      if (!query) throw notFound('views.unknown', { view });
      sources.push(sourceOf(query, parameters));
      for await (const rows of rowsOf(snapshot.client, reader.asked(query, viewRequest(query, parameters), snapshot))) {
        signal.throwIfAborted();
        yield rows;
      }
    };
  }
}

async function senderOf({ client, scope }: Snapshot, { unitId }: Actor): Promise<Sender> {
  const { rows } = await client.query<{ unit: string | null; superior: string | null; generated: boolean }>(
    `SELECT (SELECT name FROM unit_directory WHERE unit_id = $1) AS unit,
            (SELECT above.name FROM unit_directory u JOIN unit_directory above ON above.unit_id = u.parent_id
              WHERE u.unit_id = $1) AS superior,
            EXISTS (SELECT 1 FROM unit_directory WHERE generated AND path LIKE $2) AS generated`,
    [unitId, `${scope ?? ''}%`],
  );
  const { unit, superior, generated } = rows[0]!;
  return { unit: unit ?? (unitId === rootUnitId ? 'Ban Chấp hành Trung ương' : ''), superior, generated };
}

/** Place and signature are filled by hand; the clerk's number too. */
function letterhead({ generated, superior, unit }: Sender, now: Date) {
  const [year, month, day] = dateOf(now.toISOString()).split('-').map(Number);
  const madeAt = new Intl.DateTimeFormat('vi-VN', {
    timeZone: 'Asia/Ho_Chi_Minh',
    ...{ day: 'numeric', month: 'numeric', year: 'numeric', hour: '2-digit', minute: '2-digit' },
  }).format(now);
  return {
    superior: superior === null ? '' : committeeName(superior).toLocaleUpperCase('vi'),
    issuer: committeeName(unit).toLocaleUpperCase('vi'),
    scope: committeeName(unit),
    place: '…………',
    day,
    month,
    year,
    madeAt,
    generated,
  };
}
