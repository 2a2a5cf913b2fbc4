/** Vietnamese of where a report stands, for files. */
export const reportStatusWords = {
  due: 'chưa đến hạn',
  overdue: 'quá hạn, chưa nộp',
  submitted: 'đã nộp, chờ xác nhận',
  acknowledged: 'đã xác nhận',
  returned: 'bị trả lại',
};
