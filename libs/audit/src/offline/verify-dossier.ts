import { readFileSync, realpathSync } from 'node:fs';
import { documentIn, dossierFormat, renderDossier, sectionsOf, type DossierDocument } from './dossier-file.js';
import { checkEventProof, ProofError, type EventProof } from './event-proof.js';
import { formatVerifierKey, parseVerifierKey, type VerifierKey } from './signed-note.js';

/*
 * Checks an exported dossier with nothing but Node and the file.
 *
 *     node verify-dossier.mjs FILE [--key <published verifier key>]
 */

/** One thing that is wrong, in words for an inspector. `code` is stable. */
export interface DossierFault {
  readonly code: 'malformed' | 'event' | 'no-proof' | 'no-seal' | 'seal' | 'section' | 'readable-text';
  readonly vi: string;
  readonly en: string;
}

export interface DossierAnswer {
  readonly ok: boolean;
  readonly faults: readonly DossierFault[];
  readonly document?: DossierDocument;
  /** Key of the log that the file names first: compare it with the published one. */
  readonly key?: string;
}

/** Everything that is wrong with a file. Never throws. */
export function checkDossier(file: string, trustedKey?: string): DossierAnswer {
  try {
    const document = documentIn(file);
    if ((document?.format as string | undefined) !== dossierFormat) {
      return bad('malformed', 'tệp không phải hồ sơ kiểm tra đã xuất', 'the file is no exported dossier');
    }
    return checked(file, document!, trustedKey === undefined ? undefined : parseVerifierKey(trustedKey));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return bad('malformed', `dữ liệu trong tệp không đọc được: ${why}`, `the data in the file can't be read: ${why}`);
  }
}

const bad = (code: DossierFault['code'], vi: string, en: string): DossierAnswer => ({
  ok: false,
  faults: [{ code, vi, en }],
});

function checked(file: string, document: DossierDocument, trusted: VerifierKey | undefined): DossierAnswer {
  const { events, seal } = document;
  const first = (seal ?? events.find(({ proof }) => proof !== null)?.proof)?.publicKeys[0];
  const key = trusted ?? (first === undefined ? undefined : parseVerifierKey(first));
  const faults = [
    ...events.flatMap(({ event, proof }, index) => eventFault(index, event, proof, key)),
    ...sealFaults(document, key),
    ...readableFault(file, document),
  ];
  return { ok: faults.length === 0, faults, document, ...(key && { key: formatVerifierKey(key) }) };
}

function eventFault(
  index: number,
  event: EventProof['event'],
  proof: Omit<EventProof, 'event'> | null,
  key: VerifierKey | undefined,
): DossierFault[] {
  const name = `${index + 1}: ${event.type}, ${event.stream} @ ${event.revision}`;
  if (!proof) {
    const [vi, en] = [`sự kiện ${name} không có chứng thực`, `event ${name} has no proof`];
    return [{ code: 'no-proof', vi, en }];
  }
  const why = problemOf({ ...proof, event }, key);
  return why
    ? [{ code: 'event', vi: `sự kiện ${name} bị sửa hoặc sai chứng thực (${why})`, en: `event ${name}: ${why}` }]
    : [];
}

function problemOf(proof: EventProof, key: VerifierKey | undefined): string | undefined {
  try {
    checkEventProof(proof, key);
    return undefined;
  } catch (error) {
    return error instanceof ProofError ? `${error.code}: ${error.message}` : String(error);
  }
}

/** The event of the export holds the hash of each section. */
function sealFaults(document: DossierDocument, key: VerifierKey | undefined): DossierFault[] {
  const { header, seal } = document;
  if (!seal) {
    return [{ code: 'no-seal', vi: 'hồ sơ chưa được niêm phong bằng chữ ký', en: 'the dossier is not sealed' }];
  }
  const why = problemOf(seal, key);
  if (why) return [{ code: 'seal', vi: `dấu niêm phong không đúng (${why})`, en: `the seal: ${why}` }];
  const data = seal.event.data as { dossierId?: string; sections?: { name: string; hash: string }[] };
  if (seal.event.type !== 'inspections.DossierExported' || data.dossierId !== header.dossierId) {
    return [{ code: 'seal', vi: 'dấu niêm phong là của hồ sơ khác', en: 'the seal is of another dossier' }];
  }
  const sealed = new Map((data.sections ?? []).map(({ name, hash }) => [name, hash]));
  const present = new Map(sectionsOf(document).map(({ name, hash }) => [name, hash]));
  const names = [...new Set([...sealed.keys(), ...present.keys()])].filter(
    (name) => sealed.get(name) !== present.get(name),
  );
  return names.map((name) => ({
    code: 'section' as const,
    vi: `phần "${name}" không như khi xuất`,
    en: `section "${name}" is not as it was exported`,
  }));
}

/** What people read must be what the data say, to the byte. */
function readableFault(file: string, document: DossierDocument): DossierFault[] {
  const made = renderDossier(document);
  if (made === file) return [];
  const [there, here] = [file.split('\n'), made.split('\n')];
  const line = here.findIndex((text, index) => text !== there[index]);
  const at = (line < 0 ? here.length : line) + 1;
  return [
    {
      code: 'readable-text',
      vi: `dòng ${at} của tệp khác với dữ liệu của hồ sơ`,
      en: `line ${at} of the file is not what the data say`,
    },
  ];
}

function main(args: readonly string[]): number {
  const at = args.indexOf('--key');
  const key = at < 0 ? undefined : args[at + 1];
  const [path] = args.filter((_, index) => at < 0 || (index !== at && index !== at + 1));
  if (!path || (at >= 0 && !key)) {
    process.stderr.write('node verify-dossier.mjs FILE [--key KEY]\n');
    return 2;
  }
  let file: string;
  try {
    file = readFileSync(path, 'utf8');
  } catch {
    process.stderr.write(`Không đọc được tệp / can not read ${path}\n`);
    return 2;
  }
  const { document, faults, key: used, ok } = checkDossier(file, key);
  const lines = ok
    ? [
        'ĐÚNG: hồ sơ nguyên vẹn / VALID: the dossier is unaltered',
        `${document!.header.title}; ${document!.events.length} sự kiện / events; ${document!.header.exportedAt}`,
        key ? `Khóa / Key: ${used}` : `Hãy đối chiếu với khóa đã công bố / Compare with the published key: ${used}`,
      ]
    : ['KHÔNG ĐÚNG / NOT VALID', ...faults.flatMap(({ code, en, vi }) => [`- ${vi}`, `  ${code}: ${en}`])];
  process.stdout.write(`${lines.join('\n')}\n`);
  return ok ? 0 : 1;
}

const started = process.argv[1];
if (started !== undefined && realpathSync(started) === import.meta.filename)
  process.exitCode = main(process.argv.slice(2));
