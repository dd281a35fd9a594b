// Who may do what with deposits: the rows are written by hand from page 3.8 of the design.
#include <functional>
#include <set>

#include <gtest/gtest.h>

#include "qianmo/ledger/v1/keys.grpc.pb.h"
#include "services/ledger/vault.h"

namespace qianmo::ledger {
namespace {

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
constexpr char kSeers[] = "U - --- -- - -- ++ - ++ - -";
constexpr char kHoldSeers[] = "U - --- -- - -- ++ - ++ - +";
constexpr char kHoldListers[] = "U - --- -- + -- ++ - ++ - +";  // a bidder its own
constexpr char kCentreOfficers[] = "U - --- -- - -- +- - -- - -";
constexpr char kBoth[] = "U - --- -- - -- ++ - -- - -";
constexpr char kJudges[] = "U - --- -- - -- -+ - -- - -";
constexpr char kOpeners[] = "U - --- -- - -- +- - -- - +";
constexpr char kTakers[] = "U - --- -- - -- -+ - -- - +";
constexpr char kAdmins[] = "U - --- -- - -- -- + -- - -";
constexpr char kNobody[] = "U - --- -- - -- -- - -- - -";

struct CustodyRow {
  const char* method;
  const char* verdicts;  // + may, - may not, U must sign in first; blanks do not count
};
// In their own county; in another nobody may do anything.
const std::vector<CustodyRow> kCustodyAccess = {
    {"OpenHold", kOpeners},      {"GetHold", kHoldSeers},      {"ListHolds", kHoldListers},
    {"CaptureHold", kTakers},    {"ReleaseHold", kOpeners},    {"ForfeitHold", kTakers},
    {"DisposeForfeit", kJudges}, {"ProposePartUndo", kBoth},   {"ApprovePartUndo", kJudges},
    {"DeclinePartUndo", kBoth},  {"DueRelease", kOpeners},     {"ListLateReleases", kSeers},
    {"GetSuspenseItem", kSeers}, {"ListSuspense", kSeers},     {"ProposeSuspense", kCentreOfficers},
    {"ApplySuspense", kJudges},  {"DeclineSuspense", kBoth},   {"ReturnSuspense", kCentreOfficers},
    {"ProposeInterest", kBoth},  {"ApproveInterest", kJudges}, {"DeclineInterest", kBoth},
    {"GetInterestRun", kSeers},  {"ListInterestRuns", kSeers}, {"ListInterestShares", kSeers},
    {"StartReseal", kAdmins}};

const std::vector<std::string> kGuests = {
    "stranger",       "nobody",          "VILLAGE_CLERK", "BOARD_CHAIR",    "SUPERVISOR",
    "MEMBER",         "HOUSEHOLD_HEAD",  "BIDDER",        "TOWNSHIP_AGENT", "TOWNSHIP_APPROVER",
    "CENTRE_OFFICER", "CENTRE_APPROVER", "COUNTY_ADMIN",  "DISCIPLINE",     "AUDITOR",
    "BANK",           "SERVICE"};

// '+' also for what was refused for other reasons than who asks; 0 says nothing about access.
char CustodyVerdict(const grpc::Status& status) {
  switch (status.error_code()) {
    case grpc::StatusCode::UNAUTHENTICATED:
      return 'U';
    case grpc::StatusCode::PERMISSION_DENIED:
      return '-';
    case grpc::StatusCode::OK:
    case grpc::StatusCode::ALREADY_EXISTS:
    case grpc::StatusCode::FAILED_PRECONDITION:
    case grpc::StatusCode::RESOURCE_EXHAUSTED:  // come again when the keys are known
      return '+';
    default:
      return 0;
  }
}

class CustodyAccess : public testing::Test {
 protected:
  struct Target {
    std::string county, hold, part, item, run;
  };
  using Asking = std::function<grpc::Status(const rpc::v1::Caller&, const Target&)>;

  CustodyAccess() {
    const auto hold = vault_.Funded(NewLot(), owner_, 100);
    const auto parts = vault_.Forfeit(hold.name(), 10).reply;
    home_ = {kCounty, hold.name(), parts.parts(0).id(),
             vault_.Suspended(vault_.CreditFor(hold, owner_)), ""};
    ProposeRun();
    AddHolds();
    AddParts();
    AddUndos();
    AddSuspense();
  }

