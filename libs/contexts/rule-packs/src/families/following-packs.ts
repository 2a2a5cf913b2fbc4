import { districtIdBefore2025, provinceIdBefore2025 } from '#contexts/org-units/contracts';
import type { FollowingPack } from './following.js';

const nothingElseFound = {
  maxUnits: null,
  severalCadresPerUnit: null,
  mayFollowOwnCell: null,
  reportPeriods: [],
} as const;

/**
 * What provinces published about the cadres who follow a unit. They bind the province's unit as the import of the real
 * units of before July 2025 names it; another installation publishes them for its own.
 */
export const followingPacks: readonly FollowingPack[] = [
  {
    name: 'following-kon-tum',
    version: 1,
    jurisdiction: { unitId: provinceIdBefore2025('Tỉnh Kon Tum') },
    validFrom: '2016-01-01',
    validTo: '2025-06-30',
    legalBasis: 'Quy định của Tỉnh ủy Kon Tum về cấp ủy viên theo dõi, phụ trách và dự sinh hoạt chi bộ',
    unconfirmed: ['legalBasis: number and day are not public', 'validFrom', 'reportPeriods'],
    ...nothingElseFound,
    minimumAttendances: [
      { cadreLevel: 'province', times: 2, per: 'year' },
      { cadreLevel: 'district', times: 6, per: 'year' },
      { cadreLevel: 'commune', times: 6, per: 'year' },
    ],
    mayFollowOwnCell: false,
  },
  {
    name: 'following-1390-QĐ/TU',
    version: 1,
    jurisdiction: { unitId: provinceIdBefore2025('Tỉnh Bắc Kạn') },
    validFrom: '2024-08-29',
    validTo: '2025-06-30',
    legalBasis: 'Quy định 1390-QĐ/TU và Quyết định 1391-QĐ/TU ngày 29/8/2024 của Tỉnh ủy Bắc Kạn',
    unconfirmed: ['minimumAttendances', 'maxUnits: one commune each in decision 1391', 'reportPeriods'],
    ...nothingElseFound,
    minimumAttendances: [],
  },
  {
    name: 'following-143-TB',
    version: 1,
    jurisdiction: { unitId: districtIdBefore2025('Tỉnh Quảng Trị', 'Thị xã Quảng Trị') },
    validFrom: '2017-01-01',
    validTo: '2025-06-30',
    legalBasis: 'Thông báo 143 (2017) của Thị ủy Quảng Trị',
    unconfirmed: ['validFrom: the day of issue is not confirmed', 'reportPeriods'],
    ...nothingElseFound,
    minimumAttendances: [{ cadreLevel: null, times: 1, per: 'month' }],
  },
];
