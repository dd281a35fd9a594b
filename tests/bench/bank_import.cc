// bank.import: a statement of a bank, fetched from the registry, parsed, and every debit on it
// matched with the payment that it made and posted, against COPY of the very rows that come of it
// into the same tables of another database.
#include <filesystem>
#include <iomanip>
#include <iostream>
#include <thread>

#include <CLI/CLI.hpp>
#include <grpcpp/grpcpp.h>

#include "base/time_text.h"
#include "crypto/live_keyring.h"
#include "ledger/bank_report_store.h"
#include "ledger/bankfile/value.h"
#include "ledger/install.h"
#include "ledger/posting_store.h"
#include "pg/transaction.h"
#include "qianmo/ledger/v1/bank_files.grpc.pb.h"
#include "qianmo/rpc/v1/operations.grpc.pb.h"
#include "registry/install.h"
#include "registry/made_file_store.h"
#include "rpc/home.h"
#include "rpc/server.h"
#include "rpc/token.h"
#include "support/database.h"
#include "support/process.h"

namespace qianmo::bench {
namespace {

using std::chrono::steady_clock;

constexpr CountyId kCounty{7};
constexpr char kOrg[] = "/7/01900000-0000-7000-8000-000000000001/";
constexpr char kAccountNumber[] = "1102000000000001";
constexpr int kPaymentsAtOnce = 10'000;
// What was there before, and the rows that the import leaves.
constexpr const char* kParents[] = {"books", "bank_account", "bank_file", "bank_statement",
                                    "payout_batch"};
constexpr const char* kFinalTables[] = {"voucher", "voucher_line",    "posting",
                                        "payment", "payment_attempt", "bank_entry"};

std::int64_t FenOf(int serial) { return 1'000 + serial % 977; }

// One debit, about as much as banks write.
std::string Entry(int serial, const std::string& end_to_end, const std::string& day) {
  const std::string amount = ledger::bankfile::FormatAmount(Fen(FenOf(serial)));
  return "<Ntry><Amt Ccy=\"CNY\">" + amount +
         "</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>" + day +
         "</Dt></BookgDt><ValDt><Dt>" + day + "</Dt></ValDt><AcctSvcrRef>B" +
         std::to_string(10'000'000 + serial) +
         "</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>DMCT</SubFmlyCd>"
         "</Fmly></Domn></BkTxCd><NtryDtls><TxDtls><Refs><EndToEndId>" +
         end_to_end + "</EndToEndId></Refs><Amt Ccy=\"CNY\">" + amount +
         "</Amt><CdtDbtInd>DBIT</CdtDbtInd><RltdPties><Cdtr><Pty><Nm>村民" +
         std::to_string(serial) + "</Nm></Pty></Cdtr><CdtrAcct><Id><Othr><Id>6222" +
         std::to_string(100'000'000 + serial) +
         "</Id></Othr></Id></CdtrAcct></RltdPties><RmtInf><Ustrd>分红</Ustrd></RmtInf></TxDtls>"
         "</NtryDtls></Ntry>\n";
}

std::string Balance(const char* type, Fen amount, const std::string& day) {
  return "<Bal><Tp><CdOrPrtry><Cd>" + std::string(type) +
         "</Cd></CdOrPrtry></Tp><Amt Ccy=\"CNY\">" + ledger::bankfile::FormatAmount(amount) +
         "</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>" + day + "</Dt></Dt></Bal>\n";
}

template <class F>
auto Do(pg::Pool& pool, F&& f) {
  const pg::TransactOptions options{.deadline = steady_clock::now() + std::chrono::minutes(5)};
  auto result = pg::Transact(pool, options, std::forward<F>(f));
  if (!result) throw std::runtime_error(result.refusal().reason);
  return *std::move(result);
}

// A county's ledger and registry, where a village has so many payments under way.
class County {
 public:
  explicit County(int payments) {
    database_.Execute("INSERT INTO house.county (county_id, name, code) VALUES (7, 'x', '990007')");
    const auto keys = folder_.path() / "keys";
    if (!crypto::Keyring::Create(keys, clock_.Now())) throw std::runtime_error("no key ring");
    keyring_ = *crypto::LiveKeyring::Open(keys);
    rpc::ServerOptions options;
    options.database_url = database_.Url();
    options.pool_size = 4;
    server_ = std::make_unique<rpc::Server>(options, *keyring_, clock_);
    registry::Install(server_->Host("registry"));
    ledger::Install(server_->Host("ledger"));
    server_->Start();
    agent_.set_county_id(kCounty.number);
    agent_.set_account_id(Uuid::Make(clock_.Now()).ToString());
    agent_.set_person(Uuid::Make(clock_.Now()).ToString());
    agent_.set_second_factor(true);
    auto* held = agent_.add_roles();
    held->set_role(rpc::v1::ROLE_TOWNSHIP_AGENT);
    held->set_org_path(kOrg);
    Furnish(payments);
  }

  std::string Statement() const {
    const std::string day = FormatIsoDate(BeijingDate(clock_.Now()));
    std::string text =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt>"
        "<GrpHdr><MsgId>M1</MsgId><CreDtTm>" +
        day + "T20:00:00+08:00</CreDtTm></GrpHdr><Stmt><Id>S1</Id><Acct><Id><Othr><Id>" +
        kAccountNumber + "</Id></Othr></Id><Ccy>CNY</Ccy></Acct>\n" + Balance("OPBD", sum_, day) +
        Balance("CLBD", Fen(), day);
    for (std::size_t i = 0; i < attempts_.size(); ++i) {
      text += Entry(static_cast<int>(i), attempts_[i], day);
    }
    return text + "</Stmt></BkToCstmrStmt></Document>\n";
  }

  // As if somebody had uploaded it.
  std::string Bring(const std::string& content) {
    const auto pool = database_.PoolFor("registry", 1);
    const auto file = Do(*pool, [&](pg::Transaction& tx) -> Result<registry::FileId> {
      registry::MadeFile made(tx, *keyring_->Current(), kCounty,
                              Uuid::Parse(agent_.account_id()).value(), "statement.xml",
                              clock_.Now());
      made.Write(content);
      return made.Finish("text/plain; charset=utf-8");
    });
    return "counties/7/files/" + file.ToString();
  }

  // How long it takes; every entry must have found its payment.
  double Import(const std::string& file) {
    const auto since = steady_clock::now();
    ledger::v1::ImportBankStatementRequest request;
    request.set_parent("counties/7/bankAccounts/" + account_.ToString());
    request.set_request_id(Uuid::Make(clock_.Now()).ToString());
    request.set_file(file);
    using Files = ledger::v1::BankFilesService::Stub;
    const auto taken = Await(Ask(&Files::ImportBankStatement, request).name());
    const std::chrono::duration<double> time = steady_clock::now() - since;
    if (taken.matched() != static_cast<std::int64_t>(attempts_.size())) {
      throw std::runtime_error(taken.ShortDebugString());
    }
    return time.count();
  }

  const support::Database& database() const { return database_; }

 private:
  void Furnish(int payments) {
    const auto pool = database_.PoolFor("ledger", 1);
    const Time now = clock_.Now();
    const auto books = ledger::BooksId::Make(now);
    for (int i = 0; i < payments; ++i) sum_ += Fen(FenOf(i));
    Do(*pool, [&](pg::Transaction& tx) -> Result<Done> {
      QM_TRY(ledger::InsertBooks(tx, kCounty,
                                 {.id = books,
                                  .org_path = OrgPath::Parse(kOrg).value(),
                                  .kind = ledger::BooksKind::kCollective,
                                  .display_name = "合作社",
                                  .first_month = ledger::Month(BeijingDate(now))},
                                 now));
      QM_TRY(ledger::InsertBankAccount(tx, kCounty, *keyring_->Current(),
                                       {.id = account_,
                                        .books = books,
                                        .code = Code("102"),
                                        .display_name = "合作社",
                                        .number = kAccountNumber,
                                        .bank_name = "农商行",
                                        .bank_code = "402345678901",
                                        .profile = ""},
                                       now));
      return Fill(tx, books, now);
    });
    for (int first = 0; first < payments; first += kPaymentsAtOnce) {
      Owe(*pool, first, std::min(first + kPaymentsAtOnce, payments));
    }
    database_.Execute(
        "INSERT INTO ledger.payout_batch (county_id, id, bank_account_id, state, execution_date,"
        " count, sum_fen, maker_id, maker_person, create_time, checker_id, checker_person,"
        " check_time, file_sealed, file_sha256, export_time)"
        " SELECT 7, id, id, 3, create_time::date, 1, 1, id, id, create_time, id,"
        "  gen_random_uuid(), create_time, 'x', sha256('x'), create_time FROM ledger.bank_account;"
        "UPDATE ledger.payment SET state = 2;"
        "UPDATE ledger.payment_attempt a SET state = 2, position = n.position,"
        " batch_id = (SELECT id FROM ledger.payout_batch)"
        " FROM (SELECT id, row_number() OVER (ORDER BY id) AS position"
        "  FROM ledger.payment_attempt) n WHERE n.id = a.id;"
        "ANALYZE ledger.payment, ledger.payment_attempt");
    const auto rows = database_.Execute(
        "SELECT replace(id::text, '-', '') FROM ledger.payment_attempt ORDER BY payment_id");
    for (const auto& row : rows) attempts_.push_back(row[0].as<std::string>());
  }

  // So that there is what leaves.
  Result<Done> Fill(pg::Transaction& tx, ledger::BooksId books, Time now) {
    using ledger::Side;
    ledger::VoucherDraft voucher{
        .id = ledger::VoucherId::Make(now),
        .books = books,
        .date = BeijingDate(now),
        .summary = "期初",
        .lines = {{.side = Side::kDebit, .account = Code("102"), .amount = sum_},
                  {.side = Side::kCredit, .account = Code("211"), .amount = sum_}},
        .origin = ledger::Origin::kRule};
    ledger::PostCommand command;
    command.vouchers.push_back(std::move(voucher));
    QM_TRY(ledger::PostAlone(tx, kCounty, std::move(command), now));
    return Done{};
  }

  void Owe(pg::Pool& pool, int first, int end) {
    const Time now = clock_.Now();
    std::vector<ledger::NewPayment> payments;
    for (int i = first; i < end; ++i) {
      payments.push_back(
          {.id = ledger::PaymentId::Make(now),
           .kind = ledger::PaymentKind::kVillagePayout,
           .from = account_,
           .payee = {"村民" + std::to_string(i), "6222" + std::to_string(100'000'000 + i),
                     "402345678901", "农商行"},
           .amount = Fen(FenOf(i)),
           .remittance = "分红",
           .source = Uuid::Make(now),
           .settles = Code("211"),
           .due = now});
    }
    Do(pool, [&](pg::Transaction& tx) -> Result<Done> {
      ledger::InsertPayments(tx, kCounty, *keyring_->Current(), payments, now);
      return Done{};
    });
  }

  static ledger::AccountCode Code(const char* text) {
    return ledger::AccountCode::Parse(text).value();
  }

  template <class Service, class Request, class Reply>
  Reply Ask(grpc::Status (Service::*method)(grpc::ClientContext*, const Request&, Reply*),
            const Request& request) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::time_point(clock_.Now()) +
                         std::chrono::seconds(60));
    context.AddMetadata("authorization",
                        "Bearer " + rpc::SignToken(*keyring_->Current(), agent_, clock_.Now()));
    Reply reply;
    Service stub(server_->InProcess());
    const auto status = (stub.*method)(&context, request, &reply);
    if (!status.ok()) throw std::runtime_error(status.error_message());
    return reply;
  }

