#include "services/registry/collectives_access.h"

#include <functional>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "services/registry/county.h"

namespace qianmo::registry {
namespace {

const std::vector<std::string> kVisitors = {
    "stranger",       "nobody",          "VILLAGE_CLERK", "BOARD_CHAIR",    "SUPERVISOR",
    "MEMBER",         "HOUSEHOLD_HEAD",  "BIDDER",        "TOWNSHIP_AGENT", "TOWNSHIP_APPROVER",
    "CENTRE_OFFICER", "CENTRE_APPROVER", "COUNTY_ADMIN",  "DISCIPLINE",     "AUDITOR",
    "BANK",           "SERVICE"};

// What a call is about.
struct Thing {
  std::string county, collective, household, member, change, partner, voter_roll;
};

using Asking = std::function<grpc::Status(County&, const rpc::v1::Caller&, const Thing&)>;

template <class Request>
void Complete(Request* request) {
  if constexpr (requires { request->set_request_id(""); }) request->set_request_id(NewRequestId());
}

// Fills a request and sends it by this method.
template <class Service, class Request, class Reply>
Asking Send(grpc::Status (Service::*method)(grpc::ClientContext*, const Request&, Reply*),
            std::function<void(Request&, const Thing&)> fill) {
  return [=](County& county, const rpc::v1::Caller& caller, const Thing& thing) {
    Request request;
    fill(request, thing);
    Complete(&request);
    return county.Ask(caller, method, request).status;
  };
}

// A request that needs no more than the name of the thing.
template <class Service, class Request, class Reply>
Asking OfName(grpc::Status (Service::*method)(grpc::ClientContext*, const Request&, Reply*),
              std::string Thing::*what) {
  return Send<Service, Request, Reply>(method, [=](Request& request, const Thing& thing) {
    if constexpr (requires { request.set_name(""); }) {
      request.set_name(thing.*what);
    } else if constexpr (requires { request.set_parent(""); }) {
      request.set_parent(thing.*what);
    } else {
      request.set_collective(thing.*what);
    }
    if constexpr (requires { request.set_reason(""); }) request.set_reason("查验权限");
  });
}

using Asks = std::map<std::string, Asking>;

void AddCollectiveAsks(Asks* all) {
  (*all)["CreateCollective"] =
      Send(&Collectives::CreateCollective,
           std::function([](v1::CreateCollectiveRequest& request, const Thing& thing) {
             request = County::NewCollective("新组", thing.collective);
             request.set_parent(thing.county);
           }));
  (*all)["UpdateCollective"] =
      Send(&Collectives::UpdateCollective,
           std::function([](v1::UpdateCollectiveRequest& request, const Thing& thing) {
             request.mutable_collective()->set_name(thing.collective);
             request.mutable_collective()->set_display_name("改名村");
             request.mutable_update_mask()->add_paths("display_name");
           }));
  (*all)["SetAreaCode"] =
      Send(&Collectives::SetAreaCode,
           std::function([](v1::SetAreaCodeRequest& request, const Thing& thing) {
             request.set_name(thing.collective);
             request.set_code("990007100201");
             *request.mutable_start_date() = Day("2026-01-01");
           }));
  (*all)["AppointOfficer"] =
      Send(&Collectives::AppointOfficer,
           std::function([](v1::AppointOfficerRequest& request, const Thing& thing) {
             request.set_name(thing.collective);
             request.set_office(v1::OFFICE_BOARD_MEMBER);
             request.set_person_name("某理事");
             *request.mutable_start_date() = Day("2026-01-01");
           }));
  (*all)["EndOffice"] = Send(&Collectives::EndOffice,
                             std::function([](v1::EndOfficeRequest& request, const Thing& thing) {
                               request.set_name(thing.collective);
                               request.set_officer_id(NewRequestId());
                               *request.mutable_end_date() = Day("2026-01-01");
                             }));
  (*all)["GetCollective"] = OfName(&Collectives::GetCollective, &Thing::collective);
  (*all)["ListCollectiveEvents"] = OfName(&Collectives::ListCollectiveEvents, &Thing::collective);
  (*all)["ListCollectives"] = OfName(&Collectives::ListCollectives, &Thing::county);
}

void AddChangeAsks(Asks* all) {
  (*all)["ProposeMerge"] =
      Send(&Changes::ProposeMerge,
           std::function([](v1::ProposeMergeRequest& request, const Thing& thing) {
             request.set_parent(thing.county);
             request.add_sources(thing.collective);
             request.mutable_part()->set_display_name("独村");
             request.set_reason("查验权限");
           }));
  (*all)["ProposeSplit"] =
      Send(&Changes::ProposeSplit,
           std::function([](v1::ProposeSplitRequest& request, const Thing& thing) {
             request.set_parent(thing.county);
             request.set_source(thing.collective);
             request.add_parts()->set_display_name("北村");
             request.add_parts()->set_display_name("南村");
             request.set_reason("查验权限");
           }));
  (*all)["WithdrawCollectiveChange"] = OfName(&Changes::WithdrawCollectiveChange, &Thing::change);
  (*all)["ConfirmCollectiveChange"] = OfName(&Changes::ConfirmCollectiveChange, &Thing::change);
  (*all)["RejectCollectiveChange"] = OfName(&Changes::RejectCollectiveChange, &Thing::change);
  (*all)["GetCollectiveChange"] = OfName(&Changes::GetCollectiveChange, &Thing::change);
  (*all)["ListCollectiveChanges"] = OfName(&Changes::ListCollectiveChanges, &Thing::county);
}

void AddPartnerAsks(Asks* all) {
  (*all)["CreatePartner"] =
      Send(&Partners::CreatePartner,
           std::function([](v1::CreatePartnerRequest& request, const Thing& thing) {
             request.set_parent(thing.county);
             request.mutable_partner()->set_display_name("邻县社");
             request.mutable_partner()->set_county_display_name("邻县");
             request.mutable_partner()->set_credit_code(CreditCode("93", 77));
           }));
  (*all)["UpdatePartner"] =
      Send(&Partners::UpdatePartner,
           std::function([](v1::UpdatePartnerRequest& request, const Thing& thing) {
             request.mutable_partner()->set_name(thing.partner);
             request.mutable_partner()->set_contact_name("联系人");
             request.mutable_update_mask()->add_paths("contact_name");
           }));
  (*all)["RetirePartner"] = OfName(&Partners::RetirePartner, &Thing::partner);
  (*all)["GetPartner"] = OfName(&Partners::GetPartner, &Thing::partner);
  (*all)["ListPartners"] = OfName(&Partners::ListPartners, &Thing::county);
}

void AddHouseholdAsks(Asks* all) {
  (*all)["CreateHousehold"] =
      Send(&Households::CreateHousehold,
           std::function([](v1::CreateHouseholdRequest& request, const Thing& thing) {
             v1::Collective collective;
             collective.set_name(thing.collective);
             request = County::NewHousehold(collective, 1);
             request.set_parent(thing.county);
             request.mutable_household()->set_number(NewRequestId().substr(0, 30));
             request.mutable_new_head()->mutable_member()->clear_id_number();
           }));
  (*all)["UpdateHousehold"] =
      Send(&Households::UpdateHousehold,
           std::function([](v1::UpdateHouseholdRequest& request, const Thing& thing) {
             request.mutable_household()->set_name(thing.household);
             request.mutable_household()->set_address("新址");
             request.mutable_update_mask()->add_paths("address");
           }));
  (*all)["ChangeHead"] = Send(&Households::ChangeHead,
                              std::function([](v1::ChangeHeadRequest& request, const Thing& thing) {
                                request.set_name(thing.household);
                                request.set_member(thing.member);
                                request.set_former_head_relation(v1::HOUSEHOLD_RELATION_SON);
                              }));
  (*all)["DissolveHousehold"] = OfName(&Households::DissolveHousehold, &Thing::household);
  (*all)["GetHousehold"] = OfName(&Households::GetHousehold, &Thing::household);
  (*all)["RevealHousehold"] = OfName(&Households::RevealHousehold, &Thing::household);
  (*all)["ListHouseholds"] = OfName(&Households::ListHouseholds, &Thing::county);
  (*all)["FindHouseholds"] =
      Send(&Households::FindHouseholds,
           std::function([](v1::FindHouseholdsRequest& request, const Thing& thing) {
             request.set_parent(thing.county);
             request.set_bank_account("6230990000000012345");
           }));
}

void AddMemberAsks(Asks* all) {
  (*all)["AddMember"] = Send(&Members::AddMember,
                             std::function([](v1::AddMemberRequest& request, const Thing& thing) {
                               v1::Household household;
                               household.set_name(thing.household);
                               request = County::NewMember(household, 1);
                               request.set_parent(thing.county);
                               request.mutable_new_member()->mutable_member()->clear_id_number();
                             }));
  (*all)["UpdateMember"] =
      Send(&Members::UpdateMember,
           std::function([](v1::UpdateMemberRequest& request, const Thing& thing) {
             request.mutable_member()->set_name(thing.member);
             request.mutable_member()->set_display_name("改名");
             request.mutable_update_mask()->add_paths("display_name");
           }));
  (*all)["RecordMemberEvent"] =
      Send(&Members::RecordMemberEvent,
           std::function([](v1::RecordMemberEventRequest& request, const Thing& thing) {
             request.set_name(thing.member);
             request.set_kind(v1::MemberEvent::KIND_DIED);
             *request.mutable_effective_date() = Day("2026-12-24");  // still to come
           }));
  (*all)["MoveMember"] = Send(&Members::MoveMember,
                              std::function([](v1::MoveMemberRequest& request, const Thing& thing) {
                                request.set_name(thing.member);
                                request.set_household(thing.household);
                                request.set_relation(v1::HOUSEHOLD_RELATION_OTHER);
                                *request.mutable_effective_date() = Day("2026-11-01");
                              }));
  (*all)["FindMembers"] = Send(
      &Members::FindMembers, std::function([](v1::FindMembersRequest& request, const Thing& thing) {
        request.set_parent(thing.county);
        request.set_id_number(IdNumber(1));
      }));
  (*all)["GetMember"] = OfName(&Members::GetMember, &Thing::member);
  (*all)["ListMemberEvents"] = OfName(&Members::ListMemberEvents, &Thing::member);
  (*all)["ListMembers"] = OfName(&Members::ListMembers, &Thing::county);
  (*all)["RevealMember"] = OfName(&Members::RevealMember, &Thing::member);
  (*all)["GetMemberRoll"] = OfName(&Members::GetMemberRoll, &Thing::collective);
}

void AddVoterAsks(Asks* all) {
  (*all)["FreezeVoterRoll"] =
      Send(&VoterRolls::FreezeVoterRoll,
           std::function([](v1::FreezeVoterRollRequest& request, const Thing& thing) {
             request.set_collective(thing.collective);
             request.set_meeting_id(NewRequestId());
             *request.mutable_meeting_date() = Day("2026-12-01");
             request.set_title("成员大会");
           }));
  (*all)["GetVoterRoll"] = OfName(&VoterRolls::GetVoterRoll, &Thing::voter_roll);
  (*all)["ListVoterRolls"] = OfName(&VoterRolls::ListVoterRolls, &Thing::collective);
  (*all)["ListVoters"] = OfName(&VoterRolls::ListVoters, &Thing::voter_roll);
}

const Asks& AllAsks() {
  static const Asks asks = [] {
    Asks all;
    AddCollectiveAsks(&all);
    AddChangeAsks(&all);
    AddPartnerAsks(&all);
    AddHouseholdAsks(&all);
    AddMemberAsks(&all);
    AddVoterAsks(&all);
    return all;
  }();
  return asks;
}

// The things that stand around for the calls.
class Neighbourhood {
 public:
  Neighbourhood() {
    own_ = ThingIn(county_.village(), 1);
    inside_ = ThingIn(county_.village(), 2);
    outside_ = ThingIn(county_.far_village(), 3);
    const std::string abroad = "counties/8";
    abroad_ = {.county = abroad,
               .collective = abroad + "/collectives/" + NewRequestId(),
               .household = abroad + "/households/" + NewRequestId(),
               .member = abroad + "/members/" + NewRequestId(),
               .change = abroad + "/collectiveChanges/" + NewRequestId(),
               .partner = abroad + "/partners/" + NewRequestId(),
               .voter_roll = abroad + "/voterRolls/" + NewRequestId()};
  }

