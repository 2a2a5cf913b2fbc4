import { packInForce, type IssueRulePack } from '#contexts/rule-packs/contracts';
import { dateOf, type Command, type LocalDate, type Reader } from '#kernel';

/** The rules that bind the body that must act, on the day of the step. Some pack of issues binds every day. */
export const issuePack = async (read: Reader, holderUnitId: string, day: LocalDate): Promise<IssueRulePack> =>
  (await packInForce(read, 'issues', holderUnitId, day))!;

/** The day of a step: that of entry when left out. */
export const dayOf = ({ effectiveAt, envelope }: Command & { readonly effectiveAt?: LocalDate }): LocalDate =>
  effectiveAt ?? dateOf(envelope.receivedAt);
