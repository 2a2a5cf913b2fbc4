import type { Language } from '#platform/http';
import type { AnyViewQuery } from '#projections';
import type { Row } from './view-reader.js';

/** Rows of a file for people: values that are codes in the words of the language; in English the codes are words. */
export function inWords(query: AnyViewQuery, rows: readonly Row[], language: Language): readonly Row[] {
  const worded = Object.entries(query.columns).flatMap(([name, { words }]) =>
    words ? ([[name, words]] as const) : [],
  );
  if (language !== 'vi' || worded.length === 0) return rows;
  return rows.map((row) => ({
    ...row,
    ...Object.fromEntries(worded.map(([name, words]) => [name, words[String(row[name])] ?? row[name]])),
  }));
}
