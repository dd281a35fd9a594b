// registry.roll_as_of: the rolls of 300 villages with 1,000 holders each as of a past day, through
// the API of a real qianmod page by page, beside a COPY of as many rows out of the same database.
#include <algorithm>
#include <atomic>
#include <iomanip>
#include <iostream>
#include <thread>

#include <CLI/CLI.hpp>
#include <grpcpp/grpcpp.h>
#include <libpq-fe.h>

#include "base/clock.h"
#include "base/id.h"
#include "bench/usage.h"
#include "crypto/live_keyring.h"
#include "qianmo/registry/v1/units.grpc.pb.h"
#include "rpc/token.h"
#include "support/daemon.h"
#include "support/database.h"

namespace qianmo::bench {
namespace {

using std::chrono::steady_clock;

constexpr int kVillages = 300;
constexpr int kRounds = 3;
constexpr int kPage = 200;  // the most that the API gives
constexpr double kTarget = 5;
constexpr std::int64_t kUnits = 400;

struct Options {
  int holders = 1000;  // of each village
  int callers = 4;
};

// Every holder was issued units and had some frozen; every fifth sold some back after the day.
void Furnish(const support::Database& database, int holders) {
  const std::string many = std::to_string(kVillages * holders);
  const std::string each = std::to_string(holders);
  database.Execute(
      "INSERT INTO house.county (county_id, name, code) VALUES (7, '甲县', '990007');"
      "CREATE FUNCTION public.bench_id(kind text, n bigint) RETURNS uuid IMMUTABLE LANGUAGE sql AS"
      " $$ SELECT ('01930000-' || kind || '-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$;"
      "INSERT INTO registry.collective (county_id, id, org_path, level, state, form, book_type,"
      "  name, search_terms, create_time, version)"
      " SELECT 7, bench_id('0001', 0), '/7/' || bench_id('0001', 0) || '/', 2, 1, 1, 1, '甲镇',"
      "  '{}', '2019-01-01Z', 1;"
      "INSERT INTO registry.collective (county_id, id, parent_id, org_path, level, state, form,"
      "  book_type, name, search_terms, create_time, version)"
      " SELECT 7, bench_id('0001', v), bench_id('0001', 0),"
      "  '/7/' || bench_id('0001', 0) || '/' || bench_id('0001', v) || '/', 3, 1, 1, 1, '村' || v,"
      "  '{}', '2019-01-01Z', 1 FROM generate_series(1, " +
      std::to_string(kVillages) +
      ") v;"
      "INSERT INTO registry.unit_book (county_id, collective_id, cap_numerator, cap_denominator,"
      "  heirs_without_vote, ground, last_record_time, version)"
      " SELECT 7, id, 1, 1, true, '章程', '2025-06-01Z', 1 FROM registry.collective"
      " WHERE level = 3;"
      "SET session_replication_role = replica;"
      "INSERT INTO registry.household (county_id, id, collective_id, org_path, number,"
      "  number_giver_id, state, address, bank_name, account_holder, create_time, version)"
      " SELECT 7, bench_id('0002', h), c.id, c.org_path, h::text, c.id, 1, '', '', '',"
      "  '2019-01-01Z', 1 FROM generate_series(1, " +
      many + ") h JOIN registry.collective c ON c.id = bench_id('0001', 1 + (h - 1) / " + each +
      ");"
      "INSERT INTO registry.unit_holding (county_id, collective_id, holder_id, kind, household_id,"
      "  units, frozen, pledged)"
      " SELECT 7, collective_id, id, 1, id, 400, 10, 0 FROM registry.household;"
      "INSERT INTO registry.unit_event (county_id, id, collective_id, holder_id, kind, act, units,"
      "  frozen, pledged, effective_date, record_time, change_id, account_id)"
      " SELECT 7, bench_id(e.kind, h), bench_id('0001', 1 + (h - 1) / " +
      each +
      "), bench_id('0002', h), 1, e.act, e.units, e.frozen, 0, e.day, e.day + time '12:00',"
      "  bench_id(e.kind, h), bench_id('0009', 1) FROM generate_series(1, " +
      many +
      ") h, (VALUES ('0003', 1, 400, 0, date '2020-01-01'), ('0004', 5, 0, 10, '2022-01-01'),"
      "  ('0005', 4, -100, 0, '2025-06-01')) AS e (kind, act, units, frozen, day)"
      " WHERE e.act <> 4 OR h % 5 = 0;");
  for (const char* table : {"collective", "household", "unit_book", "unit_holding", "unit_event"}) {
    database.Execute(std::string("VACUUM ANALYZE registry.") + table);
  }
}

// Seconds for all that the statement gives, read and thrown away; and how many rows.
std::pair<double, int> CopyOut(const std::string& url, const char* rows) {
  const std::unique_ptr<PGconn, void (*)(PGconn*)> connection(PQconnectdb(url.c_str()), PQfinish);
  const auto began = steady_clock::now();
  const std::string copy = "COPY " + std::string(rows) + " TO STDOUT";
  const std::unique_ptr<PGresult, void (*)(PGresult*)> result(
      PQexec(connection.get(), copy.c_str()), PQclear);
  if (PQresultStatus(result.get()) != PGRES_COPY_OUT) {
    throw std::runtime_error(PQerrorMessage(connection.get()));
  }
  int lines = 0;
  for (char* line = nullptr; PQgetCopyData(connection.get(), &line, 0) > 0; ++lines) {
    PQfreemem(line);
  }
  return {std::chrono::duration<double>(steady_clock::now() - began).count(), lines};
}

// The same by plain SQL, as whoever has the database's password could ask.
constexpr char kPlainRoll[] =
    "(SELECT e.holder_id, h.number, e.kind, e.units, e.frozen, e.pledged FROM (SELECT"
    "  collective_id, holder_id, kind, sum(units) AS units, sum(frozen) AS frozen, sum(pledged) AS"
    "  pledged FROM registry.unit_event WHERE county_id = 7 AND effective_date <= '2024-12-31' AND"
    "  record_time <= '2026-01-01Z' GROUP BY collective_id, holder_id, kind HAVING sum(units) > 0)"
    " e LEFT JOIN registry.household h ON h.county_id = 7 AND h.id = e.holder_id)";

std::string CollectiveOf(int village) {
  char id[37];
  std::snprintf(id, sizeof id, "01930000-0001-7000-8000-%012x", village);
  return std::string("counties/7/collectives/") + id;
}

struct Read {
  std::int64_t lines = 0;
  bool right = true;
};

// An auditor, who may read every roll of the county.
class RollReader {
 public:
  RollReader(const support::Daemon& daemon, const crypto::LiveKeyring& keyring)
      : stub_(grpc::CreateChannel(daemon.address(), grpc::InsecureChannelCredentials())) {
    rpc::v1::Caller caller;
    const auto id = [] { return Uuid::Make(SystemClock().Now()).ToString(); };
    caller.set_county_id(7);
    caller.set_account_id(id());
    caller.set_person(id());
    caller.set_session_id(id());
    caller.set_channel(rpc::v1::CHANNEL_WEB);
    caller.set_second_factor(true);
    caller.add_roles()->set_role(rpc::v1::ROLE_AUDITOR);
    caller.mutable_roles(0)->set_org_path("/7/");
    token_ = "Bearer " + rpc::SignToken(*keyring.Current(), caller, SystemClock().Now());
  }

