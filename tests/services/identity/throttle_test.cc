// Guessing is slowed down; knowing is not.
#include <thread>

#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "identity/device_store.h"
#include "identity/throttle_store.h"
#include "services/identity/visitor.h"

namespace qianmo::identity {
namespace {

using grpc::StatusCode;
using std::chrono::seconds;

seconds RetryAfter(const grpc::Status& status) {
  google::rpc::Status details;
  details.ParseFromString(status.error_details());
  for (const auto& any : details.details()) {
    google::rpc::RetryInfo retry;
    if (any.UnpackTo(&retry)) return seconds(retry.retry_delay().seconds());
  }
  return seconds(-1);
}

class Throttle : public testing::Test {
 protected:
  // Guesses until the door is closed.
  int GuessUntilBlocked(const std::string& handle, const std::string& address) {
    for (int guesses = 0; guesses < 1000; ++guesses) {
      if (SignIn(office_, Proofs(handle, kWrong), address).reason() == "TOO_MANY_FAILURES") {
        return guesses;
      }
    }
    return -1;
  }

  Office office_;
};

TEST_F(Throttle, ClosesTheDoorAfterSomeFailuresAndTellsForHowLong) {
  const Member bidder = office_.Bidder();
  EXPECT_EQ(GuessUntilBlocked(bidder.handle, "10.9.9.9"), 6);
  const auto blocked = SignIn(office_, Proofs(bidder.handle), "10.9.9.9");
  EXPECT_EQ(blocked.code(), StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(RetryAfter(blocked.status), seconds(2));
  office_.clock().Advance(seconds(2) - Duration(1));
  EXPECT_FALSE(SignIn(office_, Proofs(bidder.handle), "10.9.9.9").ok());
  office_.clock().Advance(Duration(1));
  EXPECT_TRUE(SignIn(office_, Proofs(bidder.handle), "10.9.9.9").ok());
}

TEST_F(Throttle, IsTheSameForAHandleThatNobodyHas) {
  EXPECT_EQ(GuessUntilBlocked("nobody.here", "10.9.9.9"), 6);
}

TEST_F(Throttle, DoesNotHoldUpTheOwnerWhileAStrangerGuessesElsewhere) {
  const Member bidder = office_.Bidder();
  const std::string device = Enter(office_, bidder).device_token();
  ASSERT_GT(GuessUntilBlocked(bidder.handle, "10.9.9.9"), 0);
  EXPECT_TRUE(SignIn(office_, Proofs(bidder.handle), kHomeAddress).ok());
  v1::SignInRequest known = Proofs(bidder.handle);
  known.set_device_token(device);
  EXPECT_TRUE(SignIn(office_, known, "10.9.9.9").ok());
}

// A stranger with very many addresses exhausts the handle for everybody but its own devices.
TEST_F(Throttle, NeverLocksOutADeviceThatHasSignedInBefore) {
  const Member bidder = office_.Bidder();
  std::string device = Enter(office_, bidder).device_token();
  for (int i = 0; i < 101; ++i) {
    const auto guess =
        SignIn(office_, Proofs(bidder.handle, kWrong), "10.8.0." + std::to_string(i));
    ASSERT_EQ(guess.reason(), "SIGN_IN_REFUSED") << i;
  }
  EXPECT_EQ(SignIn(office_, Proofs(bidder.handle), "10.7.7.7").reason(), "TOO_MANY_FAILURES");
  for (int i = 0; i < 3; ++i) {
    v1::SignInRequest known = Proofs(bidder.handle);
    known.set_device_token(device);
    const auto answer = SignIn(office_, known, "10.7.7.7");
    ASSERT_TRUE(answer.ok()) << answer.reason();
    device = answer.reply.device_token();
  }
}

TEST_F(Throttle, CountsTheGuessesOfAKnownDeviceByThemselves) {
  const Member bidder = office_.Bidder();
  v1::SignInRequest known = Proofs(bidder.handle, kWrong);
  known.set_device_token(Enter(office_, bidder).device_token());
  for (int i = 0; i < 11; ++i) {
    known.set_request_id(NewRequestId());
    ASSERT_EQ(SignIn(office_, known).reason(), "SIGN_IN_REFUSED") << i;
  }
  known.set_request_id(NewRequestId());
  EXPECT_EQ(SignIn(office_, known).reason(), "TOO_MANY_FAILURES");
  EXPECT_TRUE(SignIn(office_, Proofs(bidder.handle)).ok());
}

TEST_F(Throttle, DoesNotKnowTheDeviceOfAnotherAccount) {
  const Member bidder = office_.Bidder();
  const std::string elsewhere = Enter(office_, office_.Bidder()).device_token();
  ASSERT_GT(GuessUntilBlocked(bidder.handle, "10.9.9.9"), 0);
  v1::SignInRequest request = Proofs(bidder.handle);
  request.set_device_token(elsewhere);
  EXPECT_EQ(SignIn(office_, request, "10.9.9.9").reason(), "TOO_MANY_FAILURES");
}

TEST_F(Throttle, LetsAVillageInBehindOneAddress) {
  for (int i = 0; i < 50; ++i) {
    SignIn(office_, Proofs("nobody." + std::to_string(i), kWrong), "10.5.5.5");
  }
  std::vector<Member> village;
  for (int i = 0; i < 200; ++i) village.push_back(office_.Household());
  std::atomic<std::size_t> next = 0;
  std::vector<std::thread> phones;
  for (int i = 0; i < 4; ++i) {
    phones.emplace_back([&] {
      for (std::size_t at = next++; at < village.size(); at = next++) {
        const Member& villager = village[at];
        if (at % 3 == 0) SignIn(office_, Proofs(villager.handle, kWrong), "10.5.5.5");
        const auto answer = SignIn(office_, Proofs(villager.handle), "10.5.5.5");
        EXPECT_TRUE(answer.ok()) << at << " " << answer.reason();
      }
    });
  }
  for (std::thread& phone : phones) phone.join();
}

TEST_F(Throttle, CountsEveryOneOfManyAtOnce) {
  const Member bidder = office_.Bidder();
  std::atomic<int> judged = 0;
  std::vector<std::thread> guessers;
  for (int i = 0; i < 8; ++i) {
    guessers.emplace_back([&] {
      for (int j = 0; j < 5; ++j) {
        const auto guess = SignIn(office_, Proofs(bidder.handle, kWrong), "10.9.9.9");
        judged += guess.reason() == "SIGN_IN_REFUSED";
      }
    });
  }
  for (std::thread& guesser : guessers) guesser.join();
  EXPECT_EQ(judged, 6);
}

TEST_F(Throttle, ForgetsWhatIsLongPast) {
  ASSERT_EQ(GuessUntilBlocked("nobody.here", "10.9.9.9"), 6);
  EXPECT_EQ(office_.Query("SELECT count(*) FROM identity.throttle_bucket"), "3");
  office_.clock().Advance(std::chrono::days(9));
  SignIn(office_, Proofs("somebody.else", kWrong), "10.6.6.6");
  EXPECT_EQ(office_.Query("SELECT count(*) FROM identity.throttle_bucket"), "3");
}

TEST_F(Throttle, KeepsHandlesAndAddressesOnlyAsDigests) {
  SignIn(office_, Proofs("nobody.here", kWrong), "10.9.9.9");
  EXPECT_TRUE(TablesWith(office_, "nobody.here").empty());
  EXPECT_TRUE(TablesWith(office_, "10.9.9.9").empty());
}

TEST_F(Throttle, CountsEachBucketForItselfWhateverTheOrder) {
  BucketKeys keys =
      BucketKeysAtTheDoor(*office_.ring(), Attempt::kSignIn, "somebody", "2001:db8::1");
  std::ranges::reverse(keys);
  office_.Write([&](pg::Transaction& tx) -> Result<Done> {
    const BucketKeys only{keys.front()};
    QM_TRY(ChargeBuckets(tx, only, office_.clock().Now()));
    return ChargeBuckets(tx, keys, office_.clock().Now());
  });
  EXPECT_EQ(office_.Query("SELECT failures FROM identity.throttle_bucket"
                          " ORDER BY bucket_key DESC LIMIT 1"),
            "2");
  EXPECT_EQ(office_.Query("SELECT sum(failures) FROM identity.throttle_bucket"), "4");
}

TEST_F(Throttle, RemembersOnlySoManyDevices) {
  const Member bidder = office_.Bidder();
  for (int i = 0; i < 25; ++i) Enter(office_, bidder);
  EXPECT_EQ(office_.Query("SELECT count(*) FROM identity.device"), "20");
}

}  // namespace
}  // namespace qianmo::identity
