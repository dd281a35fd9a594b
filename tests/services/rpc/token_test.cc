#include "rpc/token.h"

#include <google/protobuf/stubs/logging.h>
#include <gtest/gtest.h>

#include "base/encoding.h"
#include "services/crypto/scratch_folder.h"

namespace qianmo::rpc {
namespace {

using crypto::KeyPurpose;
using crypto::Keyring;
using crypto::LiveKeyring;
using std::chrono::microseconds;

constexpr Time kNow{std::chrono::seconds(1'770'000'000) + microseconds(123'456)};

v1::Caller Someone() {
  v1::Caller caller;
  caller.set_county_id(7);
  caller.set_account_id("01920000-1234-7abc-8def-0123456789ab");
  caller.set_person("张三");
  auto* held = caller.add_roles();
  held->set_role(v1::ROLE_VILLAGE_CLERK);
  held->set_org_path("/7/a/x/");
  caller.set_second_factor(true);
  return caller;
}

// The parts of "qmt1.<payload>.<signature>".
struct Parts {
  std::string payload, signature;

  static Parts Of(const std::string& token) {
    const std::size_t dot = token.find('.', 5);
    return {*FromBase64Url(token.substr(5, dot - 5)), *FromBase64Url(token.substr(dot + 1))};
  }
  std::string Token() const {
    return "qmt1." + ToBase64Url(payload) + "." + ToBase64Url(signature);
  }
};

class TokenTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(Keyring::Create(folder_, kNow).ok());
    live_ = LiveKeyring::Open(folder_).value();
    verifier_ = std::make_unique<TokenVerifier>(*live_);
  }

  std::string Sign(Time now = kNow) { return SignToken(*live_->Current(), Someone(), now); }

  // "" when the token is good.
  std::string ReasonAgainst(const std::string& token, Time now = kNow) {
    const auto verified = verifier_->Verify(token, now);
    if (verified) return "";
    EXPECT_EQ(verified.refusal().kind, Refusal::Kind::kUnauthenticated);
    return verified.refusal().reason;
  }

  crypto::ScratchFolder scratch_;
  const std::filesystem::path folder_ = scratch_.path() / "ring";
  std::unique_ptr<LiveKeyring> live_;
  std::unique_ptr<TokenVerifier> verifier_;
};

TEST_F(TokenTest, GivesBackTheCallerThatWasSigned) {
  const std::string token = Sign();
  for (int time = 0; time < 2; ++time) {  // the second comes from the cache
    const auto verified = verifier_->Verify(token, kNow);
    ASSERT_TRUE(verified.ok());
    EXPECT_EQ(verified->caller->SerializeAsString(), Someone().SerializeAsString());
  }
}

TEST_F(TokenTest, RemembersWhatItVerified) {
  const std::string token = Sign();
  EXPECT_EQ(verifier_->Verify(token, kNow)->caller, verifier_->Verify(token, kNow)->caller);
  EXPECT_NE(verifier_->Verify(token, kNow)->caller,
            verifier_->Verify(Sign(kNow + microseconds(1)), kNow)->caller);
}

TEST_F(TokenTest, TravelsAsAHeaderValue) {
  const std::string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
  EXPECT_EQ(Sign().find_first_not_of(letters), std::string::npos) << Sign();
}

TEST_F(TokenTest, LivesForExactlyAMinute) {
  const struct {
    microseconds after_expiry;
    const char* reason;
  } cases[] = {{microseconds(-1), ""},
               {microseconds(0), "TOKEN_EXPIRED"},
               {microseconds(1), "TOKEN_EXPIRED"}};
  for (const auto& c : cases) {
    const Time then = kNow + std::chrono::seconds(60) + c.after_expiry;
    TokenVerifier fresh(*live_);
    const auto verified = fresh.Verify(Sign(), then);
    EXPECT_EQ(verified.ok() ? "" : verified.refusal().reason, c.reason);
  }
}

TEST_F(TokenTest, DiesInTheCacheToo) {
  const std::string token = Sign();
  const Time end = kNow + kTokenLifetime;
  EXPECT_EQ(ReasonAgainst(token, kNow), "");
  EXPECT_EQ(ReasonAgainst(token, end - microseconds(1)), "");
  EXPECT_EQ(ReasonAgainst(token, end), "TOKEN_EXPIRED");
  EXPECT_EQ(ReasonAgainst(token, end + microseconds(1)), "TOKEN_EXPIRED");
}

