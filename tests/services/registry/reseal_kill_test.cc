// The server is killed again and again while it brings members under new keys: the work goes on
// from where it was, and no value is lost.
#include <thread>

#include <gtest/gtest.h>

#include "crypto/live_keyring.h"
#include "crypto/seal.h"
#include "qianmo/registry/v1/keys.grpc.pb.h"
#include "qianmo/rpc/v1/operations.grpc.pb.h"
#include "registry/sealed.h"
#include "rpc/token.h"
#include "services/registry/archive.h"
#include "support/daemon.h"

namespace qianmo::registry {
namespace {

constexpr int kMembers = 20'000;
constexpr CountyId kCountySeven{7};

class KilledReseal : public testing::Test {
 protected:
  KilledReseal() {
    database_.Execute("INSERT INTO house.county (county_id, name, code) VALUES (7, 'x', '990007')");
    daemon_.Start({"--services", "registry"});
    keyring_ = *crypto::LiveKeyring::Open(daemon_.keys());
  }

  // Members alone, without what they hang on.
  void Fill() {
    pg::Pool pool([&] {
      pg::PoolOptions options;
      options.url = database_.Url();
      return options;
    }());
    const Time now = SystemClock().Now();
    (void)pg::Transact(
        pool, {.deadline = std::chrono::steady_clock::now() + std::chrono::minutes(1)},
        [&](pg::Transaction& tx) -> Result<Done> {
          tx.Run("SELECT set_config('session_replication_role', 'replica', true)");
          pg::CopyIn copy(
              tx, "registry.member",
              {"county_id", "id", "household_id", "collective_id", "org_path", "state", "name",
               "search_terms", "relation", "capacity", "phone_sealed", "create_time", "version"});
          for (int i = 0; i < kMembers; ++i) {
            const Uuid id = Uuid::Make(now);
            const auto phone =
                SealValue(*keyring_->Current(), "member.phone", kCountySeven, id, PhoneOf(i));
            copy.Add(kCountySeven, id, id, id, "/7/", 1, "成员" + std::to_string(i),
                     pg::Array<std::string>({"成"}), 3, 1, AsParam(phone), now, 1);
          }
          copy.Finish();
          return Done{};
        });
  }
  static std::string PhoneOf(int i) { return std::to_string(13'600'000'000 + i); }

  template <class Service, class Request, class Reply>
  grpc::Status Ask(grpc::Status (Service::*method)(grpc::ClientContext*, const Request&, Reply*),
                   const Request& request, Reply* reply) {
    Service stub(daemon_.channel());
    grpc::ClientContext context;
    context.set_deadline(gpr_time_from_seconds(60, GPR_TIMESPAN));
    context.AddMetadata("authorization", "Bearer " + rpc::SignToken(*keyring_->Current(), admin_,
                                                                    SystemClock().Now()));
    return (stub.*method)(&context, request, reply);
  }
  // Once the keys are old enough.
  std::string Start() {
    v1::StartResealRequest request;
    request.set_parent("counties/7");
    request.set_request_id(NewRequestId());
    google::longrunning::Operation operation;
    for (int i = 0; i < 300 && operation.name().empty(); ++i) {
      if (Ask(&v1::KeysService::Stub::StartReseal, request, &operation).ok()) break;
      request.set_request_id(NewRequestId());
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return operation.name();
  }
  google::longrunning::Operation Get(const std::string& name) {
    rpc::v1::GetOperationRequest request;
    request.set_name(name);
    google::longrunning::Operation operation;
    Ask(&rpc::v1::OperationsService::Stub::GetOperation, request, &operation);
    return operation;
  }

  support::Database database_;
  support::Daemon daemon_{database_};
  std::unique_ptr<crypto::LiveKeyring> keyring_;
  const rpc::v1::Caller admin_ = Archive::Person(rpc::v1::ROLE_COUNTY_ADMIN);
};

TEST_F(KilledReseal, GoesOnWhereItWas) {
  Fill();
  ASSERT_TRUE(
      crypto::Keyring::Rotate(daemon_.keys(), crypto::KeyPurpose::kData, SystemClock().Now()));
  const std::string name = Start();
  ASSERT_NE(name, "");
  int kills = 0;
  google::longrunning::Operation operation = Get(name);
  for (std::int64_t killed_at = 0; !operation.done(); operation = Get(name)) {
    rpc::v1::OperationProgress progress;
    operation.metadata().UnpackTo(&progress);
    EXPECT_GE(progress.done() + (progress.total() == 0 ? killed_at : 0), killed_at);
    if (progress.done() < killed_at + kMembers / 5 || kills == 3) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      continue;
    }
    killed_at = progress.done();
    ++kills;
    daemon_.Kill();
    daemon_.Start({"--services", "registry"});
  }
  EXPECT_GE(kills, 1) << "or nothing was shown";
  v1::ResealOutcome outcome;
  ASSERT_TRUE(operation.response().UnpackTo(&outcome)) << operation.error().message();
  EXPECT_EQ(outcome.values(), kMembers) << "each once";
  ASSERT_TRUE(keyring_->ReloadIfChanged());
  const auto ring = keyring_->Current();
  std::set<std::string> phones;
  for (const auto& row : database_.Execute("SELECT id, phone_sealed FROM registry.member")) {
    const auto sealed = pg::Get<pg::Bytes>(row, "phone_sealed");
    EXPECT_EQ(crypto::SealedUnder(sealed), 2u);
    phones.insert(OpenValue(*ring, "member.phone", kCountySeven, pg::Get<Uuid>(row, "id"), sealed));
  }
  EXPECT_EQ(phones.size(), std::size_t{kMembers});
  EXPECT_TRUE(phones.contains(PhoneOf(0)));
}

}  // namespace
}  // namespace qianmo::registry
