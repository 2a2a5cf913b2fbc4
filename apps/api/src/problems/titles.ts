import type { Text } from '#platform/http';

const text = (vi: string, en: string): Text => ({ vi, en });

/** What each code says to a person. Every code that the sources throw has one; a spec holds them together. */
export const titles: Readonly<Record<string, Text>> = {
  // Requests
  'request.malformed': text('Yêu cầu sai dạng', 'The request is malformed'),
  'request.body-missing': text('Yêu cầu thiếu nội dung', 'The request has no body'),
  'request.invalid': text('Có trường không hợp lệ', 'Some fields are invalid'),
  'request.unknown-path': text('Không có đường dẫn này', 'There is no such path'),
  'request.method-not-allowed': text('Đường dẫn này không nhận phương thức đó', 'This path does not take that method'),
  'request.unsupported-media-type': text('Kiểu nội dung không được hỗ trợ', 'The content type is not supported'),
  'request.too-large': text('Nội dung quá lớn', 'The body is too large'),
  'request.path-too-long': text('Đường dẫn quá dài', 'The path is too long'),
  'request.timeout': text('Yêu cầu đến quá chậm', 'The request came too slowly'),
  'request.refused': text('Yêu cầu bị từ chối', 'The request was refused'),
  internal: text('Lỗi của hệ thống', 'An error of the system'),
  'event-store.unavailable': text(
    'Kho sự kiện chưa trả lời; hãy gửi lại cùng mã lệnh',
    'The event store does not answer; send the same command id again',
  ),
  'read-store.unavailable': text('Cơ sở dữ liệu chưa trả lời', 'The database does not answer'),

  // Commands
  'command.unknown': text('Không có lệnh này', 'There is no such command'),
  'command.idempotency-key-missing': text(
    'Thiếu mã lệnh (Idempotency-Key)',
    'The command id (Idempotency-Key) is missing',
  ),
  'command.idempotency-key-malformed': text('Mã lệnh phải là một UUID', 'The command id must be a UUID'),
  'command.if-match-malformed': text('If-Match phải có dạng "<số>"', 'If-Match must read "<number>"'),
  'command.id-reused': text('Mã lệnh này đã dùng cho một lệnh khác', 'This command id was used for another command'),
  'command.stale-version': text('Bản ghi đã thay đổi sau khi bạn đọc', 'The record has changed since you read it'),
  'command.contended': text('Quá nhiều người cùng ghi, hãy thử lại', 'Too many write at once, try again'),
  'command.role-not-allowed': text('Vai trò của bạn không được làm việc này', 'Your role may not do this'),
  'command.outside-scope': text('Đơn vị ngoài phạm vi của bạn', 'The unit is outside your scope'),

  // Views built anew
  'rebuild.unknown': text('Không có lần dựng lại này', 'There is no such rebuild'),

  // Files of commands
  'bulk.empty': text('Tệp không có dòng nào', 'The file has no rows'),
  'bulk.too-large': text('Tệp quá lớn', 'The file is too large'),
  'bulk.too-many-rows': text('Tệp quá nhiều dòng', 'The file has too many rows'),
  'bulk.line-too-long': text('Có dòng quá dài', 'A line is too long'),
  'bulk.not-utf8': text('Tệp không phải UTF-8', 'The file is not UTF-8'),
  'bulk.csv-malformed': text('CSV sai dạng', 'The CSV is malformed'),
  'bulk.xlsx-malformed': text('Tệp Excel sai dạng', 'The Excel file is malformed'),
  'bulk.header-invalid': text('Dòng tiêu đề của CSV không hợp lệ', 'The header row of the CSV is invalid'),
  'bulk.row-malformed': text('Dòng không phải JSON', 'The row is not JSON'),
  'bulk.no-if-match': text('If-Match không dùng cho tệp', 'If-Match has no meaning for a file'),
  'annex.unit-unknown': text('Không tìm thấy đơn vị có tên này', 'No unit of this name was found'),
  'annex.unit-ambiguous': text('Nhiều đơn vị trùng tên; hãy ghi mã hoặc cấp trên', 'Several units bear this name'),
  'annex.cadre-unknown': text('Không tìm thấy cán bộ có tên này', 'No cadre of this name was found'),
  'annex.cadre-ambiguous': text(
    'Nhiều cán bộ trùng tên; hãy ghi chức vụ hoặc đơn vị công tác',
    'Several cadres bear this name',
  ),
  'bulk.interrupted': text(
    'Bị gián đoạn giữa chừng; gửi lại cùng tệp và cùng mã để làm tiếp',
    'Interrupted; send the same file under the same key to go on',
  ),

  // Corrections
  'correction.unknown': text('Không có đính chính này', 'There is no such correction'),
  'correction.exists': text('Mã đính chính đã dùng', 'The correction exists already'),
  'correction.not-now': text(
    'Đính chính không ở bước cho phép việc này',
    'The correction is not at a step that allows this',
  ),
  'correction.partly-applied': text(
    'Đính chính đã thực hiện một phần: phải chạy thử lại và hoàn tất',
    'Part of the correction is carried out: finish it under a new dry run',
  ),
  'correction.too-many-items': text('Đính chính quá nhiều nội dung', 'The correction has too many items'),
  'correction.items-moved': text('Danh sách nội dung đã thay đổi', 'The list of items has changed'),
  'correction.event-unknown': text('Không có sự kiện được nêu là sai', 'The event cited as wrong does not exist'),
  'correction.not-correctable': text(
    'Sự kiện của công tác kiểm tra không đính chính theo cách này',
    'Events of inspections are not corrected this way',
  ),
  'correction.other-dry-run': text('Đã có lần chạy thử khác', 'There is another dry run by now'),
  'correction.approver-requested': text(
    'Người đề nghị không được phê duyệt',
    'Who requested a correction may not approve it',
  ),
  'correction.approver-entered': text(
    'Người nhập dữ liệu sai không được phê duyệt',
    'Who entered the wrong fact may not approve its correction',
  ),
  'correction.not-requester': text('Chỉ người đề nghị được rút', 'Only who requested it may withdraw it'),
  'correction.no-items': text('Đính chính chưa có nội dung', 'The correction has no items yet'),
  'correction.dry-run-refused': text(
    'Chạy thử bị từ chối: xem từng nội dung',
    'The dry run was refused: see the items',
  ),
  'correction.act-not-allowed': text('Nghiệp vụ này không dùng để đính chính', 'This act can not correct anything'),
  'correction.item-without-effect': text('Nội dung không làm thay đổi gì', 'The item changes nothing'),
  'correction.view-not-ready': text(
    'Khung nhìn chưa theo kịp, hãy thử lại sau',
    'A view can not say what would change yet; try again later',
  ),
  'correction.view-refuses': text('Một khung nhìn không nhận được thay đổi này', 'A view could not take these events'),
  'correction.facts-moved': text(
    'Dữ liệu đã thay đổi sau lần chạy thử: hãy chạy thử lại',
    'The facts moved since the dry run: make a new one',
  ),
  'correction.rows-altered': text(
    'Kết quả chạy thử đã lưu không còn nguyên vẹn',
    'The stored rows of the dry run are not what was recorded',
  ),
  'correction.no-dry-run': text('Chưa có lần chạy thử nào', 'There is no dry run yet'),
  'correction.view-now-only': text(
    'Chỉ xem được khung nhìn hiện tại, dạng trang',
    'Only pages of the present can be asked with a correction',
  ),
  'correction.interrupted': text('Bị gián đoạn giữa chừng; gửi lại để làm tiếp', 'Interrupted; send it again to go on'),
  'views.role-not-allowed': text('Vai trò của bạn không được xem khung nhìn này', 'Your role may not see this view'),

  // Dossiers
  'dossier.unknown': text('Không có hồ sơ này', 'There is no such dossier'),
  'dossier.exists': text('Mã hồ sơ đã dùng', 'The dossier exists already'),
  'dossier.closed': text('Hồ sơ đã kết thúc', 'The dossier is closed'),
  'dossier.event-unknown': text('Không có sự kiện được trích dẫn', 'The cited event does not exist'),
  'dossier.event-not-cited': text('Sự kiện chưa được trích dẫn trong hồ sơ', 'The event is not cited in the dossier'),
  'dossier.too-many-events': text('Hồ sơ trích dẫn quá nhiều sự kiện', 'The dossier cites too many events'),
  'dossier.finding-exists': text('Kết quả kiểm tra đã được ghi', 'The finding is recorded already'),
  'dossier.finding-unknown': text('Không có kết quả kiểm tra này', 'There is no such finding'),
  'dossier.correction-ordered': text('Đã yêu cầu đính chính này', 'This correction is ordered already'),
  'dossier.corrections-open': text('Còn đính chính chưa kết thúc', 'Some ordered corrections have not ended'),
  'dossier.not-signed': text(
    'Sổ kiểm toán chưa ký kịp; hãy xuất lại sau',
    'The audit log has not signed yet; export again later',
  ),
  'dossier.no-verifier': text('Bản cài đặt này thiếu trình kiểm tra', 'This installation lacks the built verifier'),

  // Views
  'views.unknown': text('Không có khung nhìn này', 'There is no such view'),
  'views.unit-unknown': text(
    'Đơn vị của bạn chưa có trong danh mục đơn vị',
    'Your unit is not in the unit directory (yet)',
  ),
  'views.position-not-reached': text(
    'Khung nhìn chưa cập nhật tới vị trí yêu cầu',
    'The views have not reached the position asked for',
  ),
  'documents.unknown': text('Không có mẫu văn bản này', 'There is no such document'),
  'documents.role-not-allowed': text(
    'Vai trò của bạn không được lập văn bản này',
    'Your role may not write this document',
  ),
  'documents.too-many-rows': text(
    'Danh sách quá dài cho một văn bản; hãy thu hẹp phạm vi hoặc tải CSV, XLSX',
    'The list is too long for a document; narrow it or ask for CSV or XLSX',
  ),
  'documents.too-large': text(
    'Văn bản cần nhiều bộ nhớ hơn mức dành cho một văn bản; hãy thu hẹp phạm vi, lấy tệp Word, hoặc tải danh sách CSV',
    'The document needs more memory than one may take; narrow it, take the Word file, or ask for the list as CSV',
  ),
  'documents.too-many-waiting': text(
    'Nhiều văn bản khác đang chờ được lập; hãy thử lại sau một phút',
    'Too many other documents are waiting to be made; try again in a minute',
  ),
  'documents.template-broken': text('Mẫu văn bản của đơn vị bị lỗi', 'The template of the document is broken'),
  'views.too-slow': text('Truy vấn quá lâu; hãy thu hẹp bộ lọc', 'The query took too long; narrow the filters'),
  'views.not-built': text('Khung nhìn chưa được dựng', 'The views are not built yet'),

  // History
  'history.too-wide': text(
    'Quá nhiều sự kiện để dựng lại một lần; hãy chọn đơn vị nhỏ hơn (unitId)',
    'Too many events to fold at once; ask for a smaller unit (unitId)',
  ),
  'history.too-many-rows': text(
    'Quá nhiều dòng để so sánh; hãy thu hẹp bộ lọc',
    'Too many rows to compare; narrow the filters',
  ),
  'history.stream-unknown': text('Không có luồng sự kiện này', 'There is no such stream'),
  'history.event-unknown': text('Không có sự kiện này', 'There is no such event'),
  'history.role-not-allowed': text(
    'Vai trò của bạn không được xem luồng sự kiện này',
    'Your role may not see this stream',
  ),
  'history.outside-scope': text('Đơn vị ngoài phạm vi của bạn', 'The unit is outside your scope'),
  'views.row-unknown': text('Không có dòng này', 'There is no such row'),

  // Identity
  'identity.token-missing': text('Cần đăng nhập', 'Sign in first'),
  'identity.token-malformed': text('Mã truy cập sai dạng', 'The access token is malformed'),
  'identity.token-invalid': text('Mã truy cập không hợp lệ', 'The access token is invalid'),
  'identity.token-expired': text('Mã truy cập đã hết hạn', 'The access token has expired'),
  'identity.token-revoked': text('Mã truy cập đã bị thu hồi', 'The access token was revoked'),
  'identity.role-missing': text('Mã truy cập không có vai trò', 'The access token names no role'),
  'identity.unit-missing': text('Mã truy cập không có đơn vị', 'The access token names no unit'),
  'identity.provider-unavailable': text('Hệ thống đăng nhập chưa trả lời', 'The identity provider does not answer'),
  'identity.sign-in-failed': text('Sai tên đăng nhập hoặc mật khẩu', 'Wrong user name or password'),
  'identity.too-many-attempts': text('Quá nhiều lần thử, hãy đợi', 'Too many attempts, wait'),
  'identity.password-change-required': text('Phải đổi mật khẩu trước', 'Change the password first'),
  'identity.admin-only': text('Chỉ quản trị viên được làm việc này', 'Only admins may do this'),
  'identity.outside-scope': text('Đơn vị ngoài phạm vi của bạn', 'The unit is outside your scope'),
  'identity.account-exists': text('Tài khoản đã có', 'The account exists'),
  'identity.account-unknown': text('Không có tài khoản này', 'There is no such account'),
  'identity.own-account': text('Không thể đổi tài khoản của chính mình', 'Not with your own account'),

  // Units
  'unit.unknown': text('Không có đơn vị này', 'There is no such unit'),
  'org-unit.unknown': text('Không có đơn vị này', 'There is no such unit'),
  'org-unit.already-registered': text('Đơn vị đã được đăng ký', 'The unit is registered already'),
  'org-unit.closed': text('Đơn vị đã kết thúc hoạt động', 'The unit is closed'),
  'org-unit.closes-before-it-opens': text('Ngày kết thúc trước ngày thành lập', 'It would close before it opens'),
  'org-unit.level-not-below-parent': text(
    'Cấp của đơn vị phải thấp hơn cấp trên',
    'The level is not below the parent’s',
  ),
  'org-unit.moves-below-itself': text('Đơn vị không thể nằm dưới chính nó', 'A unit cannot move below itself'),
  'org-unit.new-parent-outside-scope': text(
    'Cấp trên mới ngoài phạm vi của bạn',
    'The new parent is outside your scope',
  ),
  'org-unit.own-successor': text('Đơn vị không thể kế thừa chính nó', 'A unit cannot succeed itself'),
  'org-unit.parent-closed': text('Đơn vị cấp trên đã kết thúc hoạt động', 'The parent is closed'),
  'org-unit.parent-unknown': text('Không có đơn vị cấp trên này', 'There is no such parent'),
  'org-unit.successor-unknown': text('Không có đơn vị kế thừa này', 'There is no such successor'),
  'org-unit.successor-below': text(
    'Đơn vị kế thừa đang nằm dưới đơn vị kết thúc',
    'The successor lies below the unit that ends',
  ),
  'org-unit.successor-outside-scope': text(
    'Đơn vị kế thừa ngoài phạm vi của bạn',
    'The successor is outside your scope',
  ),
  'org-unit.predecessor-unknown': text('Không có đơn vị tiền thân này', 'There is no such predecessor'),
  'org-unit.predecessor-closed': text('Đơn vị tiền thân đã kết thúc từ trước', 'The predecessor was closed otherwise'),
  'org-unit.predecessor-not-open': text(
    'Đơn vị tiền thân chưa có vào ngày sáp nhập',
    'The predecessor was not there before that day',
  ),
  'org-unit.predecessor-outside-scope': text(
    'Đơn vị tiền thân ngoài phạm vi của bạn',
    'The predecessor is outside your scope',
  ),
  'org-unit.merges-before-it-opens': text(
    'Ngày sáp nhập trước ngày thành lập đơn vị',
    'The merger is before the unit’s first day',
  ),
  'org-unit.split-needs-two': text('Chia đơn vị phải có từ hai đơn vị kế thừa', 'A division needs two successors'),

  // Cadres and assignments
  'cadre.unknown': text('Không có cán bộ này', 'There is no such cadre'),
  'cadre.already-registered': text('Cán bộ đã được đăng ký', 'The cadre is registered already'),
  'cadre.already-retired': text('Cán bộ đã thôi công tác', 'The cadre has retired already'),
  'cadre.cell-unknown': text('Không có chi bộ này', 'There is no such cell'),
  'cadre.unit-unknown': text('Không có đơn vị của cán bộ', 'The cadre’s unit is unknown'),
  'cadre.unit-closed': text('Đơn vị của cán bộ đã kết thúc hoạt động', 'The cadre’s unit is closed'),
  'cadre.new-unit-outside-scope': text('Đơn vị mới ngoài phạm vi của bạn', 'The new unit is outside your scope'),
  'assignment.unknown': text('Không có phân công này', 'There is no such assignment'),
  'assignment.already-recorded': text('Phân công đã được ghi nhận', 'The assignment is recorded already'),
  'assignment.cadre-unknown': text('Không có cán bộ này', 'There is no such cadre'),
  'assignment.cadre-retired': text('Cán bộ đã thôi công tác', 'The cadre has retired'),
  'assignment.cadre-already-assigned': text(
    'Cán bộ đang được phân công ở đơn vị này trong thời gian đó',
    'The cadre is assigned to this unit in that time already',
  ),
  'assignment.unit-unknown': text('Không có đơn vị này', 'There is no such unit'),
  'assignment.unit-closed': text('Đơn vị đã kết thúc hoạt động', 'The unit is closed'),
  'assignment.ended-before': text('Phân công đã kết thúc trước ngày đó', 'The assignment ended before that day'),
  'assignment.ends-before-it-starts': text('Ngày kết thúc trước ngày bắt đầu', 'It would end before it starts'),
  'assignment.has-no-term': text('Phân công không có thời hạn', 'The assignment has no term'),
  'assignment.extension-not-later': text(
    'Ngày gia hạn không muộn hơn thời hạn hiện tại',
    'The new last day is not later than the present one',
  ),
  'assignment.unit-not-closed': text('Đơn vị chưa kết thúc hoạt động', 'The unit is not closed'),
  'assignment.not-a-successor': text('Không phải đơn vị kế thừa', 'This unit is no successor of that one'),
  'assignment.already-carried': text('Phân công đã được chuyển', 'The assignment was carried over already'),
  'inspection.of-another-unit': text('Cuộc kiểm tra này là của đơn vị khác', 'This inspection is of another unit'),
  'assignment.replaced-before-it-starts': text('Thay thế trước ngày bắt đầu', 'Replaced before it starts'),
  'assignment.replaced-by-same-cadre': text('Cán bộ thay thế phải là người khác', 'A cadre cannot replace themselves'),

  // Meetings
  'meeting.unknown': text('Không có cuộc họp này', 'There is no such meeting'),
  'meeting.already-exists': text('Cuộc họp đã có', 'The meeting exists already'),
  'meeting.already-held': text('Cuộc họp đã diễn ra', 'The meeting was held already'),
  'meeting.cancelled': text('Cuộc họp đã bị hủy', 'The meeting was cancelled'),
  'meeting.not-held': text('Cuộc họp chưa diễn ra', 'The meeting was not held'),
  'meeting.not-scheduled': text('Cuộc họp chưa được lên lịch', 'The meeting is not scheduled'),
  'meeting.scheduled-otherwise': text('Cuộc họp đã lên lịch khác', 'The meeting was scheduled otherwise'),
  'meeting.held-in-future': text('Ngày họp ở tương lai', 'The day of the meeting is in the future'),
  'meeting.unit-not-open': text('Đơn vị không hoạt động vào ngày họp', 'The unit was not open on that day'),
  'meeting.cadre-not-assigned': text(
    'Cán bộ không được phân công vào ngày họp',
    'The cadre was not assigned on the day of the meeting',
  ),
  'meeting.has-delegates': text('Hội nghị này ghi đại biểu, không ghi đảng viên', 'This meeting counts delegates'),

  'meeting.announced-too-late': text('Ngày họp đã qua', 'The day of the meeting is over'),
  'meeting.conference-stays-one': text(
    'Không đổi hội nghị lắng nghe thành loại khác hoặc ngược lại',
    'A listening conference stays one, and nothing else becomes one',
  ),
  'meeting.no-conference': text('Không phải hội nghị lắng nghe', 'This is no listening conference'),
  'meeting.scored-by-superior': text('Phiếu này do cấp trên chấm', 'A superior scores this sheet'),
  'meeting.no-score-sheet': text('Chưa có phiếu chấm cho loại họp và ngày này', 'No rule pack has a sheet for it'),
  'meeting.sheet-incomplete': text('Tổng điểm tối đa của phiếu không đúng', 'The sheet is not out of the full points'),
  'meeting.grade-needs-reason': text(
    'Xếp loại khác đề nghị thì phải nêu lý do',
    'Another grade than proposed needs a reason',
  ),
  'minutes.more-speakers-than-present': text('Số phát biểu nhiều hơn số có mặt', 'More spoke than were present'),
  'checklist.not-all-once': text('Phải có đủ 11 nhãn, mỗi nhãn một lần', 'All eleven labels, each once'),

  'turnout.does-not-add-up': text(
    'Số dự và vắng không khớp với số đảng viên',
    'Present and absent do not add up to the roll',
  ),
  'turnout.member-named-twice': text('Một đảng viên được nêu hai lần', 'A member is named twice'),

  // Reports, visits, support
  'report.unknown': text('Không có báo cáo này', 'There is no such report'),
  'report.acknowledged': text('Báo cáo đã được xác nhận', 'The report is acknowledged'),
  'report.already-submitted': text('Báo cáo đã nộp', 'The report is submitted already'),
  'report.not-waiting': text('Báo cáo không chờ trả lời', 'The report waits for no answer'),
  'report.own-report': text('Người nộp không tự xác nhận báo cáo', 'Not by whoever submitted it'),
  'report.cadre-not-assigned': text('Cán bộ không theo dõi đơn vị trong kỳ', 'The cadre did not follow the unit then'),
  'report.day-in-future': text('Ngày ở tương lai', 'The day is in the future'),
  'report.day-before-last': text('Ngày trước bước gần nhất', 'The day is before the last step'),
  'visit.unknown': text('Không có lần xuống cơ sở này', 'There is no such visit'),
  'visit.already-recorded': text('Đã ghi nhận', 'The visit is recorded already'),
  'visit.day-in-future': text('Ngày ở tương lai', 'The day is in the future'),
  'visit.cadre-not-assigned': text(
    'Cán bộ không theo dõi đơn vị vào ngày đó',
    'The cadre did not follow the unit then',
  ),
  'support.unknown': text('Không có khoản hỗ trợ này', 'There is no such support'),
  'support.already-recorded': text('Khoản hỗ trợ đã ghi nhận', 'The support is recorded already'),
  'support.withdrawn': text('Khoản hỗ trợ đã rút lại', 'The support was withdrawn'),
  'support.cadre-unknown': text('Không có cán bộ này', 'There is no such cadre'),
  'support.day-in-future': text('Ngày ở tương lai', 'The day is in the future'),
  'support.unit-not-open': text('Đơn vị không hoạt động vào ngày đó', 'The unit was not open on that day'),

  // Issues
  'issue.anonymous-with-name': text(
    'Kiến nghị nặc danh không thể có tên người kiến nghị',
    'An anonymous issue has no petitioner’s name',
  ),
  'issue.two-sources': text('Nguồn và cuộc họp khác nhau', 'The source and the meeting differ'),
  'issue.not-for-the-holder': text(
    'Việc này thuộc bên đã kiến nghị, không thuộc nơi xử lý; nếu nhập thay, ghi rõ nhập thay ai',
    'This is for the side that raised the issue, not for its holder; whoever enters it for them names them',
  ),
  'issue.nobody-sent-it': text('Không có nơi nào để trả lại', 'There is nobody to return it to'),
  'issue.not-later': text('Hạn mới phải sau hạn cũ', 'The new deadline is not later'),
  'issue.merged-into-itself': text('Kiến nghị không thể gộp vào chính nó', 'An issue cannot be merged into itself'),
  'issue.merged-into-none': text(
    'Kiến nghị được gộp vào không có hoặc đã kết thúc',
    'The issue to merge into is unknown or ended',
  ),
  'issue.merged-across-holders': text('Hai kiến nghị đang ở hai nơi thụ lý', 'The two issues have different holders'),
  'issue.not-with-holder': text('Kiến nghị không ở đơn vị này', 'The issue is not with this unit'),
  'issue.holder-not-closed': text('Nơi thụ lý chưa kết thúc hoạt động', 'The holder is not closed'),
  'issue.not-answered': text('Kiến nghị chưa được trả lời', 'The issue was not answered'),
  'issue.cannot-accept': text('Kiến nghị không ở trạng thái tiếp nhận được', 'The issue cannot be accepted now'),
  'issue.cannot-escalate': text('Kiến nghị không ở trạng thái chuyển được', 'The issue cannot be escalated now'),
  'issue.cannot-return': text('Kiến nghị không ở trạng thái trả lại được', 'The issue cannot be returned now'),
  'issue.cannot-refuse': text('Kiến nghị không ở trạng thái từ chối được', 'The issue cannot be refused now'),
  'issue.cannot-wait': text('Kiến nghị không ở trạng thái tạm dừng được', 'The issue cannot wait now'),
  'issue.cannot-resume': text('Kiến nghị không đang tạm dừng', 'The issue does not wait'),
  'issue.cannot-extend': text('Kiến nghị không ở trạng thái gia hạn được', 'The deadline cannot be extended now'),
  'issue.cannot-respond': text('Kiến nghị không ở trạng thái trả lời được', 'The issue cannot be answered now'),
  'issue.cannot-resolve': text('Kiến nghị chưa thể kết thúc giải quyết', 'The issue cannot be resolved now'),
  'issue.cannot-confirm': text('Kiến nghị chưa thể xác nhận', 'The issue cannot be confirmed now'),
  'issue.cannot-reopen': text('Kiến nghị không thể mở lại', 'The issue cannot be reopened now'),
  'issue.cannot-withdraw': text('Kiến nghị không thể rút', 'The issue cannot be withdrawn now'),
  'issue.cannot-split': text('Kiến nghị không thể tách', 'The issue cannot be split now'),
  'issue.cannot-merge': text('Kiến nghị không thể gộp', 'The issue cannot be merged now'),
  'issue.cannot-categorise': text(
    'Kiến nghị đã kết thúc, chỉ có thể đính chính lĩnh vực',
    'The issue ended: its category can only be corrected',
  ),
  'issue.cannot-hand-over': text('Kiến nghị đã kết thúc', 'The issue ended'),
  'issue.unknown': text('Không có kiến nghị này', 'There is no such issue'),
  'issue.already-raised': text('Kiến nghị đã được ghi nhận', 'The issue was raised already'),
  'issue.cadre-unknown': text('Không có cán bộ này', 'There is no such cadre'),
  'issue.unit-unknown': text('Không có đơn vị này', 'There is no such unit'),
  'issue.unit-closed': text('Đơn vị đã kết thúc hoạt động', 'The unit is closed'),
  'issue.holder-unknown': text('Không có nơi thụ lý này', 'There is no such holder'),
  'issue.holder-closed': text('Nơi thụ lý đã kết thúc hoạt động', 'The holder is closed'),
  'issue.holder-has-it': text('Nơi này đang thụ lý kiến nghị', 'This body holds the issue already'),
  'issue.holder-not-superior-or-department': text(
    'Chỉ chuyển lên cấp trên hoặc cơ quan chuyên môn',
    'Only to a superior or a department',
  ),
  'issue.step-before-last': text('Ngày trước bước gần nhất', 'The day is before the last step'),
  'issue.step-in-future': text('Ngày ở tương lai', 'The day is in the future'),

  // Audit
  'audit.no-such-event': text('Không có sự kiện này', 'There is no such event'),

  // Rule packs
  'rule-pack.unknown': text('Không có bộ quy tắc này', 'There is no such rule pack'),
  'rule-pack.no-preview': text('Loại quy tắc này không xem thử được', 'Packs of this family cannot be previewed'),
  'rule-pack.version-exists': text('Phiên bản này của bộ quy tắc đã có', 'This version of the rule pack exists'),
  'rule-pack.same-first-day': text(
    'Đơn vị đã có bộ quy tắc khác bắt đầu từ ngày đó',
    'Another pack of this unit begins on that day',
  ),
  'rule-pack.level-not-competent': text(
    'Cấp này không có thẩm quyền ban hành bộ quy tắc loại này',
    'Rules of this family are not for this level to make',
  ),
  'rule-pack.laxer-than-superior': text(
    'Quy tắc nới lỏng hơn quy định của cấp trên',
    'The rules ask for less than those of the superior',
  ),
  'rule-pack.already-superseded': text('Bộ quy tắc đã hết hiệu lực', 'The rule pack was superseded already'),

  // Evaluations
  'evaluation.already-decided': text('Đã quyết định xếp loại', 'The classification is decided already'),
  'evaluation.not-decided': text('Chưa có quyết định xếp loại', 'The classification is not decided yet'),
  'evaluation.decided-by-superior': text(
    'Cấp trên trực tiếp quyết định xếp loại',
    'The immediate superior decides the classification',
  ),
  'evaluation.not-immediate-superior': text(
    'Đơn vị quyết định không phải cấp trên trực tiếp',
    'The deciding unit is not the immediate superior',
  ),
  'evaluation.reviewed-by-superior': text('Cấp trên thẩm định', 'A body of the superior reviews'),
  'evaluation.not-self-assessed': text('Đơn vị chưa tự đánh giá', 'The unit has not assessed itself'),
  'evaluation.not-reviewed': text('Chưa thẩm định', 'Not reviewed yet'),
  'evaluation.lower-first': text('Phải xếp loại cấp dưới trước', 'Lower units are classified first'),
  'evaluation.lower-not-begun': text(
    'Đơn vị chưa mở đợt đánh giá cho cấp dưới của mình',
    'The unit has not begun to evaluate the units below it',
  ),
  'evaluation.collective-first': text('Phải xếp loại tập thể trước', 'The collective is classified first'),
  'evaluation.members-before-head': text('Người đứng đầu xếp loại sau cùng', 'The head is classified last'),
  'evaluation.head-last': text(
    'Đã xếp loại người đứng đầu; bổ sung đảng viên phải nêu lý do',
    'The head is classified already: a member who comes after needs a reason',
  ),
  'evaluation.member-already-classified': text(
    'Đảng viên đã được xếp loại; muốn đổi phải nêu căn cứ và lý do',
    'The member is classified already; a change needs a cause and a reason',
  ),
  'evaluation.member-of-other-kind': text(
    'Đã xếp loại người này với tư cách khác',
    'This person was classified in another capacity',
  ),
  'campaign.unknown': text('Chưa mở đợt đánh giá', 'There is no such campaign'),
  'campaign.already-open': text('Đợt đánh giá đã mở', 'The campaign was opened already'),
  'campaign.already-decided': text(
    'Đã có đơn vị được xếp loại trong đợt',
    'Some units of the campaign are classified already',
  ),
  'campaign.published': text('Kết quả đã công bố', 'The results are published'),
  'campaign.undecided': text('Còn đơn vị chưa xếp loại', 'Some units are not classified yet'),
  'campaign.unit-not-in-it': text('Đơn vị không thuộc đợt đánh giá', 'The unit is not in the campaign'),
  'campaign.unit-not-directly-below': text(
    'Đơn vị không trực thuộc, hoặc không hoạt động trong kỳ',
    'The unit is not directly below, or was not open in the period',
  ),
  'evaluation.grade-unchanged': text('Mức xếp loại không đổi', 'The grade is unchanged'),
  'evaluation.period-not-begun': text('Kỳ đánh giá chưa bắt đầu', 'The period has not begun'),
  'evaluation.reason-required': text('Phải nêu lý do', 'A reason is required'),
  'evaluation.unit-not-open': text('Đơn vị không hoạt động trong kỳ', 'The unit was not open in the period'),
};