  const Thing& On(Ground ground) const {
    switch (ground) {
      case Ground::kInside:
        return inside_;
      case Ground::kOutside:
        return outside_;
      case Ground::kAbroad:
        return abroad_;
      default:
        return own_;
    }
  }

  rpc::v1::Caller Visitor(const std::string& visitor) const {
    if (visitor == "stranger") return {};
    if (visitor == "nobody") return Archive::Person(rpc::v1::ROLE_UNSPECIFIED);
    rpc::v1::Role role;
    if (!rpc::v1::Role_Parse("ROLE_" + visitor, &role)) throw std::runtime_error(visitor);
    const bool of_village = role <= rpc::v1::ROLE_HOUSEHOLD_HEAD;
    const bool of_township = visitor.starts_with("TOWNSHIP");
    rpc::v1::Caller caller = County::Officer(role, of_village    ? county_.village().org_path()
                                                   : of_township ? county_.township().org_path()
                                                                 : "/7/");
    if (role == rpc::v1::ROLE_MEMBER || role == rpc::v1::ROLE_HOUSEHOLD_HEAD) {
      caller.set_household_id(IdOf(own_.household));
    }
    return caller;
  }

  County& county() { return county_; }

 private:
  Thing ThingIn(const v1::Collective& village, int serial) {
    const auto household = county_.Settle(village, serial);
    Thing thing{.county = kCountyName,
                .collective = village.name(),
                .household = household.name(),
                .member = household.head(),
                .change = {},
                .partner = {},
                .voter_roll = {}};
    v1::ProposeSplitRequest split;
    split.set_parent(kCountyName);
    split.set_source(village.name());
    split.add_parts()->set_display_name("北村");
    split.add_parts()->set_display_name("南村");
    split.set_reason("查验权限");
    Complete(&split);
    const auto change = county_.Ask(county_.officer(), &Changes::ProposeSplit, split);
    thing.change = change.reply.name();
    // Ended, so that nothing happens to the village.
    auto withdraw = Named<v1::WithdrawCollectiveChangeRequest>(thing.change);
    EXPECT_TRUE(county_.Ask(county_.officer(), &Changes::WithdrawCollectiveChange, withdraw).ok());
    v1::FreezeVoterRollRequest freeze;
    freeze.set_collective(village.name());
    freeze.set_meeting_id(NewRequestId());
    *freeze.mutable_meeting_date() = Day("2026-12-01");
    freeze.set_title("成员大会");
    Complete(&freeze);
    thing.voter_roll =
        county_.Ask(county_.Clerk(village), &VoterRolls::FreezeVoterRoll, freeze).reply.name();
    v1::CreatePartnerRequest partner;
    partner.set_parent(kCountyName);
    partner.mutable_partner()->set_display_name("邻县社");
    partner.mutable_partner()->set_county_display_name("邻县");
    partner.mutable_partner()->set_credit_code(CreditCode("93", serial));
    Complete(&partner);
    thing.partner = county_.Ask(county_.officer(), &Partners::CreatePartner, partner).reply.name();
    return thing;
  }

