#include "crypto/signature.h"

#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "base/encoding.h"
#include "crypto/random.h"

namespace qianmo::crypto {
namespace {

struct Vector {
  const char *seed, *public_key, *message, *signature;
};

// RFC 8032, section 7.1, tests 1 and 2.
constexpr Vector kVectors[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9"
     "b46bd25bf5f0595bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f1"
     "1d8c387b2eaeb4302aeeb00d291612bb0c00"}};

TEST(SigningKey, MatchesThePublishedVectors) {
  for (const Vector& vector : kVectors) {
    const SigningKey key = SigningKey::FromSeed(*FromHex(vector.seed));
    EXPECT_EQ(ToHex(key.public_key()), vector.public_key);
    EXPECT_EQ(ToHex(key.Sign(*FromHex(vector.message))), vector.signature);
    EXPECT_TRUE(Verify(key.public_key(), *FromHex(vector.message), *FromHex(vector.signature)));
  }
}

TEST(SigningKey, RefusesASeedOfAnotherSize) {
  for (const std::size_t size : {0, 31, 33, 64}) {
    EXPECT_THROW(SigningKey::FromSeed(std::string(size, 'x')), std::invalid_argument);
  }
}

RC_GTEST_PROP(Verify, AcceptsWhatWasSignedAndNothingElse, (const std::string& message)) {
  const SigningKey key = SigningKey::FromSeed(RandomBytes(32));
  const SigningKey other = SigningKey::FromSeed(RandomBytes(32));
  const std::string signature = key.Sign(message);
  RC_ASSERT(Verify(key.public_key(), message, signature));
  RC_ASSERT(!Verify(other.public_key(), message, signature));
  RC_ASSERT(!Verify(key.public_key(), message + "x", signature));
}

TEST(Verify, RefusesASignatureWithAnyByteChanged) {
  const SigningKey key = SigningKey::FromSeed(std::string(32, 's'));
  const std::string signature = key.Sign("message");
  for (std::size_t i = 0; i < signature.size(); ++i) {
    std::string altered = signature;
    altered[i] ^= 1;
    EXPECT_FALSE(Verify(key.public_key(), "message", altered)) << i;
  }
}

TEST(Verify, RefusesKeysAndSignaturesOfAnotherSize) {
  const SigningKey key = SigningKey::FromSeed(std::string(32, 's'));
  const std::string signature = key.Sign("m");
  EXPECT_FALSE(Verify(key.public_key(), "m", signature.substr(0, 63)));
  EXPECT_FALSE(Verify(key.public_key(), "m", signature + '\0'));
  EXPECT_FALSE(Verify(key.public_key(), "m", ""));
  EXPECT_FALSE(Verify(key.public_key().substr(0, 31), "m", signature));
  EXPECT_FALSE(Verify(key.public_key() + '\0', "m", signature));
  EXPECT_FALSE(Verify("", "m", signature));
}

TEST(SigningKey, SignsFromManyThreadsAtOnce) {
  const SigningKey key = SigningKey::FromSeed(std::string(32, 's'));
  const std::string expected = key.Sign("message");
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 100; ++i) {
        const std::string signature = key.Sign("message");
        if (signature != expected || !Verify(key.public_key(), "message", signature)) ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace qianmo::crypto
