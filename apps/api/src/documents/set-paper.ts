import type { PaperFormat } from './document.js';
import { printPdf } from './pdf-printer.js';
import { pagesOf } from './word-content.js';
import { WordTemplates } from './word-template.js';

/** All that a paper is made of; plain values, since they go to another thread. */
export interface PaperOrder {
  /** The kind of paper, which is the name of its template. */
  readonly name: string;
  readonly values: object;
  readonly format: PaperFormat;
  /** Folder of the committee's own templates; undefined: none. */
  readonly ownTemplates: string | undefined;
}

/** Takes seconds for a paper of thousands of rows: run by `PaperThreads`. @throws TemplateError */
export async function setPaper({ format, name, ownTemplates, values }: PaperOrder): Promise<Buffer> {
  const word = await new WordTemplates(ownTemplates).fill(name, values);
  return format === 'pdf' ? printPdf(pagesOf(name, word)) : word;
}
