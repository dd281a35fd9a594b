#include "ledger/reseal_service.h"

#include "ledger/domain/key_refusals.h"
#include "ledger/reseal_store.h"
#include "rpc/reseal.h"
#include "rpc/resource_name.h"

namespace qianmo::ledger {
namespace {

constexpr char kReseal[] = "reseal";

std::optional<rpc::Resealed> ResealPiece(pg::Transaction& tx, const crypto::Keyring& ring,
                                         CountyId county, const std::string& cursor) {
  const auto resealed = ResealNext(tx, ring, county, cursor);
  if (!resealed) return std::nullopt;
  return rpc::Resealed{resealed->values, resealed->cursor};
}

google::protobuf::Any ResealOutcomeOf(std::int64_t values) {
  v1::ResealOutcome outcome;
  outcome.set_values(values);
  google::protobuf::Any any;
  any.PackFrom(outcome);
  return any;
}

}  // namespace

ResealService::ResealService(const rpc::Room& room, rpc::Operations& operations)
    : operations_(operations) {
  operations_.Define(kReseal, rpc::ResealJob(room, {CountSealed, ResealPiece, ResealOutcomeOf}));
}

Result<google::longrunning::Operation> ResealService::StartReseal(
    rpc::Call& call, const v1::StartResealRequest& request) {
  QM_ASSIGN(const auto parent, rpc::ResourceName::Parse("counties/*", request.parent(), "parent"));
  auto begun = call.Write([&](pg::Transaction& tx) -> Result<google::longrunning::Operation> {
    QM_TRY(call.MayTouch({.county = parent.county}));
    const Duration wait = rpc::TimeUntilKnown(*call.room().keyring.Current(), call.now());
    if (wait > Duration::zero()) {
      return refusals::KeysTooFresh(std::chrono::ceil<std::chrono::milliseconds>(wait));
    }
    return operations_.Begin(tx, call, kReseal, request);
  });
  operations_.Wake();
  return begun;
}

}  // namespace qianmo::ledger
