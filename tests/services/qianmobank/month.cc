#include "services/qianmobank/month.h"

#include <stdexcept>

namespace qianmo::bank {

using namespace ledger::bankfile;  // NOLINT: a test's

Profile ProfileFrom(const std::string& text) {
  auto profile = ParseProfile(text);
  if (!profile) throw std::runtime_error(profile.refusal().message);
  return *std::move(profile);
}

Profile PlainProfile() {
  return ProfileFrom(
      "bank = a\npayout.bank_code = 105345678901\nstatement.sub_account = party_account\n");
}

PayoutItem PayoutTo(const std::string& id, std::int64_t fen) {
  return {.end_to_end_id = id,
          .amount = Fen(fen),
          .payee = {.name = "张三",
                    .account = "6222" + id,
                    .bank_code = "103345678901",
                    .bank_name = "农业银行"},
          .remittance = "退款"};
}

std::string PayoutFile(const Profile& profile, const std::string& id, Date date,
                       const std::vector<PayoutItem>& items) {
  PayoutHead head;
  head.id = id;
  head.created = Time(date);
  head.execution = date;
  head.payer_name = "清河县农交中心";
  head.payer_account = kCentre;
  head.count = static_cast<std::int64_t>(items.size());
  for (const PayoutItem& item : items) head.sum += item.amount;
  auto bytes = WritePayout(profile.payout, head, items);
  if (!bytes) throw std::runtime_error(bytes.refusal().message);
  return *std::move(bytes);
}

bool FileReader::Read(const OutFile& file) {
  const bool of_results = file.name.find("result-") != std::string::npos;
  return of_results ? ReadResults(file) : ReadBookings(file);
}

Fen FileReader::sum() const {
  Fen sum;
  for (const auto& [identity, item] : bookings_) {
    sum += item.direction == Direction::kCredit ? item.amount : -item.amount;
  }
  return sum;
}

bool FileReader::ReadBookings(const OutFile& file) {
  std::vector<StatementItem> items;
  StatementHead head;
  StatementTail tail;
  StatementReader reader(profile_.statement,
                         {.head = [&](const StatementHead& one) { head = one; },
                          .item = [&](const StatementItem& item) { items.push_back(item); },
                          .tail = [&](const StatementTail& one) { tail = one; }});
  const auto fed = reader.Feed(file.bytes);
  if (!fed || !reader.Finish()) return false;
  for (const StatementItem& item : items) {
    if (head.kind == StatementKind::kNotification) {
      notified_.insert(item.identity);
    } else if (!bookings_.emplace(item.identity, item).second) {
      ++repeated_;
    }
  }
  if (head.kind == StatementKind::kStatement && tail.closing) closing_ = tail.closing;
  return true;
}

bool FileReader::ReadResults(const OutFile& file) {
  std::vector<PayoutResult> results;
  ResultHead head;
  ResultReader reader(profile_.results,
                      {.head = [&](const ResultHead& one) { head = one; },
                       .result = [&](const PayoutResult& one) { results.push_back(one); }});
  const auto fed = reader.Feed(file.bytes);
  if (!fed || !reader.Finish()) return false;
  heads_.push_back(head);
  results_.insert(results_.end(), results.begin(), results.end());
  return true;
}

}  // namespace qianmo::bank
