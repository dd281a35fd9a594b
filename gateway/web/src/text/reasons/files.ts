// Of files, uploads and tables.
import type { Sentences } from './sentences'

export const files = {
  FILE_COPY_NOT_FOUND: [
    '这个文件没有这种版本，请下载原文件。',
    'There is no such copy of this file: take the file itself.',
  ],
  FILE_OBJECT_NOT_FOUND: ['没有这份材料，请刷新再试。', 'There is no such object. Reload and try again.'],
  FILE_BROKEN: ['文件是坏的，请重新保存后再上传。', 'The file is broken: save it again, then upload it.'],
  FILE_IN_USE: ['还有事项要用这个文件，不能删除。', 'Something still needs this file: it cannot be deleted.'],
  FILE_NAME_MALFORMED: [
    '文件名不合要求，请改名后再上传。',
    'The name of the file does not fit: rename it, then upload it.',
  ],
  FILE_NO_PHOTO: [
    '只有照片（JPEG、PNG、WebP）可以公开，请换成照片。',
    'Only photos (JPEG, PNG, WebP) can be public: choose a photo.',
  ],
  FILE_QUOTA_SPENT: [
    '存放空间不够了，请先删掉不用的文件。',
    'There is too little room left: delete files that nobody needs.',
  ],
  PHOTO_TOO_LARGE: ['照片太大，请缩小后再上传。', 'The photo is too large: make it smaller, then upload it.'],
  CONTENT_MISMATCH: [
    '传上来的内容和原文件不一样，请重新上传。',
    'What arrived is not the file that was announced: upload it again.',
  ],
  CHUNK_BEYOND_END: [
    '上传的内容比说好的多，请重新上传。',
    'More arrived than was announced: upload the file again.',
  ],
  CHUNK_CHANGED: ['上传中途换了内容，请重新上传。', 'The file changed during the upload: begin again.'],
  CHUNK_GAP: ['前面还有内容没传到，请点继续上传。', 'Something before this is missing: go on with the upload.'],
  CHUNK_TOO_LARGE: ['一次传得太多，请刷新页面再试。', 'This was too much at once. Reload the page and try again.'],
  CHUNK_TOO_SMALL: [
    '一次传得太少，请刷新页面再试。',
    'This was too little at once. Reload the page and try again.',
  ],
  UPLOAD_NOT_FOUND: ['没有这次上传，请重新上传。', 'There is no such upload: begin again.'],
  UPLOAD_ENDED: ['这次上传已经结束，请重新上传。', 'The upload has ended: begin again.'],
  UPLOAD_EXPIRED: ['上传时间太久已失效，请重新上传。', 'The upload was not finished in time: begin again.'],
  UPLOAD_INCOMPLETE: ['还没有传完，请点继续上传。', 'Something is missing still: go on with the upload.'],
  UPLOAD_COUNT_EXHAUSTED: [
    '没传完的文件太多[，最多 {most} 个]，请先传完或取消一个。',
    'Too many uploads are open[: at most {most}]. Finish or cancel one first.',
  ],
  UPLOAD_BYTES_EXHAUSTED: [
    '没传完的文件加起来太大，请先传完或取消一个。',
    'The open uploads are too large together. Finish or cancel one first.',
  ],
  DOCUMENT_NOT_FOUND: ['附件不是您能看的文件，请重新选。', 'A document is no file that you may see: choose again.'],
  DOCUMENT_TWICE: ['同一个附件选了两次，请去掉一个。', 'A document is named twice: take one away.'],
  LINK_TOO_LONG: [
    '二维码里的链接太长，请与县农交中心联系。',
    'The link of the QR is too long. Please tell the exchange centre.',
  ],
  IMPORT_NOT_FOUND: ['没有这次导入，请刷新列表。', 'There is no such import. Reload the list.'],
  IMPORT_NOT_TEXT: [
    '这个文件不是 UTF-8 或 GB18030 的文本：请把表格另存为 CSV。',
    'This is no text in UTF-8 or GB18030. Save the table as CSV.',
  ],
  IMPORT_EMPTY: ['表格里没有内容。', 'There is nothing in the table.'],
  IMPORT_MALFORMED: [
    '这个文件不是完整的 CSV[（第 {line} 行）]。请重新另存。',
    'This is no whole CSV file[ (line {line})]. Save it again.',
  ],
  IMPORT_TOO_LARGE: [
    '表格太大[，最多 {most_rows} 行]，请分成几份。',
    'The table is too large[: at most {most_rows} rows]. Cut it in parts.',
  ],
  IMPORT_TOO_BAD: ['错误太多，可能选错了表格。', 'So much is wrong that it may be another table.'],
  IMPORT_COLUMN_UNKNOWN: [
    '有不认识的列[：{columns}]。请照样表改列名。',
    'Nobody knows what some columns mean[: {columns}]. Name them as in the sample.',
  ],
  IMPORT_COLUMN_TWICE: [
    '有重复的列[：{columns}]，请去掉一个。',
    'Some columns are there twice[: {columns}]. Take one away.',
  ],
  IMPORT_COLUMN_MISSING: [
    '缺少必要的列[：{columns}]，请补上。',
    'Some columns are missing[: {columns}]. Add them.',
  ],
  IMPORT_DATE_AHEAD: ['生效日期还没有到。', 'That day has not come yet.'],
  IMPORT_MEMBERS_ELSEWHERE: [
    '有[ {members} ]人已是别处的在册成员，请由乡镇或县里导入。',
    'Some are members elsewhere already[: {members}]. The township or the county must import it.',
  ],
  IMPORT_STALE: [
    '检查以后登记簿有变化，请重新导入。',
    'The register has changed since the check. Bring the table again.',
  ],
  IMPORT_NOT_CHECKED: ['这份表格不在等待确认。', 'The table does not wait to be confirmed.'],
  IMPORT_ENDED: ['这份表格已经办结。', 'The table was dealt with already.'],
} satisfies Sentences
