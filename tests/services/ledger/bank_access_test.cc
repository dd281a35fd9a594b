// Who may do what with accounts at banks and payments: the rows are written by hand from page 3.8
// of the design.
#include <functional>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "ledger/bank_entry_store.h"
#include "services/ledger/counter.h"

namespace qianmo::ledger {
namespace {

// An account of the village, and of another one, of the county centre itself, of another county.
enum class BankPlace { kVillage, kFarVillage, kCentre, kAbroad };

const std::vector<std::string> kBankVisitors = {
    "stranger",       "nobody",          "VILLAGE_CLERK", "BOARD_CHAIR",    "SUPERVISOR",
    "MEMBER",         "HOUSEHOLD_HEAD",  "BIDDER",        "TOWNSHIP_AGENT", "TOWNSHIP_APPROVER",
    "CENTRE_OFFICER", "CENTRE_APPROVER", "COUNTY_ADMIN",  "DISCIPLINE",     "AUDITOR",
    "BANK",           "SERVICE"};

// What is asked of an account: by whom it may be in the village, and in the centre.
// + may, - may not, U must sign in first; blanks do not count.
struct BankVerdicts {
  const char* village;
  const char* far_village;
  const char* centre;
};

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
constexpr char kNobodyAtBanks[] = "U - --- -- - -- -- - -- - -";
constexpr BankVerdicts kBankReaders = {"U - +++ -- - ++ ++ - ++ - -", "U - --- -- - -- ++ - ++ - -",
                                       "U - --- -- - -- ++ - ++ - -"};
constexpr BankVerdicts kBankKeepers = {"U - --- -- - +- -- - -- - -", kNobodyAtBanks,
                                       "U - --- -- - -- +- - -- - -"};
constexpr BankVerdicts kBankCheckers = {"U - --- -- - -+ -- - -- - -", kNobodyAtBanks,
                                        "U - --- -- - -- -+ - -- - -"};
constexpr BankVerdicts kBankBoth = {"U - --- -- - ++ -- - -- - -", kNobodyAtBanks,
                                    "U - --- -- - -- ++ - -- - -"};

constexpr BankVerdicts kBankEvidence = {
    "U - --- -- - +- -- - ++ - -", "U - --- -- - -- -- - ++ - -", "U - --- -- - -- +- - ++ - -"};

const std::map<std::string, BankVerdicts> kBankAccess = {
    {"CreateBankAccount", kBankKeepers},   {"GetBankAccount", kBankReaders},
    {"UpdateBankAccount", kBankKeepers},   {"CloseBankAccount", kBankKeepers},
    {"GetPayment", kBankReaders},          {"ListPayments", kBankReaders},
    {"RetryPayment", kBankKeepers},        {"ListContradictions", kBankReaders},
    {"CloseContradiction", kBankKeepers},  {"CreatePayoutBatch", kBankKeepers},
    {"GetPayoutBatch", kBankReaders},      {"ListPayoutBatches", kBankReaders},
    {"ApprovePayoutBatch", kBankCheckers}, {"CancelPayoutBatch", kBankBoth},
    {"ExportPayoutFile", kBankKeepers},    {"DownloadPayoutFile", kBankKeepers},
    {"ImportBankStatement", kBankKeepers}, {"ImportPayoutResult", kBankKeepers},
    {"GetBankFile", kBankReaders},         {"ListBankFiles", kBankReaders},
    {"DownloadBankFile", kBankEvidence},   {"GetBankEntry", kBankReaders},
    {"ListBankEntries", kBankReaders},     {"MatchBankEntry", kBankKeepers},
    {"UnmatchBankEntry", kBankKeepers},    {"GetDayDifference", kBankReaders},
    {"LookAgain", kBankKeepers},           {"CorrectPayee", kBankKeepers},
    {"DeclareNotExecuted", kBankKeepers},  {"ApproveCorrection", kBankCheckers},
    {"DeclineCorrection", kBankBoth},      {"GetCorrection", kBankReaders},
    {"ListCorrections", kBankReaders}};

struct BankThing {
  std::string books = {}, account = {}, payment = {}, batch = {}, contradiction = {}, file = {},
              entry = {}, correction = {};
};

class BankAccess : public testing::Test {
 protected:
  using Asking = std::function<grpc::Status(const rpc::v1::Caller&, const BankThing&)>;

