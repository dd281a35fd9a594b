// Of accounts at banks, their files, bookings and payments.
import type { Sentences } from './sentences'

export const bank = {
  BANK_ACCOUNT_NOT_FOUND: [
    '没有这个银行账户，请返回列表重新选择。',
    'There is no such account at a bank. Go back and choose again.',
  ],
  BANK_ACCOUNT_EXISTS: [
    '这个账号已经登记，或这个科目已有银行账户。请核对账号，或换明细科目。',
    'This number is entered already, or the account of the books has one. Check it, or take ' +
      'another sub-account.',
  ],
  BANK_ACCOUNT_MISSING: [
    '账套还没有可用的银行账户，请先登记一个。',
    'The books have no open account at a bank: enter one first.',
  ],
  BANK_ACCOUNT_CLOSED: [
    '这个银行账户已经销户，只能查看。',
    'This account at the bank is closed and can only be read.',
  ],
  BANK_ACCOUNT_IN_USE: [
    '账户里还有钱、有在途的付款，或有没处理的流水，办完才能销户。',
    'There is money on the account, a payment under way or a booking that waits. Settle ' +
      'these, then close it.',
  ],
  BANK_ACCOUNT_MALFORMED: [
    '银行账号要 8 到 32 位数字，联行号要 12 位，请核对。',
    'An account number has 8 to 32 digits, a bank code 12. Please check them.',
  ],
  BANK_ACCOUNT_CODE_UNFIT: [
    '银行账户只能对应 102 银行存款或它的明细科目。',
    'An account at a bank belongs to 102 or to an account below it.',
  ],
  PROFILE_MALFORMED: [
    '银行文件格式说明[第 {line} 行]不对，请照说明改正。',
    "The description of the bank's files is wrong[ on line {line}]. Correct it as explained.",
  ],
  BANK_FILE_NOT_FOUND: [
    '没有这个银行文件，请刷新列表再试。',
    'There is no such file of a bank. Reload the list and try again.',
  ],
  BANK_FILE_TAKEN: [
    '同一个文件已经导入过，不用再导。',
    'The same file was imported before: there is nothing to do.',
  ],
  BANK_FILE_TOO_LARGE: [
    '文件太大，不像银行文件。请向银行按天或按月分开要。',
    'The file is too large. Ask the bank for one file a day or a month.',
  ],
  BANK_FILE_EMPTY: [
    '文件里没有内容，请重新下载后再上传。',
    'There is nothing in the file. Download it again, then upload it.',
  ],
  BANK_FILE_UNREADABLE: ['文件打不开，请重新上传。', 'The file cannot be opened: please upload it again.'],
  FILES_OUT_OF_REACH: [
    '存放文件的系统暂时连不上，请过几分钟再试。',
    'The files cannot be reached at present. Try again in a few minutes.',
  ],
  FILE_NOT_FOUND: ['没有这个文件，请重新上传。', 'There is no such file: please upload it again.'],
  BANK_FILE_CUT_SHORT: [
    '文件不完整[，断在第 {line} 行]。请重新下载后再上传。',
    'The file is not complete[: it ends on line {line}]. Download it again, then upload it.',
  ],
  BANK_FILE_ENCODING: [
    '文件[第 {line} 行]有认不出的文字，可能选错了文件，或格式说明里的编码不对。',
    'The text[ on line {line}] cannot be read: another file, or another encoding than described.',
  ],
  BANK_FILE_TOO_MANY_ENTRIES: [
    '文件里的流水太多[，一次最多 {most} 笔]。请分段向银行要。',
    'The file has too many bookings[: at most {most}]. Ask the bank for shorter spans.',
  ],
  STATEMENT_PAGED: [
    '这只是对账单的一页，请向银行要完整的一份。',
    'This is one page of a statement: ask the bank for the whole.',
  ],
  BALANCE_MISSING: [
    '对账单[第 {line} 行]缺少余额[ {field}]，请向银行要带余额的对账单。',
    'A balance is missing[ on line {line}][: {field}]. Ask the bank for a statement with balances.',
  ],
  BALANCE_MISMATCH: [
    '余额对不上[：按流水算是 {expected_fen} 元，][文件写的是 {stated_fen} 元][（第 {line} 行）]。文件有缺漏，请重新下载。',
    'The bookings do not lead to the balance[: they come to {expected_fen} yuan][, the file ' +
      'says {stated_fen}][ (line {line})]. Something is missing: download it again.',
  ],
  COUNT_MISMATCH: [
    '笔数对不上[：应是 {expected}，][文件写的是 {stated}][（第 {line} 行）]。请重新下载文件。',
    'The number of items is wrong[: it should be {expected}][, the file says {stated}][ ' +
      '(line {line})]. Download the file again.',
  ],
  SUM_MISMATCH: [
    '合计金额对不上[：应是 {expected_fen} 元，][文件写的是 {stated_fen} 元][（第 {line} 行）]。请重新下载文件。',
    'The sum is wrong[: it should be {expected_fen} yuan][, the file says {stated_fen}][ ' +
      '(line {line})]. Download the file again.',
  ],
  DETAILS_MISMATCH: [
    '明细加起来和这笔流水不一样[：流水 {entry_fen} 元，][明细 {details_fen} 元][（第 {line} 行）]。请向银行核对。',
    'The details do not come to their booking[: {entry_fen} yuan][ and {details_fen}][ (line ' +
      '{line})]. Ask the bank.',
  ],
  ACCOUNT_CHANGED: [
    '一份对账单里出现了两个账号[（第 {line} 行）]。请一个账户一个文件。',
    'The statement is of two accounts[ (line {line})]. Take one file for each account.',
  ],
  STATEMENT_OF_OTHER_ACCOUNT: [
    '这是另一个账户的对账单[（第 {line} 行）]，请到那个账户下上传。',
    'This statement is of another account[ (line {line})]: upload it there.',
  ],
  STATEMENT_CONTRADICTS: [
    '同一笔流水[ {reference} ]和以前的对账单金额不一样[（第 {line} 行）]。请向银行核实。',
    'A booking[, {reference},] has another amount than in an earlier statement[ (line ' +
      '{line})]. Ask the bank.',
  ],
  STATEMENT_AHEAD: [
    '流水的日期还没有到[（第 {line} 行）]。请核对文件。',
    'A booking is of a day that has not come[ (line {line})]. Check the file.',
  ],
  RESULT_WITHOUT_ID: [
    '有一条结果没写是哪笔付款[（第 {line} 行）]。请向银行要完整的结果文件。',
    'A result does not say of which payment[ (line {line})]. Ask the bank for a complete file.',
  ],
  XML_MALFORMED: [
    '文件[第 {line} 行]不是完整的 XML，请重新下载，不要用别的软件改动。',
    'The file is no complete XML[ (line {line})]. Download it again and do not edit it.',
  ],
  XML_FORBIDDEN: [
    '文件[第 {line} 行]有银行文件不该有的内容[：{what}]，没有导入。请直接从银行下载。',
    'The file has something that no bank writes[: {what}][ (line {line})]. Download it from ' +
      'the bank itself.',
  ],
  XML_TOO_DEEP: [
    '文件[第 {line} 行]嵌套太深，不像银行文件。请重新下载。',
    "The file is nested too deeply[ (line {line})] for a bank's file. Download it again.",
  ],
  XML_TOO_LONG: [
    '文件[第 {line} 行]有一项太长[：{what}]。请向银行核对。',
    'Something in the file is too long[: {what}][ (line {line})]. Ask the bank.',
  ],
  XML_UNKNOWN_MESSAGE: [
    '认不出这种文件[：{found}]。对账单要 camt.053 或 camt.054，付款结果要 pain.002，或表格。',
    'This kind of file is not read[: {found}]. Statements are camt.053 or camt.054, results ' +
      'pain.002, or tables.',
  ],
  XML_FOREIGN_ELEMENT: [
    '文件[第 {line} 行]混进了别的内容[：{found}]。请重新下载。',
    'The file holds something foreign[: {found}][ (line {line})]. Download it again.',
  ],
  XML_REPEATED: [
    '文件[第 {line} 行]有一项出现了两次[：{field}]。请向银行核对。',
    'Something is there twice[: {field}][ (line {line})]. Ask the bank.',
  ],
  CSV_MALFORMED: [
    '文件[第 {line} 行]不是完整的表格，请重新下载，不要用别的软件另存。',
    'The file is no complete table[ (line {line})]. Download it again and do not save it ' +
      'otherwise.',
  ],
  CSV_COLUMN_MISSING: [
    '表格缺少一列[：“{field}”]，请核对文件和格式说明。',
    "The table lacks a column[: “{field}”]. Check the file and the description of the bank's " +
      'files.',
  ],
  CSV_COLUMN_REPEATED: [
    '表格里有一列重复了[：“{field}”]，请核对文件。',
    'The table has a column twice[: “{field}”]. Check the file.',
  ],
  VALUE_MISSING: [
    '[第 {line} 行]有一格是空的[：“{field}”]，请向银行核对。',
    'Something is empty[: “{field}”][ (line {line})]. Ask the bank.',
  ],
  VALUE_TOO_LONG: [
    '[第 {line} 行]有一格内容太长[：“{field}”][，最多 {most} 个字]。请向银行核对。',
    'Something is too long[: “{field}”][, at most {most} characters][ (line {line})]. Ask ' +
      'the bank.',
  ],
  VALUE_MALFORMED: [
    '[第 {line} 行]有一格格式不对[：“{field}”]，请核对文件和格式说明。',
    'Something is not written as it should be[: “{field}”][ (line {line})]. Check the file ' +
      'and its description.',
  ],
  AMOUNT_MALFORMED: [
    '[第 {line} 行]金额格式不对[：“{field}”]，应像 1234.50。',
    'The amount is not like 1234.50[: “{field}”][ (line {line})].',
  ],
  AMOUNT_TOO_LARGE: [
    '[第 {line} 行]金额大得不合常理[：“{field}”]，请核对。',
    'No amount is as large[: “{field}”][ (line {line})]. Please check it.',
  ],
  CURRENCY_FOREIGN: [
    '[第 {line} 行]不是人民币。这里只记人民币。',
    'This is another currency[ (line {line})]. Only yuan are kept here.',
  ],
  BANK_ENTRY_NOT_FOUND: [
    '没有这笔流水，请刷新列表再试。',
    'There is no such booking. Reload the list and try again.',
  ],
  BANK_ENTRY_MATCHED: [
    '这笔流水已经入账，或凭证正等审核。要改，请先退回凭证。',
    'The booking is in the books, or its voucher waits. To change it, give the voucher back first.',
  ],
  BANK_ENTRY_NOT_MATCHED: [
    '这笔流水还没有对上凭证，没有可以撤销的。',
    'Nothing was said of this booking yet: there is nothing to take back.',
  ],
  BANK_ENTRY_SETTLED: [
    '这笔流水是自动入账的；如果不对，请先冲销凭证。',
    'The house booked this by itself: if it is wrong, reverse the voucher first.',
  ],
  VOUCHER_OF_OTHER_AMOUNT: [
    '凭证和流水金额不一样[：流水 {wanted_fen} 元，][凭证 {found_fen} 元]。请换一张凭证。',
    'The voucher has another amount than the booking[: {wanted_fen} yuan][, not ' +
      '{found_fen}]. Choose another voucher.',
  ],
  VOUCHER_TAKEN: [
    '这张凭证已经对应另一笔流水，请换一张。',
    'The voucher says another booking already: choose another one.',
  ],
  NO_BANK_STATEMENT: [
    '这一天和以前都没有对账单。请先导入对账单，或换一天。',
    'There is no statement of this day or an earlier one. Import one first, or choose another day.',
  ],
  PAYMENT_NOT_FOUND: [
    '没有这笔付款，请刷新列表再试。',
    'There is no such payment. Reload the list and try again.',
  ],
  PAYMENT_UNDER_WAY: [
    '这笔付款正在办理，请等银行的结果。',
    'The payment is under way: wait for what the bank says.',
  ],
  PAYMENT_UNKNOWN: [
    '还不知道银行付了没有，不能重付。请先向银行问清楚。',
    'Nobody knows whether the bank has paid, so it is not sent again. Ask the bank first.',
  ],
  PAYMENT_PAID: ['银行已经付了这笔款，不用再付。', 'The bank has made this payment: there is nothing to do.'],
  PAYMENT_CONTRADICTED: [
    '银行对这笔付款前后说法不一，请先在“说法不一”里弄清楚。',
    'The bank has said two things of this payment: clear up the contradiction first.',
  ],
  PAYMENT_NOT_WAITING: [
    '有一笔付款已在别的批次里，或已经送出。请刷新后重选。',
    'A payment is in another batch, or was sent already. Reload and choose again.',
  ],
  CONTRADICTION_NOT_FOUND: [
    '没有这一条，请刷新列表再试。',
    'There is no such contradiction. Reload the list and try again.',
  ],
  CONTRADICTION_CLOSED: [
    '这一条已经有人弄清楚了，请刷新列表。',
    'Somebody has cleared this up already. Reload the list.',
  ],
  PAYOUT_BATCH_NOT_FOUND: [
    '没有这个付款批次，请刷新列表再试。',
    'There is no such batch. Reload the list and try again.',
  ],
  PAYOUT_BATCH_EMPTY: ['现在没有到期的付款。', 'Nothing is due now.'],
  PAYOUT_BATCH_TOO_LONG: [
    '一个文件最多[ {most} ]笔付款，请分成几批。',
    'The bank takes fewer payments in one file[: at most {most}]. Make several batches.',
  ],
  PAYOUT_BATCH_ENDED: [
    '这个批次已经有人办理，请刷新列表。',
    'Somebody has already decided about this batch. Reload the list.',
  ],
  PAYOUT_BATCH_NOT_APPROVED: [
    '批次要由另一人审核以后才能出文件。',
    'Another person must approve the batch before its file is made.',
  ],
  PAYOUT_BATCH_NOT_EXPORTED: ['这个批次还没有出文件，请先生成付款文件。', 'The batch has no file yet: make it first.'],
  EXECUTION_DATE_PAST: ['付款日期已经过了，请选今天或以后。', 'This day is over: a bank pays today or later.'],
  PAYEE_CHARACTER: [
    '收款人[ {name} ]的信息里有银行写不了的字[：{character}]。请更正收款信息。',
    'The bank cannot write a character[, {character},] of the payee[ {name}]. Correct the payee.',
  ],
  PAYEE_FIELD_TOO_LONG: [
    '收款人[ {name} ]的信息太长[（{field}，最多 {most} 个字）]。请更正收款信息。',
    'Something of the payee[ {name}] is too long[ ({field}, at most {most} characters)]. ' +
      'Correct the payee.',
  ],
  PAYEE_FIELD_MISSING: [
    '收款人[ {name} ]缺少信息[：{field}]。请补上收款信息。',
    'Something of the payee[ {name}] is missing[: {field}]. Complete the payee.',
  ],
  PAYEE_FIELD_MALFORMED: [
    '收款人[ {name} ]的信息格式不对[：{field}]。请更正收款信息。',
    'Something of the payee[ {name}] is not as it should be[: {field}]. Correct the payee.',
  ],
  PAYEE_REPEATED: ['同一笔付款出现了两次，请重新选。', 'The same payment is there twice. Choose again.'],
  PAYOUT_FIELD_WRONG: [
    '付款文件有一项不对[：{field}]。请检查银行账户的资料。',
    'Something in the payout file is wrong[: {field}]. Check what is entered of the account.',
  ],
  PAYOUT_UNSOUND: [
    '做出来的付款文件和批次不一致，没有送出。请与县农交中心联系。',
    'The file that was made is not what was asked for, and did not leave. Tell the exchange ' +
      'centre.',
  ],
  PAYMENT_NOT_SENT: [
    '银行没有收到这笔付款，不存在没付成。请先送出付款文件。',
    'The bank has nothing of the payment that it could not do: send it first.',
  ],
  PAYMENT_IN_BATCH: ['这笔付款在一个批次里，请先撤销那个批次。', 'The payment is in a batch: take that apart first.'],
  PAYMENT_NOT_PAID: ['还没有证据说银行已付，请先登记已付。', 'Nothing says that the bank has paid: say that first.'],
  PAYMENT_RETURNED: ['这笔付款已经退回，请先重新付款。', 'The payment has come back: try it again first.'],
  PAYMENT_BOOKED: [
    '银行有一笔流水带着这笔付款的编号，请先处理那笔流水。',
    'The bank has a booking with the number of this payment: place that first.',
  ],
  PAYMENT_OF_OTHER_AMOUNT: [
    '付款和流水金额不一样[：付款 {payment_fen} 元，][流水 {booking_fen} 元]，也不像扣了手续费。请另选。',
    'The payment has another amount than the booking[: {payment_fen} yuan][, not ' +
      '{booking_fen}], and no fee explains it. Choose another one.',
  ],
  FEE_ACCOUNT_UNFIT: [
    '只有银行扣了手续费才选手续费科目，请核对。',
    'An account for the fee belongs only where the bank took one. Please check it.',
  ],
  CORRECTION_NOT_FOUND: ['没有这项更正，请刷新再试。', 'There is no such correction. Reload and try again.'],
  CORRECTION_ENDED: [
    '这项更正已经有人处理，请刷新。',
    'Somebody has already decided about this correction. Reload.',
  ],
  CORRECTION_OPEN: [
    '这笔付款有一项更正待审核，请先同意或不同意。',
    'A correction of the payment waits: approve or decline it first.',
  ],
  CORRECTION_STALE: [
    '提出更正以后又付过一次，请不同意这项更正，重新提出。',
    'The payment was tried again since: decline the correction and propose it anew.',
  ],
  PAYEE_DIFFERS: [
    '账号和提出的不一样，请对照原件重新输入。',
    'This is not the number that was proposed: compare it with the document.',
  ],
  BANK_ENTRY_NO_PAYMENT: [
    '这笔流水是冲回收款，不是付款，请另行处理。',
    'The booking takes back a credit and is no payment: place it otherwise.',
  ],
  TRANSFER_UNDER_WAY: [
    '这是县农交中心转来的钱；中心的银行确认后，再点“重新查对”就会对上。',
    'The exchange centre paid this: once its bank has said so, look again, and it is matched.',
  ],
  PAYMENT_WITHDRAWN: [
    '要付这笔款的事已经撤回，不用再付。',
    'What the payment was for was taken back: it is not paid.',
  ],
} satisfies Sentences
