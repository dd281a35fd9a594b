// The charts of accounts: the Ministry's for village collectives (财会〔2023〕14号), and the small
// one of the county centre's custody books.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "base/money.h"
#include "base/result.h"

namespace qianmo::ledger {

// The numbers are those of qianmo.ledger.v1.
enum class Side { kDebit = 1, kCredit = 2 };
constexpr Side Opposite(Side side) { return side == Side::kDebit ? Side::kCredit : Side::kDebit; }

enum class Nature { kAsset = 1, kLiability = 2, kEquity = 3, kCost = 4, kIncome = 5, kExpense = 6 };

struct ChartAccount {
  std::string_view code;  // three digits
  std::string_view name;
  Nature nature;
  Side normal;  // where it grows; a contra account grows against its nature
};

// Which chart a set of books has.
enum class Chart { kCollective = 1, kCustody = 2 };

// By code.
std::span<const ChartAccount> ChartAccounts(Chart chart);

// An account or a sub-account: three digits, and two more for each of at most three levels below.
// "102", "10201", "1020103".
class AccountCode {
 public:
  static std::optional<AccountCode> Parse(std::string_view text);

  const std::string& text() const { return text_; }
  bool is_sub_account() const { return text_.size() > 3; }
  // Of a sub-account.
  AccountCode parent() const { return AccountCode(text_.substr(0, text_.size() - 2)); }
  bool Contains(const AccountCode& other) const { return other.text_.starts_with(text_); }

  auto operator<=>(const AccountCode&) const = default;

 private:
  explicit AccountCode(std::string text) : text_(std::move(text)) {}

  std::string text_;
};

// What an account may not fall below: there is no less than no cash, and the centre never owes less
// than nothing to those whose money it keeps.
std::optional<Fen> FloorOf(Chart chart, const AccountCode& code);

// Whether rules alone move it: every account of the custody books but the bank's.
bool IsKept(Chart chart, const AccountCode& code);

// What the chart says of the account, or of the one that a sub-account is below. Refuses
// ACCOUNT_UNKNOWN.
Result<ChartAccount> FindAccount(Chart chart, const AccountCode& code);

// Whether a voucher can name the account in books that have these sub-accounts. Refuses
// ACCOUNT_UNKNOWN, ACCOUNT_DIVIDED.
Result<Done> CheckPostable(Chart chart, const std::set<AccountCode>& sub_accounts,
                           const AccountCode& code);
// Whether the books may have this sub-account too; `parent_in_use` when there are postings to the
// account above it, or a bank will make some. Refuses ACCOUNT_UNKNOWN, ACCOUNT_EXISTS,
// ACCOUNT_IN_USE, ACCOUNT_KEPT.
Result<Done> CheckNewSubAccount(Chart chart, const std::set<AccountCode>& sub_accounts,
                                const AccountCode& code, bool parent_in_use);

}  // namespace qianmo::ledger
