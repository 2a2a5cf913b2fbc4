import { readRules, rulePackFamily } from '#contexts/rule-packs/contracts';
import { derivedId, fold, rootUnitId, type DomainEvent, type Reader } from '#kernel';
import { noticeDeadline } from '../rules/issue-rules.js';
import { shippedCalendar } from '../rules/working-days.js';
import { issuePack } from './issue-pack.js';

/** The notice on days off of 2027, as the country's admin publishes it: 24 November is off. */
const pack = {
  ...{ name: 'working-days-2027', version: 1, validFrom: '2027-01-01', validTo: '2027-12-31', legalBasis: 'mẫu' },
  unconfirmed: [],
  rules: readRules('working-days', { year: 2027, swaps: [], daysOff: ['2027-11-24'] }),
};
const about = { family: 'working-days', unitId: rootUnitId, pack };
const published = { type: 'rule-packs.RulePackPublished', data: about };
const withdrawn = {
  type: 'rule-packs.RulePackSuperseded',
  data: { ...about, isShipped: false, lastDay: '2026-12-31', replacedBy: null },
};

const reading = (...events: readonly DomainEvent[]): Reader => {
  const state = (of: { readonly name: string }, id: string) =>
    Promise.resolve(
      of.name === rulePackFamily.name ? fold(rulePackFamily, (id === 'working-days' ? events : []) as never) : {},
    );
  return { state } as Partial<Reader> as Reader;
};
const holder = derivedId('spec', 'commune');
const rulesOf = (...events: readonly DomainEvent[]) => issuePack(reading(...events), holder, '2027-11-15');

describe('the rules that bind a body', () => {
  it('count by the days off that the software brings, while nobody has published any', async () => {
    const rules = await rulesOf();
    expect(rules).toMatchObject({ name: 'issues-11-QĐi', noticeWorkingDays: 10 });
    expect(rules.calendar).toBe(shippedCalendar);
    expect(noticeDeadline(rules, '2027-11-15').dueOn).toBe('2027-11-29');
  });

  it('count by a notice from the moment when it is published, until it is withdrawn', async () => {
    expect(noticeDeadline(await rulesOf(published), '2027-11-15').dueOn).toBe('2027-11-30');
    expect(noticeDeadline(await rulesOf(published, withdrawn), '2027-11-15').dueOn).toBe('2027-11-29');
  });
});
