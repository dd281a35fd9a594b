// The ledger is killed and its connections are cut while it posts: every entry is there once, its
// answer is always the same, and the books add up.
#include <algorithm>
#include <atomic>
#include <map>
#include <random>
#include <thread>

#include <grpc/support/time.h>
#include <gtest/gtest.h>

#include "base/clock.h"
#include "base/id.h"
#include "crypto/live_keyring.h"
#include "qianmo/ledger/v1/books.grpc.pb.h"
#include "qianmo/ledger/v1/entries.grpc.pb.h"
#include "rpc/home.h"
#include "rpc/token.h"
#include "support/daemon.h"

namespace qianmo {
namespace {

using ledger::v1::PostEntryRequest;

constexpr int kCallers = 8;
constexpr int kLives = 5;
constexpr const char* kPlaces[] = {"102", "201", "204", "206"};  // none may go below zero

std::string FreshId() { return Uuid::Make(SystemClock().Now()).ToString(); }

// An entry that was asked for, and what came back.
struct Wanted {
  PostEntryRequest request;
  std::string answer;  // of the service, or the reason of its refusal; empty when none came back
  bool posted = false;
};

class KilledLedger : public testing::Test {
 protected:
  KilledLedger() : daemon_(database_) {
    database_.Execute("INSERT INTO house.county (county_id, name, code) VALUES (7, 'x', '990007')");
    Live();
    ledger::v1::OpenBooksRequest request;
    request.set_parent("counties/7");
    request.set_request_id(FreshId());
    request.set_kind(ledger::v1::Books::KIND_CUSTODY);
    request.set_display_name("x");
    *request.mutable_first_month() = rpc::ToProto(BeijingDate(SystemClock().Now()));
    const auto context = As(rpc::v1::ROLE_CENTRE_OFFICER, "/7/");
    ledger::v1::Books books;
    const auto status = ledger::v1::BooksService::NewStub(daemon_.channel())
                            ->OpenBooks(context.get(), request, &books);
    if (!status.ok()) throw std::runtime_error(status.error_message());
    books_ = books.name();
  }

  void Live() { daemon_.Start({"--services", "ledger"}); }

  std::unique_ptr<grpc::ClientContext> As(rpc::v1::Role role, const std::string& path) {
    rpc::v1::Caller caller;
    caller.set_county_id(7);
    caller.set_account_id(account_);
    caller.set_person(account_);
    caller.set_session_id(account_);
    caller.set_second_factor(true);
    caller.add_roles()->set_role(role);
    caller.mutable_roles(0)->set_org_path(path);
    const auto keyring = *crypto::LiveKeyring::Open(daemon_.keys());
    auto context = std::make_unique<grpc::ClientContext>();
    context->set_deadline(gpr_time_from_seconds(60, GPR_TIMESPAN));
    context->AddMetadata("authorization", "Bearer " + rpc::SignToken(*keyring->Current(), caller,
                                                                     SystemClock().Now()));
    return context;
  }

  PostEntryRequest Random(std::mt19937* dice) const {
    PostEntryRequest request;
    request.set_parent("counties/7");
    request.set_request_id(FreshId());
    auto* voucher = request.add_vouchers();
    voucher->set_books(books_);
    *voucher->mutable_date() = rpc::ToProto(BeijingDate(SystemClock().Now()));
    voucher->set_summary("x");
    const auto debit = (*dice)() % 4, credit = (debit + 1 + (*dice)() % 3) % 4;
    const auto amount = static_cast<std::int64_t>((*dice)() % 50 + 1);
    for (const auto side :
         {ledger::v1::VoucherLine::SIDE_DEBIT, ledger::v1::VoucherLine::SIDE_CREDIT}) {
      auto* line = voucher->add_lines();
      line->set_side(side);
      line->set_account(kPlaces[side == ledger::v1::VoucherLine::SIDE_DEBIT ? debit : credit]);
      line->set_amount_fen(amount);
    }
    return request;
  }