  BankAccess() {
    const auto far_agent =
        Bureau::Person(rpc::v1::ROLE_TOWNSHIP_AGENT, "/7/01900000-0000-7000-8000-00000000a002/");
    const auto officer = Bureau::Person(rpc::v1::ROLE_CENTRE_OFFICER, "/7/");
    auto custody = Bureau::NewBooks("/7/");
    custody.set_kind(v1::Books::KIND_CUSTODY);
    custody.set_display_name("托管账");
    things_[BankPlace::kVillage] =
        Furnish(branch_.bureau().agent(), branch_.bureau().books(), branch_.account());
    things_[BankPlace::kFarVillage] =
        Open(far_agent, Bureau::NewBooks(kFarVillage), "1102000000000002");
    things_[BankPlace::kCentre] = Open(officer, custody, "1102000000000003");
    const auto abroad = [](const std::string& kind) {
      return "counties/8/" + kind + "/" + NewRequestId();
    };
    things_[BankPlace::kAbroad] = {abroad("books"),          abroad("bankAccounts"),
                                   abroad("payments"),       abroad("payoutBatches"),
                                   abroad("contradictions"), abroad("bankFiles"),
                                   abroad("bankEntries"),    abroad("paymentCorrections")};
    AddAccounts();
    AddPayments();
    AddPayouts();
    AddFiles();
    AddCorrections();
  }

  BankThing Open(const rpc::v1::Caller& keeper, const v1::OpenBooksRequest& books,
                 const std::string& number) {
    const std::string name = branch_.bureau().Ask(keeper, &Books::OpenBooks, books).reply.name();
    auto request = branch_.NewAccount("102", number);
    request.set_parent(name);
    const auto account = branch_.Ask(keeper, &BankAccounts::CreateBankAccount, request);
    return Furnish(keeper, name, account.reply.name());
  }

  // With a payment in a batch, and a contradiction.
  BankThing Furnish(const rpc::v1::Caller& keeper, const std::string& books,
                    const std::string& account) {
    BankThing thing{.books = books, .account = account};
    thing.payment = branch_.OweFrom(account, {100}).front();
    v1::CreatePayoutBatchRequest request;
    request.set_parent(account);
    request.set_request_id(NewRequestId());
    thing.batch = branch_.Ask(keeper, &Payouts::CreatePayoutBatch, request).reply.name();
    thing.contradiction = branch_.Contradict(account);
    const std::string id = account.substr(account.rfind('/') + 1);
    thing.file = "counties/7/bankFiles/" +
                 branch_.bureau().Query(
                     "SELECT id FROM ledger.bank_file WHERE bank_account_id = '" + id + "'");
    thing.entry = AddEntry(account, thing.file);
    const std::string wrong = branch_.OweFrom(account, {200}).front();
    thing.correction = branch_.CorrectPayee(keeper, wrong).reply.name();
    return thing;
  }

  std::string AddEntry(const std::string& account, const std::string& file) {
    const auto account_id = BankAccountId::Parse(account.substr(account.rfind('/') + 1)).value();
    const auto file_id = BankFileId::Parse(file.substr(file.rfind('/') + 1)).value();
    const Time now = branch_.bureau().clock().Now();
    const NewBankStatement statement{.id = BankStatementId::Make(now),
                                     .kind = BankStatementKind::kNotification,
                                     .bank_number = "1",
                                     .first_day = BeijingDate(now),
                                     .last_day = BeijingDate(now),
                                     .credit_sum = Fen(),
                                     .debit_sum = Fen(),
                                     .jump = Fen()};
    const auto added = branch_.Do([&](pg::Transaction& tx) -> Result<Done> {
      InsertBankStatement(tx, kBranchCounty, account_id, file_id, statement, now);
      const auto ring = branch_.bureau().keyring();
      BankEntryCopy copy(tx, kBranchCounty, *ring, account_id, now);
      NewBankEntry entry{};
      entry.statement = statement.id;
      entry.identity = Uuid::Make(now);
      entry.side = BankSide::kCredit;
      entry.amount = Fen(5);
      entry.booking_date = entry.value_date = BeijingDate(now);
      copy.Add(entry);
      copy.Finish();
      return Done{};
    });
    if (!added) throw std::runtime_error(added.refusal().reason);
    return "counties/7/bankEntries/" +
           branch_.bureau().Query("SELECT id FROM ledger.bank_entry WHERE bank_account_id = '" +
                                  account_id.ToString() + "'");
  }

