// The keys of a bank's profile in words, as services/ledger/bankfile/profile.h has them, and
// profiles to begin with.
interface ProfileKey {
  key: string
  zh: string
  en: string
}

export const kProfileKeys: ProfileKey[] = [
  { key: 'bank', zh: '银行的名称', en: 'The name of the bank' },
  {
    key: 'statement.form',
    zh: '对账单的形式：xml（camt.053、camt.054）或 csv（表格）。不写就是 xml',
    en: 'The form of statements: xml (camt.053, camt.054) or csv (a table); xml when not said',
  },
  {
    key: 'statement.sub_account',
    zh:
      '保证金子账号写在哪里：nowhere（没有）、party_account、related_account（XML 里的两处，不写就是' +
      '前一处）、column（表格的一列）、remittance（附言里）',
    en:
      'Where the number of a sub-account stands: nowhere, party_account, related_account (two ' +
      'places in XML; the former when not said), column (of a table), remittance (in the text)',
  },
  {
    key: 'statement.sub_account.prefix, .digits',
    zh: '子账号在附言里时：它前面的字，和它有几位',
    en: 'For remittance: what stands before the number, and how many digits it has',
  },
  {
    key: 'statement.entry_reference',
    zh: 'XML：流水号是否永远不变，yes 或 no。有的银行只用它计数，写 no',
    en: 'XML: whether NtryRef names a booking for good, yes or no; some banks only count in it',
  },
  {
    key: 'statement.encoding',
    zh: '表格的编码：UTF-8、GB18030 或 GBK',
    en: 'The encoding of the table: UTF-8, GB18030 or GBK',
  },
  {
    key: 'statement.delimiter',
    zh: '列之间的符号：, ; | 或 tab',
    en: 'What stands between columns: , ; | or tab',
  },
  {
    key: 'statement.lines_before',
    zh: '列名前面有几行',
    en: 'How many lines stand before the names of the columns',
  },
  {
    key: 'statement.fen',
    zh: '金额是否以分为单位，yes 或 no',
    en: 'Whether amounts are in fen, yes or no',
  },
  {
    key: 'statement.date',
    zh: '日期的写法，如 YYYY-MM-DD 或 YYYYMMDD',
    en: 'How dates are written, as YYYY-MM-DD or YYYYMMDD',
  },
  {
    key: 'statement.column.*',
    zh:
      '每一列的列名：booking_date 记账日（必须有），credit 和 debit 收入和支出，或 amount 金额' +
      '（加 direction 借贷），reference 流水号，balance 余额，name、account 对方户名和账号，' +
      'remittance 附言',
    en:
      'The name of each column: booking_date (needed), credit and debit, or amount (with ' +
      'direction), reference, balance, name and account of the other side, remittance',
  },
  {
    key: 'statement.credit_words, .debit_words',
    zh: '借贷一列里，哪些字是收入、哪些字是支出，用逗号隔开',
    en: 'Which words of direction mean money in, and which money out, with commas between',
  },
  {
    key: 'statement.booked_words',
    zh: '状态一列里，哪些字表示已记账',
    en: 'Which words of the status mean that it is booked',
  },
  {
    key: 'statement.newest_first',
    zh: '最新的流水是否在最上面，yes 或 no',
    en: 'Whether the newest booking comes first, yes or no',
  },
  {
    key: 'statement.header.*, statement.trailer.*',
    zh: '合计行：mark 开头的字，count、sum、opening、closing 各在第几格',
    en: 'A line of totals: mark, how it begins; count, sum, opening, closing, in which cell',
  },
  {
    key: 'payout.form',
    zh: '付款文件的形式：xml（pain.001）或 csv',
    en: 'The form of payment files: xml (pain.001) or csv',
  },
  {
    key: 'payout.bank_code',
    zh: '本行的联行号，12 位。不写就用上面填的',
    en: "The bank's own code of 12 digits; that of the account when not said",
  },
  {
    key: 'payout.charset',
    zh: '银行能写的字：UTF-8、GB18030 或 GBK',
    en: 'What the bank can write: UTF-8, GB18030 or GBK',
  },
  {
    key: 'payout.most_items, .most_name, .most_remittance',
    zh: '一个文件最多几笔，户名和附言最多几个字',
    en: 'At most how many payments a file has, and characters a name and a text',
  },
  {
    key: 'payout.column.*',
    zh: '付款表格的列名：end_to_end_id、name、account、amount 必须有',
    en: 'The columns of payments in csv: end_to_end_id, name, account and amount are needed',
  },
  {
    key: 'results.form',
    zh: '付款结果的形式：xml（pain.002）或 csv',
    en: 'The form of results: xml (pain.002) or csv',
  },
  {
    key: 'results.column.*',
    zh: '结果表格的列名：end_to_end_id、status 必须有',
    en: 'The columns of results in csv: end_to_end_id and status are needed',
  },
  {
    key: 'results.paid_words, .accepted_words, .rejected_words, .returned_words, .pending_words',
    zh: '银行用哪些字表示已付、已受理、未付、已退回、处理中。别的字一律当作“不知道”',
    en: 'Which words mean paid, accepted, rejected, returned, pending; any other is "unknown"',
  },
]

interface ProfileSample {
  zh: string
  en: string
  lines: string[]
}

const kTable = [
  'statement.form = csv',
  'statement.encoding = GB18030',
  'statement.date = YYYY-MM-DD',
  'statement.column.booking_date = 交易日期',
  'statement.column.reference = 流水号',
  'statement.column.credit = 收入金额',
  'statement.column.debit = 支出金额',
  'statement.column.balance = 余额',
  'statement.column.name = 对方户名',
  'statement.column.account = 对方账号',
  'statement.column.remittance = 摘要',
]

export const kProfileSamples: ProfileSample[] = [
  { zh: '标准 XML', en: 'Standard XML', lines: [] },
  {
    zh: '标准 XML，子账号在相关账户里',
    en: 'Standard XML, sub-accounts as related accounts',
    lines: ['statement.sub_account = related_account'],
  },
  {
    zh: '表格，收入和支出各一列',
    en: 'A table with a column for money in and one for money out',
    lines: kTable,
  },
]
