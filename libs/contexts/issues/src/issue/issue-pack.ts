import { packInForce, packsKnown, shippedPacks } from '#contexts/rule-packs/contracts';
import { dateOf, type Command, type LocalDate, type Reader } from '#kernel';
import type { BindingRules } from '../rules/issue-rules.js';
import { shippedCalendar, WorkingCalendar } from '../rules/working-days.js';

/** The rules that bind the body that must act, on the day of the step. Some pack of issues binds every day. */
export async function issuePack(read: Reader, holderUnitId: string, day: LocalDate): Promise<BindingRules> {
  const pack = await packInForce(read, 'issues', holderUnitId, day);
  return { ...pack!, calendar: await calendarOf(read) };
}

async function calendarOf(read: Reader): Promise<WorkingCalendar> {
  const notices = await packsKnown(read, 'working-days');
  const isAsShipped = notices.length === shippedPacks('working-days').length && notices.every(isShipped);
  return isAsShipped ? shippedCalendar : new WorkingCalendar(notices);
}

const isShipped = (notice: object): boolean => shippedPacks('working-days').some((pack) => pack === notice);

/** The day of a step: that of entry when left out. */
export const dayOf = ({ effectiveAt, envelope }: Command & { readonly effectiveAt?: LocalDate }): LocalDate =>
  effectiveAt ?? dateOf(envelope.receivedAt);
