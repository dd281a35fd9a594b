#include "ledger/domain/carry.h"

namespace qianmo::ledger {
namespace {

const AccountCode& IncomeOfTheYear() {
  static const AccountCode code = AccountCode::Parse("321").value();
  return code;
}
const AccountCode& Distribution() {
  static const AccountCode code = AccountCode::Parse("322").value();
  return code;
}

// An amount on this side, or on the other where it is below zero.
void Append(Side side, const AccountCode& account, Fen amount, std::vector<VoucherLine>* lines) {
  if (amount == Fen()) return;
  if (amount > Fen()) {
    lines->push_back({.side = side, .account = account, .amount = amount});
  } else {
    lines->push_back({.side = Opposite(side), .account = account, .amount = -amount});
  }
}

}  // namespace

// In the order in which they belong together, so that each row says what it is: income to 321, 321
// to expense, and 321 to 322.
std::vector<VoucherLine> CarryLines(const std::map<AccountCode, Fen>& balances) {
  std::vector<VoucherLine> lines, expenses;
  Fen income, expense;
  for (const auto& [code, balance] : balances) {
    const auto account = FindAccount(Chart::kCollective, code);
    if (!account) continue;
    if (account->nature == Nature::kIncome) {
      Append(Side::kDebit, code, balance, &lines);
      income += balance;
    } else if (account->nature == Nature::kExpense) {
      Append(Side::kCredit, code, balance, &expenses);
      expense += balance;
    }
  }
  if (lines.empty() && expenses.empty()) return {};
  Append(Side::kCredit, IncomeOfTheYear(), income, &lines);
  Append(Side::kDebit, IncomeOfTheYear(), expense, &lines);
  lines.insert(lines.end(), expenses.begin(), expenses.end());
  Append(Side::kDebit, IncomeOfTheYear(), income - expense, &lines);
  Append(Side::kCredit, Distribution(), income - expense, &lines);
  return lines;
}

}  // namespace qianmo::ledger
