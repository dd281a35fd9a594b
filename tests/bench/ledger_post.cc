// ledger.post: entries of 64 callers into one county's hottest account, through the API of a real
// qianmod, beside pgbench that leaves the same rows with one entry a transaction; and once more
// when the books have ten times the history of the first round.
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <iomanip>
#include <iostream>
#include <mutex>

#include <CLI/CLI.hpp>
#include <grpcpp/grpcpp.h>

#include "base/clock.h"
#include "base/id.h"
#include "base/time_text.h"
#include "bench/usage.h"
#include "crypto/live_keyring.h"
#include "qianmo/ledger/v1/books.grpc.pb.h"
#include "qianmo/ledger/v1/entries.grpc.pb.h"
#include "rpc/home.h"
#include "rpc/token.h"
#include "support/daemon.h"
#include "support/database.h"
#include "support/process.h"

namespace qianmo::bench {
namespace {

using std::chrono::steady_clock;

constexpr int kRounds = 3;
constexpr double kTarget = 4;
constexpr int kMoreHistory = 10;
constexpr double kMostGrowth = 1.25;  // of the time that an entry takes

struct Options {
  int callers = 64;
  int seconds = 6;
  std::string pgbench;
  std::string script;
};

std::string NewId() { return Uuid::Make(SystemClock().Now()).ToString(); }

std::string TokenOf(const crypto::LiveKeyring& keyring, rpc::v1::Role role) {
  rpc::v1::Caller caller;
  caller.set_county_id(7);
  caller.set_account_id(NewId());
  caller.set_person(NewId());
  caller.set_session_id(NewId());
  caller.set_second_factor(true);
  caller.add_roles()->set_role(role);
  caller.mutable_roles(0)->set_org_path("/7/");
  return "Bearer " + rpc::SignToken(*keyring.Current(), caller, SystemClock().Now());
}

// Custody books: the county's one bank account is the hottest there is.
std::string OpenBooks(const support::Daemon& daemon, const crypto::LiveKeyring& keyring) {
  ledger::v1::OpenBooksRequest request;
  request.set_parent("counties/7");
  request.set_request_id(NewId());
  request.set_kind(ledger::v1::Books::KIND_CUSTODY);
  request.set_display_name("托管账");
  *request.mutable_first_month() = rpc::ToProto(BeijingDate(SystemClock().Now()));
  grpc::ClientContext context;
  context.AddMetadata("authorization", TokenOf(keyring, rpc::v1::ROLE_CENTRE_OFFICER));
  ledger::v1::Books books;
  const auto status =
      ledger::v1::BooksService::Stub(daemon.channel()).OpenBooks(&context, request, &books);
  if (!status.ok()) throw std::runtime_error(status.error_message());
  return books.name();
}

// Callers that each have one entry under way, until the time is over.
class Crowd {
 public:
  Crowd(const support::Daemon& daemon, const crypto::LiveKeyring& keyring, std::string books)
      : stub_(grpc::CreateChannel(daemon.address(), grpc::InsecureChannelCredentials())),
        token_(TokenOf(keyring, rpc::v1::ROLE_SERVICE)),
        books_(std::move(books)) {}

  // Acknowledged entries a second.
  double Post(int callers, int seconds) {
    const auto began = steady_clock::now();
    until_ = began + std::chrono::seconds(seconds);
    under_way_ = callers;
    for (int i = 0; i < callers; ++i) Next();
    std::unique_lock lock(mutex_);
    all_done_.wait(lock, [this] { return under_way_ == 0; });
    return static_cast<double>(acknowledged_) /
           std::chrono::duration<double>(steady_clock::now() - began).count();
  }
  std::int64_t acknowledged() const { return acknowledged_; }
  std::int64_t refused() const { return refused_; }

 private:
  struct Turn {
    grpc::ClientContext context;
    ledger::v1::PostEntryRequest request;
    ledger::v1::Entry entry;
  };

