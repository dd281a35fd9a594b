#include "ledger/interest_service.h"

#include "ledger/custody_callers.h"
#include "ledger/domain/custody_refusals.h"
#include "ledger/interest_giving.h"
#include "rpc/page.h"

namespace qianmo::ledger {
namespace {

constexpr char kInterestWork[] = "interest";

Result<RunId> RunAtHome(rpc::Call& call, const std::string& name, const std::string& field) {
  return rpc::IdAtHome<RunTag>(call, "counties/*/interestRuns/*", name, field);
}

// The work's own note of which run it is about.
RunId RunOf(const rpc::Progress& progress) {
  v1::GetInterestRunRequest note;
  note.ParseFromString(progress.request);
  return RunId::Parse(note.name().substr(note.name().rfind('/') + 1)).value();
}

Hand HandIn(const rpc::Progress& progress) {
  return {Uuid::Parse(progress.caller.account_id()).value_or(Uuid()),
          Uuid::Parse(progress.caller.person()).value_or(Uuid())};
}

Result<RunRow> LockRunFor(rpc::Call& call, pg::Transaction& tx, RunId id) {
  QM_TRY(MayTouchCustody(call));
  return LockRun(tx, call.county(), id);
}

// Before any share was given it can be approved again; afterwards it only waits to be gone on with.
void StopInterest(pg::Transaction& tx, const rpc::Progress& progress) {
  const RunId id = RunOf(progress);
  const auto run = LockRun(tx, progress.county, id);
  if (run && run->state == RunState::kRunning && run->shares == 0)
    ProposeRunAgain(tx, progress.county, id);
}

}  // namespace

InterestService::InterestService(const rpc::Room& room, rpc::Operations& operations)
    : room_(room), operations_(operations) {
  operations_.Define(kInterestWork,
                     [this](pg::Transaction& tx, const rpc::Progress& at) { return Step(tx, at); },
                     {.abandon = StopInterest});
}

Result<v1::InterestRun> InterestService::ProposeInterest(
    rpc::Call& call, const v1::ProposeInterestRequest& request) {
  QM_ASSIGN(const SuspenseId id, SuspenseAtHome(call, request.name()));
  QM_ASSIGN(const Date first, rpc::ParseDay("first_date", request.first_date()));
  QM_ASSIGN(const Date last, rpc::ParseDay("last_date", request.last_date()));
  QM_TRY(CheckInterestDays(first, last, BeijingDate(call.now())));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::InterestRun> {
    QM_TRY(MayTouchCustody(call));
    QM_ASSIGN(const SuspenseRow item, LockSuspense(tx, call.county(), *call.keyring(), id));
    QM_TRY(DecideAllocate(item.facts));
    QM_TRY(LockBankAccount(tx, call.county(), *call.keyring(), item.account));
    const NewRun run{.id = RunId::Make(call.now()),
                     .item = id,
                     .account = item.account,
                     .first = first,
                     .last = last,
                     .amount = item.facts.amount,
                     .proposer = HandOf(call)};
    QM_TRY(InsertRun(tx, call.county(), run, call.now()));
    return ReadRun(tx, call.county(), run.id);
  });
}

Result<google::longrunning::Operation> InterestService::ApproveInterest(
    rpc::Call& call, const v1::ApproveInterestRequest& request) {
  QM_ASSIGN(const RunId id, RunAtHome(call, request.name(), "name"));
  auto begun = call.Write([&](pg::Transaction& tx) -> Result<google::longrunning::Operation> {
    QM_ASSIGN(const RunRow run, LockRunFor(call, tx, id));
    QM_TRY(DecideApproveRun(run.state, run.proposer_person, rpc::PersonOf(call)));
    SaveRunDecided(tx, call.county(), id, RunState::kRunning, HandOf(call), call.now());
    v1::GetInterestRunRequest note;
    note.set_name(request.name());
    return operations_.Begin(tx, call, kInterestWork, note);
  });
  operations_.Wake();
  return begun;
}

Result<rpc::Step> InterestService::Step(pg::Transaction& tx, const rpc::Progress& progress) const {
  const CountyId county = progress.county;
  const auto ring = room_.keyring.Current();
  const Time now = room_.clock.Now();
  QM_ASSIGN(const RunRow run, LockRun(tx, county, RunOf(progress)));
  if (run.state != RunState::kRunning) return refusals::InterestRunEnded();
  rpc::Step step{progress.cursor, progress.done, progress.total};
  if (run.shares == 0) {
    const auto given = GiveShares(tx, county, *ring, run, HandIn(progress), now);
    if (!given) {
      EndRun(tx, county, run.id, RunState::kFailed, given.refusal().reason, now);
      return given.refusal();
    }
    step.total = *given;
    return step;
  }
  const Uuid after = Uuid::Parse(progress.cursor).value_or(Uuid());
  QM_ASSIGN(const auto paid, PayShares(tx, county, *ring, run.id, after, HandIn(progress), now));
  step.total = run.shares;
  if (paid) {
    step.cursor = paid->last.ToString();
    step.done += paid->shares;
    return step;
  }
  step.done = step.total;
  EndRun(tx, county, run.id, RunState::kDone, "", now);
  step.result.emplace().PackFrom(ReadRun(tx, county, run.id));
  return step;
}

Result<v1::InterestRun> InterestService::DeclineInterest(
    rpc::Call& call, const v1::DeclineInterestRequest& request) {
  QM_ASSIGN(const RunId id, RunAtHome(call, request.name(), "name"));
  QM_ASSIGN(const std::string reason, ParseWords("reason", request.reason()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::InterestRun> {
    QM_ASSIGN(const RunRow run, LockRunFor(call, tx, id));
    QM_TRY(DecideDeclineRun(run.state));
    SaveRunDecided(tx, call.county(), id, RunState::kDeclined, HandOf(call), call.now());
    EndRun(tx, call.county(), id, RunState::kDeclined, reason, call.now());
    return ReadRun(tx, call.county(), id);
  });
}

Result<v1::InterestRun> InterestService::GetInterestRun(rpc::Call& call,
                                                        const v1::GetInterestRunRequest& request) {
  QM_ASSIGN(const RunId id, RunAtHome(call, request.name(), "name"));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::InterestRun> {
    QM_TRY(MayTouchCustody(call));
    auto run = FindRun(tx, call.county(), id);
    if (!run) return refusals::InterestRunNotFound();
    return *std::move(run);
  });
}

Result<v1::ListInterestRunsResponse> InterestService::ListInterestRuns(
    rpc::Call& call, const v1::ListInterestRunsRequest& request) {
  QM_ASSIGN(const CountyId county, rpc::ParentAtHome(call, request.parent()));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListInterestRunsResponse> {
    QM_TRY(MayTouchCustody(call));
    v1::ListInterestRunsResponse response;
    *response.mutable_interest_runs() =
        ListRunsOf(tx, county, request.state(), page.after, page.limit());
    response.set_next_page_token(rpc::CutPage(page, response.mutable_interest_runs()));
    return response;
  });
}

Result<v1::ListInterestSharesResponse> InterestService::ListInterestShares(
    rpc::Call& call, const v1::ListInterestSharesRequest& request) {
  QM_ASSIGN(const RunId run, RunAtHome(call, request.parent(), "parent"));
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
