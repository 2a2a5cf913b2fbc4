/** What was done, and to what; stable codes for `--json`. */
export type FindingKind =
  // the event store
  | 'altered'
  | 'back-dated'
  | 'replaced'
  | 'removed'
  | 'reordered'
  | 'inserted'
  | 'cut-off'
  | 'store-place-changed'
  | 'unchained'
  | 'missing-before'
  | 'repeated'
  | 'broken-link'
  | 'unreadable'
  | 'hidden-from-stream'
  | 'rewritten'
  // the tables of the audit log
  | 'leaf-altered'
  | 'leaf-removed'
  | 'node-altered'
  | 'log-row-altered'
  | 'unclear'
  // the checkpoints
  | 'checkpoint-altered'
  | 'checkpoint-missing'
  | 'checkpoint-order'
  | 'checkpoint-contradicts'
  | 'key-not-introduced'
  | 'key-list-altered'
  | 'no-checkpoint';

export type Place =
  | 'event-store'
  | 'audit-tables'
  | 'checkpoint-table'
  | 'checkpoint-file'
  | 'trusted-file'
  | 'cosigned-file'
  | 'key-list';

/** One thing that is not as it was signed. */
export interface Finding {
  readonly kind: FindingKind;
  readonly where: Place;
  /** Place of the event in the order of all events, from 0. Findings are ordered by it. */
  readonly index?: number;
  readonly stream?: string;
  readonly revision?: number;
  readonly eventId?: string;
  /** `<commit>/<prepare>` */
  readonly position?: string;
  /** Row of the table, line of the file. */
  readonly entry?: string;
  readonly vi: string;
  readonly en: string;
}

type Text = readonly [vi: string, en: string];

/** What happened, in plain words; `more` is put behind it. */
const texts: Record<FindingKind, Text> = {
  altered: ['nội dung sự kiện đã bị sửa', 'the event was altered'],
  'back-dated': [
    'thời gian ghi của sự kiện đã bị sửa (ghi lùi hoặc ghi tới)',
    'the time of the event was changed (back-dated or post-dated)',
  ],
  replaced: ['sự kiện đã bị thay bằng sự kiện khác', 'the event was replaced by another'],
  removed: ['sự kiện đã bị xóa', 'the event was removed'],
  reordered: ['sự kiện đã bị đổi thứ tự', 'the event was moved to another place in the order'],
  inserted: ['có sự kiện bị chèn thêm vào quá khứ', 'an event was inserted into the past'],
  'cut-off': [
    'phần cuối lịch sử đã bị cắt, kể từ sự kiện này',
    'the end of the history was cut off, from this event on',
  ],
  'store-place-changed': [
    'vị trí hoặc giờ do kho sự kiện ghi đã bị đổi',
    "the store's own position or time of the event was changed",
  ],
  unchained: ['sự kiện không có chuỗi băm của hệ thống', "the event does not carry this system's hash chain"],
  'missing-before': [
    'thiếu sự kiện ngay trước sự kiện này trong dòng',
    'an event before this one in its stream is missing',
  ],
  repeated: ['số thứ tự trong dòng bị lặp hoặc đi lùi', 'the revision repeats or goes back within the stream'],
  'broken-link': [
    'không nối đúng với sự kiện trước trong dòng: sự kiện trước đã bị thay',
    'does not link to the event before it in its stream: that one was changed',
  ],
  unreadable: ['kho sự kiện không đọc được sự kiện này', 'the store can not read the event'],
  'hidden-from-stream': [
    'sự kiện có trong lịch sử chung nhưng dòng của nó không đọc ra đúng',
    'the event is in the global history but its own stream does not show it',
  ],
  rewritten: [
    'lịch sử và bảng kiểm toán đã bị viết lại cùng nhau; không khớp điểm kiểm tra đã ký',
    'history and audit tables were rewritten together: they do not fit the signed checkpoint',
  ],
  'leaf-altered': [
    'dòng trong bảng audit_leaf đã bị sửa (sự kiện vẫn đúng)',
    'a row of audit_leaf was altered (the event itself is right)',
  ],
  'leaf-removed': [
    'dòng trong bảng audit_leaf đã bị xóa (sự kiện vẫn đúng)',
    'a row of audit_leaf was removed (the event itself is right)',
  ],
  'node-altered': ['dòng trong bảng audit_node đã bị sửa hoặc xóa', 'a row of audit_node was altered or removed'],
  'log-row-altered': ['dòng trạng thái audit_log đã bị sửa', 'the row of audit_log was altered'],
  unclear: [
    'sự kiện và bảng audit_leaf khác nhau; chưa có điểm kiểm tra nào phân định',
    'event and audit_leaf differ; no checkpoint tells which is right',
  ],
  'checkpoint-altered': [
    'điểm kiểm tra đã bị sửa hoặc chữ ký sai',
    'the checkpoint was altered, or its signature is wrong',
  ],
  'checkpoint-missing': ['điểm kiểm tra đã bị xóa', 'the checkpoint was removed'],
  'checkpoint-order': ['điểm kiểm tra không đúng thứ tự', 'the checkpoint is out of order'],
  'checkpoint-contradicts': [
    'điểm kiểm tra có chữ ký đúng nhưng không khớp lịch sử: lịch sử đã bị viết lại sau khi ký',
    'a checkpoint with a valid signature does not fit the history: it was rewritten after this was signed',
  ],
  'key-not-introduced': [
    'khóa ký không được khóa trước giới thiệu',
    'the signing key was not introduced by the key before it',
  ],
  'key-list-altered': [
    'danh sách khóa công khai có dòng không đọc được',
    'the list of public keys has a line that can not be read',
  ],
  'no-checkpoint': [
    'có sự kiện nhưng không có điểm kiểm tra nào đã ký',
    'there are events but not one signed checkpoint',
  ],
};

const places: Record<Place, Text> = {
  'event-store': ['kho sự kiện', 'event store'],
  'audit-tables': ['bảng kiểm toán', 'audit tables'],
  'checkpoint-table': ['bảng audit_checkpoint', 'table audit_checkpoint'],
  'checkpoint-file': ['tệp checkpoints.log', 'file checkpoints.log'],
  'trusted-file': ['tệp đối chiếu bên ngoài', 'file of trusted checkpoints'],
  'cosigned-file': ['tệp cosigned.log', 'file cosigned.log'],
  'key-list': ['tệp public-keys', 'file public-keys'],
};

export function finding(
  kind: FindingKind,
  where: Place,
  at: Omit<Finding, 'kind' | 'where' | 'vi' | 'en'>,
  more: Text = ['', ''],
): Finding {
  const [vi, en] = [0, 1].map((language) => {
    const parts = [texts[kind][language]!, more[language]!].filter((part) => part !== '');
    return `${places[where][language]!}: ${parts.join('; ')}${subject(at, language)}`;
  }) as [string, string];
  return { kind, where, ...at, vi, en };
}

function subject(at: Omit<Finding, 'kind' | 'where' | 'vi' | 'en'>, language: number): string {
  const word = (vi: string, en: string) => (language === 0 ? vi : en);
  const parts = [
    at.stream !== undefined && `${at.stream} @ ${at.revision}`,
    at.index !== undefined && `${word('thứ tự', 'place in order')} ${at.index + 1}`,
    at.position !== undefined && `${word('vị trí', 'position')} ${at.position}`,
    at.eventId !== undefined && `id ${at.eventId}`,
    at.entry,
  ].filter((part): part is string => typeof part === 'string');
  return parts.length > 0 ? ` — ${parts.join(', ')}` : '';
}