  template <class Service, class Request, class Reply>
  void AddNamed(const std::string& method, std::string BankThing::*what,
                grpc::Status (Service::*ask)(grpc::ClientContext*, const Request&, Reply*)) {
    asks_[method] = [this, what, ask](const auto& caller, const BankThing& thing) {
      auto request = Named<Request>(thing.*what);
      if constexpr (requires { request.set_outcome(""); }) request.set_outcome("查验权限");
      if constexpr (requires { request.set_reason(""); }) request.set_reason("查验权限");
      if constexpr (requires { request.mutable_day(); }) *request.mutable_day() = Day("2026-11-19");
      return branch_.Ask(caller, ask, request).status;
    };
  }
  template <class Service, class Request, class Reply>
  void AddOfAccount(const std::string& method,
                    grpc::Status (Service::*ask)(grpc::ClientContext*, const Request&, Reply*)) {
    asks_[method] = [this, ask](const auto& caller, const BankThing& thing) {
      Request request;
      request.set_parent(thing.account);
      if constexpr (requires { request.set_request_id(""); }) {
        request.set_request_id(NewRequestId());
      }
      if constexpr (requires { request.set_file(""); }) {
        request.set_file("counties/7/files/" + NewRequestId());
      }
      return branch_.Ask(caller, ask, request).status;
    };
  }

  void AddFiles() {
    AddOfAccount("ImportBankStatement", &BankFiles::ImportBankStatement);
    AddOfAccount("ImportPayoutResult", &BankFiles::ImportPayoutResult);
    AddOfAccount("ListBankFiles", &BankFiles::ListBankFiles);
    AddNamed("GetBankFile", &BankThing::file, &BankFiles::GetBankFile);
    AddNamed("DownloadBankFile", &BankThing::file, &BankFiles::DownloadBankFile);
    AddOfAccount("ListBankEntries", &BankEntries::ListBankEntries);
    AddNamed("GetBankEntry", &BankThing::entry, &BankEntries::GetBankEntry);
    AddNamed("UnmatchBankEntry", &BankThing::entry, &BankEntries::UnmatchBankEntry);
    AddNamed("GetDayDifference", &BankThing::account, &BankEntries::GetDayDifference);
    asks_["MatchBankEntry"] = [this](const auto& caller, const BankThing& thing) {
      auto request = Named<v1::MatchBankEntryRequest>(thing.entry);
      request.set_summary("查验权限");
      request.set_payment(thing.payment);
      return branch_.Ask(caller, &BankEntries::MatchBankEntry, request).status;
    };
  }

  void AddAccounts() {
    asks_["CreateBankAccount"] = [this](const auto& caller, const BankThing& thing) {
      auto request = branch_.NewAccount();
      request.set_parent(thing.books);
      return branch_.Ask(caller, &BankAccounts::CreateBankAccount, request).status;
    };
    asks_["UpdateBankAccount"] = [this](const auto& caller, const BankThing& thing) {
      v1::UpdateBankAccountRequest request;
      request.set_request_id(NewRequestId());
      request.mutable_bank_account()->set_name(thing.account);
      request.mutable_bank_account()->set_display_name("合作社");
      request.mutable_update_mask()->add_paths("display_name");
      return branch_.Ask(caller, &BankAccounts::UpdateBankAccount, request).status;
    };
    AddNamed("GetBankAccount", &BankThing::account, &BankAccounts::GetBankAccount);
    AddNamed("CloseBankAccount", &BankThing::account, &BankAccounts::CloseBankAccount);
  }

  void AddPayments() {
    AddNamed("GetPayment", &BankThing::payment, &Payments::GetPayment);
    AddNamed("RetryPayment", &BankThing::payment, &Payments::RetryPayment);
    AddNamed("CloseContradiction", &BankThing::contradiction, &Payments::CloseContradiction);
    AddOfAccount("ListPayments", &Payments::ListPayments);
    AddOfAccount("ListContradictions", &Payments::ListContradictions);
  }

  void AddCorrections() {
    asks_["CorrectPayee"] = [this](const auto& caller, const BankThing& thing) {
      return branch_.CorrectPayee(caller, thing.payment).status;
    };
    asks_["ApproveCorrection"] = [this](const auto& caller, const BankThing& thing) {
      return branch_.ApproveCorrection(caller, thing.correction, "6222000000000077").status;
    };
    AddNamed("DeclareNotExecuted", &BankThing::payment, &Corrections::DeclareNotExecuted);
    AddNamed("DeclineCorrection", &BankThing::correction, &Corrections::DeclineCorrection);
    AddNamed("GetCorrection", &BankThing::correction, &Corrections::GetCorrection);
    AddOfAccount("ListCorrections", &Corrections::ListCorrections);
    AddOfAccount("LookAgain", &BankEntries::LookAgain);
  }

