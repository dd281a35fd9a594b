// Who may do what with books: the rows are written by hand from page 3.8 of the design.
#include <functional>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "services/ledger/bureau.h"

namespace qianmo::ledger {
namespace {

enum class Where { kHome, kInside, kOutside, kCentre, kAbroad };

struct LedgerRow {
  const char* method;
  Where where;
  const char* verdicts;  // + may, - may not, U must sign in first; blanks do not count
};

const std::vector<std::string> kVisitors = {
    "stranger",       "nobody",          "VILLAGE_CLERK", "BOARD_CHAIR",    "SUPERVISOR",
    "MEMBER",         "HOUSEHOLD_HEAD",  "BIDDER",        "TOWNSHIP_AGENT", "TOWNSHIP_APPROVER",
    "CENTRE_OFFICER", "CENTRE_APPROVER", "COUNTY_ADMIN",  "DISCIPLINE",     "AUDITOR",
    "BANK",           "SERVICE"};

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
constexpr char kReaders[] = "U - +++ ++ - ++ ++ - ++ - -";
constexpr char kFarReaders[] = "U - --- -- - -- ++ - ++ - -";
constexpr char kMakers[] = "U - +-- -- - +- -- - -- - -";
constexpr char kCheckers[] = "U - -+- -- - -+ -- - -- - -";
constexpr char kAgents[] = "U - --- -- - +- -- - -- - -";
constexpr char kApprovers[] = "U - --- -- - -+ -- - -- - -";
constexpr char kOfficers[] = "U - --- -- - -- +- - -- - -";
constexpr char kCentreApprovers[] = "U - --- -- - -- -+ - -- - -";
constexpr char kServices[] = "U - --- -- - -- -- - -- - +";
constexpr char kCentreReaders[] = "U - --- -- - -- ++ - ++ - -";
constexpr char kNone[] = "U - --- -- - -- -- - -- - -";

const std::vector<LedgerRow> kLedgerAccess = {{"OpenBooks", Where::kInside, kAgents},
                                              {"OpenBooks", Where::kOutside, kNone},
                                              {"OpenBooks", Where::kAbroad, kNone},
                                              {"OpenBooks", Where::kCentre, kOfficers},
                                              {"MoveBooks", Where::kHome, kServices},
                                              {"MoveBooks", Where::kAbroad, kNone},
                                              {"GetBooks", Where::kCentre, kCentreReaders},
                                              {"AddSubAccount", Where::kCentre, kOfficers},
                                              {"ListAccounts", Where::kCentre, kCentreReaders},
                                              {"ClosePeriod", Where::kCentre, kOfficers},
                                              {"ReopenPeriod", Where::kCentre, kCentreApprovers},
                                              {"DraftVoucher", Where::kCentre, kOfficers},
                                              {"CarryYear", Where::kCentre, kNone},
                                              {"ApproveVoucher", Where::kCentre, kCentreApprovers},
                                              {"RejectVoucher", Where::kCentre, kCentreApprovers},
                                              {"ReverseVoucher", Where::kCentre, kOfficers},
                                              {"GetVoucher", Where::kCentre, kCentreReaders},
                                              {"ListVouchers", Where::kCentre, kCentreReaders},
                                              {"GetTrialBalance", Where::kCentre, kCentreReaders},
                                              {"ListPostings", Where::kCentre, kCentreReaders},
                                              {"PostEntry", Where::kInside, kServices},
                                              {"PostEntry", Where::kCentre, kServices},
                                              {"PostEntry", Where::kAbroad, kNone},
                                              {"GetBooks", Where::kInside, kReaders},
                                              {"GetBooks", Where::kOutside, kFarReaders},
                                              {"GetBooks", Where::kAbroad, kNone},
                                              {"ListBooks", Where::kHome, kReaders},
                                              {"ListBooks", Where::kAbroad, kNone},
                                              {"AddSubAccount", Where::kInside, kAgents},
                                              {"AddSubAccount", Where::kOutside, kNone},
                                              {"AddSubAccount", Where::kAbroad, kNone},
                                              {"ListAccounts", Where::kInside, kReaders},
                                              {"ListAccounts", Where::kOutside, kFarReaders},
                                              {"ListAccounts", Where::kAbroad, kNone},
                                              {"ClosePeriod", Where::kInside, kAgents},
                                              {"ClosePeriod", Where::kOutside, kNone},
                                              {"ClosePeriod", Where::kAbroad, kNone},
                                              {"ReopenPeriod", Where::kInside, kApprovers},
                                              {"ReopenPeriod", Where::kOutside, kNone},
                                              {"ReopenPeriod", Where::kAbroad, kNone},
                                              {"DraftVoucher", Where::kInside, kMakers},
                                              {"DraftVoucher", Where::kOutside, kNone},
                                              {"DraftVoucher", Where::kAbroad, kNone},
                                              {"CarryYear", Where::kInside, kAgents},
                                              {"CarryYear", Where::kOutside, kNone},
                                              {"CarryYear", Where::kAbroad, kNone},
                                              {"ApproveVoucher", Where::kInside, kCheckers},
                                              {"ApproveVoucher", Where::kOutside, kNone},
                                              {"ApproveVoucher", Where::kAbroad, kNone},
                                              {"RejectVoucher", Where::kInside, kCheckers},
                                              {"RejectVoucher", Where::kOutside, kNone},
                                              {"RejectVoucher", Where::kAbroad, kNone},
                                              {"ReverseVoucher", Where::kInside, kMakers},
                                              {"ReverseVoucher", Where::kOutside, kNone},
                                              {"ReverseVoucher", Where::kAbroad, kNone},
                                              {"GetVoucher", Where::kInside, kReaders},
                                              {"GetVoucher", Where::kOutside, kFarReaders},
                                              {"GetVoucher", Where::kAbroad, kNone},
                                              {"ListVouchers", Where::kInside, kReaders},
                                              {"ListVouchers", Where::kOutside, kFarReaders},
                                              {"ListVouchers", Where::kAbroad, kNone},
                                              {"GetTrialBalance", Where::kInside, kReaders},
                                              {"GetTrialBalance", Where::kOutside, kFarReaders},
                                              {"GetTrialBalance", Where::kAbroad, kNone},
                                              {"ListPostings", Where::kInside, kReaders},
                                              {"ListPostings", Where::kOutside, kFarReaders},
                                              {"ListPostings", Where::kAbroad, kNone},
                                              {"GetBalance", Where::kInside, kReaders},
                                              {"GetBalance", Where::kOutside, kFarReaders},
                                              {"GetBalance", Where::kAbroad, kNone},
                                              {"GetStatement", Where::kInside, kReaders},
                                              {"GetStatement", Where::kOutside, kFarReaders},
                                              {"GetStatement", Where::kAbroad, kNone},
                                              {"ExportStatement", Where::kInside, kReaders},
                                              {"ExportStatement", Where::kOutside, kFarReaders},
                                              {"ExportStatement", Where::kAbroad, kNone},
                                              {"ExportJournal", Where::kInside, kReaders},
                                              {"ExportJournal", Where::kOutside, kFarReaders},
                                              {"ExportJournal", Where::kAbroad, kNone},
                                              {"ExportVouchers", Where::kInside, kReaders},
                                              {"ExportVouchers", Where::kOutside, kFarReaders},
                                              {"ExportVouchers", Where::kAbroad, kNone},
                                              {"ExportTrialBalance", Where::kInside, kReaders},
                                              {"ExportTrialBalance", Where::kOutside, kFarReaders},
                                              {"ExportTrialBalance", Where::kAbroad, kNone},
                                              {"ExportPostings", Where::kInside, kReaders},
                                              {"ExportPostings", Where::kOutside, kFarReaders},
                                              {"ExportPostings", Where::kAbroad, kNone},
                                              {"ListTemplates", Where::kInside, kMakers},
                                              {"ListTemplates", Where::kOutside, kNone},
                                              {"ListTemplates", Where::kAbroad, kNone},
                                              {"FillTemplate", Where::kInside, kMakers},
                                              {"FillTemplate", Where::kOutside, kNone},
                                              {"FillTemplate", Where::kAbroad, kNone},
                                              {"CreateSpread", Where::kInside, kAgents},
                                              {"CreateSpread", Where::kOutside, kNone},
                                              {"CreateSpread", Where::kAbroad, kNone},
                                              {"EndSpread", Where::kInside, kAgents},
                                              {"EndSpread", Where::kOutside, kNone},
                                              {"EndSpread", Where::kAbroad, kNone},
                                              {"DraftDueSpreads", Where::kInside, kMakers},
                                              {"DraftDueSpreads", Where::kOutside, kNone},
                                              {"DraftDueSpreads", Where::kAbroad, kNone},
                                              {"GetSpread", Where::kInside, kReaders},
                                              {"GetSpread", Where::kOutside, kFarReaders},
                                              {"GetSpread", Where::kAbroad, kNone},
                                              {"ListSpreads", Where::kInside, kReaders},
                                              {"ListSpreads", Where::kOutside, kFarReaders},
                                              {"ListSpreads", Where::kAbroad, kNone}};

struct LedgerThing {
  std::string county, org_path, books, voucher;
  std::string source = {}, spread = {};  // a posted voucher, and what spreads it
};

class LedgerAccess : public testing::Test {
 protected:
  using Asking = std::function<grpc::Status(const rpc::v1::Caller&, const LedgerThing&)>;