  // All pages of one roll; right when the lines and the totals are those that were put there.
  Read All(int village, int holders) {
    registry::v1::GetRollRequest request;
    request.set_parent(CollectiveOf(village));
    request.set_page_size(kPage);
    request.mutable_as_of_date()->set_year(2024);
    request.mutable_as_of_date()->set_month(12);
    request.mutable_as_of_date()->set_day(31);
    Read read;
    std::int64_t units = 0, total = 0;
    do {
      grpc::ClientContext context;
      context.AddMetadata("authorization", token_);
      registry::v1::GetRollResponse page;
      const auto status = stub_.GetRoll(&context, request, &page);
      if (!status.ok()) throw std::runtime_error(status.error_message());
      for (const auto& line : page.lines()) units += line.holdings(0).units();
      read.lines += page.lines_size();
      if (page.totals_size() == 1) total = page.totals(0).units();
      *request.mutable_known_time() = page.known_time();
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    read.right = read.lines == holders && units == holders * kUnits && total == units;
    return read;
  }

 private:
  registry::v1::UnitsService::Stub stub_;
  std::string token_;
};

double ReadAll(const support::Daemon& daemon, const crypto::LiveKeyring& keyring,
               const Options& options, bool* right) {
  std::atomic<int> next = 1;
  std::atomic<bool> all_right = true;
  std::vector<std::thread> callers;
  const auto began = steady_clock::now();
  for (int i = 0; i < options.callers; ++i) {
    callers.emplace_back([&] {
      try {
        RollReader reader(daemon, keyring);
        for (int village = next++; village <= kVillages; village = next++) {
          if (!reader.All(village, options.holders).right) all_right = false;
        }
      } catch (const std::exception& trouble) {
        std::cerr << "registry.roll_as_of: " << trouble.what() << '\n';
        all_right = false;
      }
    });
  }
  for (auto& caller : callers) caller.join();
  *right = *right && all_right;
  return std::chrono::duration<double>(steady_clock::now() - began).count();
}

void Run(const Options& options) {
  const support::Database database;
  Furnish(database, options.holders);
  support::Daemon daemon(database);
  daemon.Start({"--services", "registry"});
  const auto keyring = *crypto::LiveKeyring::Open(daemon.keys());
  const int holders = kVillages * options.holders;
  const Usage before = UsageOf(daemon.pid());
  std::vector<double> ratios, seconds;
  bool right = true;
  for (int round = 1; round <= kRounds; ++round) {
    const auto [copy, rows] = CopyOut(database.Url(), "registry.unit_holding");
    const auto [plain, plain_rows] = CopyOut(database.Url(), kPlainRoll);
    right = right && rows == holders && plain_rows == holders;
    seconds.push_back(ReadAll(daemon, *keyring, options, &right));
    ratios.push_back(seconds.back() / copy);
    std::cerr << "registry.roll_as_of, round " << round << ": " << seconds.back() << " s, COPY "
              << copy << " s, COPY of the roll by plain SQL " << plain << " s\n";
  }
  const Usage after = UsageOf(daemon.pid());
  std::cerr << "  qianmod: " << before.rss_kib / 1024 << " MiB resident before, "
            << after.rss_kib / 1024 << " MiB after, "
            << (after.cpu_seconds - before.cpu_seconds) * 1e6 / (kRounds * holders)
            << " us of CPU a holder\n";
  std::sort(ratios.begin(), ratios.end());
  std::sort(seconds.begin(), seconds.end());
  const double ratio = ratios[kRounds / 2];
  std::cout << std::fixed << std::setprecision(2) << "registry.roll_as_of " << seconds[kRounds / 2]
            << " s " << ratio << " <=" << std::setprecision(0) << kTarget
            << (!right            ? " FAILED"
                : ratio > kTarget ? " MISSED"
                                  : "")
            << std::endl;
}

}  // namespace
}  // namespace qianmo::bench

int main(int argc, char** argv) {
  qianmo::bench::Options options;
  CLI::App app("Measures registry.roll_as_of; ./qianmo bench runs it");
  app.add_option("--holders", options.holders, "Of each of 300 villages");
  app.add_option("--callers", options.callers, "Who read rolls at the same time");
  CLI11_PARSE(app, argc, argv);
  try {
    qianmo::bench::Run(options);
    return 0;
  } catch (const std::exception& trouble) {
    std::cerr << "registry.roll_as_of: " << trouble.what() << '\n';
    return 1;
  }
}
