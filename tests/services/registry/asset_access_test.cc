// Who may do what with assets, parcels, counts and recovery cases, by hand from pages 3.8 and 2.7
// of the design: villages draft, townships look after them, inspectors read all, and nobody sees or
// changes what is another village's.
#include <functional>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "services/registry/estate.h"

namespace qianmo::registry {
namespace {

enum class Whose {
  kInside,  // of the village where the village's officers and the township above it hold their role
  kShared,  // kept by a village of another township, and owned in part by the village
  kOutside,   // of a village of another township
  kElsewhere  // of another county
};

struct AssetRule {
  const char* method;
  Whose whose;
  // One character for each caller, blanks aside: + may, - may not, U must sign in first. Stranger;
  // nobody; clerk, chair, supervisor; member, head, bidder; township's agent and approver; centre's
  // officer and approver, county's admin; discipline, auditor; bank; service.
  const char* verdicts;
};

constexpr char kVillageDrafts[] = "U- ++- --- +- --- -- - -";
constexpr char kAllRead[] = "U- +++ ++- ++ +++ ++ - -";
constexpr char kInspectorsRead[] = "U- --- --- -- +++ ++ - -";
constexpr char kNobody[] = "U- --- --- -- --- -- - -";

const std::vector<AssetRule> kAssetRules = {
    {"CreateAsset", Whose::kInside, kVillageDrafts},
    {"CreateAsset", Whose::kOutside, kNobody},
    {"CreateAsset", Whose::kElsewhere, kNobody},
    {"GetAsset", Whose::kInside, "U- +++ ++- ++ +++ ++ - +"},
    {"GetAsset", Whose::kShared, "U- +++ ++- ++ +++ ++ - +"},
    {"GetAsset", Whose::kOutside, "U- --- --- -- +++ ++ - +"},
    {"GetAsset", Whose::kElsewhere, kNobody},
    {"ListAssets", Whose::kInside, kAllRead},
    {"ListAssets", Whose::kElsewhere, kNobody},
    {"UpdateAsset", Whose::kInside, kVillageDrafts},
    {"UpdateAsset", Whose::kShared, kNobody},
    {"UpdateAsset", Whose::kOutside, kNobody},
    {"UpdateAsset", Whose::kElsewhere, kNobody},
    {"RetireAsset", Whose::kInside, "U- -+- --- -+ --- -- - -"},
    {"RetireAsset", Whose::kShared, kNobody},
    {"RetireAsset", Whose::kOutside, kNobody},
    {"DisputeAsset", Whose::kInside, "U- +++ --- ++ --- -- - -"},
    {"DisputeAsset", Whose::kShared, kNobody},
    {"DisputeAsset", Whose::kOutside, kNobody},
    {"SettleAsset", Whose::kInside, "U- --- --- -+ --- -- - -"},
    {"SettleAsset", Whose::kShared, kNobody},
    {"SettleAsset", Whose::kOutside, kNobody},
    {"ChangeAssetState", Whose::kInside, "U- --- --- -- --- -- - +"},
    {"ChangeAssetState", Whose::kElsewhere, kNobody},
    {"ListAssetEvents", Whose::kInside, kAllRead},
    {"ListAssetEvents", Whose::kShared, kAllRead},
    {"ListAssetEvents", Whose::kOutside, kInspectorsRead},
    {"ListAssetEvents", Whose::kElsewhere, kNobody},
    {"CreateParcel", Whose::kInside, kVillageDrafts},
    {"CreateParcel", Whose::kOutside, kNobody},
    {"GetParcel", Whose::kInside, kAllRead},
    {"GetParcel", Whose::kOutside, kInspectorsRead},
    {"GetParcel", Whose::kElsewhere, kNobody},
    {"ListParcels", Whose::kInside, kAllRead},
    {"ListParcels", Whose::kElsewhere, kNobody},
    {"UpdateParcel", Whose::kInside, kVillageDrafts},
    {"UpdateParcel", Whose::kOutside, kNobody},
    {"RetireParcel", Whose::kInside, "U- -+- --- -+ --- -- - -"},
    {"RetireParcel", Whose::kOutside, kNobody},
    {"ConfirmBoundary", Whose::kInside, "U- --- --- -+ -+- -- - -"},
    {"ConfirmBoundary", Whose::kOutside, "U- --- --- -- -+- -- - -"},
    {"ConfirmBoundary", Whose::kElsewhere, kNobody},
    {"GetTile", Whose::kInside, kAllRead},
    {"GetTile", Whose::kElsewhere, kNobody},
    {"StartCount", Whose::kInside, kVillageDrafts},
    {"StartCount", Whose::kOutside, kNobody},
    {"GetCount", Whose::kInside, kAllRead},
    {"GetCount", Whose::kOutside, kInspectorsRead},
    {"ListCounts", Whose::kInside, kAllRead},
    {"ListCounts", Whose::kElsewhere, kNobody},
    {"ListCountLines", Whose::kInside, kAllRead},
    {"ListCountLines", Whose::kOutside, kInspectorsRead},
    {"RecordCount", Whose::kInside, kVillageDrafts},
    {"RecordCount", Whose::kOutside, kNobody},
    {"ConfirmCount", Whose::kInside, "U- --+ --- -+ --- -- - -"},
    {"ConfirmCount", Whose::kOutside, kNobody},
    {"CancelCount", Whose::kInside, "U- ++- --- ++ --- -- - -"},
    {"CancelCount", Whose::kOutside, kNobody},
    {"OpenRecovery", Whose::kInside, "U- +++ --- ++ --- -- - -"},
    {"OpenRecovery", Whose::kOutside, kNobody},
    {"AdvanceRecovery", Whose::kInside, "U- ++- --- ++ --- -- - -"},
    {"AdvanceRecovery", Whose::kOutside, kNobody},
    {"GetRecovery", Whose::kInside, "U- +++ --- ++ +++ ++ - -"},
    {"GetRecovery", Whose::kOutside, kInspectorsRead},
    {"GetRecovery", Whose::kElsewhere, kNobody},
    {"ListRecoveries", Whose::kInside, "U- +++ --- ++ +++ ++ - -"},
    {"ListRecoveries", Whose::kElsewhere, kNobody}};

std::vector<rpc::v1::Caller> AllCallers() {
  using rpc::v1::Role;
  rpc::v1::Caller nobody = Estate::Clerk();
  nobody.clear_roles();
  const std::vector<std::pair<Role, const char*>> held = {
      {rpc::v1::ROLE_VILLAGE_CLERK, kHill},
      {rpc::v1::ROLE_BOARD_CHAIR, kHill},
      {rpc::v1::ROLE_SUPERVISOR, kHill},
      {rpc::v1::ROLE_MEMBER, kHill},
      {rpc::v1::ROLE_HOUSEHOLD_HEAD, kHill},
      {rpc::v1::ROLE_BIDDER, kWholeCounty},
      {rpc::v1::ROLE_TOWNSHIP_AGENT, kTown},
      {rpc::v1::ROLE_TOWNSHIP_APPROVER, kTown},
      {rpc::v1::ROLE_CENTRE_OFFICER, kWholeCounty},
      {rpc::v1::ROLE_CENTRE_APPROVER, kWholeCounty},
      {rpc::v1::ROLE_COUNTY_ADMIN, kWholeCounty},
      {rpc::v1::ROLE_DISCIPLINE, kWholeCounty},
      {rpc::v1::ROLE_AUDITOR, kWholeCounty},
      {rpc::v1::ROLE_BANK, kWholeCounty},
      {rpc::v1::ROLE_SERVICE, kWholeCounty}};
  std::vector<rpc::v1::Caller> callers = {rpc::v1::Caller(), nobody};
  for (const auto& [role, path] : held) callers.push_back(Estate::Officer(role, path));
  return callers;
}

// What a call is about.
struct Possession {
  std::string county, collective, asset, parcel, other_parcel, count, recovery;
};

Possession HaveThing(Estate& estate, const std::string& org_path, int north) {
  const auto clerk = Estate::Clerk(org_path);
  Possession thing{.county = "counties/7",
                   .collective = CollectiveAt(org_path),
                   .asset = estate.Have("收割机", org_path).name(),
                   .parcel = estate.HaveParcel(Square(1'000, north), org_path).name(),
                   .other_parcel = {},
                   .count = estate.HaveCount(clerk, org_path).name(),
                   .recovery = {}};
  // The township of both decides.
  const char* neighbour = org_path == kHill ? kLake : kOtherTown;
  const auto agent = Estate::Officer(rpc::v1::ROLE_TOWNSHIP_AGENT, neighbour);
  thing.other_parcel =
      estate.Ask(agent, &Parcels::CreateParcel, NewField(Square(1'005, north), neighbour))
          .reply.name();
  v1::OpenRecoveryRequest request;
  request.set_parent("counties/7");
  request.set_request_id(NewRequestId());
  request.set_asset(estate.Have("鱼塘", org_path).name());
  request.set_occupant("张三");
  request.set_area_mu_e3(3'000);
  request.mutable_step_date()->set_year(2026);
  request.mutable_step_date()->set_month(11);
  request.mutable_step_date()->set_day(1);
  request.set_evidence(estate.HaveFile(clerk));
  thing.recovery = estate.Ask(clerk, &Recoveries::OpenRecovery, request).reply.name();
  return thing;
}

Possession HaveShared(Estate& estate) {
  auto request = NewMachine("光伏电站", kFar);
  for (const char* owner : {kFar, kHill}) {
    auto* part = request.mutable_asset()->add_owners();
    part->set_collective(CollectiveAt(owner));
    part->set_numerator(1);
    part->set_denominator(2);
  }
  const auto made = estate.Ask(Estate::Clerk(kFar), &Assets::CreateAsset, request);
  EXPECT_TRUE(made.ok()) << made.reason();
  return {.county = "counties/7",
          .collective = CollectiveAt(kFar),
          .asset = made.reply.name(),
          .parcel = {},
          .other_parcel = {},
          .count = {},
          .recovery = {}};
}

Possession Abroad() {
  const std::string id = NewRequestId();
  const auto name = [&](const char* kind) { return std::string("counties/8/") + kind + "/" + id; };
  return {.county = "counties/8",
          .collective = name("collectives"),
          .asset = name("assets"),
          .parcel = name("parcels"),
          .other_parcel = name("parcels"),
          .count = name("counts"),
          .recovery = name("recoveries")};
}

using Trying = std::function<grpc::Status(Estate&, const rpc::v1::Caller&, const Possession&)>;

template <class S, class Request, class Reply>
Trying Try(grpc::Status (S::*method)(grpc::ClientContext*, const Request&, Reply*),
           std::function<void(const Possession&, Request*)> fill) {
  return [method, fill](Estate& estate, const rpc::v1::Caller& caller, const Possession& thing) {
    Request request;
    if constexpr (requires { request.set_request_id(""); }) request.set_request_id(NewRequestId());
    if constexpr (requires { request.set_reason(""); }) request.set_reason("因故");
    fill(thing, &request);
    return estate.Ask(caller, method, request).status;
  };
}

std::map<std::string, Trying> AssetCalls() {
  std::map<std::string, Trying> calls;
  calls["CreateAsset"] = Try<Assets, v1::CreateAssetRequest, v1::Asset>(
      &Assets::CreateAsset, [](const Possession& thing, auto* request) {
        *request = NewMachine("水泵", kHill);
        request->set_parent(thing.county);
        request->mutable_asset()->set_collective(thing.collective);
      });
  calls["GetAsset"] = Try<Assets, v1::GetAssetRequest, v1::Asset>(
      &Assets::GetAsset, [](const Possession& thing, auto* r) { r->set_name(thing.asset); });
  calls["ListAssets"] = Try<Assets, v1::ListAssetsRequest, v1::ListAssetsResponse>(
      &Assets::ListAssets, [](const Possession& thing, auto* r) { r->set_parent(thing.county); });
  calls["UpdateAsset"] = Try<Assets, v1::UpdateAssetRequest, v1::Asset>(
      &Assets::UpdateAsset, [](const Possession& thing, auto* r) {
        r->mutable_asset()->set_name(thing.asset);
        r->mutable_update_mask()->add_paths("site");
      });
  // An etag of another time: whoever may come in is told so, and nothing changes.
  calls["RetireAsset"] = Try<Assets, v1::RetireAssetRequest, v1::Asset>(
      &Assets::RetireAsset, [](const Possession& thing, auto* r) {
        r->set_name(thing.asset);
        r->set_etag("x");
      });
  calls["DisputeAsset"] = Try<Assets, v1::DisputeAssetRequest, v1::Asset>(
      &Assets::DisputeAsset, [](const Possession& thing, auto* r) { r->set_name(thing.asset); });
  calls["SettleAsset"] = Try<Assets, v1::SettleAssetRequest, v1::Asset>(
      &Assets::SettleAsset, [](const Possession& thing, auto* r) { r->set_name(thing.asset); });
  calls["ChangeAssetState"] = Try<Assets, v1::ChangeAssetStateRequest, v1::Asset>(
      &Assets::ChangeAssetState, [](const Possession& thing, auto* r) {
        r->set_name(thing.asset);
        r->set_state(v1::Asset::STATE_LEASED);
        r->set_cause("x");
      });
  calls["ListAssetEvents"] = Try<Assets, v1::ListAssetEventsRequest, v1::ListAssetEventsResponse>(
      &Assets::ListAssetEvents,
      [](const Possession& thing, auto* r) { r->set_parent(thing.asset); });
  return calls;
}

std::map<std::string, Trying> ParcelCalls() {
  std::map<std::string, Trying> calls;
  calls["CreateParcel"] = Try<Parcels, v1::CreateParcelRequest, v1::Parcel>(
      &Parcels::CreateParcel, [](const Possession& thing, auto* request) {
        *request = NewField(Square(5'000, 5'000), kHill);
        request->set_parent(thing.county);
        request->mutable_parcel()->set_collective(thing.collective);
      });
  calls["GetParcel"] = Try<Parcels, v1::GetParcelRequest, v1::Parcel>(
      &Parcels::GetParcel, [](const Possession& thing, auto* r) { r->set_name(thing.parcel); });
  calls["ListParcels"] = Try<Parcels, v1::ListParcelsRequest, v1::ListParcelsResponse>(
      &Parcels::ListParcels, [](const Possession& thing, auto* r) { r->set_parent(thing.county); });
  calls["UpdateParcel"] = Try<Parcels, v1::UpdateParcelRequest, v1::Parcel>(
      &Parcels::UpdateParcel, [](const Possession& thing, auto* r) {
        r->mutable_parcel()->set_name(thing.parcel);
        r->mutable_update_mask()->add_paths("code");
      });
  calls["RetireParcel"] = Try<Parcels, v1::RetireParcelRequest, v1::Parcel>(
      &Parcels::RetireParcel, [](const Possession& thing, auto* r) {
        r->set_name(thing.parcel);
        r->set_etag("x");
      });
  // Nobody has this file: whoever may decide is told so.
  calls["ConfirmBoundary"] = Try<Parcels, v1::ConfirmBoundaryRequest, v1::Parcel>(
      &Parcels::ConfirmBoundary, [](const Possession& thing, auto* r) {
        r->set_name(thing.parcel);
        r->set_other(thing.other_parcel);
        r->set_evidence("counties/7/files/" + NewRequestId());
      });
  calls["GetTile"] = Try<Parcels, v1::GetTileRequest, google::api::HttpBody>(
      &Parcels::GetTile, [](const Possession& thing, auto* r) {
        r->set_parent(thing.county);
        r->set_zoom(14);
        r->set_column(13'430);
        r->set_row(6'754);
      });
  return calls;
}

std::map<std::string, Trying> CountCalls() {
  std::map<std::string, Trying> calls;
  calls["StartCount"] = Try<Counts, v1::StartCountRequest, v1::CountSession>(
      &Counts::StartCount, [](const Possession& thing, auto* r) {
        r->set_parent(thing.county);
        r->set_collective(thing.collective);
        r->set_display_name("清产核资");
        r->mutable_count_date()->set_year(2026);
        r->mutable_count_date()->set_month(1);
        r->mutable_count_date()->set_day(1);
      });
  calls["GetCount"] = Try<Counts, v1::GetCountRequest, v1::CountSession>(
      &Counts::GetCount, [](const Possession& thing, auto* r) { r->set_name(thing.count); });
  calls["ListCounts"] = Try<Counts, v1::ListCountsRequest, v1::ListCountsResponse>(
      &Counts::ListCounts, [](const Possession& thing, auto* r) { r->set_parent(thing.county); });
  calls["ListCountLines"] = Try<Counts, v1::ListCountLinesRequest, v1::ListCountLinesResponse>(
      &Counts::ListCountLines,
      [](const Possession& thing, auto* r) { r->set_parent(thing.count); });
  calls["RecordCount"] = Try<Counts, v1::RecordCountRequest, v1::RecordCountResponse>(
      &Counts::RecordCount, [](const Possession& thing, auto* r) {
        r->set_name(thing.count);
        r->add_assets()->set_reason("因故");
      });
  calls["ConfirmCount"] = Try<Counts, v1::ConfirmCountRequest, v1::CountSession>(
      &Counts::ConfirmCount, [](const Possession& thing, auto* r) {
        r->set_name(thing.count);
        r->set_etag("x");
      });
  calls["CancelCount"] = Try<Counts, v1::CancelCountRequest, v1::CountSession>(
      &Counts::CancelCount, [](const Possession& thing, auto* r) { r->set_name(thing.count); });
  return calls;
}

template <class Request>
void FillStep(Request* request) {
  request->mutable_step_date()->set_year(2026);
  request->mutable_step_date()->set_month(11);
  request->mutable_step_date()->set_day(2);
  request->set_evidence("counties/7/files/" + NewRequestId());
}

std::map<std::string, Trying> RecoveryCalls() {
  std::map<std::string, Trying> calls;
  calls["OpenRecovery"] = Try<Recoveries, v1::OpenRecoveryRequest, v1::RecoveryCase>(
      &Recoveries::OpenRecovery, [](const Possession& thing, auto* r) {
        r->set_parent(thing.county);
        r->set_asset(thing.asset);
        r->set_occupant("张三");
        r->set_area_mu_e3(1);
        FillStep(r);
      });
  calls["AdvanceRecovery"] = Try<Recoveries, v1::AdvanceRecoveryRequest, v1::RecoveryCase>(
      &Recoveries::AdvanceRecovery, [](const Possession& thing, auto* r) {
        r->set_name(thing.recovery);
        r->set_state(v1::RecoveryCase::STATE_NOTIFIED);
        FillStep(r);
      });
  calls["GetRecovery"] = Try<Recoveries, v1::GetRecoveryRequest, v1::RecoveryCase>(
      &Recoveries::GetRecovery,
      [](const Possession& thing, auto* r) { r->set_name(thing.recovery); });
  calls["ListRecoveries"] = Try<Recoveries, v1::ListRecoveriesRequest, v1::ListRecoveriesResponse>(
      &Recoveries::ListRecoveries,
      [](const Possession& thing, auto* r) { r->set_parent(thing.county); });
  return calls;
}

std::map<std::string, Trying> AllCalls() {
  auto all = AssetCalls();
  for (auto calls : {ParcelCalls(), CountCalls(), RecoveryCalls()}) all.merge(calls);
  return all;
}

// Once inside, anything may still be wrong with the request.
char RulingOf(const grpc::Status& status) {
  if (status.error_code() == grpc::StatusCode::UNAUTHENTICATED) return 'U';
  const bool at_the_door = status.error_code() == grpc::StatusCode::PERMISSION_DENIED &&
                           ReasonIn(status) != "SAME_PERSON";
  return at_the_door ? '-' : '+';
}

TEST(AssetAccess, HasARuleForEveryDeclaredMethod) {
  std::set<std::string> rules, declared;
  for (const AssetRule& rule : kAssetRules) rules.insert(rule.method);
  for (const char* name :
       {"AssetsService", "ParcelsService", "CountsService", "RecoveriesService"}) {
    const auto* service = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
        std::string("qianmo.registry.v1.") + name);
    for (int i = 0; i < service->method_count(); ++i) declared.insert(service->method(i)->name());
  }
  EXPECT_EQ(rules, declared);
}

TEST(AssetAccess, IsWhatTheServerDoes) {
  Estate estate;
  const auto calls = AllCalls();
  const auto callers = AllCallers();
  const std::map<Whose, Possession> things = {{Whose::kInside, HaveThing(estate, kHill, 1'000)},
                                              {Whose::kShared, HaveShared(estate)},
                                              {Whose::kOutside, HaveThing(estate, kFar, 1'100)},
                                              {Whose::kElsewhere, Abroad()}};
  for (const AssetRule& rule : kAssetRules) {
    std::string verdicts;
    for (const char c : std::string(rule.verdicts)) {
      if (c != ' ') verdicts += c;
    }
    ASSERT_EQ(verdicts.size(), callers.size()) << rule.method;
    for (std::size_t i = 0; i < callers.size(); ++i) {
      const auto status = calls.at(rule.method)(estate, callers[i], things.at(rule.whose));
      EXPECT_EQ(RulingOf(status), verdicts[i]) << rule.method << " " << static_cast<int>(rule.whose)
                                               << " caller " << i << " " << ReasonIn(status);
    }
  }
}

}  // namespace
}  // namespace qianmo::registry