  template <class Service, class Request, class Reply>
  Asking On(grpc::Status (Service::*method)(grpc::ClientContext*, const Request&, Reply*),
            std::string Target::*name, const std::function<void(Request*, const Target&)>& fill) {
    return [=, this](const rpc::v1::Caller& caller, const Target& target) {
      Request request;
      if constexpr (requires { request.set_name(""); }) request.set_name(target.*name);
      if constexpr (requires { request.set_parent(""); }) request.set_parent(target.*name);
      if constexpr (requires { request.set_request_id(""); }) {
        request.set_request_id(NewRequestId());
      }
      if constexpr (requires { request.set_reason(""); }) request.set_reason("查验权限");
      if (fill) fill(&request, target);
      return vault_.Ask(caller, method, request).status;
    };
  }
  template <class Service, class Request, class Reply>
  Asking On(grpc::Status (Service::*method)(grpc::ClientContext*, const Request&, Reply*),
            std::string Target::*name) {
    return On<Service, Request, Reply>(method, name, nullptr);
  }

  // A run that waits for somebody to approve it.
  void ProposeRun() {
    Credit interest = vault_.CreditFor(v1::Hold(), owner_);
    interest.amount = Fen(100);
    interest.payer_name = interest.payer_account = "";
    auto request = Named<v1::ProposeInterestRequest>(vault_.Suspended(interest));
    *request.mutable_first_date() = Day("2026-10-01");
    *request.mutable_last_date() = Day("2026-10-02");
    home_.run = vault_.Ask(vault_.officer(), &InterestDesk::ProposeInterest, request).reply.name();
  }

  void AddHolds() {
    asks_["OpenHold"] = [this](const auto& caller, const auto& target) {
      auto request = vault_.NewHold(NewLot(), owner_);
      request.set_parent(target.county);
      return vault_.Ask(caller, &Holds::OpenHold, request).status;
    };
    asks_["GetHold"] = On(&Holds::GetHold, &Target::hold);
    asks_["ListHolds"] = On(&Holds::ListHolds, &Target::county);
    asks_["ListLateReleases"] = On(&Releases::ListLateReleases, &Target::county);
    asks_["DueRelease"] = On<Releases, v1::DueReleaseRequest, v1::Hold>(
        &Releases::DueRelease, &Target::hold, [](v1::DueReleaseRequest* request, const Target&) {
          *request->mutable_final_date() = Day("2026-11-20");
        });
  }

  void AddParts() {
    asks_["CaptureHold"] = [this](const auto& caller, const auto& target) {
      return vault_.Ask(caller, &Holds::CaptureHold, vault_.NewCapture(target.hold, 1)).status;
    };
    asks_["ReleaseHold"] = On<Holds, v1::ReleaseHoldRequest, v1::Hold>(
        &Holds::ReleaseHold, &Target::hold,
        [](v1::ReleaseHoldRequest* request, const Target&) { request->set_amount_fen(1); });
    asks_["ForfeitHold"] = On<Holds, v1::ForfeitHoldRequest, v1::Hold>(
        &Holds::ForfeitHold, &Target::hold,
        [](v1::ForfeitHoldRequest* request, const Target&) { request->set_amount_fen(1); });
    asks_["DisposeForfeit"] = On<Forfeits, v1::DisposeForfeitRequest, v1::Hold>(
        &Forfeits::DisposeForfeit, &Target::hold,
        [this](v1::DisposeForfeitRequest* request, const Target& target) {
          request->set_part(target.part);
          request->set_books(vault_.bureau().books());
        });
  }

  void AddUndos() {
    asks_["ProposePartUndo"] = On<Undos, v1::ProposePartUndoRequest, v1::Hold>(
        &Undos::ProposePartUndo, &Target::hold,
        [](v1::ProposePartUndoRequest* request, const Target& target) {
          request->set_part(target.part);
        });
    asks_["ApprovePartUndo"] = On<Undos, v1::ApprovePartUndoRequest, v1::Hold>(
        &Undos::ApprovePartUndo, &Target::hold,
        [](v1::ApprovePartUndoRequest* request, const Target& target) {
          request->set_part(target.part);
        });
    asks_["DeclinePartUndo"] = On<Undos, v1::DeclinePartUndoRequest, v1::Hold>(
        &Undos::DeclinePartUndo, &Target::hold,
        [](v1::DeclinePartUndoRequest* request, const Target& target) {
          request->set_part(target.part);
        });
  }

