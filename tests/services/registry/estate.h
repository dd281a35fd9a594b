// The registry with two townships and their villages, which own things, and the people who look
// after them.
#pragma once

#include <memory>
#include <string>
#include <tuple>

#include "qianmo/registry/v1/assets.grpc.pb.h"
#include "qianmo/registry/v1/counts.grpc.pb.h"
#include "qianmo/registry/v1/parcels.grpc.pb.h"
#include "qianmo/registry/v1/recoveries.grpc.pb.h"
#include "services/registry/archive.h"

namespace qianmo::registry {

using Assets = v1::AssetsService::Stub;
using Parcels = v1::ParcelsService::Stub;
using Counts = v1::CountsService::Stub;
using Recoveries = v1::RecoveriesService::Stub;

inline constexpr char kTown[] = "/7/01930000-0000-7000-8000-0000000000a1/";
inline constexpr char kHill[] =
    "/7/01930000-0000-7000-8000-0000000000a1/01930000-0000-7000-8000-0000000000b1/";
inline constexpr char kLake[] =
    "/7/01930000-0000-7000-8000-0000000000a1/01930000-0000-7000-8000-0000000000b2/";
inline constexpr char kOtherTown[] = "/7/01930000-0000-7000-8000-0000000000a2/";
inline constexpr char kFar[] =
    "/7/01930000-0000-7000-8000-0000000000a2/01930000-0000-7000-8000-0000000000b3/";
inline constexpr char kWholeCounty[] = "/7/";

class Estate {
 public:
  Estate();

  // Somebody with this role there.
  static rpc::v1::Caller Officer(rpc::v1::Role role, const std::string& org_path);
  static rpc::v1::Caller Clerk(const std::string& org_path = kHill) {
    return Officer(rpc::v1::ROLE_VILLAGE_CLERK, org_path);
  }
  static rpc::v1::Caller Approver(const std::string& org_path = kTown) {
    return Officer(rpc::v1::ROLE_TOWNSHIP_APPROVER, org_path);
  }
  static rpc::v1::Caller Service() { return Officer(rpc::v1::ROLE_SERVICE, kWholeCounty); }

  template <class S, class Request, class Reply>
  Answer<Reply> Ask(const rpc::v1::Caller& caller,
                    grpc::Status (S::*method)(grpc::ClientContext*, const Request&, Reply*),
                    const Request& request) {
    Answer<Reply> answer;
    const auto context = archive_.As(caller);
    S& stub = *std::get<std::unique_ptr<S>>(stubs_);
    answer.status = (stub.*method)(context.get(), request, &answer.reply);
    return answer;
  }

  // Things that must be possible.
  v1::Asset Have(const std::string& display_name, const std::string& org_path = kHill);
  v1::Parcel HaveParcel(const std::string& boundary, const std::string& org_path = kHill,
                        const std::string& asset = "");
  std::string HaveFile(const rpc::v1::Caller& caller);
  v1::CountSession HaveCount(const rpc::v1::Caller& starter, const std::string& org_path = kHill);

  v1::Asset Look(const std::string& asset);
  v1::Parcel LookAtParcel(const std::string& parcel);

  Archive& archive() { return archive_; }
  pg::Pool& pool() { return *pool_; }

 private:
  Archive archive_;
  std::unique_ptr<pg::Pool> pool_;
  std::tuple<std::unique_ptr<Assets>, std::unique_ptr<Parcels>, std::unique_ptr<Counts>,
             std::unique_ptr<Recoveries>>
      stubs_;
};

// "counties/7/collectives/…" of the last organisation in a path.
std::string CollectiveAt(const std::string& org_path);
Uuid CollectiveIdAt(const std::string& org_path);

// A machine of this village.
v1::CreateAssetRequest NewMachine(const std::string& display_name, const std::string& org_path);
v1::CreateParcelRequest NewField(const std::string& boundary, const std::string& org_path);
// A square whose south-western corner is so many ten-thousandths of a degree from 115°, 30°. A side
// of 10 is some 100 m.
std::string Square(int east, int north, int side = 10);

}  // namespace qianmo::registry
