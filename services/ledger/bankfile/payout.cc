#include "ledger/bankfile/payout.h"

#include <algorithm>

#include "ledger/bankfile/pain001.h"
#include "ledger/bankfile/payout_check.h"
#include "ledger/bankfile/payout_csv.h"
#include "ledger/bankfile/profile_check.h"
#include "ledger/bankfile/refusals.h"

namespace qianmo::ledger::bankfile {
namespace {

// What a table has no column for is not in it; nothing else may be missing or different.
PayoutItem AsWritten(const PayoutProfile& profile, PayoutItem item) {
  if (profile.form == FileForm::kXml) return item;
  const auto has = [&](Column column) { return profile.csv.HeaderOf(column) != nullptr; };
  if (!has(Column::kBankCode)) item.payee.bank_code.clear();
  if (!has(Column::kBankName)) item.payee.bank_name.clear();
  if (!has(Column::kRemittance)) item.remittance.clear();
  return item;
}

PayoutHead AsWritten(const PayoutProfile& profile, PayoutHead head) {
  head.created = std::chrono::floor<std::chrono::seconds>(head.created);
  if (profile.form == FileForm::kXml) return head;
  PayoutHead written;
  written.count = head.count;
  written.sum = head.sum;
  const auto has = [&](Column column) { return profile.csv.HeaderOf(column) != nullptr; };
  if (has(Column::kPayoutId)) written.id = head.id;
  if (has(Column::kOwnAccount)) written.payer_account = head.payer_account;
  if (has(Column::kExecutionDate)) written.execution = head.execution;
  return written;
}

// The bytes say again what was asked for, all of it and nothing else.
Result<Done> CheckBytes(const PayoutProfile& profile, const PayoutHead& head,
                        const std::vector<PayoutItem>& items, std::string_view bytes) {
  std::size_t next = 0;
  bool same = true;
  Fen sum;
  const auto compare = [&](const PayoutItem& item) {
    same = same && next < items.size() && item == AsWritten(profile, items[next]);
    ++next;
    sum += item.amount;
  };
  auto read =
      ReadPayout(profile, bytes, compare, {.file_bytes = static_cast<std::int64_t>(bytes.size())});
  if (!read) return refusals::PayoutUnsound(read.refusal().message);
  if (!same || next != items.size()) return refusals::PayoutUnsound("an item differs");
  if (sum != head.sum || *read != AsWritten(profile, head)) {
    return refusals::PayoutUnsound("the head differs");
  }
  return Done();
}

}  // namespace

Result<std::string> WritePayout(const PayoutProfile& profile, const PayoutHead& head,
                                const std::vector<PayoutItem>& items) {
  QM_TRY(CheckPayout(profile, head, items));
  std::string bytes;
  if (profile.form == FileForm::kXml) {
    bytes = WritePain001(profile, head, items);
  } else {
    QM_ASSIGN(bytes, WritePayoutCsv(profile, head, items));
  }
  QM_TRY(CheckBytes(profile, head, items, bytes));
  return bytes;
}

Result<PayoutHead> ReadPayout(const PayoutProfile& profile, std::string_view bytes,
                              const std::function<void(const PayoutItem&)>& item,
                              const Limits& limits) {
  if (profile.form == FileForm::kXml) return ReadPain001(bytes, item, limits);
  QM_TRY(CheckProfile(profile));
  return ReadPayoutCsv(profile, bytes, item, limits);
}

}  // namespace qianmo::ledger::bankfile
