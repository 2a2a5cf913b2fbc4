import { createHash } from 'node:crypto';
import { canonical } from './canonical-json.js';
import type { EventProof, ProvedEvent } from './event-proof.js';

export const dossierFormat = 'nam-co-so/dossier/1';

/** Why an event stands in a dossier: it is the dossier's own, a cited fact, or a step of an ordered correction. */
export type DossierPart = 'dossier' | 'cited' | 'correction';

export interface DossierEvent {
  readonly part: DossierPart;
  /** What the act is called, in Vietnamese. */
  readonly title: string;
  readonly event: ProvedEvent;
  /** Null: no signed checkpoint covered the event at the time of the export. */
  readonly proof: Omit<EventProof, 'event'> | null;
}

export interface DossierText {
  readonly kind: 'finding' | 'order' | 'conclusion';
  readonly id: string;
  readonly text: string;
  /** Ids of cited events. */
  readonly events: readonly string[];
}

/** A dossier (hồ sơ kiểm tra) as it is exported. The file is made from this and nothing else: see {@link renderDossier}. */
export interface DossierDocument {
  readonly format: typeof dossierFormat;
  readonly header: {
    readonly dossierId: string;
    readonly title: string;
    readonly unitId: string;
    readonly unitName: string;
    readonly status: string;
    /** ISO instants. */
    readonly openedAt: string;
    readonly exportedAt: string;
    readonly exportedBy: string;
  };
  readonly texts: readonly DossierText[];
  readonly corrections: readonly { readonly correctionId: string; readonly status: string; readonly items: number }[];
  readonly events: readonly DossierEvent[];
  /** Proof of the event `DossierExported`, which holds the hashes of everything above; null: nothing was signed. */
  readonly seal: EventProof | null;
}

/** Name of a part of the document, and the SHA-256 of its canonical JSON. */
export interface SectionHash {
  readonly name: string;
  readonly hash: string;
}

/** What the seal covers. Events by their own hashes: each is proved by itself as well. */
export function sectionsOf({ header, texts, corrections, events }: Omit<DossierDocument, 'seal'>): SectionHash[] {
  const list = events.map(({ event, part, title }) => ({ part, title, hash: event.metadata.chain.hash }));
  const hash = (value: unknown) => createHash('sha256').update(canonical(value)).digest('hex');
  return [
    { name: 'header', hash: hash(header) },
    ...texts.map((text, index) => ({ name: `texts.${index}`, hash: hash(text) })),
    { name: 'corrections', hash: hash(corrections) },
    { name: 'events', hash: hash(list) },
  ];
}

const open = '<script type="application/json" id="dossier">';
const close = '</script>';

/** One HTML file, readable anywhere, with the document in it. The same document always gives the same bytes. */
export function renderDossier(document: DossierDocument): string {
  const { header, texts, corrections, events } = document;
  const own = (part: DossierPart) => events.filter((each) => each.part === part);
  const embedded = JSON.stringify(document).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<title>${text(`Hồ sơ kiểm tra: ${header.title}`)}</title>
<style>${style}</style>
</head>
<body>
<h1>Hồ sơ kiểm tra</h1>
<h2>${text(header.title)}</h2>
<table>
${row('Mã hồ sơ', header.dossierId)}
${row('Đơn vị', `${header.unitName} (${header.unitId})`)}
${row('Trạng thái', header.status)}
${row('Mở lúc', header.openedAt)}
${row('Xuất lúc', header.exportedAt)}
${row('Người xuất', header.exportedBy)}
</table>
<h2>Kết quả kiểm tra</h2>
${texts.map(readableText).join('\n')}
<h2>Đính chính</h2>
<table>
${corrections.map(({ correctionId, items, status }) => row(correctionId, `${status}; ${items} nội dung`)).join('\n')}
</table>
<h2>Sự kiện được trích dẫn</h2>
${own('cited').map(readableEvent).join('\n')}
<h2>Diễn biến hồ sơ</h2>
${own('dossier').map(readableEvent).join('\n')}
<h2>Diễn biến đính chính</h2>
${own('correction').map(readableEvent).join('\n')}
<p>Kiểm tra tệp này bằng: node verify-dossier.mjs &lt;tệp&gt;</p>
${open}
${embedded}
${close}
</body>
</html>
`;
}

const style =
  'body{font:16px/1.5 serif;max-width:60rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse}' +
  'td{border:1px solid #999;padding:.2rem .6rem;vertical-align:top}pre{white-space:pre-wrap;background:#f4f4f4;padding:.5rem}';

const text = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const row = (name: string, value: string): string => `<tr><td>${text(name)}</td><td>${text(value)}</td></tr>`;

const kinds: Readonly<Record<DossierText['kind'], string>> = {
  finding: 'Phát hiện',
  order: 'Yêu cầu đính chính',
  conclusion: 'Kết luận',
};

const readableText = (each: DossierText): string =>
  `<h3>${kinds[each.kind]}</h3>\n<p>${text(each.text)}</p>\n${
    each.events.length > 0 ? `<p>Căn cứ: ${text(each.events.join(', '))}</p>` : ''
  }`;

function readableEvent({ event, proof, title }: DossierEvent): string {
  const { actor, decision, effectiveAt, reason, recordedAt } = event.metadata as Readonly<Record<string, unknown>> & {
    readonly actor?: { readonly subject?: string; readonly role?: string };
    readonly decision?: { readonly number?: string; readonly date?: string; readonly issuer?: string };
  };
  const basis = decision ? `${decision.number ?? ''}, ${decision.date ?? ''}, ${decision.issuer ?? ''}` : '';
  return `<h3 id="${text(event.id)}">${text(title)}</h3>
<table>
${row('Sự kiện', `${event.type}, ${event.stream} @ ${event.revision}, ${event.id}`)}
${row('Xảy ra; ghi lúc', `${plain(effectiveAt)}; ${plain(recordedAt)}`)}
${row('Người thực hiện', `${actor?.subject ?? ''} (${actor?.role ?? ''})`)}
${row('Quyết định', basis)}
${row('Lý do', plain(reason))}
${row('Chứng thực', proof ? `thứ tự ${proof.leafIndex + 1} trong sổ đã ký` : 'CHƯA CÓ chữ ký')}
</table>
<pre>${text(JSON.stringify(event.data, hidePersonal, 2))}</pre>`;
}

const plain = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Cipher text says nothing to a reader. */
const hidePersonal = (_name: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && '$personal' in value ? '[dữ liệu đã mã hóa]' : value;

/** The document inside a file, or undefined. @throws SyntaxError when it is no JSON */
export function documentIn(file: string): DossierDocument | undefined {
  const begin = file.indexOf(open);
  const end = file.lastIndexOf(close);
  if (begin < 0 || end < begin) return undefined;
  return JSON.parse(file.slice(begin + open.length, end)) as DossierDocument;
}
