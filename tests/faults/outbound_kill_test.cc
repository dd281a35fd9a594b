// The server is killed at every step of a text's way to the provider; the provider is killed, away
// and slow: in the end each phone has received its text once, and the database knows it.
#include <fstream>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <thread>

#include <grpc/support/time.h>
#include <gtest/gtest.h>
#include <pqxx/pqxx>
#include <signal.h>

#include "base/id.h"
#include "crypto/live_keyring.h"
#include "qianmo/messages/v1/messages.grpc.pb.h"
#include "qianmosms/store.h"
#include "rpc/timestamp.h"
#include "rpc/token.h"
#include "support/becomes.h"
#include "support/daemon.h"

namespace qianmo {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Arguments = std::vector<std::string>;

// The provider as a process, on one port and one store through all its lives.
class SmsProcess {
 public:
  SmsProcess() : port_(support::FreePort()) {
    std::ofstream(key_file()) << "a key that only this test knows\n";
  }

  void Start(const Arguments& faults = {}) {
    Arguments command = {support::BuiltProgram("qianmo-sms"),
                         "--port",
                         std::to_string(port_),
                         "--key-file",
                         key_file(),
                         "--store",
                         folder_.path() / "store"};
    command.insert(command.end(), faults.begin(), faults.end());
    process_.emplace(command, std::map<std::string, std::string>{}, folder_.path() / "log");
  }
  void Kill() {
    process_->Signal(SIGKILL);
    process_->Wait();
  }
  void Freeze() { process_->Signal(SIGSTOP); }

  Arguments FlagsOfServer() const {
    return {"--sms-url", "http://127.0.0.1:" + std::to_string(port_), "--sms-key-file", key_file()};
  }
  // What was taken, read from a copy of the journal.
  std::vector<sms::Entry> texts() const {
    const auto copy = folder_.path() / "copy";
    if (!std::filesystem::exists(folder_.path() / "store")) return {};
    std::filesystem::copy_file(folder_.path() / "store", copy,
                               std::filesystem::copy_options::overwrite_existing);
    return sms::Store(copy).texts();
  }

 private:
  std::string key_file() const { return folder_.path() / "key"; }

  support::TemporaryFolder folder_;
  const int port_;
  std::optional<support::Process> process_;
};

class Outbound : public testing::Test {
 protected:
  Outbound() : daemon_(database_) {
    database_.Execute("INSERT INTO house.county (county_id, name, code) VALUES (7, 'x', '990007')");
    database_.Execute("INSERT INTO messages.provider_turn VALUES (7, '')");
  }

  void StartServer() { daemon_.Start(sms_.FlagsOfServer()); }