  void Next() {
    auto* turn = new Turn;
    turn->context.AddMetadata("authorization", token_);
    turn->request.set_parent("counties/7");
    turn->request.set_request_id(NewId());
    auto* voucher = turn->request.add_vouchers();
    voucher->set_books(books_);
    *voucher->mutable_date() = rpc::ToProto(BeijingDate(SystemClock().Now()));
    voucher->set_summary("收到保证金");
    for (const char* account : {"102", "201"}) {
      auto* line = voucher->add_lines();
      line->set_side(account[0] == '1' ? ledger::v1::VoucherLine::SIDE_DEBIT
                                       : ledger::v1::VoucherLine::SIDE_CREDIT);
      line->set_account(account);
      line->set_amount_fen(100);
    }
    stub_.async()->PostEntry(&turn->context, &turn->request, &turn->entry,
                             [this, turn](const grpc::Status& status) {
                               (status.ok() ? acknowledged_ : refused_) += 1;
                               delete turn;
                               if (steady_clock::now() < until_) return Next();
                               std::lock_guard lock(mutex_);
                               if (--under_way_ == 0) all_done_.notify_one();
                             });
  }

  ledger::v1::EntriesService::Stub stub_;
  const std::string token_;
  const std::string books_;
  steady_clock::time_point until_;
  std::atomic<std::int64_t> acknowledged_ = 0, refused_ = 0;
  std::mutex mutex_;
  std::condition_variable all_done_;
  int under_way_ = 0;
};

// Books for pgbench, with the rows that it updates.
std::string PlainBooks(const support::Database& database) {
  const std::string id = NewId();
  database.Execute(
      "CREATE FUNCTION public.bench_id() RETURNS uuid LANGUAGE sql VOLATILE AS $$ SELECT"
      " (lpad(to_hex((extract(epoch FROM house.clock_now()) * 1000)::bigint), 12, '0') || '7' ||"
      " substr(md5(random()::text), 1, 3) || '8' || substr(md5(random()::text), 1, 15))::uuid $$;"
      "INSERT INTO ledger.books SELECT 7, '" +
      id + "', '/7/' || '" + id +
      "/', 1, '对照', date_trunc('month', house.clock_now()), date_trunc('month', "
      "house.clock_now()),"
      " 2000, house.clock_now();"
      "INSERT INTO ledger.balance SELECT 7, '" +
      id +
      "', c, 0 FROM unnest(ARRAY['102', '201']) AS c;"
      "INSERT INTO ledger.turnover SELECT 7, '" +
      id +
      "', date_trunc('month', house.clock_now()), c, 0, 0 FROM unnest(ARRAY['102', '201']) AS c;"
      "INSERT INTO ledger.voucher_counter SELECT 7, '" +
      id + "', extract(year FROM house.clock_now()), 1");
  return id;
}

// Entries a second of pgbench with so many clients.
double PlainEntries(const support::Database& database, const Options& options,
                    const std::string& books, int clients) {
  const auto outcome =
      support::RunToEnd({options.pgbench, "--no-vacuum", "--protocol=prepared",
                         "--file=" + options.script, "--define=books=" + books,
                         "--define=today=" + FormatIsoDate(BeijingDate(SystemClock().Now())),
                         "--define=instant=" + FormatRfc3339(SystemClock().Now()),
                         "--client=" + std::to_string(clients), "--jobs=1",
                         "--time=" + std::to_string(options.seconds), database.Url()},
                        {{"LC_ALL", "C.UTF-8"}});
  const auto at = outcome.output.find("tps = ");
  if (outcome.code != 0 || at == std::string::npos) {
    throw std::runtime_error("pgbench says: " + outcome.output);
  }
  return std::stod(outcome.output.substr(at + 6));
}

// Whether the books are what was acknowledged.
bool Verifies(const support::Database& database, const std::string& books,
              std::int64_t acknowledged) {
  const std::string id = books.substr(books.rfind('/') + 1);
  const auto rows = database.Execute(
      "SELECT (SELECT count(*) FROM ledger.posting WHERE books_id = '" + id +
      "'), (SELECT max(number) FROM ledger.voucher WHERE books_id = '" + id +
      "'), (SELECT sum(amount_fen) FROM ledger.posting WHERE books_id = '" + id +
      "'), (SELECT min(balance_fen) FROM ledger.balance WHERE books_id = '" + id + "')");
  return rows[0][0].as<std::int64_t>() == acknowledged &&
         rows[0][1].as<std::int64_t>() == acknowledged &&
         rows[0][2].as<std::int64_t>() == 100 * acknowledged &&
         rows[0][3].as<std::int64_t>() == 100 * acknowledged;
}

struct Round {
  double ours = 0;
  double plain = 0;  // at its best
};

// What was posted in all; a crowd's callers are new ones.
struct Tally {
  std::int64_t acknowledged = 0, refused = 0;