  County county_;
  Thing own_, inside_, outside_, abroad_;
};

std::string Verdicts(const AccessRow& row) {
  std::string verdicts = row.verdicts;
  std::erase(verdicts, ' ');
  return verdicts;
}

char VerdictIn(const grpc::Status& status) {
  switch (status.error_code()) {
    case grpc::StatusCode::UNAUTHENTICATED:
      return 'U';
    case grpc::StatusCode::PERMISSION_DENIED:
      return '-';
    case grpc::StatusCode::OK:
    case grpc::StatusCode::NOT_FOUND:
    case grpc::StatusCode::ALREADY_EXISTS:
    case grpc::StatusCode::FAILED_PRECONDITION:
      return '+';
    default:
      return 0;  // says nothing about access: this test is broken, or the server is
  }
}

TEST(CollectivesAccess, HasARowForEveryDeclaredMethod) {
  std::set<std::string> rows;
  for (const AccessRow& row : kCollectivesAccess) {
    rows.insert(row.method);
    EXPECT_EQ(Verdicts(row).size(), kVisitors.size()) << row.method;
    EXPECT_TRUE(AllAsks().contains(row.method)) << row.method;
  }
  std::set<std::string> declared;
  for (const std::string service :
       {"CollectivesService", "CollectiveChangesService", "PartnersService", "HouseholdsService",
        "MembersService", "VoterRollsService"}) {
    const auto* descriptor = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
        "qianmo.registry.v1." + service);
    for (int i = 0; i < descriptor->method_count(); ++i) {
      declared.insert(descriptor->method(i)->name());
    }
  }
  EXPECT_EQ(rows, declared);
}

TEST(CollectivesAccess, IsWhatTheServerDoes) {
  Neighbourhood around;
  for (const AccessRow& row : kCollectivesAccess) {
    for (std::size_t i = 0; i < kVisitors.size(); ++i) {
      const auto status = AllAsks().at(row.method)(around.county(), around.Visitor(kVisitors[i]),
                                                   around.On(row.ground));
      EXPECT_EQ(VerdictIn(status), Verdicts(row)[i])
          << row.method << " by " << kVisitors[i] << " on " << static_cast<int>(row.ground) << ": "
          << status.error_code() << " " << ReasonIn(status) << status.error_message();
    }
  }
}

}  // namespace
}  // namespace qianmo::registry
