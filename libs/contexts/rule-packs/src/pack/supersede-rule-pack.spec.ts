import { derivedId, rootUnitId } from '#kernel';
import { given } from '#testing';
import { readRules, shippedPacks } from '../families/families.js';
import { contentOf, rulePackPublished, rulePackSuperseded, type PackContent } from './rule-packs.js';
import { supersedeRulePack } from './supersede-rule-pack.js';

const unitId = derivedId('spec', 'Tỉnh Bến Tre');
const decision = { number: '30-QĐ/TU', date: '2025-06-01', issuer: 'Tỉnh ủy Bến Tre' };
const pack: PackContent = {
  name: '12-QĐ/TU',
  version: 1,
  validFrom: '2024-09-01',
  validTo: null,
  legalBasis: 'Quyết định 12-QĐ/TU',
  unconfirmed: [],
  rules: readRules('issues', { noticeWorkingDays: 5, resolutionWorkingDays: { commune: 10 } }),
};
const next = { ...pack, version: 2, validFrom: '2025-07-01' };
const published = rulePackPublished({ family: 'issues', unitId, pack });
const reason = 'Sắp xếp đơn vị hành chính';
const body = {
  family: 'issues',
  unitId,
  name: '12-QĐ/TU',
  version: 1,
  lastDay: '2025-06-30',
  reason,
  decision,
} as const;
const end = { family: 'issues', unitId, pack, isShipped: false, lastDay: '2025-06-30', replacedBy: null } as const;

describe('supersede-rule-pack', () => {
  it('ends a published pack', () => {
    given(supersedeRulePack, [published])
      .when(body)
      .then([rulePackSuperseded(end)]);
  });

  it('names the pack that takes its place', () => {
    const replacedBy = { name: '12-QĐ/TU', version: 2 };
    given(supersedeRulePack, [published, rulePackPublished({ family: 'issues', unitId, pack: next })])
      .when({ ...body, replacedBy })
      .then([rulePackSuperseded({ ...end, replacedBy })]);
    given(supersedeRulePack, [published])
      .when({ ...body, replacedBy })
      .thenRefused('rule-pack.unknown', { version: 2 });
  });

  it('ends a shipped pack, and keeps what it said', () => {
    const [shipped] = shippedPacks('issues');
    const { name, version } = shipped!;
    given(supersedeRulePack, [])
      .when({ ...body, unitId: rootUnitId, name, version })
      .then([rulePackSuperseded({ ...end, unitId: rootUnitId, pack: contentOf(shipped!).content, isShipped: true })]);
  });

  it('withdraws one altogether with the day before its first, and no earlier', () => {
    given(supersedeRulePack, [published])
      .when({ ...body, lastDay: '2024-08-31' })
      .then([rulePackSuperseded({ ...end, lastDay: '2024-08-31' })]);
    given(supersedeRulePack, [published])
      .when({ ...body, lastDay: '2024-08-30' })
      .thenRefused('request.invalid');
  });

  it('ends it once: the same again changes nothing, another day is refused', () => {
    given(supersedeRulePack, [published, rulePackSuperseded(end)])
      .when(body)
      .then([]);
    given(supersedeRulePack, [published, rulePackSuperseded(end)])
      .when({ ...body, lastDay: '2025-12-31' })
      .thenRefused('rule-pack.already-superseded', { lastDay: '2025-06-30' });
  });

  it('knows a pack only under its own jurisdiction: the scope of who ends it is that of the pack', () => {
    given(supersedeRulePack, [published])
      .when({ ...body, unitId: derivedId('spec', 'Tỉnh khác') })
      .thenRefused('rule-pack.unknown');
    given(supersedeRulePack, []).when(body).thenRefused('rule-pack.unknown', { name: '12-QĐ/TU' });
  });
});