  double Post(const support::Daemon& daemon, const crypto::LiveKeyring& keyring,
              const std::string& books, const Options& options) {
    Crowd crowd(daemon, keyring, books);
    const double rate = crowd.Post(options.callers, options.seconds);
    acknowledged += crowd.acknowledged();
    refused += crowd.refused();
    return rate;
  }
};

void PrintGrowth(double young, double old, std::int64_t entries) {
  const double growth = young / old;
  std::cerr << "ledger.post with " << entries << " entries: " << old << "/s\n";
  std::cout << std::fixed << std::setprecision(0) << "ledger.post.growth " << old << " /s "
            << std::setprecision(2) << growth << " <=" << kMostGrowth
            << (growth > kMostGrowth ? " MISSED" : "") << std::endl;
}

void Run(const Options& options) {
  const support::Database database;
  database.Execute("INSERT INTO house.county (county_id, name, code) VALUES (7, '甲县', '990007')");
  support::Daemon daemon(database);
  daemon.Start({"--services", "ledger"});
  const auto keyring = *crypto::LiveKeyring::Open(daemon.keys());
  const std::string books = OpenBooks(daemon, *keyring);
  const std::string plain_books = PlainBooks(database);
  const Usage before = UsageOf(daemon.pid());
  std::vector<Round> rounds;
  Tally tally;
  std::int64_t first_history = 0;
  for (int number = 1; number <= kRounds; ++number) {
    Round& round = rounds.emplace_back();
    for (const int clients : {1, 4, 8, 16}) {
      round.plain = std::max(round.plain, PlainEntries(database, options, plain_books, clients));
    }
    round.ours = tally.Post(daemon, *keyring, books, options);
    std::cerr << "ledger.post, round " << number << ": " << round.ours << "/s, pgbench "
              << round.plain << "/s\n";
    if (number == 1) first_history = tally.acknowledged;
  }
  const Usage after = UsageOf(daemon.pid());
  std::cerr << "  qianmod: " << (after.cpu_seconds - before.cpu_seconds) * 1e6 / tally.acknowledged
            << " us of CPU an entry, " << after.rss_kib / 1024 << " MiB resident; " << tally.refused
            << " refused\n";
  const double young = rounds.front().ours;
  while (tally.acknowledged < kMoreHistory * first_history) {
    tally.Post(daemon, *keyring, books, options);
  }
  const std::int64_t history = tally.acknowledged;
  const double old = tally.Post(daemon, *keyring, books, options);
  const bool right =
      Verifies(database, books, tally.acknowledged) && tally.refused * 10 <= tally.acknowledged;
  std::sort(rounds.begin(), rounds.end(),
            [](const Round& a, const Round& b) { return a.ours / a.plain < b.ours / b.plain; });
  const Round& middle = rounds[kRounds / 2];
  const double ratio = middle.ours / middle.plain;
  std::cout << std::fixed << std::setprecision(0) << "ledger.post " << middle.ours << " /s "
            << std::setprecision(2) << ratio << " >=" << std::setprecision(0) << kTarget
            << (!right            ? " FAILED"
                : ratio < kTarget ? " MISSED"
                                  : "")
            << std::endl;
  PrintGrowth(young, old, history);
}

}  // namespace
}  // namespace qianmo::bench

int main(int argc, char** argv) {
  qianmo::bench::Options options;
  CLI::App app("Measures ledger.post; ./qianmo bench runs it");
  app.add_option("--script", options.script, "What pgbench runs")->required();
  app.add_option("--pgbench", options.pgbench, "The program");
  app.add_option("--callers", options.callers, "Entries under way at the same time");
  app.add_option("--seconds", options.seconds, "Of each part of a round");
  CLI11_PARSE(app, argc, argv);
  try {
    qianmo::bench::Run(options);
    return 0;
  } catch (const std::exception& trouble) {
    std::cerr << "ledger.post: " << trouble.what() << '\n';
    return 1;
  }
}
