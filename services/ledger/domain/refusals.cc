#include "ledger/domain/refusals.h"

#include <chrono>
#include <utility>

#include "base/time_text.h"

namespace qianmo::ledger::refusals {
namespace {

Refusal OfVoucher(std::string field, std::string reason, std::string description) {
  Refusal refusal = Refusal::InvalidField(std::move(field), std::move(description));
  refusal.reason = std::move(reason);
  return refusal;
}

Refusal OfBooks(std::string reason, std::string message) {
  return {Refusal::Kind::kPrecondition, std::move(reason), std::move(message)};
}

}  // namespace

Refusal BooksNotFound() {
  return {Refusal::Kind::kNotFound, "BOOKS_NOT_FOUND", "There are no such books."};
}

Refusal BooksExist() {
  return {Refusal::Kind::kExists, "BOOKS_EXIST", "The organisation has books of this kind."};
}

Refusal BooksKindUnfit() {
  return OfBooks("BOOKS_KIND_UNFIT",
                 "The collective keeps no books of this kind, as the registry has it.");
}

Refusal BooksEnded(Date last_day) {
  const std::string day = FormatIsoDate(last_day);
  return OfBooks("BOOKS_ENDED", "The organisation ended on " + day +
                                    ": whoever goes on with its rest has books of its own.")
      .With("last_day", day);
}

Refusal OrgPathUnfit(const std::string& field) {
  return OfVoucher(field, "ORG_PATH_UNFIT", "This is no organisation of the county.");
}

Refusal CollectiveNotFound() {
  return {Refusal::Kind::kNotFound, "COLLECTIVE_NOT_FOUND", "There is no such collective."};
}

Refusal CollectiveEnded() {
  return OfBooks("COLLECTIVE_ENDED", "The collective has ended: its successors go on.");
}

Refusal CollectiveMoved() {
  return {Refusal::Kind::kConflict, "COLLECTIVE_MOVED",
          "The collective was moved just now: try again."};
}

Refusal RegistryOutOfReach() {
  return {.kind = Refusal::Kind::kExhausted,
          .reason = "REGISTRY_OUT_OF_REACH",
          .message = "The registry, which knows the collective, cannot be reached: try again.",
          .retry_after = std::chrono::seconds(5)};
}

Refusal NameUnreadable(const std::string& field) {
  return OfVoucher(field, "NAME_UNREADABLE", "Nothing in it can be read.");
}

Refusal AccountCodeMalformed(const std::string& field) {
  return OfVoucher(field, "ACCOUNT_CODE_MALFORMED",
                   "A code has three digits, and two more for each level below.");
}

Refusal AccountExists() {
  return {Refusal::Kind::kExists, "ACCOUNT_EXISTS", "The books have this account."};
}

Refusal AccountInUse(const std::string& code) {
  return OfBooks("ACCOUNT_IN_USE", "Account " + code + " is used as it is: it cannot be divided.")
      .With("account", code);
}

Refusal AccountDivided(const std::string& code) {
  return OfBooks("ACCOUNT_DIVIDED", "Account " + code + " is divided: name a sub-account.")
      .With("account", code);
}

Refusal AccountKept(const std::string& code) {
  return OfBooks("ACCOUNT_KEPT",
                 "Deposits decide what is on account " + code + ": it is not written by hand.")
      .With("account", code);
}

Refusal AccountUnknown(const std::string& code) {
  return OfVoucher("account", "ACCOUNT_UNKNOWN", "The chart has no account " + code + ".")
      .With("account", code);
}

Refusal FloorBroken(const std::string& code, Fen missing) {
  return OfBooks("FLOOR_BROKEN", "Account " + code + " does not hold as much.")
      .With("account", code)
      .With("missing_fen", std::to_string(missing.count()));
}

Refusal VoucherEmpty() {
  return OfVoucher("voucher.lines", "VOUCHER_EMPTY", "A voucher has at least two lines.");
}

Refusal VoucherTooLong(std::size_t most_lines) {
  return OfVoucher("voucher.lines", "VOUCHER_TOO_LONG", "Too many lines for one voucher.")
      .With("most_lines", std::to_string(most_lines));
}

Refusal AmountNotPositive(const std::string& field) {
  return OfVoucher(field, "AMOUNT_NOT_POSITIVE", "An amount is above zero; reverse instead.");
}

Refusal VoucherUnbalanced(Fen difference) {
  return OfVoucher("voucher.lines", "VOUCHER_UNBALANCED",
                   "The debits are not as much as the credits.")
      .With("difference_fen", std::to_string(difference.count()));
}

Refusal VoucherLinesCancel(const std::string& debit_field, const std::string& credit_field) {
  Refusal refusal = OfVoucher(debit_field, "VOUCHER_LINES_CANCEL",
                              "The same account is credited: nothing would move.");
  refusal.fields.push_back({credit_field, "The same account is debited: nothing would move."});
  return refusal;
}

Refusal IncomeKindUnfit(const std::string& field) {
  return OfVoucher(field, "INCOME_KIND_UNFIT", "Only a line of an income account has a kind.");
}

Refusal VoucherPurposesMixed(const std::string& debit_field, const std::string& credit_field) {
  Refusal refusal = OfVoucher(debit_field, "VOUCHER_PURPOSES_MIXED",
                              "What is debited for one purpose is credited for another: "
                              "balance the lines of each purpose.");
  refusal.fields.push_back({credit_field, refusal.fields.front().description});
  return refusal;
}

Refusal DateAhead() {
  return OfVoucher("voucher.date", "DATE_AHEAD", "This day has not come yet.");
}

Refusal VoucherNotFound() {
  return {Refusal::Kind::kNotFound, "VOUCHER_NOT_FOUND", "There is no such voucher."};
}

Refusal VoucherEnded() {
  return OfBooks("VOUCHER_ENDED", "The voucher does not wait for anybody any more.");
}

Refusal VoucherNotPosted() {
  return OfBooks("VOUCHER_NOT_POSTED", "Only a posted voucher is reversed.");
}

Refusal VoucherReversed() {
  return OfBooks("VOUCHER_REVERSED", "Another voucher takes this one back.");
}

Refusal SamePerson() {
  return OfBooks("SAME_PERSON", "Whoever wrote the voucher does not approve it.");
}

Refusal OverLimit(Fen limit) {
  return OfBooks("OVER_LIMIT", "A board chair approves up to a limit: the township must.")
      .With("limit_fen", std::to_string(limit.count()));
}

Refusal MonthsReversed() {
  return OfVoucher("last_month", "MONTHS_REVERSED", "The last month is before the first.");
}

Refusal PeriodBeforeBooks(const std::string& first) {
  return OfBooks("PERIOD_BEFORE_BOOKS", "The books begin later.").With("first_month", first);
}

Refusal PeriodClosed(const std::string& month) {
  return OfBooks("PERIOD_CLOSED", "This month is closed: post a correction in an open one.")
      .With("month", month);
}

Refusal PeriodOutOfOrder(const std::string& open) {
  return OfBooks("PERIOD_OUT_OF_ORDER", "Months are closed and opened one after the other.")
      .With("open_month", open);
}

Refusal PeriodNotOver(const std::string& month) {
  return OfBooks("PERIOD_NOT_OVER", "The month is not over yet.").With("month", month);
}

Refusal PeriodHasDrafts(std::int64_t drafts) {
  return OfBooks("PERIOD_HAS_DRAFTS", "Vouchers of this month wait for their approval.")
      .With("drafts", std::to_string(drafts));
}

Refusal PeriodNotCarried(int year) {
  return OfBooks("PERIOD_NOT_CARRIED", "Carry the year's income before its December is closed.")
      .With("year", std::to_string(year));
}

Refusal PeriodCarried(int year) {
  return OfBooks("PERIOD_CARRIED", "The year's income is carried: its months stay closed.")
      .With("year", std::to_string(year));
}

Refusal NothingToCarry(int year) {
  return OfBooks("NOTHING_TO_CARRY", "The year has no income or expense.")
      .With("year", std::to_string(year));
}

Refusal CarryStale() {
  return OfBooks("CARRY_STALE", "The books changed since: give it back and carry the year again.");
}

}  // namespace qianmo::ledger::refusals
