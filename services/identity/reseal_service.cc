#include "identity/reseal_service.h"

#include "identity/callers.h"
#include "identity/domain/refusals.h"
#include "identity/reseal_store.h"
#include "rpc/reseal.h"

namespace qianmo::identity {
namespace {

constexpr char kReseal[] = "reseal";
constexpr int kAccountsAStep = 200;

std::optional<rpc::Resealed> ResealNext(pg::Transaction& tx, const crypto::Keyring& ring,
                                        CountyId county, const std::string& cursor) {
  const Uuid after = Uuid::Parse(cursor).value_or(Uuid());
  const auto resealed = ResealAccounts(tx, ring, county, after, kAccountsAStep);
  if (!resealed) return std::nullopt;
  return rpc::Resealed{resealed->accounts, resealed->last.ToString()};
}

google::protobuf::Any OutcomeOf(std::int64_t accounts) {
  v1::ResealOutcome outcome;
  outcome.set_accounts(accounts);
  google::protobuf::Any any;
  any.PackFrom(outcome);
  return any;
}

}  // namespace

ResealService::ResealService(const rpc::Room& room, rpc::Operations& operations)
    : operations_(operations) {
  operations_.Define(kReseal, rpc::ResealJob(room, {CountAccounts, ResealNext, OutcomeOf}));
}

Result<google::longrunning::Operation> ResealService::StartReseal(
    rpc::Call& call, const v1::StartResealRequest& request) {
  QM_ASSIGN(const CountyId county, ParentCounty(call, request.parent()));
  auto begun = call.Write([&](pg::Transaction& tx) -> Result<google::longrunning::Operation> {
    QM_TRY(call.MayTouch({.county = county}));
    const Duration wait = rpc::TimeUntilKnown(*call.room().keyring.Current(), call.now());
    if (wait > Duration::zero()) {
      return refusals::KeysTooFresh(std::chrono::ceil<std::chrono::milliseconds>(wait));
    }
    return operations_.Begin(tx, call, kReseal, request);
  });
  operations_.Wake();
  return begun;
}

}  // namespace qianmo::identity
