import { refusalNames, waitNames } from '../processes/words.js';
import type { IssueStatus } from '../issue/issue.js';
import type { IssueKind, IssueSource } from '../issue/vocabulary.js';

/** Vietnamese of the values in lists of issues, for files. */

export const kindWords: Readonly<Record<IssueKind, string>> = {
  recommendation: 'kiến nghị',
  difficulty: 'vướng mắc',
  feedback: 'phản ánh',
};

export const statusWords: Readonly<Record<IssueStatus, string>> = {
  raised: 'đã ghi nhận, chờ tiếp nhận',
  escalated: 'đã chuyển, chờ tiếp nhận',
  returned: 'bị trả lại',
  accepted: 'đã tiếp nhận, đang giải quyết',
  waiting: 'tạm dừng chờ',
  reopened: 'mở lại',
  answered: 'đã trả lời',
  resolved: 'đã giải quyết xong',
  confirmed: 'đã xác nhận',
  withdrawn: 'đã rút',
  refused: 'từ chối thụ lý',
  split: 'đã tách',
  merged: 'đã gộp',
};

export const sourceWords: Readonly<Record<IssueSource, string>> = {
  meeting: 'cuộc họp',
  visit: 'chuyến xuống cơ sở',
  report: 'báo cáo',
  conference: 'hội nghị lắng nghe',
};

export const levelWords = {
  country: 'trung ương',
  province: 'tỉnh',
  district: 'huyện',
  commune: 'xã',
  cell: 'chi bộ',
  department: 'sở, ban, ngành',
  'household-group': 'nhóm hộ',
};

export const dueForWords = { notice: 'tiếp nhận hoặc chuyển', resolution: 'giải quyết' };

export { refusalNames as refusalWords, waitNames as waitWords };
