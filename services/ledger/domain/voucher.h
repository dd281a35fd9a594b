// Vouchers: what a bookkeeper writes, and the rows (debit, credit, amount) that it becomes, none of
// which can be unbalanced.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/money.h"
#include "ledger/domain/chart.h"
#include "ledger/domain/income.h"

namespace qianmo::ledger {

inline constexpr std::size_t kMostVoucherLines = 200;

// What money is for, where it is for something.
struct Purpose {
  std::optional<Uuid> contract = {};
  std::optional<Uuid> instalment = {};
  std::optional<Uuid> asset = {};
  std::optional<Uuid> project = {};
  std::optional<Uuid> group = {};  // of members

  bool operator==(const Purpose&) const = default;
};

struct VoucherLine {
  Side side;
  AccountCode account;
  std::optional<Uuid> party = {};  // whose, where the account is kept by party
  Fen amount;
  Purpose purpose = {};
  std::optional<IncomeKind> income = {};  // of a line of an income account

  bool operator==(const VoucherLine&) const = default;
};

// Says of each line of an income account what kind of income it is, where it does not say so
// itself. Refuses INCOME_KIND_UNFIT for a line of another account that does, and ACCOUNT_UNKNOWN.
Result<Done> MarkIncome(Chart chart, std::vector<VoucherLine>* lines);

// What follows from the rows of deposits is moved by rules alone: every account of the custody
// books but the bank's, and what the centre owes a village. By hand it could only be made to say
// something else than they do. `centre` is the party that villages have claims on, where there is
// one. Refuses ACCOUNT_KEPT.
Result<Done> CheckByHand(Chart chart, const std::optional<Uuid>& centre,
                         const std::vector<VoucherLine>& lines);

// One row: an amount that goes from the credited account to the debited one. `debit` and `credit`
// count the voucher's lines.
struct EntryPair {
  std::size_t debit;
  std::size_t credit;
  Fen amount;
  Purpose purpose;

  bool operator==(const EntryPair&) const = default;
};

// The rows of a voucher, at most one less than it has lines. Lines for the same purpose are paired
// first, then what is left in its order; a row for which only one side names a purpose has that.
// A line that must not be paired with one of its own account and party can cost a row more.
// Refuses VOUCHER_EMPTY, VOUCHER_TOO_LONG, AMOUNT_NOT_POSITIVE, VOUCHER_UNBALANCED;
// VOUCHER_PURPOSES_MIXED where a row would be for two contracts, assets or projects, and
// VOUCHER_LINES_CANCEL where one would move nothing.
Result<std::vector<EntryPair>> Decompose(const std::vector<VoucherLine>& lines);

// The voucher as it is printed: every account, party and purpose once a side, in the order in which
// the lines first name it. Of lines that name each once it makes the same lines.
std::vector<VoucherLine> Recompose(const std::vector<VoucherLine>& lines,
                                   const std::vector<EntryPair>& pairs);

}  // namespace qianmo::ledger
