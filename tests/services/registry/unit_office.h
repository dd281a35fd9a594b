// A village with households and the people who look after its units, for the tests of units.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "qianmo/registry/v1/units.grpc.pb.h"
#include "services/registry/archive.h"

namespace qianmo::registry {

inline const std::string kUnitTownship = "01920000-0000-7000-8000-000000000001";
inline const std::string kUnitVillage = "01920000-0000-7000-8000-00000000000a";
inline const std::string kUnitSister = "01920000-0000-7000-8000-00000000000b";
inline const std::string kUnitFarTownship = "01920000-0000-7000-8000-000000000002";
inline const std::string kUnitFarVillage = "01920000-0000-7000-8000-00000000000c";

inline std::string CollectiveName(const std::string& id) { return "counties/7/collectives/" + id; }
inline std::string HouseholdName(const std::string& id) { return "counties/7/households/" + id; }

class UnitOffice {
 public:
  using UnitStub = v1::UnitsService::Stub;

  UnitOffice();

  // An officer of an organisation: "/7/…/".
  static rpc::v1::Caller Officer(rpc::v1::Role role, const std::string& org_path);
  // The head of a household.
  static rpc::v1::Caller Head(const std::string& household);
  static std::string PathOf(const std::string& collective);

  // A new household of the village with a head; its id.
  std::string Household(const std::string& collective = kUnitVillage,
                        const std::string& head = "李大有");

  template <class Service = v1::UnitsService::Stub, class Request, class Reply>
  Answer<Reply> Ask(const rpc::v1::Caller& caller,
                    grpc::Status (Service::*method)(grpc::ClientContext*, const Request&, Reply*),
                    const Request& request) {
    Answer<Reply> answer;
    const auto context = archive_.As(caller);
    Service stub(archive_.server().InProcess());
    answer.status = (stub.*method)(context.get(), request, &answer.reply);
    return answer;
  }

  // Proposed by the clerk and confirmed by the township's approver; must be possible.
  v1::UnitChange Issue(const std::string& household, std::int64_t units,
                       const std::string& day = "2026-01-01",
                       v1::UnitKind kind = v1::UNIT_KIND_MEMBER,
                       const std::string& collective = kUnitVillage);
  Answer<v1::UnitChange> Confirm(const v1::UnitChange& change);
  Answer<v1::UnitChange> Transfer(const std::string& giver, const std::string& taker,
                                  std::int64_t units, const std::string& day = "",
                                  v1::UnitKind kind = v1::UNIT_KIND_MEMBER);
  Answer<v1::UnitChange> Agree(const v1::UnitChange& change, const rpc::v1::Caller& head);
  // Proposed by the giver's head and confirmed by the taker's.
  Answer<v1::UnitChange> Give(const std::string& giver, const std::string& taker,
                              std::int64_t units, const std::string& day = "");

  Answer<v1::GetRollResponse> Roll(const std::string& day = "",
                                   const std::string& collective = kUnitVillage);
  // Of the member units, by household id.
  static std::map<std::string, std::int64_t> MembersOf(const v1::GetRollResponse& roll);
  // Nothing negative, and every total what the holdings and the events make of it.
  void ExpectBooksAreRight();

  const rpc::v1::Caller& clerk() const { return clerk_; }
  const rpc::v1::Caller& approver() const { return approver_; }
  Archive& archive() { return archive_; }

 private:
  void AddCollective(const std::string& id, const std::string& parent, const std::string& name);

  Archive archive_;
  rpc::v1::Caller clerk_;
  rpc::v1::Caller approver_;
  int households_ = 0;
};

google::type::Date DayOf(const std::string& iso);

// A request about a holder of the village, with everything that it needs.
template <class Request>
Request AboutUnits(const std::string& holder, std::int64_t units, const std::string& day = "",
                   const std::string& collective = kUnitVillage) {
  Request request;
  request.set_parent(CollectiveName(collective));
  request.set_request_id(NewRequestId());
  request.set_holder(holder);
  request.set_kind(v1::UNIT_KIND_MEMBER);
  request.set_units(units);
  request.set_ground("会议决议");
  if (!day.empty()) *request.mutable_effective_date() = DayOf(day);
  return request;
}

}  // namespace qianmo::registry
