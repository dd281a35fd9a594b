#include "qianmobank/desk.h"

#include <stdexcept>

#include "base/time_text.h"

namespace qianmo::bank {
namespace {

// What a profile need not say of this bank.
constexpr const char* kOwnName = "qianmo-bank";
constexpr const char* kOwnCode = "105345678901";
constexpr const char* kPlainProfile = "bank = qianmo-bank\n";

constexpr int Faults::*kCounts[] = {&Faults::rejected,    &Faults::returned,     &Faults::silent,
                                    &Faults::late,        &Faults::contradicted, &Faults::repeated,
                                    &Faults::overlapping, &Faults::garbage,      &Faults::most_days,
                                    &Faults::unnumbered,  &Faults::unsure,       &Faults::lost,
                                    &Faults::charged};

ledger::bankfile::Profile ProfileOf(const std::string& text) {
  auto profile = ledger::bankfile::ParseProfile(text);
  if (!profile) throw std::invalid_argument(profile.refusal().message);
  if (profile->bank.empty()) profile->bank = kOwnName;
  if (profile->payout.bank_code.empty()) profile->payout.bank_code = kOwnCode;
  return *std::move(profile);
}

Date DateOf(const std::string& text) {
  const auto date = ParseIsoDate(text);
  if (!date) throw std::invalid_argument("a date is like 2026-11-20, and this is not: " + text);
  return *date;
}

std::string Text(Fen amount) { return std::to_string(amount.count()); }
Fen FenOf(const std::string& text) { return Fen(std::stoll(text)); }

}  // namespace

Desk::Desk(const std::filesystem::path& folder) : journal_(folder) {
  bank_ = std::make_unique<Bank>(ProfileOf(kPlainProfile), Faults{});
  for (const Order& order : journal_.orders()) CarryOut(order);
}

void Desk::Begin(const std::string& profile, const Faults& faults) {
  if (!journal_.orders().empty()) throw std::invalid_argument("there is a bank already");
  Order order = {"begin", profile.empty() ? kPlainProfile : profile, std::to_string(faults.seed),
                 faults.batch_booking ? "batch" : "single"};
  for (const auto count : kCounts) order.push_back(std::to_string(faults.*count));
  CarryOut(order);
  journal_.Add(order);
}

void Desk::Open(const std::string& number, const std::string& name, Fen balance) {
  const Order order = {"open", number, name, Text(balance)};
  CarryOut(order);
  journal_.Add(order);
}

void Desk::Credit(const Incoming& one) {
  const Order order = {"credit",          one.account,    Text(one.amount), one.payer.name,
                       one.payer.account, one.payer.bank, one.sub_account,  one.remittance};
  CarryOut(order);
  journal_.Add(order);
}

std::string Desk::Take(const std::string& payout_file) {
  const auto taken = bank_->Take(payout_file);
  if (!taken) return taken.refusal().message;
  journal_.Add({"take", payout_file});
  return "";
}

std::vector<OutFile> Desk::Day(Date date) {
  const Order order = {"day", FormatIsoDate(date)};
  auto files = CarryOut(order);
  journal_.Add(order);
  return files;
}

std::vector<OutFile> Desk::CarryOut(const Order& order) {
  const std::string& word = order.at(0);
  if (word == "begin") {
    Faults faults;
    faults.seed = std::stoull(order.at(2));
    faults.batch_booking = order.at(3) == "batch";
    std::size_t at = 4;
    for (const auto count : kCounts) faults.*count = std::stoi(order.at(at++));
    bank_ = std::make_unique<Bank>(ProfileOf(order.at(1)), faults);
  } else if (word == "open") {
    bank_->Open(order.at(1), order.at(2), FenOf(order.at(3)));
  } else if (word == "credit") {
    bank_->Credit({.account = order.at(1),
                   .amount = FenOf(order.at(2)),
                   .payer = {order.at(3), order.at(4), order.at(5)},
                   .sub_account = order.at(6),
                   .remittance = order.at(7)});
  } else if (word == "take") {
    if (!bank_->Take(order.at(1))) throw std::runtime_error("a file of the journal is not taken");
  } else {
    return bank_->Day(DateOf(order.at(1)));
  }
  return {};
}

}  // namespace qianmo::bank
