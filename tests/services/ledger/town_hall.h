// Stands in for the registry's collectives: two villages that keep their own books, and whatever a
// test adds. Tests of the registry open books by the registry itself.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "qianmo/registry/v1/collectives.grpc.pb.h"

namespace qianmo::ledger {

class TownHall final : public registry::v1::CollectivesService::Service {
 public:
  TownHall();
  ~TownHall() override;

  // "127.0.0.1:4321"
  std::string target() const { return "127.0.0.1:" + std::to_string(port_); }
  // The name of the collective at a path.
  static std::string NameOf(const std::string& org_path);
  void Put(const registry::v1::Collective& collective);
  // Active, with books of its own.
  static registry::v1::Collective Village(const std::string& org_path);
  // Nobody answers any more.
  void Close();

  grpc::Status GetCollective(grpc::ServerContext* context,
                             const registry::v1::GetCollectiveRequest* request,
                             registry::v1::Collective* collective) override;

 private:
  std::mutex mutex_;
  std::map<std::string, registry::v1::Collective> collectives_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace qianmo::ledger
