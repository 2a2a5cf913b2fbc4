import { derivedId, DomainError, type Actor } from '#kernel';
import type { Annex, AnnexTexts } from '#platform';
import type { ViewReader } from '../views/view-reader.js';
import { malformed, type InputRow } from './read-rows.js';

/** Rows of a file as people write it, with ids in the place of names. */
export class AnnexReader {
  constructor(
    private readonly annexes: readonly Annex[],
    private readonly reader: ViewReader,
  ) {}

  of(act: string): Annex | undefined {
    return this.annexes.find((annex) => annex.act === act);
  }

  /** A row whose names mean nothing, or several things, has the refusal for its body. */
  async translate(annex: Annex, rows: readonly InputRow[], fileId: string, actor: Actor): Promise<InputRow[]> {
    const named = rows.map((row) => ({ ...row, body: withDays(annex, row.body) }));
    const asked = named.filter(({ body }) => isNamed(annex, body));
    if (asked.length === 0) return named;
    const candidates = await this.candidates(annex, asked, actor);
    return named.map((row) => {
      if (!isNamed(annex, row.body)) return row;
      const id = derivedId(fileId, annex.act, row.row);
      try {
        return { ...row, ...annex.body(row.body, candidates.get(row.row) ?? [], id) };
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        return { ...row, body: error };
      }
    });
  }

  private async candidates(annex: Annex, rows: readonly InputRow[], actor: Actor) {
    const asked = JSON.stringify(rows.map(({ body, row }) => annex.ask(body as AnnexTexts, row)));
    const byRow = new Map<number, AnnexTexts[]>();
    const request = {
      ...{ parameters: { asked }, limit: 1, after: undefined, atLeast: undefined, waitMs: 0 },
      ...{ format: undefined, asOf: undefined },
    };
    for await (const found of this.reader.allRows(annex.candidates, request, actor)) {
      for (const candidate of found) {
        const row = candidate['row'] as number;
        const others = byRow.get(row);
        if (others) others.push(candidate);
        else byRow.set(row, [candidate]);
      }
    }
    return byRow;
  }
}

/** A file of ids is read as it is. */
const isNamed = ({ lookups }: Annex, body: unknown): body is AnnexTexts =>
  isRow(body) && lookups.some((column) => column in body);

const isRow = (body: unknown): body is AnnexTexts => body !== malformed && typeof body === 'object' && body !== null;

/** 29/8/2024 as 2024-08-29. */
function withDays({ days }: Annex, body: unknown): unknown {
  if (!isRow(body)) return body;
  const iso = (text: unknown): unknown => {
    const [, day, month, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(String(text)) ?? [];
    return year ? `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}` : text;
  };
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, days.includes(name) ? iso(value) : value]),
  );
}
