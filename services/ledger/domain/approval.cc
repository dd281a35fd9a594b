#include "ledger/domain/approval.h"

#include "ledger/domain/refusals.h"

namespace qianmo::ledger {

Result<Done> DecideApprove(const VoucherFacts& voucher, const Uuid& person, bool has_limit) {
  if (voucher.state != VoucherState::kDraft) return refusals::VoucherEnded();
  if (voucher.maker_person == person) return refusals::SamePerson();
  if (has_limit && voucher.total > kChairLimit) return refusals::OverLimit(kChairLimit);
  return Done{};
}

Result<Done> DecideReject(const VoucherFacts& voucher) {
  if (voucher.state != VoucherState::kDraft) return refusals::VoucherEnded();
  return Done{};
}

Result<Done> DecideReverse(const VoucherFacts& voucher) {
  if (voucher.state != VoucherState::kPosted) return refusals::VoucherNotPosted();
  if (voucher.carries_year) return refusals::PeriodCarried(*voucher.carries_year);
  if (voucher.is_reversed) return refusals::VoucherReversed();
  return Done{};
}

}  // namespace qianmo::ledger