  LedgerAccess() {
    const auto far =
        Bureau::Person(rpc::v1::ROLE_TOWNSHIP_AGENT, "/7/01900000-0000-7000-8000-00000000a002/");
    const std::string far_books =
        bureau_.Ask(far, &Books::OpenBooks, Bureau::NewBooks(kFarVillage)).reply.name();
    things_ = {
        {Where::kInside,
         {kCounty, kVillage, bureau_.books(), bureau_.Draft({"D 102 1", "C 501 1"}).reply.name()}},
        {Where::kOutside, {kCounty, kFarVillage, far_books, DraftOf(far, far_books)}},
        {Where::kCentre,
         {kCounty, "/7/", bureau_.Custody(), DraftOf(bureau_.officer(), bureau_.Custody())}},
        {Where::kAbroad,
         {"counties/8", "/8/01900000-0000-7000-8000-00000000a001/",
          "counties/8/books/" + NewRequestId(), "counties/8/vouchers/" + NewRequestId(),
          "counties/8/vouchers/" + NewRequestId(), "counties/8/spreads/" + NewRequestId()}}};
    AddSpreadTo(&things_[Where::kInside], bureau_.agent(), bureau_.approver());
    AddSpreadTo(&things_[Where::kOutside], far,
                Bureau::Person(rpc::v1::ROLE_TOWNSHIP_APPROVER,
                               "/7/01900000-0000-7000-8000-00000000a002/"));
    things_[Where::kHome] = things_[Where::kInside];
    AddBooks();
    AddVouchers();
    AddReports();
    AddSpreads();
  }

