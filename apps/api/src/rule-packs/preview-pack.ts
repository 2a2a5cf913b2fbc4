import { readRules, type PackFamily } from '#contexts/rule-packs/contracts';
import type { Actor } from '#kernel';
import type { PackPreview, PreviewedFact, PreviewParameters } from '#platform';
import type { Row, ViewReader } from '../views/view-reader.js';

/** Facts of one kind that the draft would have judged otherwise, shown one by one; the others are only counted. */
const shownFacts = 100;

interface Outcome {
  /** What the fact is: `evaluation`, `deadline`, `report`… */
  readonly about: string;
  readonly recorded: string | null;
  readonly decided: string | null;
  readonly proposed: string | null;
}

interface Example extends Outcome {
  readonly reasons: readonly unknown[];
  readonly key: Row;
  readonly unitId: string;
  readonly unitName: string;
}

export interface PackPreviewReport {
  readonly family: PackFamily;
  /** Facts judged then or by the draft. */
  readonly facts: number;
  /** Of which the draft would have proposed something else, or another day. */
  readonly changed: number;
  readonly outcomes: readonly (Outcome & { readonly count: number })[];
  readonly examples: readonly Example[];
}

/**
 * What rules that nobody has published would have said of recorded facts, within the reader's subtree. Nothing is
 * written. @throws DomainError `request.invalid`, naming every field of the rules that is wrong
 */
export async function previewPack(
  reader: ViewReader,
  previews: readonly PackPreview[],
  { family, rules, parameters }: { family: PackFamily; rules: object; parameters: PreviewParameters },
  actor: Actor,
): Promise<PackPreviewReport> {
  const draft = readRules(family, rules);
  const tally = new Tally();
  const request = {
    ...{ parameters, limit: 1, after: undefined, atLeast: undefined, waitMs: 0, format: undefined, asOf: undefined },
  };
  for (const preview of previews) {
    for await (const rows of reader.allRows(preview.facts, request, actor)) {
      for (const row of rows) tally.add(preview, row, preview.judge(row, draft) ?? unjudged(row));
    }
  }
  return { family, ...tally.report() };
}

const unjudged = (row: Row): PreviewedFact => ({
  ...{ recorded: (row['recorded'] as string | null | undefined) ?? null, decided: null, proposed: null, reasons: [] },
});

/** Counts every outcome, keeps some facts. */
class Tally {
  private readonly outcomes = new Map<string, Outcome & { count: number }>();
  private readonly examples: Example[] = [];
  private readonly shown = new Map<string, number>();
  private facts = 0;
  private changed = 0;

  add(preview: PackPreview, row: Row, { recorded, decided, proposed, differs, reasons }: PreviewedFact): void {
    if (recorded === null && decided === null && proposed === null) return;
    const { about } = preview;
    const outcome = { about, recorded, decided, proposed };
    const key = Object.values(outcome).join('\u0000');
    const known = this.outcomes.get(key) ?? { ...outcome, count: 0 };
    known.count++;
    this.outcomes.set(key, known);
    this.facts++;
    if (!(differs ?? recorded !== proposed)) return;
    this.changed++;
    const shown = this.shown.get(about) ?? 0;
    if (shown === shownFacts) return;
    this.shown.set(about, shown + 1);
    this.examples.push({ ...identityOf(preview, row), ...outcome, reasons });
  }

  report() {
    const outcomes = [...this.outcomes.values()].sort((a, b) => b.count - a.count);
    return { facts: this.facts, changed: this.changed, outcomes, examples: this.examples };
  }
}

const identityOf = ({ facts }: PackPreview, row: Row) => ({
  key: Object.fromEntries(facts.key.map((name) => [name, row[name]])),
  unitId: row['unitId'] as string,
  unitName: row['unitName'] as string,
});
