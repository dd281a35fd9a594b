#include "ledger/interest_giving.h"

#include "base/allocate.h"
#include "base/encoding.h"
#include "crypto/digest.h"
#include "ledger/domain/custody_refusals.h"

namespace qianmo::ledger {
namespace {

constexpr int kSharesAtOnce = 100;

// Who is first where remainders are equal depends on nobody's choice: not on when a hold was
// opened.
std::string TieKey(RunId run, HoldId hold) {
  const std::string own(AsText(hold.uuid.bytes()));
  return std::string(AsText(crypto::Sha256(std::string(AsText(run.uuid.bytes())) + own))) + own;
}

// Refuses NO_WEIGHT.
Result<std::vector<NewShare>> SharesOf(pg::Transaction& tx, CountyId county, const RunRow& run,
                                       Time now) {
  const auto holds = HoldsOn(tx, county, run.account, run.first, run.last);
  const auto changes = ChangesOf(tx, county, holds);
  std::vector<NewShare> shares;
  std::vector<std::string> keys;
  for (const HoldId hold : holds) {
    const std::int64_t fen_days = FenDays(changes.at(hold), run.first, run.last);
    if (fen_days <= 0) continue;
    shares.push_back({ShareId::Make(now), hold, fen_days, Fen()});
    keys.push_back(TieKey(run.id, hold));
  }
  std::vector<Claim> claims;
  for (std::size_t i = 0; i < shares.size(); ++i) claims.push_back({shares[i].fen_days, keys[i]});
  QM_ASSIGN(const auto amounts, Allocate(run.amount, claims));
  for (std::size_t i = 0; i < shares.size(); ++i) shares[i].amount = amounts[i];
  return shares;
}

}  // namespace

Result<std::int64_t> GiveShares(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                                const RunRow& run, const Hand& hand, Time now) {
  QM_ASSIGN(const SuspenseRow item, LockSuspense(tx, county, ring, run.item));
  if (item.facts.state != SuspenseState::kWaiting) return refusals::SuspenseEnded();
  QM_ASSIGN(const auto shares, SharesOf(tx, county, run, now));
  QM_ASSIGN(CustodyWork work, CustodyWork::Begin(tx, county, ring, hand, now));
  const VoucherId voucher = work.Move({.debit = CustodyAccount::kSuspense,
                                       .credit = CustodyAccount::kInterest,
                                       .amount = run.amount,
                                       .summary = "分配保证金利息"});
  QM_TRY(work.Post());
  InsertShares(tx, county, run.id, shares);
  SaveSuspenseEnd(
      tx, county, run.item,
      {.state = SuspenseState::kAllocated, .ender = hand, .reason = "", .voucher = voucher}, now);
  return static_cast<std::int64_t>(shares.size());
}

Result<std::optional<SharesPaid>> PayShares(pg::Transaction& tx, CountyId county,
                                            const crypto::Keyring& ring, RunId run,
                                            const Uuid& after, const Hand& hand, Time now) {
  const auto due = UnpaidSharesAfter(tx, county, run, after, kSharesAtOnce);
  if (due.empty()) return std::optional<SharesPaid>();
  std::vector<HoldRow> holds;
  for (const DueShare& share : due) {
    QM_ASSIGN(HoldRow hold, LockHold(tx, county, ring, share.hold));
    if (hold.facts.state == HoldState::kResolved) holds.push_back(std::move(hold));
  }
  if (!holds.empty()) {
    QM_ASSIGN(CustodyWork work, CustodyWork::Begin(tx, county, ring, hand, now));
    for (const HoldRow& hold : holds) QM_TRY(work.PayInterest(hold));
    QM_TRY(work.Post());
  }
  return std::optional(SharesPaid{static_cast<std::int64_t>(due.size()), due.back().id.uuid});
}

}  // namespace qianmo::ledger