  std::string DraftOf(const rpc::v1::Caller& keeper, const std::string& books) {
    const bool custody = books == bureau_.Custody();
    auto request =
        bureau_.NewVoucher({custody ? "D 103 1" : "D 102 1", custody ? "C 102 1" : "C 501 1"});
    request.set_parent(books);
    return bureau_.Ask(keeper, &Vouchers::DraftVoucher, request).reply.name();
  }

  void AddBooks() {
    asks_["OpenBooks"] = [this](const auto& caller, const auto& thing) {
      auto request = Bureau::NewBooks(thing.org_path);
      if (thing.org_path == "/7/") {
        request.set_kind(v1::Books::KIND_CUSTODY);
        request.set_display_name("托管账");
      }
      request.set_parent(thing.county);
      return bureau_.Ask(caller, &Books::OpenBooks, request).status;
    };
    asks_["MoveBooks"] = [this](const auto& caller, const auto& thing) {
      v1::MoveBooksRequest request;
      request.set_parent(thing.county);
      request.set_request_id(NewRequestId());
      request.set_cause("counties/7/collectiveChanges/x");
      *request.mutable_date() = Day("2026-11-20");
      auto* move = request.add_moves();
      move->set_from_path("/7/01900000-0000-7000-8000-00000000a009/");
      move->set_to_path("/7/01900000-0000-7000-8000-00000000a008/");
      return bureau_.Ask(caller, &LedgerLinks::MoveBooks, request).status;
    };
    asks_["ListBooks"] = [this](const auto& caller, const auto& thing) {
      v1::ListBooksRequest request;
      request.set_parent(thing.county);
      return bureau_.Ask(caller, &Books::ListBooks, request).status;
    };
    asks_["AddSubAccount"] = [this](const auto& caller, const auto& thing) {
      auto request = Named<v1::AddSubAccountRequest>(thing.books);
      request.set_code("10201");
      request.set_display_name("农商行");
      return bureau_.Ask(caller, &Books::AddSubAccount, request).status;
    };
    asks_["ClosePeriod"] = [this](const auto& caller, const auto& thing) {
      auto request = Named<v1::ClosePeriodRequest>(thing.books);
      *request.mutable_month() = Day("2026-05-01");
      return bureau_.Ask(caller, &Books::ClosePeriod, request).status;
    };
    asks_["ReopenPeriod"] = [this](const auto& caller, const auto& thing) {
      auto request = Named<v1::ReopenPeriodRequest>(thing.books);
      *request.mutable_month() = Day("2026-05-01");
      request.set_reason("查验权限");
      return bureau_.Ask(caller, &Books::ReopenPeriod, request).status;
    };
    asks_["GetTrialBalance"] = [this](const auto& caller, const auto& thing) {
      auto request = Named<v1::GetTrialBalanceRequest>(thing.books);
      *request.mutable_first_month() = Day("2026-01-01");
      *request.mutable_last_month() = Day("2026-01-01");
      return bureau_.Ask(caller, &Reports::GetTrialBalance, request).status;
    };
    asks_["ListPostings"] = [this](const auto& caller, const auto& thing) {
      auto request = Named<v1::ListPostingsRequest>(thing.books);
      request.set_account("102");
      return bureau_.Ask(caller, &Reports::ListPostings, request).status;
    };
    asks_["GetBooks"] = [this](const auto& caller, const auto& thing) {
      return bureau_.Ask(caller, &Books::GetBooks, Named<v1::GetBooksRequest>(thing.books)).status;
    };
    asks_["ListAccounts"] = [this](const auto& caller, const auto& thing) {
      return bureau_.Ask(caller, &Books::ListAccounts, Named<v1::ListAccountsRequest>(thing.books))
          .status;
    };
  }

