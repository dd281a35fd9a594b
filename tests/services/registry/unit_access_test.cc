// Who may do what with units, by hand from page 3.8 of the design: the clerk and the chair draft,
// the township confirms, heads speak for their household, supervisors, centre, discipline and audit
// read, and a certificate is checked by whoever holds it.
#include <functional>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "qianmo/registry/v1/house_shares.grpc.pb.h"
#include "qianmo/registry/v1/unit_certificates.grpc.pb.h"
#include "services/registry/unit_office.h"

namespace qianmo::registry {
namespace {

using UnitStub = UnitOffice::UnitStub;
using PaperStub = v1::UnitCertificatesService::Stub;
using HouseStub = v1::HouseSharesService::Stub;

enum class UnitSite { kInside, kOutside, kAbroad };

const std::vector<std::string> kUnitCallers = {"",
                                               "NOBODY",
                                               "VILLAGE_CLERK",
                                               "BOARD_CHAIR",
                                               "SUPERVISOR",
                                               "MEMBER",
                                               "BIDDER",
                                               "HOUSEHOLD_HEAD",
                                               "TOWNSHIP_AGENT",
                                               "TOWNSHIP_APPROVER",
                                               "CENTRE_OFFICER",
                                               "CENTRE_APPROVER",
                                               "COUNTY_ADMIN",
                                               "DISCIPLINE",
                                               "AUDITOR",
                                               "BANK",
                                               "SERVICE"};

struct UnitRow {
  const char* method;
  const char* inside;
  const char* outside;
};

//                             stranger, nobody | clerk, chair, supervisor, member, bidder, head |
//                             township's two | centre's two, admin, discipline, audit, bank |
//                             service
const char* const kDrafts = "U- ++---- +- ------ -";
const char* const kDraftsOrHead = "U- ++---+ +- ------ -";
const char* const kApproves = "U- ------ -+ ------ -";
const char* const kDraftsOrApproves = "U- ++---- ++ ------ -";
const char* const kHeads = "U- -----+ -- ------ -";
const char* const kAnySide = "U- ++---+ ++ ------ -";
const char* const kReads = "U- +++--- ++ ++-++- -";
const char* const kReadsOrHead = "U- +++--+ ++ ++-++- -";
const char* const kReadsOrService = "U- +++--- ++ ++-++- +";
const char* const kCounty = "U- ------ -- ++-++- -";
const char* const kCountyOrService = "U- ------ -- ++-++- +";
const char* const kNone = "U- ------ -- ------ -";
const char* const kEverybody = "++ ++++++ ++ ++++++ +";

const std::vector<UnitRow> kUnitMatrix = {{"GetUnitCharter", kReads, kCounty},
                                          {"SetUnitCharter", kApproves, kNone},
                                          {"IssueUnits", kDrafts, kNone},
                                          {"ProposeTransfer", kDraftsOrHead, kNone},
                                          {"ConfirmTransfer", kHeads, kNone},
                                          {"InheritUnits", kDrafts, kNone},
                                          {"BuyBackUnits", kDrafts, kNone},
                                          {"FreezeUnits", kDrafts, kNone},
                                          {"UnfreezeUnits", kDrafts, kNone},
                                          {"PledgeUnits", kDrafts, kNone},
                                          {"ReleasePledge", kDrafts, kNone},
                                          {"ConfirmUnitChange", kApproves, kNone},
                                          {"CancelUnitChange", kAnySide, kNone},
                                          {"GetUnitChange", kReadsOrHead, kCounty},
                                          {"ListUnitChanges", kReadsOrHead, kCounty},
                                          {"GetRoll", kReadsOrService, kCountyOrService},
                                          {"ListUnitEvents", kReadsOrHead, kCounty},
                                          {"IssueUnitCertificate", kDraftsOrApproves, kNone},
                                          {"ReprintUnitCertificate", kDraftsOrApproves, kNone},
                                          {"GetUnitCertificate", kReadsOrHead, kCounty},
                                          {"ListUnitCertificates", kReadsOrHead, kCounty},
                                          {"DownloadUnitCertificate", kAnySide, kNone},
                                          {"VerifyUnitCertificate", kEverybody, kEverybody},
                                          {"ContributeHouse", kDrafts, kNone},
                                          {"WithdrawHouse", kDrafts, kNone},
                                          {"GetHouseShare", kReadsOrHead, kCounty},
                                          {"ListHouseShares", kReads, kCounty}};

struct UnitTarget {
  std::string county, collective, household, taker, transfer, certificate, house;
};

class UnitScene {
 public:
  UnitScene()
      : inside_(MakeTarget(kUnitVillage)), outside_(MakeTarget(kUnitFarVillage)), abroad_(inside_) {
    for (std::string* name :
         {&abroad_.county, &abroad_.collective, &abroad_.household, &abroad_.taker,
          &abroad_.transfer, &abroad_.certificate, &abroad_.house}) {
      name->replace(name->find("/7"), 2, "/8");
    }
  }

