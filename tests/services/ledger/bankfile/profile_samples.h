// Two invented banks, as a county would write their profiles down.
#pragma once

namespace qianmo::ledger::bankfile {

// A rural commercial bank: GB18030, two columns of amounts in yuan, totals at the end, accounts at
// the bank itself and at others in columns of their own.
inline constexpr const char* kRuralBank = R"(# 清河农商银行（虚构）
bank = 清河农村商业银行

statement.form = csv
statement.encoding = GB18030
statement.lines_before = 2
statement.date = YYYYMMDD
statement.header.mark = 期初余额
statement.header.opening = 1
statement.header.closing = 3
statement.column.booking_date = 交易日期
statement.column.reference = 交易流水号
statement.column.debit = 借方发生额
statement.column.credit = 贷方发生额
statement.column.balance = 账户余额
statement.column.name = 对方户名
statement.column.account = 本行对方账号
statement.column.other_bank_account = 他行对方账号
statement.column.bank_name = 对方行名
statement.column.end_to_end_id = 业务编号
statement.column.remittance = 摘要
statement.column.status = 状态
statement.booked_words = 正常,已入账
statement.trailer.mark = 合计
statement.trailer.debit_count = 2
statement.trailer.debit_sum = 3
statement.trailer.credit_count = 4
statement.trailer.credit_sum = 5
statement.sub_account = remittance
statement.sub_account.prefix = 保证金
statement.sub_account.digits = 6

payout.form = csv
payout.encoding = GB18030
payout.charset = GBK
payout.bank_code = 402345678901
payout.date = YYYYMMDD
payout.lines_before = 1
payout.header.mark = 批量代发
payout.header.count = 2
payout.header.sum = 3
payout.column.payout_id = 批次号
payout.column.end_to_end_id = 业务编号
payout.column.name = 收款人户名
payout.column.account = 本行账号
payout.column.other_bank_account = 他行账号
payout.column.bank_code = 联行号
payout.column.amount = 金额
payout.column.remittance = 附言
payout.column.execution_date = 执行日期

results.form = csv
results.encoding = GB18030
results.column.payout_id = 批次号
results.column.end_to_end_id = 业务编号
results.column.status = 处理结果
results.column.reason = 失败原因
results.column.amount = 金额
results.column.account = 账号
results.trailer.mark = 合计
results.trailer.count = 2
results.trailer.sum = 3
results.accepted_words = 已受理
results.paid_words = 成功,交易成功
results.rejected_words = 失败
results.returned_words = 退汇
results.pending_words = 处理中
)";

// A large bank: UTF-8, fen with a sign, newest first, everything separated by |.
inline constexpr const char* kLargeBank = R"(bank = 华平银行（虚构）
statement.form = csv
statement.delimiter = |
statement.fen = yes
statement.date = YYYY-MM-DD hh:mm:ss
statement.column.booking_date = txn_time
statement.column.own_account = acct_no
statement.column.amount = amt
statement.column.direction = dc_flag
statement.credit_words = C,贷
statement.debit_words = D,借
statement.column.balance = bal
statement.newest_first = yes
statement.column.sub_account = sub_acct
statement.sub_account = column
statement.column.name = opp_name
statement.column.account = opp_acct
statement.column.bank_code = opp_bank
statement.column.currency = ccy
statement.column.code = txn_type
statement.column.remittance = memo
statement.column.reversal = reversed

payout.form = xml
payout.charset = GBK
payout.bank_code = 105345678901
payout.most_name = 30

results.form = xml
)";

}  // namespace qianmo::ledger::bankfile
