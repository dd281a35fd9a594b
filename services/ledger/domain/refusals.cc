#include "ledger/domain/refusals.h"

#include <utility>

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

}  // namespace qianmo::ledger::refusals