  rpc::v1::Caller CallerOf(const std::string& role) const {
    if (role.empty()) return {};
    if (role == "NOBODY") return Archive::Person(rpc::v1::ROLE_UNSPECIFIED);
    rpc::v1::Role parsed;
    if (!rpc::v1::Role_Parse("ROLE_" + role, &parsed)) throw std::runtime_error(role);
    if (role == "HOUSEHOLD_HEAD") {
      return UnitOffice::Head(inside_.household.substr(inside_.household.rfind('/') + 1));
    }
    const bool township = role.starts_with("TOWNSHIP");
    const bool village = role == "VILLAGE_CLERK" || role == "BOARD_CHAIR" || role == "SUPERVISOR" ||
                         role == "MEMBER";
    return UnitOffice::Officer(parsed, township  ? UnitOffice::PathOf(kUnitTownship)
                                       : village ? UnitOffice::PathOf(kUnitVillage)
                                                 : "/7/");
  }
  const UnitTarget& At(UnitSite site) const {
    return site == UnitSite::kInside ? inside_ : site == UnitSite::kOutside ? outside_ : abroad_;
  }
  UnitOffice& office() { return office_; }

 private:
  template <class Reply>
  Reply Must(const Answer<Reply>& answer) {
    if (!answer.ok()) throw std::runtime_error(answer.status.error_message());
    return answer.reply;
  }

  UnitTarget MakeTarget(const std::string& collective) {
    const std::string li = office_.Household(collective), wang = office_.Household(collective);
    UnitTarget target{.county = "counties/7",
                      .collective = CollectiveName(collective),
                      .household = HouseholdName(li),
                      .taker = HouseholdName(wang),
                      .transfer = "",
                      .certificate = "",
                      .house = ""};
    auto issue = AboutUnits<v1::IssueUnitsRequest>(target.household, 1000, "", collective);
    const auto issued = Must(office_.Ask(clerk_, &UnitStub::IssueUnits, issue));
    Must(office_.Ask(approver_, &UnitStub::ConfirmUnitChange,
                     Named<v1::ConfirmUnitChangeRequest>(issued.name())));
    v1::SetUnitCharterRequest charter;
    charter.set_request_id(NewRequestId());
    charter.mutable_charter()->set_name(target.collective + "/unitCharter");
    charter.mutable_charter()->mutable_transfer_cap()->set_numerator(1);
    charter.mutable_charter()->mutable_transfer_cap()->set_denominator(1);
    charter.mutable_charter()->set_house_fen_per_share(100);
    charter.mutable_charter()->set_ground("决议");
    Must(office_.Ask(approver_, &UnitStub::SetUnitCharter, charter));
    target.transfer = Must(office_.Ask(clerk_, &UnitStub::ProposeTransfer, Gift(target))).name();
    v1::IssueUnitCertificateRequest paper;
    paper.set_parent(target.household);
    paper.set_request_id(NewRequestId());
    target.certificate =
        Must(office_.Ask<PaperStub>(clerk_, &PaperStub::IssueUnitCertificate, paper)).name();
    target.house =
        Must(office_.Ask<HouseStub>(clerk_, &HouseStub::ContributeHouse, House(target))).name();
    return target;
  }