  // False when there was no answer. A refusal of the house to itself may be another one later, and
  // is asked for no more.
  bool Ask(Wanted* wanted) {
    const auto context = As(rpc::v1::ROLE_SERVICE, "/7/");
    ledger::v1::Entry entry;
    const auto status = ledger::v1::EntriesService::NewStub(daemon_.channel())
                            ->PostEntry(context.get(), wanted->request, &entry);
    if (status.ok()) {
      const std::string now = entry.SerializeAsString();
      EXPECT_TRUE(wanted->answer.empty() || wanted->answer == now) << "another answer";
      wanted->answer = now;
      wanted->posted = true;
      return true;
    }
    if (status.error_code() != grpc::StatusCode::FAILED_PRECONDITION) return false;
    EXPECT_FALSE(wanted->posted) << "posted, and then refused";
    wanted->answer = status.error_message();
    return true;
  }

  // Callers post until the ledger is gone; its connections are cut once before that.
  std::vector<Wanted> LiveAndDie(std::mt19937* dice) {
    std::vector<std::vector<Wanted>> all(kCallers);
    std::atomic<bool> dead = false;
    std::vector<std::thread> threads;
    for (auto& mine : all) {
      threads.emplace_back([this, &mine, &dead, seed = (*dice)()] {
        std::mt19937 own(static_cast<std::uint32_t>(seed));
        while (!dead) {
          mine.push_back({Random(&own), "", false});
          if (!Ask(&mine.back())) std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
      });
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(150 + (*dice)() % 200));
    database_.Execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND usename = 'qianmo_ledger'");
    std::this_thread::sleep_for(std::chrono::milliseconds(100 + (*dice)() % 200));
    daemon_.Kill();
    dead = true;
    for (auto& thread : threads) thread.join();
    std::vector<Wanted> wanted;
    for (auto& mine : all) wanted.insert(wanted.end(), mine.begin(), mine.end());
    return wanted;
  }

  std::string One(const std::string& sql) const {
    const auto rows = database_.Execute(sql);
    return rows[0][0].is_null() ? "" : rows[0][0].as<std::string>();
  }

  support::Database database_;
  support::Daemon daemon_;
  const std::string account_ = FreshId();
  std::string books_;
};

TEST_F(KilledLedger, HasEveryEntryOnceAndBooksThatAddUp) {
  std::mt19937 dice(20261128);
  std::vector<Wanted> wanted;
  const auto was_posted = [](const Wanted& one) { return one.posted; };
  for (int life = 0; life < kLives || std::ranges::count_if(wanted, was_posted) <= 100; ++life) {
    if (life > 0) Live();
    for (Wanted& one : LiveAndDie(&dice)) wanted.push_back(std::move(one));
  }
  Live();
  int unanswered = 0;
  for (Wanted& one : wanted) {
    unanswered += one.answer.empty() ? 1 : 0;
    if (!one.posted && !one.answer.empty()) continue;
    ASSERT_TRUE(Ask(&one)) << one.request.request_id();
  }
  EXPECT_GT(unanswered, 0) << "nothing was under way at any death: the test proves nothing";
  std::map<std::string, std::int64_t> sums;
  std::int64_t posted = 0;
  for (const Wanted& one : wanted) {
    if (!one.posted) continue;
    ++posted;
    for (const auto& line : one.request.vouchers(0).lines()) {
      const bool debit = line.side() == ledger::v1::VoucherLine::SIDE_DEBIT;
      sums[line.account()] += debit ? line.amount_fen() : -line.amount_fen();
    }
  }
  EXPECT_GT(posted, 100);
  EXPECT_EQ(One("SELECT count(*) FROM ledger.posting"), std::to_string(posted));
  EXPECT_EQ(One("SELECT max(number) FROM ledger.voucher"), std::to_string(posted));
  for (const auto& [account, sum] : sums) {
    const std::string of = "WHERE code = '" + account + "'";
    EXPECT_EQ(One("SELECT abs(balance_fen) FROM ledger.balance " + of),
              std::to_string(std::abs(sum)));
    EXPECT_EQ(One("SELECT sum(debit_fen - credit_fen) FROM ledger.turnover " + of),
              std::to_string(sum));
  }
  EXPECT_EQ(One("SELECT count(*) FROM ledger.balance WHERE balance_fen < 0"), "0");
}

}  // namespace
}  // namespace qianmo
