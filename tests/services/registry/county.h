// A county with collectives in it, and the officers who keep its facts.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "base/clock.h"
#include "google/type/date.pb.h"
#include "qianmo/registry/v1/collective_changes.grpc.pb.h"
#include "qianmo/registry/v1/collectives.grpc.pb.h"
#include "qianmo/registry/v1/households.grpc.pb.h"
#include "qianmo/registry/v1/members.grpc.pb.h"
#include "qianmo/registry/v1/partners.grpc.pb.h"
#include "qianmo/registry/v1/voter_rolls.grpc.pb.h"
#include "services/registry/archive.h"

namespace qianmo::registry {

using Collectives = v1::CollectivesService::Stub;
using Changes = v1::CollectiveChangesService::Stub;
using Households = v1::HouseholdsService::Stub;
using Members = v1::MembersService::Stub;
using VoterRolls = v1::VoterRollsService::Stub;
using Partners = v1::PartnersService::Stub;

inline constexpr char kCountyName[] = "counties/7";

// "2026-11-20"
google::type::Date Day(const std::string& iso);
// Valid ones that differ by serial.
std::string CreditCode(const std::string& prefix, int serial);
std::string IdNumber(int serial, const std::string& birth_date = "19800101");
// The last part of a name.
std::string IdOf(const std::string& name);

class County {
 public:
  // `beside` puts other services into the same server.
  explicit County(const std::function<void(rpc::Server&)>& beside = {});

  // Whoever holds this role there, a person of its own.
  static rpc::v1::Caller Officer(rpc::v1::Role role, const std::string& org_path);
  rpc::v1::Caller Clerk(const v1::Collective& village) const;
  rpc::v1::Caller Head(const v1::Household& household) const;

  template <class Service, class Request, class Reply>
  Answer<Reply> Ask(const rpc::v1::Caller& caller,
                    grpc::Status (Service::*method)(grpc::ClientContext*, const Request&, Reply*),
                    const Request& request) {
    Answer<Reply> answer;
    const auto context = archive_.As(caller);
    auto& stub = *std::get<std::unique_ptr<Service>>(stubs_);
    answer.status = (stub.*method)(context.get(), request, &answer.reply);
    return answer;
  }

  // What must be possible; throws otherwise. The caller is the centre's officer.
  v1::Collective Found(const std::string& display_name, const std::string& parent);
  // A household of one member with this serial.
  v1::Household Settle(const v1::Collective& collective, int serial,
                       const std::string& birth_date = "19800101");
  v1::Member Join(const v1::Household& household, int serial,
                  const std::string& birth_date = "20000101",
                  const std::string& join_date = "2020-01-01");

  static v1::CreateCollectiveRequest NewCollective(const std::string& display_name,
                                                   const std::string& parent);
  static v1::CreateHouseholdRequest NewHousehold(const v1::Collective& collective, int serial,
                                                 const std::string& birth_date = "19800101");
  static v1::AddMemberRequest NewMember(const v1::Household& household, int serial,
                                        const std::string& birth_date = "20000101",
                                        const std::string& join_date = "2020-01-01");

  v1::Collective Get(const v1::Collective& collective);
  v1::Household Get(const v1::Household& household);
  v1::Member Get(const v1::Member& member);
  // Every entry of a roll.
  std::vector<v1::RollEntry> Roll(const v1::Collective& collective, const std::string& day);

  Archive& archive() { return archive_; }
  const rpc::v1::Caller& officer() const { return officer_; }
  const rpc::v1::Caller& approver() const { return approver_; }
  const v1::Collective& township() const { return township_; }
  const v1::Collective& far_township() const { return far_township_; }
  const v1::Collective& village() const { return village_; }
  const v1::Collective& sister() const { return sister_; }  // of the same township
  const v1::Collective& far_village() const { return far_village_; }
  const v1::Collective& group() const { return group_; }  // of village()

 private:
  Archive archive_;
  std::tuple<std::unique_ptr<Collectives>, std::unique_ptr<Changes>, std::unique_ptr<Households>,
             std::unique_ptr<Members>, std::unique_ptr<VoterRolls>, std::unique_ptr<Partners>>
      stubs_;
  rpc::v1::Caller officer_, approver_;
  v1::Collective township_, far_township_, village_, sister_, far_village_, group_;
};

}  // namespace qianmo::registry
