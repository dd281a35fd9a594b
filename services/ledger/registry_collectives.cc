#include "ledger/registry_collectives.h"

#include "ledger/domain/refusals.h"
#include "rpc/peer.h"

namespace qianmo::ledger {
namespace {

constexpr char kGetCollective[] = "/qianmo.registry.v1.CollectivesService/GetCollective";

Refusal CollectiveRefusal(const Refusal& refusal) {
  switch (refusal.kind) {
    case Refusal::Kind::kNotFound:
    case Refusal::Kind::kInvalid:
      return refusals::CollectiveNotFound();
    case Refusal::Kind::kDenied:
      return refusal;
    default:
      return refusals::RegistryOutOfReach();
  }
}

}  // namespace

Result<registry::v1::Collective> FetchCollective(const rpc::Call& call,
                                                 const rpc::Channels& channels,
                                                 const std::string& name) {
  registry::v1::GetCollectiveRequest request;
  request.set_name(name);
  registry::v1::Collective collective;
  const auto asked = rpc::AskPeer(call, channels, kGetCollective, request, &collective);
  if (!asked) return CollectiveRefusal(asked.refusal());
  return collective;
}

}  // namespace qianmo::ledger