  void AddVouchers() {
    asks_["DraftVoucher"] = [this](const auto& caller, const auto& thing) {
      const bool custody = thing.org_path == "/7/";
      auto request =
          bureau_.NewVoucher({custody ? "D 103 1" : "D 102 1", custody ? "C 102 1" : "C 501 1"});
      request.set_parent(thing.books);
      return bureau_.Ask(caller, &Vouchers::DraftVoucher, request).status;
    };
    asks_["PostEntry"] = [this](const auto& caller, const auto& thing) {
      const bool custody = thing.org_path == "/7/";
      auto request = Bureau::NewEntry(thing.books, {"D 102 1", custody ? "C 204 1" : "C 112 1"});
      request.set_parent(thing.county);
      return bureau_.Ask(caller, &Entries::PostEntry, request).status;
    };
    asks_["CarryYear"] = [this](const auto& caller, const auto& thing) {
      v1::CarryYearRequest request;
      request.set_parent(thing.books);
      request.set_request_id(NewRequestId());
      request.set_year(2026);
      return bureau_.Ask(caller, &Vouchers::CarryYear, request).status;
    };
    asks_["ApproveVoucher"] = [this](const auto& caller, const auto& thing) {
      return bureau_.Approve(caller, thing.voucher).status;
    };
    asks_["RejectVoucher"] = [this](const auto& caller, const auto& thing) {
      auto request = Named<v1::RejectVoucherRequest>(thing.voucher);
      request.set_reason("查验权限");
      return bureau_.Ask(caller, &Vouchers::RejectVoucher, request).status;
    };
    asks_["ReverseVoucher"] = [this](const auto& caller, const auto& thing) {
      auto request = Named<v1::ReverseVoucherRequest>(thing.voucher);
      *request.mutable_date() = Day("2026-11-19");
      request.set_reason("查验权限");
      return bureau_.Ask(caller, &Vouchers::ReverseVoucher, request).status;
    };
    asks_["GetVoucher"] = [this](const auto& caller, const auto& thing) {
      return bureau_.Ask(caller, &Vouchers::GetVoucher, Named<v1::GetVoucherRequest>(thing.voucher))
          .status;
    };
    asks_["ListVouchers"] = [this](const auto& caller, const auto& thing) {
      v1::ListVouchersRequest request;
      request.set_parent(thing.books);
      return bureau_.Ask(caller, &Vouchers::ListVouchers, request).status;
    };
  }

