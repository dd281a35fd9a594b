#include "identity/reseal_service.h"

#include <algorithm>
#include <thread>

#include "identity/callers.h"
#include "identity/domain/refusals.h"
#include "identity/reseal_store.h"

namespace qianmo::identity {
namespace {

constexpr char kReseal[] = "reseal";
constexpr int kAccountsAStep = 200;
// Servers look for new keys once a second. What is brought under a key that some of them do not
// know yet, they could not read.
constexpr Duration kUntilKnown = std::chrono::seconds(5);
constexpr std::chrono::milliseconds kPause{100};

// How long until every server knows the keys that things are brought under.
Duration TimeUntilKnown(const crypto::Keyring& ring, Time now) {
  const Time youngest = std::max(ring.newest(crypto::KeyPurpose::kData).created(),
                                 ring.newest(crypto::KeyPurpose::kIndex).created());
  return std::max(youngest + kUntilKnown - now, Duration::zero());
}

}  // namespace

ResealService::ResealService(const rpc::Room& room, rpc::Operations& operations)
    : room_(room), operations_(operations) {
  operations_.Define(kReseal, [this](pg::Transaction& tx, const rpc::Progress& progress) {
    return ResealSome(tx, progress);
  });
}

Result<google::longrunning::Operation> ResealService::StartReseal(
    rpc::Call& call, const v1::StartResealRequest& request) {
  QM_ASSIGN(const CountyId county, ParentCounty(call, request.parent()));
  auto begun = call.Write([&](pg::Transaction& tx) -> Result<google::longrunning::Operation> {
    QM_TRY(call.MayTouch({.county = county}));
    const Duration wait = TimeUntilKnown(*call.room().keyring.Current(), call.now());
    if (wait > Duration::zero()) {
      return refusals::KeysTooFresh(std::chrono::ceil<std::chrono::milliseconds>(wait));
    }
    return operations_.Begin(tx, call, kReseal, request);
  });
  operations_.Wake();
  return begun;
}

Result<rpc::Step> ResealService::ResealSome(pg::Transaction& tx,
                                            const rpc::Progress& progress) const {
  const auto ring = room_.keyring.Current();
  rpc::Step step{progress.cursor, progress.done, progress.total};
  if (TimeUntilKnown(*ring, room_.clock.Now()) > Duration::zero()) {  // rotated meanwhile
    std::this_thread::sleep_for(kPause);
    return step;
  }
  if (step.total == 0) step.total = CountAccounts(tx, progress.county);
  const Uuid after = Uuid::Parse(step.cursor).value_or(Uuid());
  const auto resealed = ResealAccounts(tx, *ring, progress.county, after, kAccountsAStep);
  if (resealed) {
    step.cursor = resealed->last.ToString();
    step.done += resealed->accounts;
    step.total = std::max(step.total, step.done);
    return step;
  }
  v1::ResealOutcome outcome;
  outcome.set_accounts(step.done);
  step.result.emplace().PackFrom(outcome);
  return step;
}

}  // namespace qianmo::identity
