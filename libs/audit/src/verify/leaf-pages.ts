import { readLeaves, type Sql, type StoredLeaf } from '../log/audit-tables.js';

const pageSize = 2_000;

/** The rows of audit_leaf in order, a page at a time. */
export class LeafPages {
  private page = new Map<number, StoredLeaf>();
  private pageStart = -pageSize;

  constructor(
    private readonly sql: Sql,
    /** One past the last index that has a row. */
    readonly end: number,
  ) {}

  /** @returns undefined when that row is gone. Indexes are asked for in rising order. */
  async at(index: number): Promise<StoredLeaf | undefined> {
    if (index >= this.pageStart + pageSize) {
      this.pageStart = index;
      const rows = await readLeaves(this.sql, index, index + pageSize);
      this.page = new Map(rows.map((row) => [row.index, row]));
    }
    return this.page.get(index);
  }
}