  template <class Service, class Request, class Reply>
  Asking Export(grpc::Status (Service::*method)(grpc::ClientContext*, const Request&, Reply*)) {
    return [this, method](const auto& caller, const auto& thing) {
      auto request = Named<Request>(thing.books);
      *request.mutable_first_month() = Day("2026-01-01");
      *request.mutable_last_month() = Day("2026-01-01");
      if constexpr (requires { request.set_account(""); }) request.set_account("102");
      return bureau_.Ask(caller, method, request).status;
    };
  }

  void AddReports() {
    asks_["GetBalance"] = [this](const auto& caller, const auto& thing) {
      auto request = Named<v1::GetBalanceRequest>(thing.books);
      request.set_account("102");
      *request.mutable_date() = Day("2026-01-01");
      return bureau_.Ask(caller, &Statements::GetBalance, request).status;
    };
    asks_["GetStatement"] = [this](const auto& caller, const auto& thing) {
      auto request = Named<v1::GetStatementRequest>(thing.books);
      request.set_kind(v1::Statement::KIND_INCOME);
      *request.mutable_month() = Day("2026-01-01");
      return bureau_.Ask(caller, &Statements::GetStatement, request).status;
    };
    asks_["ExportStatement"] = [this](const auto& caller, const auto& thing) {
      auto request = Named<v1::ExportStatementRequest>(thing.books);
      request.set_kind(v1::Statement::KIND_INCOME);
      request.set_format(v1::STATEMENT_FORMAT_CSV);
      *request.mutable_month() = Day("2026-01-01");
      return bureau_.Ask(caller, &Statements::ExportStatement, request).status;
    };
    asks_["ExportJournal"] = Export(&Exports::ExportJournal);
    asks_["ExportVouchers"] = Export(&Exports::ExportVouchers);
    asks_["ExportTrialBalance"] = Export(&Exports::ExportTrialBalance);
    asks_["ExportPostings"] = Export(&Exports::ExportPostings);
  }

  static v1::CreateSpreadRequest NewSpread(const LedgerThing& thing) {
    v1::CreateSpreadRequest request;
    request.set_parent(thing.books);
    request.set_request_id(NewRequestId());
    auto* spread = request.mutable_spread();
    spread->set_voucher(thing.source);
    spread->set_line(2);
    *spread->mutable_first_date() = Day("2026-01-01");
    *spread->mutable_last_date() = Day("2028-12-31");
    spread->set_method(v1::Spread::METHOD_LEASE_YEARS);
    return request;
  }

  void AddSpreadTo(LedgerThing* thing, const rpc::v1::Caller& agent,
                   const rpc::v1::Caller& approver) {
    auto voucher = bureau_.NewVoucher({"D 102 9", "C 211 9"});
    voucher.set_parent(thing->books);
    thing->source = bureau_.Ask(agent, &Vouchers::DraftVoucher, voucher).reply.name();
    bureau_.Approve(approver, thing->source);
    thing->spread = bureau_.Ask(agent, &Spreads::CreateSpread, NewSpread(*thing)).reply.name();
  }

