import { madeId, type Step } from '../scenario.js';

export const scenarioName = 'bac-kan-2024';

/** A body of the province: an advising body of the province committee, a department, a mass organisation. */
export interface Body {
  readonly unitId: string;
  readonly name: string;
}

/**
 * Bodies that every province had in 2024. Their records are demonstration data and marked so: the data set of real
 * units knows only provinces and communes.
 */
const names = [
  'Văn phòng Tỉnh ủy',
  'Ban Tổ chức Tỉnh ủy',
  'Ban Tuyên giáo Tỉnh ủy',
  'Ban Dân vận Tỉnh ủy',
  'Ủy ban Kiểm tra Tỉnh ủy',
  'Sở Nông nghiệp và Phát triển nông thôn',
  'Sở Tài nguyên và Môi trường',
  'Sở Giao thông vận tải',
  'Sở Tài chính',
  'Sở Lao động - Thương binh và Xã hội',
  'Hội Nông dân tỉnh',
  'Hội Liên hiệp Phụ nữ tỉnh',
];

/** Which body settles what, where it is beyond the communes and districts. */
export const competentBody: Readonly<Record<string, string>> = {
  agriculture: 'Sở Nông nghiệp và Phát triển nông thôn',
  land: 'Sở Tài nguyên và Môi trường',
  environment: 'Sở Tài nguyên và Môi trường',
  infrastructure: 'Sở Giao thông vận tải',
  finance: 'Sở Tài chính',
  'public-assets': 'Sở Tài chính',
  'social-policy': 'Sở Lao động - Thương binh và Xã hội',
  organisation: 'Ban Tổ chức Tỉnh ủy',
};

export const bodies: readonly Body[] = names.map((name) => ({ name, unitId: madeId(scenarioName, 'body', name) }));

export const bodyNamed = (name: string): Body => bodies.find((body) => body.name === name)!;

export const registerBody = ({ unitId, name }: Body, parentId: string, effectiveAt: string): Step => ({
  act: 'register-unit',
  body: { unitId, name, level: 'department', parentId, effectiveAt, generated: true },
});
