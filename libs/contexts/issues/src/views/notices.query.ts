import { empty, sql, viewQuery } from '#projections';
import { IsIn, IsOptional, IsUUID } from 'class-validator';

const states = ['waiting', 'failing', 'sent', 'given-up', 'expired'] as const;

class NoticesParameters {
  @IsOptional() @IsUUID() recipientId?: string;
  @IsOptional() @IsUUID() issueId?: string;
  @IsOptional() @IsIn(states) state?: string;
}

/**
 * Letters of the outbox, with what became of each. Unlike other lists it is no fold of events: letters are sent once,
 * and a delivery is no fact of the domain. Addresses are not in it.
 */
export const noticesQuery = viewQuery({
  name: 'notices',
  summary: {
    vi: 'Thư báo cho người kiến nghị và cán bộ theo dõi',
    en: 'Letters to those who raised issues and to the assigned cadres',
  },
  parameters: NoticesParameters,
  columns: {
    occurredAt: { type: 'timestamptz', title: { vi: 'Thời điểm', en: 'Occurred at' } },
    messageId: { type: 'uuid', title: { vi: 'Mã thông báo', en: 'Message id' } },
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
    recipientId: { type: 'uuid', title: { vi: 'Mã người nhận', en: 'Recipient id' } },
    issueId: { type: 'uuid', title: { vi: 'Mã kiến nghị hoặc cuộc sinh hoạt', en: 'Issue or meeting id' } },
    subject: { type: 'text', title: { vi: 'Tiêu đề', en: 'Subject' } },
    body: { type: 'text', title: { vi: 'Nội dung', en: 'Text' } },
    state: { type: 'text', title: { vi: 'Tình trạng gửi', en: 'Delivery' } },
    attempts: { type: 'integer', title: { vi: 'Số lần gửi', en: 'Attempts' } },
    sentAt: { type: 'timestamptz', title: { vi: 'Gửi lúc', en: 'Sent at' } },
    lastError: { type: 'text', title: { vi: 'Lỗi', en: 'Last error' } },
  },
  key: ['occurredAt', 'messageId'],
  totals: {
    letters: sql`count(*)::integer`,
    sent: sql`(count(*) FILTER (WHERE state = 'sent'))::integer`,
    failing: sql`(count(*) FILTER (WHERE state IN ('failing', 'given-up')))::integer`,
  },
  rows: ({ issueId, recipientId, state }, { today }) => sql`
    SELECT * FROM (
      SELECT m.occurred_at, m.message_id, m.unit_id, m.recipient_id, m.about AS issue_id, m.subject, m.body,
             CASE WHEN m.sent_at IS NOT NULL THEN 'sent'
                  WHEN m.given_up_at IS NOT NULL THEN 'given-up'
                  WHEN m.occurred_at < ${today}::date - 3 THEN 'expired'
                  WHEN m.attempts > 0 THEN 'failing'
                  ELSE 'waiting' END AS state,
             m.attempts, m.sent_at, m.last_error
        FROM outbox_message m
       WHERE true
         ${issueId ? sql`AND m.about = ${issueId}` : empty}
         ${recipientId ? sql`AND m.recipient_id = ${recipientId}` : empty}
    ) AS letter
    ${state ? sql`WHERE letter.state = ${state}` : empty}`,
});
