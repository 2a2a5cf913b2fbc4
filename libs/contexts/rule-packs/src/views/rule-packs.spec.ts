import { derivedId, rootUnitId } from '#kernel';
import { project } from '#projections';
import { recorded } from '#testing';
import { readRules } from '../families/families.js';
import { rulePackPublished, rulePackSuperseded, type PackContent } from '../pack/rule-packs.js';
import { rulePacks } from './rule-packs.js';

const unitId = derivedId('spec', 'Tỉnh Bến Tre');
const pack: PackContent = {
  name: '12-QĐ/TU',
  version: 1,
  validFrom: '2024-09-01',
  validTo: null,
  legalBasis: 'Quyết định 12-QĐ/TU',
  unconfirmed: ['noticeWorkingDays'],
  rules: readRules('issues', { noticeWorkingDays: 5, resolutionWorkingDays: { commune: 10 } }),
};
const published = rulePackPublished({ family: 'issues', unitId, pack });
const decision = { number: '12-QĐ/TU', date: '2024-08-01', issuer: 'Tỉnh ủy Bến Tre' };
const row = {
  ...pack,
  family: 'issues',
  unitId,
  isShipped: false,
  decisionNumber: '12-QĐ/TU',
  reason: null,
};

describe('rule_packs', () => {
  it('has a row for each pack published', () => {
    expect(project(rulePacks, recorded([published], { decision }))).toEqual([row]);
  });

  it.each([
    [null, '2025-06-30', '2025-06-30'],
    ['2024-12-31', '2025-06-30', '2024-12-31'],
    ['2025-12-31', '2025-06-30', '2025-06-30'],
  ])('valid to %s, superseded on %s: judges until %s', (validTo, lastDay, until) => {
    const end = rulePackSuperseded({
      ...{ family: 'issues' as const, unitId, pack: { ...pack, validTo }, isShipped: false, lastDay },
      replacedBy: null,
    });
    const rows = project(rulePacks, recorded([published, end], { decision, reason: 'Sắp xếp' }));
    expect(rows).toEqual([{ ...row, validTo: until, reason: 'Sắp xếp' }]);
  });

  it('knows a shipped pack once it was superseded', () => {
    const end = rulePackSuperseded({
      ...{ family: 'issues' as const, unitId: rootUnitId, pack, isShipped: true, lastDay: '2025-06-30' },
      replacedBy: { name: 'mới', version: 1 },
    });
    expect(project(rulePacks, recorded([end]))).toMatchObject([{ name: '12-QĐ/TU', isShipped: true }]);
  });
});
