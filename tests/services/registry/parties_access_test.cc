// Who may do what with parties, bidders and relations, by hand from pages 3.8 and 2.7 of the
// design: nothing here may be taken from the options in the protos, which it is there to judge.
#include <functional>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "services/registry/market.h"

namespace qianmo::registry {
namespace {

enum class PartyOwner { kOwn, kOthers, kAbroad };  // the bidder's own, as seen by the bidder

struct PartyRow {
  const char* method;
  PartyOwner whose;
  const char* verdicts;  // + may, - may not, U must sign in first; blanks aside
};

// clang-format off
const std::vector<PartyRow> kPartyMatrix = {
    // s nobody
    // | | clerk chair supervisor
    // | | |   member head
    // | | |   |  bidder
    // | | |   |  | township agent, approver
    // | | |   |  | |  centre officer, approver
    // | | |   |  | |  |  county admin
    // | | |   |  | |  |  | discipline, audit
    // | | |   |  | |  |  | |  bank
    // | | |   |  | |  |  | |  | service
    {"ApplyForAdmission", PartyOwner::kOwn,     "U - --- -- + -- -- - -- - -"},
    {"ApplyForAdmission", PartyOwner::kAbroad,  "U - --- -- - -- -- - -- - -"},
    // The centre decides.
    {"TakeInBidder", PartyOwner::kOwn,          "U - --- -- - -- ++ - -- - -"},
    {"TakeInBidder", PartyOwner::kAbroad,       "U - --- -- - -- -- - -- - -"},
    {"AdmitBidder", PartyOwner::kOwn,           "U - --- -- - -- -+ - -- - -"},
    {"AdmitBidder", PartyOwner::kAbroad,        "U - --- -- - -- -- - -- - -"},
    {"RejectBidder", PartyOwner::kOwn,          "U - --- -- - -- -+ - -- - -"},
    {"RejectBidder", PartyOwner::kAbroad,       "U - --- -- - -- -- - -- - -"},
    {"SuspendBidder", PartyOwner::kOwn,         "U - --- -- - -- ++ - -- - -"},
    {"SuspendBidder", PartyOwner::kAbroad,      "U - --- -- - -- -- - -- - -"},
    {"BarBidder", PartyOwner::kOwn,             "U - --- -- - -- -+ - -- - -"},
    {"BarBidder", PartyOwner::kAbroad,          "U - --- -- - -- -- - -- - -"},
    {"ReinstateBidder", PartyOwner::kOwn,       "U - --- -- - -- -+ - -- - -"},
    {"ReinstateBidder", PartyOwner::kAbroad,    "U - --- -- - -- -- - -- - -"},
    // New details: the bidder's word, the centre's decision.
    {"ProposeBidderDetails", PartyOwner::kOwn,    "U - --- -- + -- -- - -- - -"},
    {"ProposeBidderDetails", PartyOwner::kOthers, "U - --- -- - -- -- - -- - -"},
    {"ProposeBidderDetails", PartyOwner::kAbroad, "U - --- -- - -- -- - -- - -"},
    {"ApproveBidderDetails", PartyOwner::kOwn,    "U - --- -- - -- ++ - -- - -"},
    {"ApproveBidderDetails", PartyOwner::kAbroad, "U - --- -- - -- -- - -- - -"},
    {"RejectBidderDetails", PartyOwner::kOwn,     "U - --- -- - -- ++ - -- - -"},
    {"RejectBidderDetails", PartyOwner::kAbroad,  "U - --- -- - -- -- - -- - -"},
    // The bidder sees itself; the centre and inspectors see all.
    {"GetBidder", PartyOwner::kOwn,             "U - --- -- + -- ++ - ++ - -"},
    {"GetBidder", PartyOwner::kOthers,          "U - --- -- - -- ++ - ++ - -"},
    {"GetBidder", PartyOwner::kAbroad,          "U - --- -- - -- -- - -- - -"},
    {"ListBidders", PartyOwner::kOwn,           "U - --- -- + -- ++ - ++ - -"},
    {"ListBidders", PartyOwner::kAbroad,        "U - --- -- - -- -- - -- - -"},
    {"GetParty", PartyOwner::kOwn,              "U - --- -- + -- ++ - ++ - -"},
    {"GetParty", PartyOwner::kOthers,           "U - --- -- - -- ++ - ++ - -"},
    // In full, and what links parties: never the parties themselves.
    {"RevealBidder", PartyOwner::kOwn,          "U - --- -- - -- ++ - ++ - -"},
    {"RevealBidder", PartyOwner::kAbroad,       "U - --- -- - -- -- - -- - -"},
    {"RevealParty", PartyOwner::kOwn,           "U - --- -- - -- ++ - ++ - -"},
    {"ListPartyLinks", PartyOwner::kOwn,        "U - --- -- - -- ++ - ++ - -"},
    {"ListBidderEvents", PartyOwner::kOwn,      "U - --- -- - -- ++ - ++ - -"},
    {"ListBidderEvents", PartyOwner::kAbroad,   "U - --- -- - -- -- - -- - -"},
    // Kin and staff.
    {"DeclareRelation", PartyOwner::kOwn,       "U - --- -- + -- ++ - -- - -"},
    {"DeclareRelation", PartyOwner::kOthers,    "U - --- -- - -- ++ - -- - -"},
    {"DeclareRelation", PartyOwner::kAbroad,    "U - --- -- - -- -- - -- - -"},
    {"EndRelation", PartyOwner::kOwn,           "U - --- -- - -- ++ - -- - -"},
    {"EndRelation", PartyOwner::kAbroad,        "U - --- -- - -- -- - -- - -"},
    {"RecordRecusal", PartyOwner::kOwn,         "U - --- -- - -- ++ - -- - -"},
    {"RecordRecusal", PartyOwner::kAbroad,      "U - --- -- - -- -- - -- - -"},
    {"ListRelations", PartyOwner::kOwn,         "U - --- -- + -- ++ - ++ - -"},
    {"ListRelations", PartyOwner::kOthers,      "U - --- -- - -- ++ - ++ - -"},
    {"ListRelations", PartyOwner::kAbroad,      "U - --- -- - -- -- - -- - -"},
};
// clang-format on

// In the order of the characters; the first is a stranger, the second nobody in particular.
const std::vector<int> kPartyCallers = {-1,
                                        rpc::v1::ROLE_UNSPECIFIED,
                                        rpc::v1::ROLE_VILLAGE_CLERK,
                                        rpc::v1::ROLE_BOARD_CHAIR,
                                        rpc::v1::ROLE_SUPERVISOR,
                                        rpc::v1::ROLE_MEMBER,
                                        rpc::v1::ROLE_HOUSEHOLD_HEAD,
                                        rpc::v1::ROLE_BIDDER,
                                        rpc::v1::ROLE_TOWNSHIP_AGENT,
                                        rpc::v1::ROLE_TOWNSHIP_APPROVER,
                                        rpc::v1::ROLE_CENTRE_OFFICER,
                                        rpc::v1::ROLE_CENTRE_APPROVER,
                                        rpc::v1::ROLE_COUNTY_ADMIN,
                                        rpc::v1::ROLE_DISCIPLINE,
                                        rpc::v1::ROLE_AUDITOR,
                                        rpc::v1::ROLE_BANK,
                                        rpc::v1::ROLE_SERVICE};

struct PartyTarget {
  std::string county, bidder, party, relation;
};

using PartyCalling =
    std::function<grpc::Status(Market&, const rpc::v1::Caller&, const PartyTarget&)>;

// A call of the method on the object that `field` of the target names, with a reason where one is
// wanted.
template <class Service, class Request, class Reply>
PartyCalling On(grpc::Status (Service::*method)(grpc::ClientContext*, const Request&, Reply*),
                std::string PartyTarget::*field, std::function<void(Request&)> fill = {}) {
  return [=](Market& market, const rpc::v1::Caller& caller, const PartyTarget& target) {
    Request request;
    if constexpr (requires { request.set_name(""); }) request.set_name(target.*field);
    if constexpr (requires { request.set_parent(""); }) request.set_parent(target.*field);
    if constexpr (requires { request.set_request_id(""); }) request.set_request_id(NewRequestId());
    if constexpr (requires { request.set_reason(""); }) request.set_reason("because");
    if (fill) fill(request);
    return market.Ask(caller, method, request).status;
  };
}

PartyCalling Applying() {
  return [](Market& market, const rpc::v1::Caller& caller, const PartyTarget& target) {
    // With another's files: the documents are looked at only once access is not refused.
    auto request = market.Company(Archive::Person(), 99);
    request.set_parent(target.county);
    return market.Apply(caller, request).status;
  };
}

PartyCalling Proposing() {
  return [](Market& market, const rpc::v1::Caller& caller, const PartyTarget& target) {
    // With another's files, likewise.
    const auto company = market.Company(Archive::Person(), 99);
    auto request = Named<v1::ProposeBidderDetailsRequest>(target.bidder);
    *request.mutable_details() = company.details();
    *request.mutable_documents() = company.documents();
    return market.Ask(caller, &BidderDetails::ProposeBidderDetails, request).status;
  };
}

const std::map<std::string, PartyCalling>& PartyCalls() {
  using T = PartyTarget;
  static const std::map<std::string, PartyCalling> calls = {
      {"ApplyForAdmission", Applying()},
      {"TakeInBidder", On(&Bidders::TakeInBidder, &T::bidder)},
      {"AdmitBidder", On(&Bidders::AdmitBidder, &T::bidder)},
      {"RejectBidder", On(&Bidders::RejectBidder, &T::bidder)},
      {"SuspendBidder", On(&Bidders::SuspendBidder, &T::bidder)},
      {"BarBidder", On(&Bidders::BarBidder, &T::bidder)},
      {"ReinstateBidder", On(&Bidders::ReinstateBidder, &T::bidder)},
      {"ProposeBidderDetails", Proposing()},
      {"ApproveBidderDetails",
       On<BidderDetails, v1::ApproveBidderDetailsRequest, v1::Bidder>(
           &BidderDetails::ApproveBidderDetails, &T::bidder,
           [](v1::ApproveBidderDetailsRequest& request) { request.set_etag("0"); })},
      {"RejectBidderDetails", On(&BidderDetails::RejectBidderDetails, &T::bidder)},
      {"GetBidder", On(&Bidders::GetBidder, &T::bidder)},
      {"RevealBidder", On(&Bidders::RevealBidder, &T::bidder)},
      {"ListBidders", On(&Bidders::ListBidders, &T::county)},
      {"ListBidderEvents", On(&Bidders::ListBidderEvents, &T::bidder)},
      {"GetParty", On(&Parties::GetParty, &T::party)},
      {"RevealParty", On(&Parties::RevealParty, &T::party)},
      {"ListPartyLinks", On(&Parties::ListPartyLinks, &T::party)},
      {"DeclareRelation", On<Relations, v1::DeclareRelationRequest, v1::Relation>(
                              &Relations::DeclareRelation, &T::bidder,
                              [](v1::DeclareRelationRequest& request) {
                                request.set_kind(v1::Relation::KIND_CADRE);
                                request.set_person_name("周主任");
                              })},
      {"EndRelation", On<Relations, v1::EndRelationRequest, v1::Relation>(
                          &Relations::EndRelation, &T::relation,
                          [](v1::EndRelationRequest& request) {
                            request.mutable_end_date()->set_year(2027);
                            request.mutable_end_date()->set_month(1);
                            request.mutable_end_date()->set_day(1);
                          })},
      {"RecordRecusal", On(&Relations::RecordRecusal, &T::relation)},
      {"ListRelations", On(&Relations::ListRelations, &T::bidder)}};
  return calls;
}

PartyTarget TargetOf(Market& market, const Trader& trader) {
  v1::DeclareRelationRequest request;
  request.set_parent(trader.bidder);
  request.set_request_id(NewRequestId());
  request.set_kind(v1::Relation::KIND_CADRE);
  request.set_person_name("周主任");
  const auto declared = market.Ask(trader.caller, &Relations::DeclareRelation, request);
  return {.county = "counties/" + std::to_string(trader.caller.county_id()),
          .bidder = trader.bidder,
          .party = trader.party,
          .relation = declared.reply.name()};
}

// What the answer says about access; 0 for one that says nothing about it.
char PartyVerdict(const grpc::Status& status) {
  const std::string reason = ReasonIn(status);
  if (status.error_code() == grpc::StatusCode::UNAUTHENTICATED) return 'U';
  if (reason == "ROLE_MISSING" || reason == "OUT_OF_SCOPE") return '-';
  return status.ok() || reason == "BIDDER_STATE_MISFIT" || reason == "DOCUMENT_NOT_FOUND" ||
                 reason == "DETAILS_NOT_PROPOSED" || reason == "RECUSAL_RECORDED" ||
                 reason == "RELATION_DATES_INVALID"
             ? '+'
             : 0;
}

std::string Packed(std::string text) {
  std::erase(text, ' ');
  return text;
}

TEST(PartiesAccess, HasARowForEveryDeclaredMethod) {
  std::set<std::string> rows;
  for (const PartyRow& row : kPartyMatrix) {
    rows.insert(row.method);
    EXPECT_EQ(Packed(row.verdicts).size(), kPartyCallers.size()) << row.method;
  }
  std::set<std::string> declared;
  for (const char* service :
       {"qianmo.registry.v1.PartiesService", "qianmo.registry.v1.BiddersService",
        "qianmo.registry.v1.BidderDetailsService", "qianmo.registry.v1.RelationsService"}) {
    const auto* descriptor =
        google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(service);
    for (int i = 0; i < descriptor->method_count(); ++i) {
      declared.insert(descriptor->method(i)->name());
    }
  }
  EXPECT_EQ(rows, declared);
}

TEST(PartiesAccess, IsWhatTheServerDoes) {
  Market market;
  market.MoveTo(8);
  const PartyTarget abroad = TargetOf(market, market.Admitted(3));
  market.MoveTo(7);
  const Trader trader = market.Admitted(1);
  const PartyTarget own = TargetOf(market, trader);
  const PartyTarget others = TargetOf(market, market.Admitted(2));
  for (const PartyRow& row : kPartyMatrix) {
    const PartyTarget& target = row.whose == PartyOwner::kOwn      ? own
                                : row.whose == PartyOwner::kOthers ? others
                                                                   : abroad;
    const std::string verdicts = Packed(row.verdicts);
    for (std::size_t i = 0; i < kPartyCallers.size(); ++i) {
      const int role = kPartyCallers[i];
      rpc::v1::Caller caller;
      if (role >= 0) caller = Archive::Person(static_cast<rpc::v1::Role>(role));
      if (role == rpc::v1::ROLE_BIDDER) caller = trader.caller;
      const grpc::Status status = PartyCalls().at(row.method)(market, caller, target);
      EXPECT_EQ(PartyVerdict(status), verdicts[i])
          << row.method << " by " << role << " on " << static_cast<int>(row.whose) << ": "
          << status.error_code() << " " << ReasonIn(status) << " " << status.error_message();
    }
  }
}

TEST(PartiesAccess, NeedsTheSecondFactorOfTheCentre) {
  Market market;
  const Trader trader = market.Admitted(1);
  auto careless = market.officer();
  careless.set_second_factor(false);
  EXPECT_EQ(market.Ask(careless, &Bidders::GetBidder, Named<v1::GetBidderRequest>(trader.bidder))
                .reason(),
            "SECOND_FACTOR_REQUIRED");
}

}  // namespace
}  // namespace qianmo::registry
