// Bringing everything under the newest keys, also while people sign in.
#include <thread>

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "crypto/seal.h"
#include "identity/reseal_service.h"
#include "identity/reseal_store.h"
#include "services/identity/visitor.h"

namespace qianmo::identity {
namespace {

using crypto::KeyPurpose;
using google::longrunning::Operation;

class Reseal : public testing::Test {
 protected:
  Answer<Operation> Start(const Member& officer) {
    auto request = Fresh<v1::StartResealRequest>();
    request.set_parent("counties/7");
    return office_.Ask(officer.caller, &Stub::StartReseal, request);
  }

  Operation Get(const std::string& name) {
    rpc::v1::GetOperationRequest request;
    request.set_name(name);
    Operation operation;
    const auto stub = rpc::v1::OperationsService::NewStub(office_.channel());
    stub->GetOperation(office_.As(office_.founder().caller).get(), request, &operation);
    return operation;
  }

  // Nothing when it does not end within a while.
  std::optional<std::int64_t> AccountsOf(const std::string& name) {
    for (int i = 0; i < 1500; ++i) {
      const Operation operation = Get(name);
      if (operation.done()) {
        v1::ResealOutcome outcome;
        return operation.response().UnpackTo(&outcome) ? std::optional(outcome.accounts())
                                                       : std::nullopt;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return std::nullopt;
  }

  void Rotate(std::initializer_list<KeyPurpose> purposes) {
    for (const KeyPurpose purpose : purposes) {
      ASSERT_TRUE(crypto::Keyring::Rotate(office_.keys(), purpose, office_.clock().Now()));
    }
  }

  // Values of identity's tables that depend on another key than the newest.
  int Old() {
    const auto ring = office_.ring();
    const auto newest = ring->newest(KeyPurpose::kData).id();
    int old = 0;
    for (const char* sealed :
         {"SELECT handle_sealed AS s FROM identity.account",
          "SELECT phone_sealed AS s FROM identity.account WHERE phone_sealed IS NOT NULL",
          "SELECT secret_sealed AS s FROM identity.authenticator"}) {
      for (const auto& row : office_.database().Execute(sealed)) {
        old += crypto::SealedUnder(pg::Get<pg::Bytes>(row, "s")) != newest;
      }
    }
    int handles = 0;
    for (const auto& row : office_.database().Execute(
             "SELECT id, handle_sealed, handle_index, phone_sealed, phone_index"
             " FROM identity.account")) {
      const std::string id = pg::Get<std::string>(row, "id");
      const auto handle = crypto::Open(*ring, AccountPlace("handle", kHome, id),
                                       pg::Get<pg::Bytes>(row, "handle_sealed"));
      const auto index = crypto::BlindIndex(*ring, kHandleIndex, handle.value());
      old += pg::Get<pg::Bytes>(row, "handle_index") != AsText(index);
      handles += office_.Query("SELECT count(*) FROM identity.handle WHERE handle_index = '\\x" +
                               ToHex(AsText(index)) + "' AND account_id = '" + id + "'") == "1";
      const auto phone = pg::Get<std::optional<pg::Bytes>>(row, "phone_sealed");
      if (!phone) continue;
      const auto number = crypto::Open(*ring, AccountPlace("phone", kHome, id), *phone);
      old += pg::Get<pg::Bytes>(row, "phone_index") !=
             AsText(crypto::BlindIndex(*ring, kPhoneIndex, number.value()));
    }
    return old + std::stoi(office_.Query("SELECT count(*) FROM identity.handle")) - handles;
  }

  Office office_;
};

TEST_F(Reseal, LeavesNothingUnderAnOlderKey) {
  const Member officer = office_.Officer(kTownship);
  const Factor factor = Enrol(office_, officer);
  const Member bidder = office_.Bidder();
  office_.clock().Advance(std::chrono::hours(1));
  Rotate({KeyPurpose::kData, KeyPurpose::kIndex});
  office_.Restart();
  EXPECT_GT(Old(), 0);
  office_.clock().Advance(std::chrono::seconds(5));
  const auto started = Start(office_.founder());
  ASSERT_TRUE(started.ok()) << started.reason();
  EXPECT_EQ(AccountsOf(started.reply.name()), 4);
  EXPECT_EQ(Old(), 0);
  EXPECT_TRUE(SignIn(office_, Proofs(bidder.handle)).ok());
  v1::SignInRequest request = Proofs(officer.handle);
  request.set_one_time_code(Shown(office_, factor.secret));
  EXPECT_TRUE(SignIn(office_, request).ok());
  request = Proofs(officer.handle);
  request.set_recovery_code(factor.recovery_codes.front());
  EXPECT_TRUE(SignIn(office_, request).ok()) << "recovery codes outlive keys";
}

TEST_F(Reseal, WaitsUntilEveryServerKnowsTheKeys) {
  office_.clock().Advance(std::chrono::hours(1));
  Rotate({KeyPurpose::kData});
  office_.Restart();
  office_.clock().Advance(std::chrono::seconds(5) - Duration(1));
  const auto early = Start(office_.founder());
  EXPECT_EQ(early.code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(early.reason(), "KEYS_TOO_FRESH");
  office_.clock().Advance(Duration(1));
  EXPECT_TRUE(Start(office_.founder()).ok());
}

TEST_F(Reseal, IsTheCountyAdminsAtHome) {
  office_.clock().Advance(std::chrono::hours(1));
  EXPECT_EQ(Start(office_.Officer(Role::kTownshipApprover, kTownship)).reason(), "ROLE_MISSING");
  auto request = Fresh<v1::StartResealRequest>();
  request.set_parent("counties/8");
  EXPECT_EQ(office_.Ask(office_.founder().caller, &Stub::StartReseal, request).reason(),
            "OUT_OF_SCOPE");
}

TEST_F(Reseal, GoesOnAfterARestartAndCountsEveryAccountOnce) {
  for (int i = 0; i < 448; ++i) office_.Bidder();
  office_.clock().Advance(std::chrono::hours(1));
  Rotate({KeyPurpose::kData, KeyPurpose::kIndex});
  office_.Restart();
  office_.clock().Advance(std::chrono::seconds(5));
  const auto started = Start(office_.founder());
  ASSERT_TRUE(started.ok()) << started.reason();
  office_.Restart();
  EXPECT_EQ(AccountsOf(started.reply.name()), 450);
  EXPECT_EQ(Old(), 0);
}

TEST_F(Reseal, DoesNotDisturbThoseWhoSignIn) {
  std::vector<Member> people;
  std::vector<Factor> factors;
  for (int i = 0; i < 20; ++i) {
    people.push_back(office_.Officer(kTownship));
    factors.push_back(Enrol(office_, people.back()));
  }
  for (int i = 0; i < 300; ++i) office_.Bidder();
  std::atomic<bool> over = false;
  std::atomic<int> entered = 0;
  std::vector<std::thread> guests;
  for (int i = 0; i < 10; ++i) {
    guests.emplace_back([&, i] {
      for (int turn = 0; !over; ++turn) {
        const std::size_t at = static_cast<std::size_t>(i + turn % 2 * 10);
        // A recovery code each time: those of an authenticator would be used up by standing time.
        if (turn / 2 >= 10) {
          const auto issued =
              SignIn(office_, Proofs("nobody." + std::to_string(turn)),
                     "10." + std::to_string(i) + ".0." + std::to_string(turn % 250));
          EXPECT_EQ(issued.reason(), "SIGN_IN_REFUSED");
          continue;
        }
        v1::SignInRequest request = Proofs(people[at].handle);
        request.set_recovery_code(factors[at].recovery_codes[turn / 2]);
        const auto answer = SignIn(office_, request);
        EXPECT_TRUE(answer.ok()) << answer.reason();
        if (!answer.ok()) continue;
        const auto issued = IssueToken(office_, answer.reply.session_token());
        EXPECT_TRUE(issued.ok()) << issued.reason();
        ++entered;
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
      }
    });
  }
  for (int round = 0; round < 2; ++round) {
    office_.clock().Advance(std::chrono::seconds(6));
    Rotate({KeyPurpose::kData, KeyPurpose::kIndex, KeyPurpose::kToken, KeyPurpose::kDerive});
    std::this_thread::sleep_for(std::chrono::milliseconds(1500));
    office_.clock().Advance(std::chrono::seconds(6));
    const auto started = Start(office_.founder());
    EXPECT_TRUE(started.ok()) << started.reason();
    EXPECT_EQ(AccountsOf(started.reply.name()), 322);
  }
  over = true;
  for (std::thread& guest : guests) guest.join();
  EXPECT_GT(entered, 50);
  EXPECT_EQ(Old(), 0);
  office_.clock().Advance(std::chrono::hours(1));
  for (std::size_t i = 0; i < people.size(); ++i) {
    v1::SignInRequest request = Proofs(people[i].handle);
    request.set_one_time_code(Shown(office_, factors[i].secret));
    EXPECT_TRUE(SignIn(office_, request).ok()) << i;
  }
}

}  // namespace
}  // namespace qianmo::identity
