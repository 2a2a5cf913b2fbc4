import { dateOf, daysBetween, type AnyEventDefinition, type LocalDate } from '#kernel';
import { process, type Notes, type Outputs } from '#processes';
import type { RecordedOf } from '#projections';
import {
  issueAccepted,
  issueAnswerCorrected,
  issueAnswered,
  issueCategorised,
  issueDeadlineMarked,
  issueEscalated,
  issueExtended,
  issueHandedOver,
  issueMerged,
  issueRaised,
  issueRefused,
  issueReopened,
  issueResolved,
  issueResumed,
  issueReturned,
  issueSplit,
  issueWaitStarted,
} from '../issue/issue.js';
import { levelNames, refusalNames, waitNames } from './words.js';

/** What is entered so long after it happened is an old file, and no news. */
const newsDays = 30;

interface About {
  readonly title: string;
  readonly unitId: string;
}
interface OnIssue {
  readonly issueId: string;
}

const toPerson = (id: string): string => `to ${id}`;
const recipients = (notes: Notes): string[] =>
  [...notes.keys()].filter((item) => item.startsWith('to ')).map((item) => item.slice(3));

/**
 * Tells whoever raised an issue of every step that others take, and the member in charge of what comes to them. The
 * raiser is the cadre named, or else the account that entered it. A merged issue's raiser is told of the other one's
 * steps from then on, a split issue's of its parts'. Letters name no person.
 */
export const tellRaiser = process('tell-raiser').on(
  issueRaised,
  ({ data: { issueId, raisedByCadreId, title, unitId }, metadata: { actor } }, out) => {
    out.note(issueId, 'about', { title, unitId } satisfies About);
    const raiser = raisedByCadreId ?? (actor.role === 'system' ? undefined : actor.subject);
    if (raiser !== undefined) out.note(issueId, toPerson(raiser), true);
  },
);

const on = <Definition extends AnyEventDefinition>(
  definition: Definition,
  text: (data: RecordedOf<Definition>['data'] & OnIssue) => string,
  also?: (event: RecordedOf<Definition>, out: Outputs, notes: Notes) => void,
) =>
  tellRaiser.on(
    definition,
    (event, out, notes) => {
      tell(event, recipients(notes), text(event.data as RecordedOf<Definition>['data'] & OnIssue), out, notes);
      also?.(event, out, notes);
    },
    (event) => (event.data as OnIssue).issueId,
  );

function tell(
  { data, metadata }: { readonly data: unknown; readonly metadata: { effectiveAt: string; recordedAt: string } },
  to: readonly string[],
  what: string,
  out: Outputs,
  notes: Notes,
): void {
  const about = notes.get('about') as About | undefined;
  if (!about || daysBetween(dateOf(metadata.effectiveAt), dateOf(metadata.recordedAt)) > newsDays) return;
  const { issueId } = data as OnIssue;
  for (const recipientId of to) {
    out.message({
      recipientId,
      about: issueId,
      unitId: about.unitId,
      subject: `Kiến nghị: ${about.title}`,
      body: `Kiến nghị “${about.title}” ${what}\n\nMã kiến nghị: ${issueId}`,
    });
  }
}

/** 29/8/2024. */
const day = (date: LocalDate): string => date.split('-').map(Number).reverse().join('/');

on(issueAccepted, ({ acceptedOn, dueOn, holderLevel }) => {
  return `đã được ${levelNames(holderLevel)} tiếp nhận ngày ${day(acceptedOn)}, hạn giải quyết ${day(dueOn)}.`;
});
on(
  issueEscalated,
  ({ escalatedOn, holderLevel, noticeDueOn }) =>
    `đã được chuyển đến ${levelNames(holderLevel)} ngày ${day(escalatedOn)}, hạn trả lời về việc thụ lý ${day(noticeDueOn)}.`,
  (event, out, notes) => {
    const { inChargeCadreId, issueId, noticeDueOn } = event.data;
    if (!inChargeCadreId) return;
    tell(event, [inChargeCadreId], `được chuyển đến đồng chí phụ trách, hạn thụ lý ${day(noticeDueOn)}.`, out, notes);
    out.note(issueId, 'in-charge', inChargeCadreId);
  },
);
on(
  issueReturned,
  ({ holderLevel, on: at }) =>
    `đã được trả lại ${levelNames(holderLevel)} ngày ${day(at)} để chuyển đúng nơi có thẩm quyền.`,
);
on(issueRefused, ({ cause, on: at }) => `không được thụ lý, ngày ${day(at)}. Lý do: ${refusalNames[cause]}.`);
on(issueCategorised, () => 'đã được phân loại lại theo lĩnh vực.');
on(
  issueWaitStarted,
  ({ on: at, waitsFor }) => `tạm dừng giải quyết từ ngày ${day(at)}, đang chờ ${waitNames[waitsFor]}.`,
);
on(issueResumed, ({ dueOn }) => `được tiếp tục giải quyết, hạn mới ${day(dueOn)}.`);
on(issueExtended, ({ dueOn, previousDueOn }) => `được gia hạn giải quyết từ ${day(previousDueOn)} đến ${day(dueOn)}.`);
on(issueAnswered, ({ answer, answeredOn }) => `đã được trả lời ngày ${day(answeredOn)}:\n\n${answer}`);
on(issueAnswerCorrected, ({ answer }) => `có nội dung trả lời được đính chính:\n\n${answer}`);
on(issueResolved, ({ outcome, resolvedOn }) => {
  const result = outcome === null ? '' : `\n\n${outcome}`;
  return `đã giải quyết xong ngày ${day(resolvedOn)}. Đề nghị xác nhận hoặc yêu cầu mở lại.${result}`;
});
on(issueReopened, ({ dueOn }) => `đã được mở lại, hạn giải quyết ${day(dueOn)}.`);
on(issueHandedOver, ({ on: at }) => `đã được chuyển giao cho đơn vị kế thừa từ ngày ${day(at)}.`);
on(
  issueMerged,
  () => 'trùng với một kiến nghị khác và được giải quyết cùng kiến nghị đó.',
  ({ data }, out, notes) => {
    for (const each of recipients(notes)) out.note(data.intoIssueId, toPerson(each), true);
  },
);
on(
  issueSplit,
  ({ parts }) => `được tách thành ${parts.length} kiến nghị:\n\n${parts.map(({ title }) => `- ${title}`).join('\n')}`,
  ({ data }, out, notes) => {
    for (const part of data.parts) for (const each of recipients(notes)) out.note(part.issueId, toPerson(each), true);
  },
);

tellRaiser.on(
  issueDeadlineMarked,
  (event, out, notes) => {
    const { dueOn, mark } = event.data;
    const inCharge = notes.get('in-charge') as string | undefined;
    const to = [...(mark === 'overdue' ? recipients(notes) : []), ...(inCharge === undefined ? [] : [inCharge])];
    tell(
      event,
      to,
      mark === 'overdue' ? `đã quá hạn ngày ${day(dueOn)}.` : `sắp đến hạn ngày ${day(dueOn)}.`,
      out,
      notes,
    );
  },
  ({ data }) => data.issueId,
);