  ledger::v1::BankFile Await(const std::string& name) {
    rpc::v1::GetOperationRequest request;
    request.set_name(name);
    while (true) {
      const auto now = Ask(&rpc::v1::OperationsService::Stub::GetOperation, request);
      if (now.has_error()) throw std::runtime_error(now.error().message());
      ledger::v1::BankFile file;
      if (now.done() && now.response().UnpackTo(&file)) return file;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  }

  support::Database database_;
  support::TemporaryFolder folder_;
  SystemClock clock_;
  std::unique_ptr<crypto::LiveKeyring> keyring_;
  std::unique_ptr<rpc::Server> server_;
  rpc::v1::Caller agent_;
  const ledger::BankAccountId account_ = ledger::BankAccountId::Make(SystemClock().Now());
  Fen sum_;
  std::vector<std::string> attempts_;  // as the bank knows them
};

std::filesystem::path PathOf(const char* table) {
  return std::filesystem::temp_directory_path() / ("qianmo-bench-" + std::string(table));
}

// The same rows by COPY, in one transaction; the server reads them from its own disk.
double CopyRows(const support::Database& from) {
  support::Database to;
  to.Execute("INSERT INTO house.county (county_id, name, code) VALUES (7, 'x', '990007')");
  const auto copy = [&](const char* table) {
    from.Execute("COPY ledger." + std::string(table) + " TO '" + PathOf(table).string() + "'");
    return "COPY ledger." + std::string(table) + " FROM '" + PathOf(table).string() + "';";
  };
  for (const char* table : kParents) to.Execute(copy(table));
  std::string all = "BEGIN;";
  for (const char* table : kFinalTables) all += copy(table);
  const auto since = steady_clock::now();
  to.Execute(all + " COMMIT");
  const std::chrono::duration<double> time = steady_clock::now() - since;
  for (const char* table : kParents) std::filesystem::remove(PathOf(table));
  for (const char* table : kFinalTables) std::filesystem::remove(PathOf(table));
  return time.count();
}

int Main(int argc, char** argv) {
  CLI::App app("Imports a statement of a bank, against COPY of its rows");
  int entries = 100'000;
  double target = 5;
  app.add_option("--entries", entries)->capture_default_str();
  app.add_option("--target", target, "Times the COPY")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  County county(entries);
  const double import = county.Import(county.Bring(county.Statement()));
  const double copy = CopyRows(county.database());
  std::cout << std::fixed << std::setprecision(2) << "bank.import " << import << " s "
            << import / copy << "x <=" << std::setprecision(0) << target << "x"
            << (import > target * copy ? " MISSED" : "") << '\n';
  std::cerr << "COPY of the same rows: " << std::setprecision(2) << copy << " s\n";
  return 0;
}

}  // namespace
}  // namespace qianmo::bench

int main(int argc, char** argv) { return qianmo::bench::Main(argc, argv); }
