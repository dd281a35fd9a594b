#include "services/ledger/bureau.h"

#include <sstream>
#include <stdexcept>

#include <grpc/support/time.h>

#include "base/time_text.h"
#include "ledger/install.h"
#include "rpc/home.h"
#include "rpc/status.h"
#include "rpc/token.h"
#include "support/becomes.h"
#include "support/declared.h"

namespace qianmo::ledger {

namespace {

void AddLines(const Lines& lines, google::protobuf::RepeatedPtrField<v1::VoucherLine>* to) {
  for (const std::string& text : lines) {
    std::istringstream in(text);
    std::string side, account, party;
    std::int64_t amount = 0;
    in >> side >> account >> amount >> party;
    auto* line = to->Add();
    line->set_party(party);
    line->set_side(side == "D" ? v1::VoucherLine::SIDE_DEBIT : v1::VoucherLine::SIDE_CREDIT);
    line->set_account(account);
    line->set_amount_fen(amount);
  }
}

}  // namespace

std::string NewRequestId() { return Uuid::Make(SystemClock().Now()).ToString(); }

google::type::Date Day(const std::string& iso) { return rpc::ToProto(ParseIsoDate(iso).value()); }

std::string ReasonIn(const grpc::Status& status) { return rpc::ReasonOf(status); }

Bureau::Bureau(const std::string& first_day, const std::function<void(rpc::Server&)>& beside)
    : clock_(*ParseRfc3339("2026-11-20T02:00:00Z")),
      agent_(Person(rpc::v1::ROLE_TOWNSHIP_AGENT, kTownship)),
      approver_(Person(rpc::v1::ROLE_TOWNSHIP_APPROVER, kTownship)),
      chair_(Person(rpc::v1::ROLE_BOARD_CHAIR, kVillage)),
      clerk_(Person(rpc::v1::ROLE_VILLAGE_CLERK, kVillage)),
      officer_(Person(rpc::v1::ROLE_CENTRE_OFFICER, "/7/")),
      service_(Person(rpc::v1::ROLE_SERVICE, "/7/")) {
  database_.Execute("INSERT INTO house.county (county_id, name, code) VALUES (7, 'x', '990007')");
  const auto keys = folder_.path() / "keys";
  const auto created = crypto::Keyring::Create(keys, clock_.Now());
  if (!created) throw std::runtime_error(created.refusal().message);
  keyring_ = *crypto::LiveKeyring::Open(keys);
  rpc::ServerOptions options;
  options.database_url = database_.Url();
  options.pool_size = 4;
  server_ = std::make_unique<rpc::Server>(options, *keyring_, clock_);
  server_->Peer("qianmo.registry.v1.CollectivesService", hall_.target());
  if (beside) beside(*server_);
  Install(server_->Host("ledger"));
  server_->Start();
  auto wanted = NewBooks(kVillage);
  *wanted.mutable_first_month() = Day(first_day);
  const auto opened = Ask(agent_, &Books::OpenBooks, wanted);
  if (!opened.ok()) throw std::runtime_error(opened.status.error_message());
  books_ = opened.reply.name();
}

Bureau::~Bureau() { support::ExpectAllRefusalsDeclared(*server_); }

rpc::v1::Caller Bureau::Person(rpc::v1::Role role, const std::string& org_path, int county) {
  rpc::v1::Caller caller;
  caller.set_county_id(county);
  caller.set_account_id(NewRequestId());
  caller.set_person(NewRequestId());
  caller.set_channel(rpc::v1::CHANNEL_WEB);
  caller.set_session_id(NewRequestId());
  caller.set_second_factor(true);
  if (role == rpc::v1::ROLE_UNSPECIFIED) return caller;
  auto* held = caller.add_roles();
  held->set_role(role);
  held->set_org_path(org_path);
  return caller;
}

std::unique_ptr<grpc::ClientContext> Bureau::As(const rpc::v1::Caller& caller) {
  auto context = std::make_unique<grpc::ClientContext>();
  context->set_deadline(gpr_time_from_seconds(60, GPR_TIMESPAN));
  if (!caller.account_id().empty()) {
    context->AddMetadata("authorization",
                         "Bearer " + rpc::SignToken(*keyring_->Current(), caller, clock_.Now()));
  }
  return context;
}

v1::OpenBooksRequest Bureau::NewBooks(const std::string& org_path) {
  v1::OpenBooksRequest request;
  request.set_parent(kCounty);
  request.set_request_id(NewRequestId());
  request.set_kind(v1::Books::KIND_COLLECTIVE);
  if (org_path != "/7/") request.set_collective(TownHall::NameOf(org_path));
  *request.mutable_first_month() = Day("2026-01-15");
  return request;
}

const std::string& Bureau::Custody() {
  if (!custody_.empty()) return custody_;
  auto request = NewBooks("/7/");
  request.set_kind(v1::Books::KIND_CUSTODY);
  request.set_display_name("县农村产权交易中心托管账");
  const auto opened = Ask(officer_, &Books::OpenBooks, request);
  if (!opened.ok()) throw std::runtime_error(opened.status.error_message());
  custody_ = opened.reply.name();
  const auto filled =
      Ask(service_, &Entries::PostEntry, NewEntry(custody_, {"D 102 100", "C 204 100"}));
  if (!filled.ok()) throw std::runtime_error(filled.status.error_message());
  return custody_;
}

v1::PostEntryRequest Bureau::NewEntry(const std::string& books, const Lines& lines,
                                      const std::string& day) {
  v1::PostEntryRequest request;
  request.set_parent(kCounty);
  request.set_request_id(NewRequestId());
  auto* voucher = request.add_vouchers();
  voucher->set_books(books);
  *voucher->mutable_date() = Day(day);
  voucher->set_summary("应收租金");
  AddLines(lines, voucher->mutable_lines());
  return request;
}

v1::DraftVoucherRequest Bureau::NewVoucher(const Lines& lines, const std::string& day) {
  v1::DraftVoucherRequest request;
  request.set_parent(books_);
  request.set_request_id(NewRequestId());
  auto* voucher = request.mutable_voucher();
  *voucher->mutable_date() = Day(day);
  voucher->set_summary("收到租金");
  AddLines(lines, voucher->mutable_lines());
  return request;
}

Answer<v1::Voucher> Bureau::Draft(const Lines& lines, const std::string& day) {
  return Ask(agent_, &Vouchers::DraftVoucher, NewVoucher(lines, day));
}

Answer<v1::Voucher> Bureau::Approve(const rpc::v1::Caller& caller, const std::string& voucher) {
  return Ask(caller, &Vouchers::ApproveVoucher, Named<v1::ApproveVoucherRequest>(voucher));
}

v1::Voucher Bureau::Post(const Lines& lines, const std::string& day) {
  const auto draft = Draft(lines, day);
  if (!draft.ok()) throw std::runtime_error(draft.reason() + draft.status.error_message());
  const auto posted = Approve(approver_, draft.reply.name());
  if (!posted.ok()) throw std::runtime_error(posted.reason() + posted.status.error_message());
  return posted.reply;
}

Answer<v1::Books> Bureau::Close(const std::string& day) {
  auto request = Named<v1::ClosePeriodRequest>(books_);
  *request.mutable_month() = Day(day);
  return Ask(agent_, &Books::ClosePeriod, request);
}

Answer<v1::Account> Bureau::Divide(const std::string& code, const std::string& name) {
  auto request = Named<v1::AddSubAccountRequest>(books_);
  request.set_code(code);
  request.set_display_name(name);
  return Ask(agent_, &Books::AddSubAccount, request);
}

Lines Bureau::Balances() {
  const auto all = Ask(agent_, &Books::ListAccounts, Named<v1::ListAccountsRequest>(books_));
  if (!all.ok()) throw std::runtime_error(all.status.error_message());
  Lines balances;
  for (const auto& account : all.reply.accounts()) {
    if (account.balance_fen() == 0) continue;
    balances.push_back(account.code() + " " + std::to_string(account.balance_fen()));
  }
  return balances;
}

void Bureau::Rotate() {
  for (const auto purpose : {crypto::KeyPurpose::kData, crypto::KeyPurpose::kIndex}) {
    const auto rotated = crypto::Keyring::Rotate(folder_.path() / "keys", purpose, clock_.Now());
    if (!rotated) throw std::runtime_error("no key");
  }
  if (!keyring_->ReloadIfChanged()) throw std::runtime_error("the ring cannot be read again");
}

google::longrunning::Operation Bureau::Await(const rpc::v1::Caller& caller,
                                             const std::string& name) {
  rpc::v1::GetOperationRequest request;
  request.set_name(name);
  google::longrunning::Operation operation;
  const bool done = support::Becomes([&] {
    const auto got = Ask(caller, &rpc::v1::OperationsService::Stub::GetOperation, request);
    if (!got.ok()) throw std::runtime_error(got.reason() + got.status.error_message());
    operation = got.reply;
    return operation.done();
  });
  if (!done) throw std::runtime_error("the operation does not end");
  return operation;
}

std::string Bureau::Query(const std::string& sql) const {
  const auto rows = database_.Execute(sql);
  if (rows.empty() || rows[0][0].is_null()) return "";
  return rows[0][0].as<std::string>();
}

std::string Bureau::Unsound() const {
  const std::string moved =
      "SELECT books_id, debit_code AS code, amount_fen AS debit, 0 AS credit, posting_date AS day"
      " FROM ledger.posting UNION ALL"
      " SELECT books_id, credit_code, 0, amount_fen, posting_date FROM ledger.posting";
  return Query(
      "SELECT string_agg(wrong, '; ') FROM ("
      " SELECT 'balance of ' || b.code AS wrong FROM ledger.balance b LEFT JOIN ("
      "   SELECT books_id, code, sum(debit) AS debit, sum(credit) AS credit FROM (" +
      moved +
      ") m GROUP BY books_id, code) s ON s.books_id = b.books_id AND s.code = b.code"
      "  WHERE abs(b.balance_fen) <> abs(coalesce(s.debit - s.credit, 0))"
      " UNION ALL SELECT 'turnover of ' || t.code FROM ledger.turnover t LEFT JOIN ("
      "   SELECT books_id, code, date_trunc('month', day)::date AS month, sum(debit) AS debit,"
      "    sum(credit) AS credit FROM (" +
      moved +
      ") m GROUP BY books_id, code, month) s"
      "   ON s.books_id = t.books_id AND s.code = t.code AND s.month = t.month"
      "  WHERE t.debit_fen <> coalesce(s.debit, 0) OR t.credit_fen <> coalesce(s.credit, 0)"
      " UNION ALL SELECT 'numbers of ' || year FROM ledger.voucher WHERE state = 2"
      "  GROUP BY books_id, year HAVING count(*) <> max(number) OR min(number) <> 1"
      " UNION ALL SELECT 'rows of ' || v.id FROM ledger.voucher v WHERE (v.state = 2) <> EXISTS ("
      "  SELECT FROM ledger.posting p WHERE p.voucher_id = v.id)"
      " UNION ALL SELECT 'cash of ' || code FROM ledger.balance"
      "  WHERE code ~ '^10[12]' AND balance_fen < 0) x");
}

}  // namespace qianmo::ledger
