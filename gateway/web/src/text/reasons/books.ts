// Of books, vouchers, statements and spreads.
import type { Sentences } from './sentences'

export const books = {
  BOOKS_NOT_FOUND: [
    '没有这个账套，请返回账套列表重新选择。',
    'There are no such books. Go back to the list and choose again.',
  ],
  BOOKS_EXIST: [
    '这个单位已经有这种账套，请直接打开使用。',
    'The organisation has books of this kind already: open those.',
  ],
  ORG_PATH_UNFIT: [
    '这个单位不在本县，请重新选择。',
    'This is no organisation of the county. Please choose another.',
  ],
  ACCOUNT_CODE_MALFORMED: [
    '科目编码不对：一级科目三位数字，每下一级再加两位。',
    'The code of an account has three digits, and two more for each level below.',
  ],
  ACCOUNT_EXISTS: [
    '账套里已经有这个科目，请换一个编码。',
    'The books have this account already: choose another code.',
  ],
  ACCOUNT_IN_USE: [
    '科目[ {account} ]已经在使用，不能再分明细。请在同级另设科目。',
    'Account[ {account}] is in use and cannot be divided. Add another account beside it.',
  ],
  ACCOUNT_DIVIDED: [
    '科目[ {account} ]分了明细，请选它下面的明细科目。',
    'Account[ {account}] is divided: choose one of its parts.',
  ],
  ACCOUNT_UNKNOWN: [
    '没有科目[ {account}]，请从列表里选。',
    'There is no account[ {account}]: choose one from the list.',
  ],
  ACCOUNT_KEPT: [
    '科目[ {account} ]随保证金自动记账，不能手工填写。',
    'Deposits decide what is on account[ {account}]: nobody writes it by hand.',
  ],
  FLOOR_BROKEN: [
    '科目[ {account} ]余额不够[，还差 {missing_fen} 元]。请核对金额。',
    'Account[ {account}] does not hold as much[: {missing_fen} yuan are missing]. Check the ' +
      'amount.',
  ],
  VOUCHER_EMPTY: ['凭证至少要有两行，一借一贷。', 'A voucher has at least two lines, a debit and a credit.'],
  VOUCHER_TOO_LONG: [
    '凭证的行太多[，最多 {most_lines} 行]，请分成几张。',
    'The voucher has too many lines[: at most {most_lines}]. Make several.',
  ],
  AMOUNT_NOT_POSITIVE: [
    '金额要大于零；要减少，请用冲销。',
    'An amount must be above zero. To take something back, reverse it.',
  ],
  VOUCHER_UNBALANCED: [
    '借贷不相等[，相差 {difference_fen} 元]，请核对每一行。',
    'Debits and credits differ[ by {difference_fen} yuan]. Check every line.',
  ],
  VOUCHER_LINES_CANCEL: [
    '同一科目、同一往来又借又贷，等于没记。请改其中一行。',
    'The same account is debited and credited, so nothing would move. Change one of the lines.',
  ],
  SPREAD_IS_INCOME: [
    '这笔预收租金[有 {posted_fen} 元]已经转为收入，请先冲销那些凭证。',
    'Parts of this rent[ ({posted_fen} yuan)] are income already. Take their vouchers back first.',
  ],
  INCOME_KIND_UNFIT: [
    '只有收入科目的行才能选收入类别，请去掉类别或换科目。',
    'Only a line of an income account has a kind of income: leave it out, or choose another ' +
      'account.',
  ],
  VOUCHER_PURPOSES_MIXED: [
    '一笔用途的借方对上了另一笔用途的贷方，请让每种用途各自借贷相等。',
    'A debit for one purpose meets a credit for another: balance the lines of each purpose.',
  ],
  DATE_AHEAD: ['日期还没有到，请填今天或以前的日期。', 'That day has not come yet: choose today or an earlier day.'],
  DATE_INVALID: ['没有这一天，请检查年月日。', 'There is no such day: check year, month and day.'],
  VOUCHER_NOT_FOUND: [
    '没有这张凭证，请刷新列表再试。',
    'There is no such voucher. Reload the list and try again.',
  ],
  VOUCHER_ENDED: [
    '这张凭证已经有人处理，请刷新列表。',
    'Somebody has already decided about this voucher. Reload the list.',
  ],
  VOUCHER_NOT_POSTED: [
    '这张凭证还没有记账，请先审核。',
    'This voucher is not posted yet: it must be approved first.',
  ],
  VOUCHER_REVERSED: ['这张凭证已被冲销，不能再用。', 'This voucher was taken back and cannot be used any more.'],
  SAME_PERSON: [
    '经办和确认必须是两个人，请让另一位工作人员办理。',
    'Two persons are needed, one for each step. Ask a colleague to do this one.',
  ],
  OVER_LIMIT: [
    '金额超过您可以审核的限额[（{limit_fen} 元）]，请乡镇审核。',
    'This is more than you may approve[ ({limit_fen} yuan)]: ask the township.',
  ],
  MONTHS_REVERSED: ['结束月份在开始月份以前，请对调。', 'The last month is before the first one: swap them.'],
  MONTH_AHEAD: ['这个月还没有到，请选当月或以前的月份。', 'This month has not begun yet: choose an earlier one.'],
  PERIOD_BEFORE_BOOKS: [
    '日期在建账以前[，账套从 {first_month} 开始]，请改日期。',
    'The day is before the books begin[, which is {first_month}]. Change the day.',
  ],
  PERIOD_CLOSED: [
    '[{month} ]这个月已经结账，请记在还没结账的月份。',
    'This month[, {month},] is closed: post it in an open one.',
  ],
  PERIOD_OUT_OF_ORDER: [
    '月份要按顺序结账和重开[，当前是 {open_month}]。',
    'Months are closed and opened one after the other[; {open_month} is open now].',
  ],
  PERIOD_NOT_OVER: [
    '[{month} ]这个月还没过完，过完再结账。',
    'The month[ {month}] is not over yet: close it afterwards.',
  ],
  PERIOD_HAS_DRAFTS: [
    '这个月还有[ {drafts} 张]凭证待审核，审核或退回后再结账。',
    'Vouchers of this month still wait[: {drafts}]. Approve them or give them back first.',
  ],
  PERIOD_NOT_CARRIED: [
    '请先结转[ {year} 年]全年收益，再结十二月的账。',
    'Carry the income of the year[ {year}] before closing its December.',
  ],
  PERIOD_CARRIED: [
    '[{year} ]这一年的收益已经结转，请记在下一年。',
    'The income of the year[ {year}] was carried over: post in the next year.',
  ],
  NOTHING_TO_CARRY: [
    '[{year} ]这一年没有收入和支出，不用结转。',
    'The year[ {year}] has no income or expense: nothing needs to be carried.',
  ],
  CARRY_STALE: [
    '结转凭证写好以后账有变化：请退回，再结转一次。',
    'The books have changed since: give the voucher back and carry the year again.',
  ],
  STATEMENT_UNFIT: [
    '这种报表只有集体账和村委会账才有。',
    'Only the books of collectives and committees have this statement.',
  ],
  EXPORT_TOO_LARGE: [
    '内容太多，一个文件放不下[，最多 {most_rows} 行]。请少选一些再导出。',
    'This is more than one file holds[ ({most_rows} rows)]. Choose less and export again.',
  ],
  GLYPH_MISSING: [
    '有一个字打印不出来[：{character}]。请改用常用字，或联系县农交中心。',
    'One character cannot be printed[: {character}]. Use a common one, or tell the exchange ' +
      'centre.',
  ],
  TEMPLATE_NOT_FOUND: [
    '这个账套没有这个常用分录，请从列表里选。',
    'These books have no such usual entry: choose one from the list.',
  ],
  TEMPLATE_ACCOUNT_UNFIT: [
    '这个常用分录不用这个科目，请换科目。',
    'The usual entry does not go through this account: choose another.',
  ],
  TEMPLATE_FIELD_MISSING: [
    '这个常用分录还要填其他内容，请补上，或自己逐行填写。',
    'The usual entry asks for more: fill it in, or write the voucher line by line.',
  ],
  TEMPLATE_FIELD_UNFIT: ['这个常用分录用不到这一项，请去掉。', 'The usual entry does not need this: leave it out.'],
  NO_WEIGHT: [
    '有钱要分，但没有可以分的对象，请检查比例。',
    'There is money to share out but nobody to share it: check the shares.',
  ],
  SPREAD_NOT_FOUND: ['没有这笔分摊，请刷新列表再试。', 'There is no such spread. Reload the list and try again.'],
  SPREAD_EXISTS: ['这一行租金已经在分摊，不用再设。', 'This line is spread already.'],
  SPREAD_ENDED: ['这笔分摊已经结束。', 'This spread is over.'],
  SPREAD_PART_WAITS: [
    '还有一期的凭证待审核，请先审核或退回。',
    'The voucher of one part still waits: approve it or give it back first.',
  ],
  SPREAD_VOUCHER_UNFIT: [
    '只能分摊已记账凭证里记在 211 贷方的租金，请核对凭证和行号。',
    'Only what a posted voucher credits to 211 is spread: check voucher and line.',
  ],
  SPREAD_DAYS_UNFIT: [
    '分摊的起止日期不对：结束要在开始以后[，最长 {most_years} 年]。',
    'The days do not fit: the last is after the first[, and at most {most_years} years later].',
  ],
  SPREAD_TOO_FINE: [
    '分得太细，有的一期不到一分钱。请按年分。',
    'The parts are too small, some less than a fen. Spread it by years.',
  ],
  SPREAD_ACCOUNT_UNFIT: ['这个科目不是收入科目，请选收入科目。', 'This is no account of income: choose one.'],
  NAME_UNREADABLE: ['这里没有能看懂的文字，请重新填写。', 'Nothing in this can be read: please write it again.'],
  MASK_UNKNOWN: ['这一项不能修改。', 'This cannot be changed.'],
  ETAG_STALE: ['刚才有人修改过，请刷新后再改。', 'Somebody changed it just now. Reload and change it again.'],
  KEYS_TOO_FRESH: [
    '密钥刚刚更换，请过几分钟再试。',
    'A key was changed just now. Please try again in a few minutes.',
  ],
  BOOKS_KIND_UNFIT: [
    '按登记，这个集体没有这种账套，请重新选择。',
    'As the register has it, the collective keeps no books of this kind: choose again.',
  ],
  BOOKS_ENDED: [
    '这个单位[ {last_day} ]已经撤并，以后的事请记在承接单位的账套。',
    'The organisation ended[ on {last_day}]: post this in the books of whoever goes on.',
  ],
  COLLECTIVE_MOVED: [
    '这个集体刚刚调整过，请刷新再试。',
    'The collective was moved just now. Reload and try again.',
  ],
  REGISTRY_OUT_OF_REACH: [
    '登记系统暂时连不上，请过几分钟再试。',
    'The register cannot be reached at present. Try again in a few minutes.',
  ],
} satisfies Sentences