  void AddSuspense() {
    asks_["GetSuspenseItem"] = On(&SuspenseDesk::GetSuspenseItem, &Target::item);
    asks_["ListSuspense"] = On(&SuspenseDesk::ListSuspense, &Target::county);
    asks_["ProposeSuspense"] = On<SuspenseDesk, v1::ProposeSuspenseRequest, v1::SuspenseItem>(
        &SuspenseDesk::ProposeSuspense, &Target::item,
        [](v1::ProposeSuspenseRequest* request, const Target& target) {
          request->set_hold(target.hold);
        });
    asks_["ApplySuspense"] = On(&SuspenseDesk::ApplySuspense, &Target::item);
    asks_["DeclineSuspense"] = On(&SuspenseDesk::DeclineSuspense, &Target::item);
    asks_["ReturnSuspense"] = On<SuspenseDesk, v1::ReturnSuspenseRequest, v1::SuspenseItem>(
        &SuspenseDesk::ReturnSuspense, &Target::item,
        [](v1::ReturnSuspenseRequest* request, const Target&) {
          request->set_bank_name("工商银行");
        });
    asks_["ProposeInterest"] = On<InterestDesk, v1::ProposeInterestRequest, v1::InterestRun>(
        &InterestDesk::ProposeInterest, &Target::item,
        [](v1::ProposeInterestRequest* request, const Target&) {
          *request->mutable_first_date() = Day("2026-11-01");
          *request->mutable_last_date() = Day("2026-11-02");
        });
    asks_["ApproveInterest"] = On(&InterestDesk::ApproveInterest, &Target::run);
    asks_["DeclineInterest"] = On(&InterestDesk::DeclineInterest, &Target::run);
    asks_["GetInterestRun"] = On(&InterestDesk::GetInterestRun, &Target::run);
    asks_["ListInterestRuns"] = On(&InterestDesk::ListInterestRuns, &Target::county);
    asks_["StartReseal"] = On(&v1::LedgerKeysService::Stub::StartReseal, &Target::county);
    asks_["ListInterestShares"] = On(&InterestDesk::ListInterestShares, &Target::run);
  }

  static rpc::v1::Caller Guest(const std::string& guest) {
    if (guest == "stranger") return {};
    if (guest == "nobody") return Bureau::Person(rpc::v1::ROLE_UNSPECIFIED, "");
    rpc::v1::Role role;
    if (!rpc::v1::Role_Parse("ROLE_" + guest, &role)) throw std::runtime_error(guest);
    if (role == rpc::v1::ROLE_BIDDER) return Vault::Bidder(77).caller;
    if (role <= rpc::v1::ROLE_HOUSEHOLD_HEAD) return Bureau::Person(role, kVillage);
    return Bureau::Person(role, guest.starts_with("TOWNSHIP") ? kTownship : "/7/");
  }

  void Expect(const CustodyRow& row, const Target& target) {
    std::string verdicts = row.verdicts;
    std::erase(verdicts, ' ');
    ASSERT_EQ(verdicts.size(), kGuests.size()) << row.method;
    for (std::size_t i = 0; i < kGuests.size(); ++i) {
      const auto status = asks_.at(row.method)(Guest(kGuests[i]), target);
      EXPECT_EQ(CustodyVerdict(status), verdicts[i])
          << row.method << " by " << kGuests[i] << " in " << target.county << ": "
          << status.error_code() << " " << ReasonIn(status) << status.error_message();
    }
  }

  Vault vault_;
  const Bidding owner_ = Vault::Bidder(1);
  Target home_;
  std::map<std::string, Asking> asks_;
};

TEST_F(CustodyAccess, IsWhatTheServerDoesAndEveryMethodHasARow) {
  const Target abroad{"counties/8", "counties/8/holds/" + NewRequestId(), NewRequestId(),
                      "counties/8/suspenseItems/" + NewRequestId(),
                      "counties/8/interestRuns/" + NewRequestId()};
  std::set<std::string> rows;
  for (const CustodyRow& row : kCustodyAccess) {
    rows.insert(row.method);
    Expect(row, home_);
    Expect({row.method, kNobody}, abroad);
  }
  std::set<std::string> declared;
  for (const std::string name :
       {"HoldsService", "ReleasesService", "ForfeitsService", "PartUndosService", "SuspenseService",
        "InterestService", "LedgerKeysService"}) {
    const auto* service = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
        "qianmo.ledger.v1." + name);
    for (int i = 0; i < service->method_count(); ++i) declared.insert(service->method(i)->name());
  }
  EXPECT_EQ(rows, declared);
}

TEST_F(CustodyAccess, LetsABidderSeeItsOwnHoldAndDoNothingWithIt) {
  const auto& hers = owner_.caller;
  EXPECT_EQ(CustodyVerdict(asks_["GetHold"](hers, home_)), '+');
  for (const char* method : {"CaptureHold", "ReleaseHold", "ForfeitHold", "DueRelease"}) {
    EXPECT_EQ(CustodyVerdict(asks_[method](hers, home_)), '-') << method;
  }
}

}  // namespace
}  // namespace qianmo::ledger
