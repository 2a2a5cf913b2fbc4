import { readRules, type PackFamily } from '#contexts/rule-packs/contracts';
import type { Actor } from '#kernel';
import type { PackPreview, PreviewedFact, PreviewParameters } from '#platform';
import type { Row, ViewReader } from '../views/view-reader.js';

/** Facts that the draft would have judged otherwise, shown one by one; the others are only counted. */
const shownFacts = 100;

export interface PackPreviewReport {
  readonly family: PackFamily;
  /** Facts judged then or by the draft. */
  readonly facts: number;
  /** Of which the draft would have proposed something else. */
  readonly changed: number;
  readonly outcomes: readonly (Omit<PreviewedFact, 'reasons'> & { readonly count: number })[];
  readonly examples: readonly (PreviewedFact & {
    readonly key: Row;
    readonly unitId: string;
    readonly unitName: string;
  })[];
}

/**
 * What rules that nobody has published would have said of recorded facts, within the reader's subtree. Nothing is
 * written. @throws DomainError `request.invalid`, naming every field of the rules that is wrong
 */
export async function previewPack(
  reader: ViewReader,
  preview: PackPreview,
  parameters: PreviewParameters,
  rules: object,
  actor: Actor,
): Promise<PackPreviewReport> {
  const family = preview.family as PackFamily;
  const draft = readRules(family, rules);
  const outcomes = new Map<string, Omit<PreviewedFact, 'reasons'> & { count: number }>();
  const examples: PackPreviewReport['examples'][number][] = [];
  let facts = 0;
  let changed = 0;
  const request = {
    ...{ parameters, limit: 1, after: undefined, atLeast: undefined, waitMs: 0, format: undefined, asOf: undefined },
  };
  for await (const rows of reader.allRows(preview.facts, request, actor)) {
    for (const row of rows) {
      const judged = preview.judge(row, draft) ?? { recorded: row['recorded'] as string | null, ...silent };
      const { recorded, decided, proposed } = judged;
      const outcome = [recorded, decided, proposed].join('\u0000');
      const known = outcomes.get(outcome) ?? { recorded, decided, proposed, count: 0 };
      known.count++;
      outcomes.set(outcome, known);
      facts++;
      if (recorded === proposed) continue;
      changed++;
      if (examples.length < shownFacts) examples.push({ ...identityOf(preview, row), ...judged });
    }
  }
  return { family, facts, changed, outcomes: [...outcomes.values()].sort((a, b) => b.count - a.count), examples };
}

const silent = { decided: null, proposed: null, reasons: [] };

const identityOf = ({ facts }: PackPreview, row: Row) => ({
  key: Object.fromEntries(facts.key.map((name) => [name, row[name]])),
  unitId: row['unitId'] as string,
  unitName: row['unitName'] as string,
});