  void AddSpreads() {
    asks_["ListTemplates"] = [this](const auto& caller, const auto& thing) {
      return bureau_
          .Ask(caller, &Templates::ListTemplates, Named<v1::ListTemplatesRequest>(thing.books))
          .status;
    };
    asks_["FillTemplate"] = [this](const auto& caller, const auto& thing) {
      auto request = Named<v1::FillTemplateRequest>(thing.books);
      request.set_template_("cash_drawn");
      request.set_amount_fen(1);
      *request.mutable_date() = Day("2026-01-01");
      return bureau_.Ask(caller, &Templates::FillTemplate, request).status;
    };
    asks_["CreateSpread"] = [this](const auto& caller, const auto& thing) {
      return bureau_.Ask(caller, &Spreads::CreateSpread, NewSpread(thing)).status;
    };
    asks_["EndSpread"] = [this](const auto& caller, const auto& thing) {
      auto request = Named<v1::EndSpreadRequest>(thing.spread);
      request.set_reason("查验权限");
      return bureau_.Ask(caller, &Spreads::EndSpread, request).status;
    };
    asks_["DraftDueSpreads"] = [this](const auto& caller, const auto& thing) {
      v1::DraftDueSpreadsRequest request;
      request.set_parent(thing.books);
      request.set_request_id(NewRequestId());
      return bureau_.Ask(caller, &Spreads::DraftDueSpreads, request).status;
    };
    asks_["GetSpread"] = [this](const auto& caller, const auto& thing) {
      return bureau_.Ask(caller, &Spreads::GetSpread, Named<v1::GetSpreadRequest>(thing.spread))
          .status;
    };
    asks_["ListSpreads"] = [this](const auto& caller, const auto& thing) {
      v1::ListSpreadsRequest request;
      request.set_parent(thing.books);
      return bureau_.Ask(caller, &Spreads::ListSpreads, request).status;
    };
  }

  static rpc::v1::Caller Visitor(const std::string& visitor) {
    if (visitor == "stranger") return {};
    if (visitor == "nobody") return Bureau::Person(rpc::v1::ROLE_UNSPECIFIED, "");
    rpc::v1::Role role;
    if (!rpc::v1::Role_Parse("ROLE_" + visitor, &role)) throw std::runtime_error(visitor);
    if (role <= rpc::v1::ROLE_HOUSEHOLD_HEAD) return Bureau::Person(role, kVillage);
    return Bureau::Person(role, visitor.starts_with("TOWNSHIP") ? kTownship : "/7/");
  }

  Bureau bureau_;
  std::map<Where, LedgerThing> things_;
  std::map<std::string, Asking> asks_;
};

// '+' also for what was refused for other reasons than who asks; 0 says nothing about access.
char LedgerVerdict(const grpc::Status& status) {
  switch (status.error_code()) {
    case grpc::StatusCode::UNAUTHENTICATED:
      return 'U';
    case grpc::StatusCode::PERMISSION_DENIED:
      return '-';
    case grpc::StatusCode::OK:
    case grpc::StatusCode::ALREADY_EXISTS:
    case grpc::StatusCode::FAILED_PRECONDITION:
      return '+';
    default:
      return 0;
  }
}

TEST_F(LedgerAccess, IsWhatTheServerDoesAndEveryMethodHasARow) {
  std::set<std::string> rows;
  for (const LedgerRow& row : kLedgerAccess) {
    rows.insert(row.method);
    std::string verdicts = row.verdicts;
    std::erase(verdicts, ' ');
    ASSERT_EQ(verdicts.size(), kVisitors.size()) << row.method;
    for (std::size_t i = 0; i < kVisitors.size(); ++i) {
      const auto status = asks_.at(row.method)(Visitor(kVisitors[i]), things_.at(row.where));
      EXPECT_EQ(LedgerVerdict(status), verdicts[i])
          << row.method << " by " << kVisitors[i] << " on " << static_cast<int>(row.where) << ": "
          << status.error_code() << " " << ReasonIn(status) << status.error_message();
    }
  }
  std::set<std::string> declared;
  for (const std::string name :
       {"BooksService", "LedgerLinksService", "VouchersService", "EntriesService", "ReportsService",
        "StatementsService", "ExportsService", "TemplatesService", "SpreadsService"}) {
    const auto* service = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
        "qianmo.ledger.v1." + name);
    for (int i = 0; i < service->method_count(); ++i) declared.insert(service->method(i)->name());
  }
  EXPECT_EQ(rows, declared);
}

TEST_F(LedgerAccess, ShowsAClerkTheBooksOfTheVillageAlone) {
  v1::ListBooksRequest request;
  request.set_parent(kCounty);
  const auto seen = bureau_.Ask(bureau_.clerk(), &Books::ListBooks, request).reply;
  ASSERT_EQ(seen.books_size(), 1);
  EXPECT_EQ(seen.books(0).name(), bureau_.books());
}

}  // namespace
}  // namespace qianmo::ledger