  // A code for another phone each time.
  void SendCode() {
    const Time now = SystemClock().Now();
    rpc::v1::Caller house;
    house.set_county_id(7);
    house.set_account_id(Uuid::Make(now).ToString());
    auto* held = house.add_roles();
    held->set_role(rpc::v1::ROLE_SERVICE);
    held->set_org_path("/7/");
    const auto ring = crypto::LiveKeyring::Open(daemon_.keys());
    grpc::ClientContext context;
    context.set_deadline(gpr_time_from_seconds(60, GPR_TIMESPAN));
    context.AddMetadata("authorization",
                        "Bearer " + rpc::SignToken(*(*ring)->Current(), house, now));
    messages::v1::SendMessageRequest request;
    request.set_parent("counties/7");
    request.set_request_id(Uuid::Make(now).ToString());
    request.set_phone(std::to_string(13800000000 + ++sent_));
    request.set_template_(messages::v1::TEMPLATE_PHONE_CODE);
    request.set_one_time_code("731642");
    *request.mutable_expire_time() = rpc::ToTimestamp(now + std::chrono::hours(1));
    messages::v1::Message message;
    const auto status = messages::v1::MessagesService::NewStub(daemon_.channel())
                            ->SendMessage(&context, request, &message);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  int Count(const std::string& where) const {
    return database_.Execute("SELECT count(*) FROM messages.delivery WHERE " + where)[0][0]
        .as<int>();
  }
  // Some statement of the server waits for a row that the test holds.
  bool IsBlocked() const {
    return support::Becomes([&] {
      return database_
                 .Execute(
                     "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                     " AND wait_event_type = 'Lock'")[0][0]
                 .as<int>() > 0;
    });
  }
  // Holds all deliveries until it goes.
  struct Hold {
    explicit Hold(const support::Database& database, const char* table)
        : connection(database.Url()), work(connection) {
      work.exec("SELECT county_id FROM " + std::string(table) + " FOR UPDATE");
    }
    pqxx::connection connection;
    pqxx::work work;
  };

  void ExpectEachOnce() {
    ASSERT_TRUE(support::Becomes([&] { return Count("state = 5") == sent_; }))
        << Count("state = 5") << " of " << sent_ << "\n"
        << daemon_.Log();
    std::set<std::string> phones;
    const auto texts = sms_.texts();
    for (const auto& text : texts) {
      phones.insert(text.message().to());
      EXPECT_EQ(Count("provider_id = '" + text.provider_id() + "' AND client_id = '" +
                      text.message().client_id() + "'"),
                1);
    }
    EXPECT_EQ(texts.size(), static_cast<std::size_t>(sent_)) << "something was sent twice";
    EXPECT_EQ(phones.size(), static_cast<std::size_t>(sent_));
    EXPECT_EQ(database_
                  .Execute("SELECT count(*) FROM messages.message"
                           " WHERE state <> 2 OR code_sealed IS NOT NULL")[0][0]
                  .as<int>(),
              0);
  }

  support::Database database_;
  support::Daemon daemon_;
  SmsProcess sms_;
  int sent_ = 0;
};

TEST_F(Outbound, KilledBeforeATextIsClaimedSendsItOnce) {
  sms_.Start();
  StartServer();
  {
    const Hold hold(database_, "messages.provider_turn");
    SendCode();
    std::this_thread::sleep_for(milliseconds(600));
    EXPECT_EQ(Count("state = 1 AND tries = 0"), 1);
    daemon_.Kill();
  }
  StartServer();
  ExpectEachOnce();
}

TEST_F(Outbound, KilledBetweenClaimAndProviderSendsItOnce) {
  sms_.Start();
  StartServer();
  sms_.Freeze();
  SendCode();
  ASSERT_TRUE(support::Becomes([&] { return Count("state = 2") == 1; }));
  daemon_.Kill();
  sms_.Kill();  // with whatever lay in its socket
  EXPECT_EQ(sms_.texts().size(), 0u);
  sms_.Start();
  StartServer();
  ExpectEachOnce();
}

TEST_F(Outbound, KilledAfterTheProviderTookItAndBeforeItsAnswerSendsItOnce) {
  // The report comes late: a server that is slow to start would have it before it asks again.
  sms_.Start({"--answer-delay", "4000", "--report-delay", "9000"});
  StartServer();
  SendCode();
  ASSERT_TRUE(support::Becomes([&] { return sms_.texts().size() == 1; }));
  EXPECT_EQ(Count("state = 2"), 1);
  daemon_.Kill();
  StartServer();
  ExpectEachOnce();
  EXPECT_GT(sms_.texts().at(0).repeats(), 0) << "it was not asked for again";
}

TEST_F(Outbound, KilledBetweenTheAnswerAndTheCommitSendsItOnce) {
  sms_.Start({"--answer-delay", "4000"});
  StartServer();
  SendCode();
  ASSERT_TRUE(support::Becomes([&] { return Count("state = 2") == 1; }));
  {
    const Hold hold(database_, "messages.delivery");
    ASSERT_TRUE(IsBlocked());
    daemon_.Kill();
  }
  EXPECT_EQ(Count("state = 2"), 1) << "the answer was not recorded";
  StartServer();
  ExpectEachOnce();
}

TEST_F(Outbound, KilledWhileItAppliesAReportAppliesItOnce) {
  sms_.Start({"--report-delay", "4000"});
  StartServer();
  SendCode();
  ASSERT_TRUE(support::Becomes([&] { return Count("state = 3") == 1; }));
  {
    const Hold hold(database_, "messages.delivery");
    ASSERT_TRUE(IsBlocked());
    daemon_.Kill();
  }
  EXPECT_EQ(Count("state = 3"), 1);
  StartServer();
  ExpectEachOnce();
  EXPECT_EQ(database_.Execute("SELECT count(*) FROM messages.provider_report")[0][0].as<int>(), 1);
}

TEST_F(Outbound, KilledAtRandomTimesSendsEachOnce) {
  std::mt19937 random(20261120);
  sms_.Start({"--answer-delay", "120", "--cut-every", "5", "--error-every", "7"});
  for (int round = 0; round < 4; ++round) {
    StartServer();
    for (int i = 0; i < 8; ++i) SendCode();
    std::this_thread::sleep_for(milliseconds(random() % 500));
    daemon_.Kill();
  }
  StartServer();
  ExpectEachOnce();
  EXPECT_GT(Count("tries > 1"), 0) << "nothing was under way at any kill";
}

TEST_F(Outbound, WaitsForAProviderThatIsAwayAndFindsItAgain) {
  StartServer();
  for (int i = 0; i < 3; ++i) SendCode();
  ASSERT_TRUE(
      support::Becomes([&] { return Count("state = 1 AND tries >= 2 AND NOT in_doubt") == 3; }));
  sms_.Start({"--answer-delay", "300"});
  ASSERT_TRUE(support::Becomes([&] { return !sms_.texts().empty(); }));
  sms_.Kill();
  sms_.Start();
  ExpectEachOnce();
}

}  // namespace
}  // namespace qianmo
