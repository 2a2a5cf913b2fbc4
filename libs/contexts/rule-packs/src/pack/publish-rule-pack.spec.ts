import { unitRecord } from '#contexts/org-units/contracts';
import { derivedId, rootUnitId } from '#kernel';
import { given } from '#testing';
import { readRules } from '../families/families.js';
import { publishRulePack } from './publish-rule-pack.js';
import { rulePackPublished, rulePackSuperseded } from './rule-packs.js';

const unitId = derivedId('spec', 'Tỉnh Bến Tre');
const placed = (level: string, id: string) => ({
  unitId: id,
  record: { ...unitRecord.initialState, status: 'open' as const, level },
});
const facts = { line: [placed('province', unitId)] };
const ofCountry = { facts: { line: [] } };
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
    given(publishRulePack, [], ofCountry)
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
    given(publishRulePack, [published], ofCountry)
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
    given(publishRulePack, [], ofCountry).when(body).thenRefused('unit.unknown', { unitId });
    given(publishRulePack, [], { facts })
      .when({ ...body, validTo: '2024-08-31' })
      .thenRefused('request.invalid');
  });

  describe('by a level below another', () => {
    const commune = derivedId('spec', 'Xã An Hiệp');
    const below = { line: [placed('commune', commune), placed('province', unitId)] };
    const own = { ...body, unitId: commune, name: '3-QĐ/ĐU' };

    it('stands beside that of its superior when it asks for as much or more', () => {
      const stricter = { noticeWorkingDays: 5, resolutionWorkingDays: { commune: 7 } };
      given(publishRulePack, [published], { facts: below })
        .when({ ...own, rules: stricter })
        .then([
          rulePackPublished({
            family: 'issues',
            unitId: commune,
            pack: { ...pack, name: '3-QĐ/ĐU', rules: readRules('issues', stricter) },
          }),
        ]);
    });

    it('is refused when it asks for less, with every field and the day from which the superior asks for more', () => {
      const laxer = { noticeWorkingDays: 6, resolutionWorkingDays: { commune: 12 } };
      const details = { day: '2024-09-01', name: '12-QĐ/TU', version: 1, jurisdiction: { unitId } };
      given(publishRulePack, [published], { facts: below })
        .when({ ...own, rules: laxer })
        .thenRefused('rule-pack.laxer-than-superior', {
          ...details,
          laxer: [
            { field: 'noticeWorkingDays', asked: 5, given: 6 },
            { field: 'resolutionWorkingDays.commune', asked: 10, given: 12 },
          ],
        });
      given(publishRulePack, [published], { facts: below })
        .when({ ...own, validFrom: '2024-07-01', rules: laxer })
        .thenRefused('rule-pack.laxer-than-superior', details);
    });

    it('may have asked for less on days before the superior did', () => {
      const laxer = { noticeWorkingDays: 6, resolutionWorkingDays: { commune: 12 } };
      given(publishRulePack, [published], { facts: below })
        .when({ ...own, validFrom: '2024-07-01', validTo: '2024-08-31', rules: laxer })
        .then([
          rulePackPublished({
            family: 'issues',
            unitId: commune,
            pack: {
              ...{ ...pack, name: '3-QĐ/ĐU', validFrom: '2024-07-01', validTo: '2024-08-31' },
              rules: readRules('issues', laxer),
            },
          }),
        ]);
    });

    it('keeps to the country’s figures that are confirmed, not to those that are not', () => {
      given(publishRulePack, [], { facts })
        .when({ ...body, rules: { noticeWorkingDays: 11, resolutionWorkingDays: { commune: 90 } } })
        .thenRefused('rule-pack.laxer-than-superior', {
          name: 'issues-11-QĐi',
          jurisdiction: 'country',
          laxer: [{ field: 'noticeWorkingDays', asked: 10, given: 11 }],
        });
    });
  });

  it.each([
    ['evaluation', 'commune'],
    ['evaluation', 'district'],
    ['meeting-standard', 'commune'],
    ['issues', 'cell'],
    ['issues', 'department'],
    ['following', 'household-group'],
    ['working-days', 'province'],
  ] as const)('refuses %s of a %s: it is not for this level to decide', (family, level) => {
    given(publishRulePack, [], { facts: { line: [placed(level, unitId)] } })
      .when({ ...body, family })
      .thenRefused('rule-pack.level-not-competent', { family, level });
  });
});