TEST_F(TokenTest, RefusesEveryTokenWithOneCharacterChanged) {
  const google::protobuf::LogSilencer no_word_of_broken_utf8;
  const std::string token = Sign();
  ASSERT_EQ(ReasonAgainst(token), "");
  for (std::size_t at = 0; at < token.size(); ++at) {
    for (const char other : {'A', 'B', '_', '.', '\0'}) {
      if (token[at] == other) continue;
      std::string changed = token;
      changed[at] = other;
      EXPECT_NE(ReasonAgainst(changed), "") << "at " << at << ": " << changed;
    }
  }
}

TEST_F(TokenTest, RefusesEveryBitFlippedInPayloadOrSignature) {
  const google::protobuf::LogSilencer no_word_of_broken_utf8;
  const Parts parts = Parts::Of(Sign());
  ASSERT_EQ(ReasonAgainst(parts.Token()), "");
  for (std::string Parts::*part : {&Parts::payload, &Parts::signature}) {
    for (std::size_t at = 0; at < (parts.*part).size(); ++at) {
      for (const int bit : {0x01, 0x80}) {
        Parts changed = parts;
        (changed.*part)[at] = static_cast<char>((changed.*part)[at] ^ bit);
        EXPECT_NE(ReasonAgainst(changed.Token()), "") << "byte " << at << " by " << bit;
      }
    }
  }
}

TEST_F(TokenTest, RefusesWhatIsCutOrAppended) {
  const std::string token = Sign();
  for (std::size_t size = 0; size < token.size(); ++size) {
    EXPECT_EQ(ReasonAgainst(token.substr(0, size)), "TOKEN_INVALID") << size;
  }
  for (const std::string& other :
       {token + "A", token + ".", token + "=", token + " ", " " + token, "qmt1" + token,
        token.substr(0, token.rfind('.')), std::string("qmt1."), std::string("qmt1.."),
        std::string("qmt1.AAAA.AAAA")}) {
    EXPECT_NE(ReasonAgainst(other), "") << other;
  }
}

TEST_F(TokenTest, RefusesTheSignatureOfAnotherToken) {
  Parts mine = Parts::Of(Sign());
  mine.signature = Parts::Of(Sign(kNow + microseconds(1))).signature;
  EXPECT_EQ(ReasonAgainst(mine.Token()), "TOKEN_INVALID");
}

// A payload that says whatever it likes, signed by the right key under the wrong number, or by a
// key for something else.
TEST_F(TokenTest, RefusesOtherKeysThanTheOneItNames) {
  const auto ring = live_->Current();
  v1::CallerToken token;
  ASSERT_TRUE(token.ParseFromString(Parts::Of(Sign()).payload));
  const auto signed_by = [&](KeyPurpose purpose) {
    const std::string payload = token.SerializeAsString();
    return Parts{payload, ring->newest(purpose).signer().Sign(payload)}.Token();
  };
  EXPECT_EQ(ReasonAgainst(signed_by(KeyPurpose::kToken)), "");
  EXPECT_EQ(ReasonAgainst(signed_by(KeyPurpose::kReceipt)), "TOKEN_INVALID");
  for (const std::uint32_t unknown : {0u, 2u, UINT32_MAX}) {
    token.set_key_id(unknown);
    EXPECT_EQ(ReasonAgainst(signed_by(KeyPurpose::kToken)), "TOKEN_KEY_UNKNOWN") << unknown;
  }
}

TEST_F(TokenTest, RefusesTokensOfAnotherRing) {
  const auto elsewhere = scratch_.path() / "another ring";
  const auto ring = Keyring::Create(elsewhere, kNow);
  ASSERT_TRUE(ring.ok());
  EXPECT_EQ(ReasonAgainst(SignToken(*ring, Someone(), kNow)), "TOKEN_INVALID");
}

TEST_F(TokenTest, SignsWithTheNewKeyAfterARotationAndStillTakesTheOld) {
  const auto key_of = [](const std::string& token) {
    v1::CallerToken parsed;
    EXPECT_TRUE(parsed.ParseFromString(Parts::Of(token).payload));
    return parsed.key_id();
  };
  const std::string old_token = Sign();
  EXPECT_EQ(key_of(old_token), 1u);
  ASSERT_TRUE(Keyring::Rotate(folder_, KeyPurpose::kToken, kNow).ok());
  const std::string early = SignToken(*Keyring::Load(folder_), Someone(), kNow);
  EXPECT_EQ(key_of(early), 2u);
  EXPECT_EQ(ReasonAgainst(early), "") << "an unknown key makes this server look again";
  EXPECT_FALSE(*live_->ReloadIfChanged()) << "it has looked already";
  EXPECT_EQ(key_of(Sign()), 2u);
  EXPECT_EQ(ReasonAgainst(early), "");
  EXPECT_EQ(ReasonAgainst(Sign()), "");
  EXPECT_EQ(ReasonAgainst(old_token), "");
}

}  // namespace
}  // namespace qianmo::rpc
