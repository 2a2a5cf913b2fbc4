import { derivedId, rootUnitId } from '#kernel';
import { given } from '#testing';
import { readRules } from '../families/families.js';
import { publishRulePack } from './publish-rule-pack.js';
import { rulePackPublished, rulePackSuperseded } from './rule-packs.js';

const unitId = derivedId('spec', 'Tỉnh Bến Tre');
const facts = { isKnown: true };
const decision = { number: '12-QĐ/TU', date: '2024-08-01', issuer: 'Tỉnh ủy Bến Tre' };
const rules = { noticeWorkingDays: 5, resolutionWorkingDays: { commune: 10, province: 20 } };
const header = { name: '12-QĐ/TU', version: 1, validFrom: '2024-09-01', legalBasis: 'Quyết định 12-QĐ/TU' };
const body = { family: 'issues', unitId, ...header, rules, decision } as const;
const pack = { ...header, validTo: null, unconfirmed: [], rules: readRules('issues', rules) };
const published = rulePackPublished({ family: 'issues', unitId, pack });

describe('publish-rule-pack', () => {
  it('publishes rules in the form of their family, for a unit and all below it', () => {
    given(publishRulePack, [], { facts }).when(body).then([published]);
  });

  it('for the whole country too, and with what is not confirmed', () => {
    const unconfirmed = ['resolutionWorkingDays'];
    given(publishRulePack, [], { facts })
      .when({ ...body, unitId: rootUnitId, validTo: '2025-08-31', unconfirmed })
      .then([
        rulePackPublished({
          family: 'issues',
          unitId: rootUnitId,
          pack: { ...pack, validTo: '2025-08-31', unconfirmed },
        }),
      ]);
  });

  it('refuses rules of another form, naming the field', () => {
    given(publishRulePack, [], { facts })
      .when({ ...body, family: 'evaluation' })
      .thenRefused('request.invalid');
    given(publishRulePack, [], { facts })
      .when({ ...body, rules: { ...rules, noticeWorkingDays: -1 } })
      .thenRefused('request.invalid');
  });

  it('refuses a version that exists, wherever it binds, shipped ones included: judgements cite name and version', () => {
    given(publishRulePack, [published], { facts })
      .when({ ...body, unitId: rootUnitId, validFrom: '2025-01-01' })
      .thenRefused('rule-pack.version-exists', { name: '12-QĐ/TU', version: 1 });
    given(publishRulePack, [], { facts })
      .when({ ...body, name: 'issues-11-QĐi' })
      .thenRefused('rule-pack.version-exists');
    given(publishRulePack, [published], { facts })
      .when({ ...body, version: 2, validFrom: '2025-01-01' })
      .then([rulePackPublished({ family: 'issues', unitId, pack: { ...pack, version: 2, validFrom: '2025-01-01' } })]);
  });

  it('refuses a second pack of the same unit from the same day, unless the first was superseded', () => {
    const again = { ...body, version: 2 };
    given(publishRulePack, [published], { facts })
      .when(again)
      .thenRefused('rule-pack.same-first-day', { name: '12-QĐ/TU', version: 1 });
    const withdrawn = rulePackSuperseded({
      family: 'issues',
      unitId,
      pack,
      isShipped: false,
      lastDay: '2024-08-31',
      replacedBy: null,
    });
    given(publishRulePack, [published, withdrawn], { facts })
      .when(again)
      .then([rulePackPublished({ family: 'issues', unitId, pack: { ...pack, version: 2 } })]);
  });

  it('refuses an unknown unit, and an end before the beginning', () => {
    given(publishRulePack, [], { facts: { isKnown: false } })
      .when(body)
      .thenRefused('unit.unknown', { unitId });
    given(publishRulePack, [], { facts })
      .when({ ...body, validTo: '2024-08-31' })
      .thenRefused('request.invalid');
  });
});
