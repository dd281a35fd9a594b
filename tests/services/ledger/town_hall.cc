#include "services/ledger/town_hall.h"

#include <grpcpp/grpcpp.h>

#include "rpc/status.h"
#include "services/ledger/bureau.h"

namespace qianmo::ledger {

TownHall::TownHall() {
  Put(Village(kVillage));
  Put(Village(kFarVillage));
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
  builder.RegisterService(this);
  server_ = builder.BuildAndStart();
}

TownHall::~TownHall() { Close(); }

void TownHall::Close() { server_->Shutdown(); }

std::string TownHall::NameOf(const std::string& org_path) {
  const auto end = org_path.size() - 1, begin = org_path.rfind('/', end - 1) + 1;
  return "counties/7/collectives/" + org_path.substr(begin, end - begin);
}

registry::v1::Collective TownHall::Village(const std::string& org_path) {
  registry::v1::Collective village;
  village.set_name(NameOf(org_path));
  village.set_org_path(org_path);
  village.set_state(registry::v1::Collective::STATE_ACTIVE);
  village.set_book_type(registry::v1::BOOK_TYPE_SEPARATE);
  village.set_display_name("柳湾村股份经济合作社");
  return village;
}

void TownHall::Put(const registry::v1::Collective& collective) {
  const std::lock_guard lock(mutex_);
  collectives_[collective.name()] = collective;
}

grpc::Status TownHall::GetCollective(grpc::ServerContext* context,
                                     const registry::v1::GetCollectiveRequest* request,
                                     registry::v1::Collective* collective) {
  const std::lock_guard lock(mutex_);
  const auto token = context->client_metadata().find("authorization");
  if (token == context->client_metadata().end()) {
    return {grpc::StatusCode::UNAUTHENTICATED, "no token"};
  }
  const auto found = collectives_.find(request->name());
  if (found == collectives_.end()) {
    return rpc::ToStatus(
        {Refusal::Kind::kNotFound, "COLLECTIVE_NOT_FOUND", "There is no such collective."});
  }
  *collective = found->second;
  return grpc::Status::OK;
}

}  // namespace qianmo::ledger
