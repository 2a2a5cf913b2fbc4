/** Kiến nghị, vướng mắc, phản ánh. */
export const issueKinds = ['recommendation', 'difficulty', 'feedback'] as const;
export type IssueKind = (typeof issueKinds)[number];

/** What it is about. Data: a theme is added here and nowhere else. */
export const issueCategories = [
  { code: 'land', vi: 'Đất đai, giải phóng mặt bằng', en: 'land and site clearance' },
  { code: 'finance', vi: 'Tài chính, ngân sách', en: 'finance and budget' },
  { code: 'public-assets', vi: 'Tài sản công', en: 'public assets' },
  { code: 'infrastructure', vi: 'Giao thông, thủy lợi, hạ tầng', en: 'roads, irrigation, infrastructure' },
  { code: 'agriculture', vi: 'Nông nghiệp, nông thôn mới', en: 'agriculture and new rural development' },
  { code: 'environment', vi: 'Môi trường', en: 'environment' },
  { code: 'social-policy', vi: 'Chính sách xã hội, giảm nghèo', en: 'social policy and poverty reduction' },
  { code: 'health', vi: 'Y tế', en: 'health' },
  { code: 'education', vi: 'Giáo dục', en: 'education' },
  { code: 'administrative-procedures', vi: 'Thủ tục hành chính', en: 'administrative procedures' },
  { code: 'organisation', vi: 'Tổ chức bộ máy, cán bộ', en: 'organisation and cadres' },
  { code: 'party-building', vi: 'Xây dựng Đảng', en: 'Party building' },
  { code: 'security', vi: 'An ninh, trật tự', en: 'security and order' },
  { code: 'other', vi: 'Khác', en: 'other' },
] as const;
export const issueCategoryCodes: readonly string[] = issueCategories.map(({ code }) => code);

/** Cán bộ theo dõi, bí thư, đảng viên, người dân, đại biểu hội nghị. */
export const raiserRoles = ['cadre', 'secretary', 'party-member', 'resident', 'delegate'] as const;
export type RaiserRole = (typeof raiserRoles)[number];

/** Ngoài thẩm quyền, thuộc thẩm quyền cơ quan khác, quá hạn giải quyết, lý do khác. */
export const escalationCauses = ['beyond-authority', 'competence-of-another', 'overdue', 'other'] as const;
export type EscalationCause = (typeof escalationCauses)[number];

/** Where it came up: cuộc họp, chuyến đi cơ sở, báo cáo, hội nghị. */
export const issueSources = ['meeting', 'visit', 'report', 'conference'] as const;
export type IssueSource = (typeof issueSources)[number];

/** Nặc danh, không rõ nội dung, đã giải quyết trước đó, không thuộc phạm vi, lý do khác. */
export const refusalCauses = ['anonymous', 'unclear', 'settled-before', 'outside-scope', 'other'] as const;
export type RefusalCause = (typeof refusalCauses)[number];

/** What the body waits for while the clock stands: người kiến nghị, cơ quan khác, kinh phí, mùa vụ, lý do khác. */
export const waitReasons = ['raiser', 'another-body', 'funding', 'season', 'other'] as const;
export type WaitReason = (typeof waitReasons)[number];