 public:
  static v1::ProposeTransferRequest Gift(const UnitTarget& target) {
    v1::ProposeTransferRequest request;
    request.set_parent(target.collective);
    request.set_request_id(NewRequestId());
    request.set_giver(target.household);
    request.set_taker(target.taker);
    request.set_kind(v1::UNIT_KIND_MEMBER);
    request.set_units(1);
    request.set_ground("赠与");
    return request;
  }
  static v1::ContributeHouseRequest House(const UnitTarget& target) {
    v1::ContributeHouseRequest request;
    request.set_parent(target.collective);
    request.set_request_id(NewRequestId());
    request.set_household(target.household);
    request.set_house("老屋");
    request.set_valuation_fen(100'000);
    request.set_exit(v1::HouseShare::EXIT_BUY_BACK);
    *request.mutable_start_date() = DayOf("2026-06-01");
    request.set_ground("评估报告");
    return request;
  }

 private:
  UnitOffice office_;
  const rpc::v1::Caller clerk_ = UnitOffice::Officer(rpc::v1::ROLE_VILLAGE_CLERK, "/7/");
  const rpc::v1::Caller approver_ = UnitOffice::Officer(rpc::v1::ROLE_TOWNSHIP_APPROVER, "/7/");
  UnitTarget inside_, outside_, abroad_;
};

using UnitCalling =
    std::function<grpc::Status(UnitScene&, const rpc::v1::Caller&, const UnitTarget&)>;

// A call of this method with a request that `fill` makes sensible.
template <class Service, class Request, class Reply, class Fill>
UnitCalling ByUnits(grpc::Status (Service::*method)(grpc::ClientContext*, const Request&, Reply*),
                    Fill fill) {
  return [=](UnitScene& scene, const rpc::v1::Caller& caller, const UnitTarget& target) {
    Request request;
    if constexpr (requires { request.set_request_id(""); }) request.set_request_id(NewRequestId());
    fill(request, target);
    return scene.office().Ask<Service>(caller, method, request).status;
  };
}

// Requests that carry only the name of their object, or that of their parent.
template <class Method>
UnitCalling NamingUnits(Method method, std::string UnitTarget::*object) {
  return ByUnits(method, [=](auto& request, const UnitTarget& target) {
    if constexpr (requires { request.set_ground(""); }) request.set_ground("决议");
    if constexpr (requires { request.set_reason(""); }) request.set_reason("遗失");
    if constexpr (requires { request.set_year(1); }) request.set_year(2025);
    if constexpr (requires { request.set_name(""); }) {
      request.set_name(target.*object);
    } else {
      request.set_parent(target.*object);
    }
    if constexpr (requires { request.set_holder(""); }) request.set_holder(target.household);
  });
}

// Requests about the units of the household.
template <class Method>
UnitCalling OfHolder(Method method) {
  return ByUnits(method, [](auto& request, const UnitTarget& target) {
    request.set_parent(target.collective);
    request.set_holder(target.household);
    request.set_kind(v1::UNIT_KIND_MEMBER);
    request.set_units(1);
    request.set_ground("决议");
  });
}

void AddUnitChanges(std::map<std::string, UnitCalling>* calls) {
  (*calls)["IssueUnits"] = OfHolder(&UnitStub::IssueUnits);
  (*calls)["BuyBackUnits"] = OfHolder(&UnitStub::BuyBackUnits);
  (*calls)["FreezeUnits"] = OfHolder(&UnitStub::FreezeUnits);
  (*calls)["UnfreezeUnits"] = OfHolder(&UnitStub::UnfreezeUnits);
  (*calls)["PledgeUnits"] = OfHolder(&UnitStub::PledgeUnits);
  (*calls)["ReleasePledge"] = OfHolder(&UnitStub::ReleasePledge);
  (*calls)["ProposeTransfer"] =
      ByUnits(&UnitStub::ProposeTransfer,
              [](auto& request, const UnitTarget& target) { request = UnitScene::Gift(target); });
  (*calls)["InheritUnits"] =
      ByUnits(&UnitStub::InheritUnits, [](auto& request, const UnitTarget& target) {
        request.set_parent(target.collective);
        request.set_giver(target.household);
        request.set_kind(v1::UNIT_KIND_MEMBER);
        request.set_ground("公证书");
        request.add_heirs()->set_household(target.taker);
        request.mutable_heirs(0)->mutable_share()->set_numerator(1);
        request.mutable_heirs(0)->mutable_share()->set_denominator(1);
      });
  (*calls)["SetUnitCharter"] =
      ByUnits(&UnitStub::SetUnitCharter, [](auto& request, const UnitTarget& target) {
        request.mutable_charter()->set_name(target.collective + "/unitCharter");
        request.mutable_charter()->mutable_transfer_cap()->set_numerator(1);
        request.mutable_charter()->mutable_transfer_cap()->set_denominator(1);
        request.mutable_charter()->set_house_fen_per_share(100);
        request.mutable_charter()->set_ground("决议");
      });
  (*calls)["ConfirmTransfer"] = NamingUnits(&UnitStub::ConfirmTransfer, &UnitTarget::transfer);
  (*calls)["ConfirmUnitChange"] = NamingUnits(&UnitStub::ConfirmUnitChange, &UnitTarget::transfer);
  (*calls)["CancelUnitChange"] = NamingUnits(&UnitStub::CancelUnitChange, &UnitTarget::transfer);
}

const std::map<std::string, UnitCalling>& UnitCalls() {
  static const std::map<std::string, UnitCalling> calls = [] {
    std::map<std::string, UnitCalling> all;
    AddUnitChanges(&all);
    all["GetUnitCharter"] =
        ByUnits(&UnitStub::GetUnitCharter, [](auto& request, const UnitTarget& target) {
          request.set_name(target.collective + "/unitCharter");
        });
    all["GetUnitChange"] = NamingUnits(&UnitStub::GetUnitChange, &UnitTarget::transfer);
    all["ListUnitChanges"] = NamingUnits(&UnitStub::ListUnitChanges, &UnitTarget::collective);
    all["GetRoll"] = NamingUnits(&UnitStub::GetRoll, &UnitTarget::collective);
    all["ListUnitEvents"] = NamingUnits(&UnitStub::ListUnitEvents, &UnitTarget::collective);
    all["IssueUnitCertificate"] =
        NamingUnits(&PaperStub::IssueUnitCertificate, &UnitTarget::household);
    all["ReprintUnitCertificate"] =
        NamingUnits(&PaperStub::ReprintUnitCertificate, &UnitTarget::certificate);
    all["GetUnitCertificate"] =
        NamingUnits(&PaperStub::GetUnitCertificate, &UnitTarget::certificate);
    all["ListUnitCertificates"] =
        NamingUnits(&PaperStub::ListUnitCertificates, &UnitTarget::household);
    all["DownloadUnitCertificate"] =
        NamingUnits(&PaperStub::DownloadUnitCertificate, &UnitTarget::certificate);
    all["VerifyUnitCertificate"] =
        ByUnits(&PaperStub::VerifyUnitCertificate, [](auto& request, const UnitTarget& target) {
          request.set_parent(target.county);
          request.set_number("990007-GQ-00000001");
          request.set_check_code("0123456789abcdef");
        });
    all["ContributeHouse"] = ByUnits(
        &HouseStub::ContributeHouse,
        [](auto& request, const UnitTarget& target) { request = UnitScene::House(target); });
    all["WithdrawHouse"] = NamingUnits(&HouseStub::WithdrawHouse, &UnitTarget::house);
    all["GetHouseShare"] = NamingUnits(&HouseStub::GetHouseShare, &UnitTarget::house);
    all["ListHouseShares"] = NamingUnits(&HouseStub::ListHouseShares, &UnitTarget::collective);
    return all;
  }();
  return calls;
}

char UnitVerdict(const grpc::Status& status) {
  switch (status.error_code()) {
    case grpc::StatusCode::UNAUTHENTICATED:
      return 'U';
    case grpc::StatusCode::PERMISSION_DENIED:
      return ReasonIn(status) == "SAME_PERSON" ? '+' : '-';
    case grpc::StatusCode::OK:
    case grpc::StatusCode::NOT_FOUND:
    case grpc::StatusCode::FAILED_PRECONDITION:
      return '+';
    default:
      return 0;
  }
}

std::string Compact(std::string verdicts) {
  std::erase(verdicts, ' ');
  return verdicts;
}

TEST(UnitAccessMatrix, HasARowForEveryDeclaredMethod) {
  std::set<std::string> rows, declared;
  for (const UnitRow& row : kUnitMatrix) {
    rows.insert(row.method);
    EXPECT_EQ(Compact(row.inside).size(), kUnitCallers.size()) << row.method;
    EXPECT_EQ(Compact(row.outside).size(), kUnitCallers.size()) << row.method;
    EXPECT_TRUE(UnitCalls().contains(row.method)) << row.method;
  }
  for (const char* name : {"UnitsService", "UnitCertificatesService", "HouseSharesService"}) {
    const auto* service = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
        std::string("qianmo.registry.v1.") + name);
    for (int i = 0; i < service->method_count(); ++i) declared.insert(service->method(i)->name());
  }
  EXPECT_EQ(rows, declared);
}

TEST(UnitAccessMatrix, IsWhatTheServerDoes) {
  UnitScene scene;
  for (const UnitRow& row : kUnitMatrix) {
    const bool open = row.inside == kEverybody;
    for (const UnitSite site : {UnitSite::kInside, UnitSite::kOutside, UnitSite::kAbroad}) {
      const std::string verdicts = Compact(site == UnitSite::kInside    ? row.inside
                                           : site == UnitSite::kOutside ? row.outside
                                           : open                       ? kEverybody
                                                                        : kNone);
      for (std::size_t i = 0; i < kUnitCallers.size(); ++i) {
        const auto status =
            UnitCalls().at(row.method)(scene, scene.CallerOf(kUnitCallers[i]), scene.At(site));
        EXPECT_EQ(UnitVerdict(status), verdicts[i])
            << row.method << " by " << kUnitCallers[i] << " at " << static_cast<int>(site) << ": "
            << status.error_code() << " " << ReasonIn(status) << " " << status.error_message();
      }
    }
  }
}

}  // namespace
}  // namespace qianmo::registry
