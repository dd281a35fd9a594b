#include "ledger/interest_service.h"

#include "base/allocate.h"
#include "base/encoding.h"
#include "crypto/digest.h"
#include "ledger/custody_callers.h"
#include "rpc/page.h"

namespace qianmo::ledger {
namespace {

// Who is first where remainders are equal depends on nobody's choice: not on when a hold was
// opened.
std::string TieKey(RunId run, HoldId hold) {
  const std::string own(AsText(hold.uuid.bytes()));
  return std::string(AsText(crypto::Sha256(std::string(AsText(run.uuid.bytes())) + own))) + own;
}

// Refuses NO_WEIGHT.
Result<std::vector<NewShare>> SharesOf(pg::Transaction& tx, CountyId county, const NewRun& run,
                                       const std::vector<HoldRow>& holds, Time now) {
  std::vector<HoldId> ids;
  for (const HoldRow& hold : holds) ids.push_back(hold.id);
  const auto changes = ChangesOf(tx, county, ids);
  std::vector<NewShare> shares;
  std::vector<std::string> keys;
  for (const HoldRow& hold : holds) {
    const std::int64_t fen_days = FenDays(changes.at(hold.id), run.first, run.last);
    if (fen_days <= 0) continue;
    shares.push_back({ShareId::Make(now), hold.id, fen_days, Fen()});
    keys.push_back(TieKey(run.id, hold.id));
  }
  std::vector<Claim> claims;
  for (std::size_t i = 0; i < shares.size(); ++i) claims.push_back({shares[i].fen_days, keys[i]});
  QM_ASSIGN(const auto amounts, Allocate(run.amount, claims));
  for (std::size_t i = 0; i < shares.size(); ++i) shares[i].amount = amounts[i];
  return shares;
}

// Of those whose hold is over; the others get theirs with its end.
Result<Done> PayOut(CustodyWork* work, const std::vector<HoldRow>& holds) {
  for (const HoldRow& hold : holds) {
    if (hold.facts.state == HoldState::kResolved) QM_TRY(work->PayInterest(hold));
  }
  return Done{};
}

Result<Done> RunInterest(rpc::Call& call, pg::Transaction& tx, const SuspenseRow& item,
                         const NewRun& run) {
  const CountyId county = call.county();
  QM_TRY(LockBankAccount(tx, county, *call.keyring(), run.account));
  const auto holds = LockHoldsOn(tx, county, *call.keyring(), run.account, run.first, run.last);
  QM_TRY(InsertRun(tx, county, run, call.now()));
  QM_ASSIGN(const auto shares, SharesOf(tx, county, run, holds, call.now()));
  InsertShares(tx, county, run.id, shares);
  QM_ASSIGN(CustodyWork work,
            CustodyWork::Begin(tx, county, *call.keyring(), HandOf(call), call.now()));
  const VoucherId voucher = work.Move({.debit = CustodyAccount::kSuspense,
                                       .credit = CustodyAccount::kInterest,
                                       .amount = run.amount,
                                       .summary = "分配保证金利息"});
  QM_TRY(PayOut(&work, holds));
  QM_TRY(work.Post());
  SaveSuspenseEnd(
      tx, county, item.id,
      {.state = SuspenseState::kAllocated, .ender = HandOf(call), .reason = "", .voucher = voucher},
      call.now());
  return Done{};
}

}  // namespace

Result<v1::InterestRun> InterestService::AllocateInterest(
    rpc::Call& call, const v1::AllocateInterestRequest& request) {
  QM_ASSIGN(const SuspenseId id, SuspenseAtHome(call, request.name()));
  QM_ASSIGN(const Date first, rpc::ParseDay("first_date", request.first_date()));
  QM_ASSIGN(const Date last, rpc::ParseDay("last_date", request.last_date()));
  QM_TRY(CheckInterestDays(first, last, BeijingDate(call.now())));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::InterestRun> {
    QM_TRY(MayTouchCustody(call));
    QM_ASSIGN(const SuspenseRow item, LockSuspense(tx, call.county(), *call.keyring(), id));
    QM_TRY(DecideAllocate(item.facts));
    const NewRun run{.id = RunId::Make(call.now()),
                     .item = id,
                     .account = item.account,
                     .first = first,
                     .last = last,
                     .amount = item.facts.amount};
    QM_TRY(RunInterest(call, tx, item, run));
    return ReadRun(tx, call.county(), run.id);
  });
}

Result<v1::ListInterestSharesResponse> InterestService::ListInterestShares(
    rpc::Call& call, const v1::ListInterestSharesRequest& request) {
  QM_ASSIGN(const RunId run,
            rpc::IdAtHome<RunTag>(call, "counties/*/interestRuns/*", request.parent(), "parent"));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListInterestSharesResponse> {
    QM_TRY(MayTouchCustody(call));
    v1::ListInterestSharesResponse response;
    *response.mutable_shares() = ListSharesOf(tx, call.county(), run, page.after, page.limit());
    response.set_next_page_token(rpc::CutPage(page, response.mutable_shares()));
    return response;
  });
}

}  // namespace qianmo::ledger