  void AddPayouts() {
    AddOfAccount("CreatePayoutBatch", &Payouts::CreatePayoutBatch);
    AddOfAccount("ListPayoutBatches", &Payouts::ListPayoutBatches);
    AddNamed("GetPayoutBatch", &BankThing::batch, &Payouts::GetPayoutBatch);
    AddNamed("ApprovePayoutBatch", &BankThing::batch, &Payouts::ApprovePayoutBatch);
    AddNamed("CancelPayoutBatch", &BankThing::batch, &Payouts::CancelPayoutBatch);
    AddNamed("ExportPayoutFile", &BankThing::batch, &Payouts::ExportPayoutFile);
    AddNamed("DownloadPayoutFile", &BankThing::batch, &Payouts::DownloadPayoutFile);
  }

  static rpc::v1::Caller Visitor(const std::string& visitor) {
    if (visitor == "stranger") return {};
    if (visitor == "nobody") return Bureau::Person(rpc::v1::ROLE_UNSPECIFIED, "");
    rpc::v1::Role role;
    if (!rpc::v1::Role_Parse("ROLE_" + visitor, &role)) throw std::runtime_error(visitor);
    if (role <= rpc::v1::ROLE_HOUSEHOLD_HEAD) return Bureau::Person(role, kVillage);
    return Bureau::Person(role, visitor.starts_with("TOWNSHIP") ? kTownship : "/7/");
  }

  void Expect(const std::string& method, BankPlace place, std::string verdicts) {
    std::erase(verdicts, ' ');
    ASSERT_EQ(verdicts.size(), kBankVisitors.size()) << method;
    for (std::size_t i = 0; i < kBankVisitors.size(); ++i) {
      const auto status = asks_.at(method)(Visitor(kBankVisitors[i]), things_.at(place));
      EXPECT_EQ(VerdictOf(status), verdicts[i])
          << method << " by " << kBankVisitors[i] << " on " << static_cast<int>(place) << ": "
          << status.error_code() << " " << ReasonIn(status) << status.error_message();
    }
  }

  // '+' also for what was refused for other reasons than who asks; 0 says nothing about access.
  static char VerdictOf(const grpc::Status& status) {
    switch (status.error_code()) {
      case grpc::StatusCode::UNAUTHENTICATED:
        return 'U';
      case grpc::StatusCode::PERMISSION_DENIED:
        return '-';
      case grpc::StatusCode::OK:
      case grpc::StatusCode::ALREADY_EXISTS:
      case grpc::StatusCode::FAILED_PRECONDITION:
      case grpc::StatusCode::RESOURCE_EXHAUSTED:  // there is no registry to fetch from
        return '+';
      default:
        return 0;
    }
  }

  Branch branch_;
  std::map<BankPlace, BankThing> things_;
  std::map<std::string, Asking> asks_;
};

TEST_F(BankAccess, IsWhatTheServerDoesAndEveryMethodHasARow) {
  std::set<std::string> rows = {"ListBankAccounts"};  // below
  for (const auto& [method, verdicts] : kBankAccess) {
    rows.insert(method);
    Expect(method, BankPlace::kVillage, verdicts.village);
    Expect(method, BankPlace::kFarVillage, verdicts.far_village);
    Expect(method, BankPlace::kCentre, verdicts.centre);
    Expect(method, BankPlace::kAbroad, kNobodyAtBanks);
  }
  std::set<std::string> declared;
  for (const std::string name : {"BankAccountsService", "PaymentsService", "PayoutsService",
                                 "BankFilesService", "BankEntriesService", "CorrectionsService"}) {
    const auto* service = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
        "qianmo.ledger.v1." + name);
    for (int i = 0; i < service->method_count(); ++i) declared.insert(service->method(i)->name());
  }
  EXPECT_EQ(rows, declared);
}

TEST_F(BankAccess, ListsTheAccountsThatOneMaySee) {
  const std::map<std::string, int> seen = {
      {"nobody", -1},        {"VILLAGE_CLERK", 1},  {"MEMBER", -1},
      {"TOWNSHIP_AGENT", 1}, {"CENTRE_OFFICER", 3}, {"AUDITOR", 3},
      {"BIDDER", -1},        {"BANK", -1},          {"TOWNSHIP_APPROVER", 1}};
  for (const auto& [visitor, count] : seen) {
    v1::ListBankAccountsRequest request;
    request.set_parent(kCounty);
    const auto listed = branch_.Ask(Visitor(visitor), &BankAccounts::ListBankAccounts, request);
    EXPECT_EQ(listed.ok() ? listed.reply.bank_accounts_size() : -1, count) << visitor;
  }
}

}  // namespace
}  // namespace qianmo::ledger
