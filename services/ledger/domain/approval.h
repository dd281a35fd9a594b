// Who may end a voucher, and how: maker and checker are two persons, and a board chair decides up
// to a limit (村账镇管: the township keeps the books, the village approves).
#pragma once

#include <optional>

#include "base/id.h"
#include "base/money.h"
#include "base/result.h"

namespace qianmo::ledger {

// The numbers are those of qianmo.ledger.v1.Voucher.State.
enum class VoucherState { kDraft = 1, kPosted = 2, kRejected = 3 };

// What a board chair may approve alone [choice].
inline constexpr Fen kChairLimit{50'000'00};

struct VoucherFacts {
  VoucherState state;
  Uuid maker_person;
  Fen total;
  bool is_reversed = false;  // another voucher takes it back, or is about to
  // Of the voucher that ended a year: to take it back would bring the year into the next one.
  std::optional<int> carries_year = {};
};

// `has_limit` is of whoever approves. Refuses VOUCHER_ENDED, SAME_PERSON, OVER_LIMIT.
Result<Done> DecideApprove(const VoucherFacts& voucher, const Uuid& person, bool has_limit);
// By any checker. Refuses VOUCHER_ENDED.
Result<Done> DecideReject(const VoucherFacts& voucher);
// Refuses VOUCHER_NOT_POSTED, VOUCHER_REVERSED, PERIOD_CARRIED.
Result<Done> DecideReverse(const VoucherFacts& voucher);

}  // namespace qianmo::ledger
