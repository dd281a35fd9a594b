// The server is killed in the middle of a merge: nothing of it stays, and asked again it is done.
#include <thread>

#include <gtest/gtest.h>
#include <pqxx/connection>
#include <pqxx/transaction>

#include "crypto/live_keyring.h"
#include "registry/household_carry.h"
#include "rpc/token.h"
#include "services/registry/belongings.h"
#include "support/daemon.h"

namespace qianmo::registry {
namespace {

// What a merge does, told by what it has done so far.
constexpr char kTraces[] =
    "SELECT concat_ws(' ', (SELECT string_agg(state::text, '' ORDER BY id) FROM"
    " registry.collective), (SELECT count(*) FROM registry.member_event WHERE kind = 7),"
    " (SELECT count(*) FROM registry.unit_event WHERE act = 9),"
    " (SELECT count(*) FROM registry.asset_event WHERE kind = 5),"
    " (SELECT count(*) FROM registry.collective_successor), (SELECT count(*) FROM"
    " registry.journal WHERE method LIKE '%ConfirmCollectiveChange'))";

TEST(KilledMerge, LeavesNothingBehindAndIsDoneWhenAskedAgain) {
  County county;
  Belongings owned(county);
  const auto household = county.Settle(county.sister(), 1);
  owned.Issue(county.sister(), household, 350);
  const auto machine = owned.Have(county.sister(), "收割机");
  v1::ChangePart village;
  village.set_collective(county.village().name());
  const auto merge = owned.Merge({county.sister()}, village).reply;
  const auto& database = county.archive().database();
  const auto traces = [&] { return county.archive().Query(kTraces); };
  const std::string before = traces();
  const std::string totals = owned.Totals();

  support::Daemon daemon(database);
  daemon.Start({"--services", "registry"});
  const auto keyring = *crypto::LiveKeyring::Open(daemon.keys());
  const auto request = Named<v1::ConfirmCollectiveChangeRequest>(merge.name());
  const auto confirm = [&] {
    grpc::ClientContext context;
    context.set_deadline(gpr_time_from_seconds(60, GPR_TIMESPAN));
    context.AddMetadata(
        "authorization",
        "Bearer " + rpc::SignToken(*keyring->Current(), county.approver(), SystemClock().Now()));
    v1::CollectiveChange reply;
    Changes stub(daemon.channel());
    return stub.ConfirmCollectiveChange(&context, request, &reply);
  };
  {
    // Households and units have gone already where the assets are waited for.
    pqxx::connection connection(database.Url());
    pqxx::work lock(connection);
    lock.exec("SELECT FROM registry.asset FOR UPDATE");
    std::thread asking([&] { EXPECT_FALSE(confirm().ok()); });
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (county.archive().Query("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type ="
                                  " 'Lock' AND query LIKE '%registry.asset %'") == "0" &&
           std::chrono::steady_clock::now() < patience) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    daemon.Kill();
    asking.join();
  }
  EXPECT_EQ(traces(), before);
  daemon.Start({"--services", "registry"});
  const auto status = confirm();
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_NE(traces(), before);
  EXPECT_EQ(owned.Totals(), totals);
  EXPECT_EQ(owned.Look(machine).collective(), county.village().name());
  EXPECT_EQ(owned.UnitsOf(county.village(), v1::UNIT_KIND_MEMBER), 350);
  owned.ExpectNothingIsAstray();
}

}  // namespace
}  // namespace qianmo::registry
