#include "crypto/key.h"

#include <new>
#include <stdexcept>
#include <type_traits>
#include <vector>

#include <gtest/gtest.h>

namespace qianmo::crypto {
namespace {

constexpr Time kBorn{std::chrono::seconds(1'770'000'000)};

TEST(Key, IsMadeOfFreshRandomBytes) {
  const Key a = Key::Make(KeyPurpose::kData, 3, kBorn);
  const Key b = Key::Make(KeyPurpose::kData, 3, kBorn);
  EXPECT_EQ(a.bytes().size(), 32u);
  EXPECT_NE(a.bytes(), b.bytes());
  EXPECT_EQ(a.purpose(), KeyPurpose::kData);
  EXPECT_EQ(a.id(), 3u);
  EXPECT_EQ(a.created(), kBorn);
}

TEST(Key, SignsOnlyForSigningPurposes) {
  for (const KeyPurpose purpose : kKeyPurposes) {
    const Key key = Key::Make(purpose, 1, kBorn);
    const bool signs = purpose == KeyPurpose::kToken || purpose == KeyPurpose::kReceipt ||
                       purpose == KeyPurpose::kCertificate;
    EXPECT_EQ(Signs(purpose), signs) << Name(purpose);
    if (signs) {
      EXPECT_EQ(key.signer().public_key(), SigningKey::FromSeed(key.bytes()).public_key());
    } else {
      EXPECT_THROW(key.signer(), std::logic_error) << Name(purpose);
    }
  }
}

TEST(Key, RefusesBytesOfAnotherSize) {
  for (const std::size_t size : {0, 31, 33}) {
    EXPECT_THROW(Key(KeyPurpose::kData, 1, kBorn, std::string(size, 'x')), std::invalid_argument);
  }
}

TEST(Key, NamesEveryPurposeOnce) {
  for (const KeyPurpose purpose : kKeyPurposes) {
    EXPECT_EQ(KeyPurposeNamed(Name(purpose)), purpose);
  }
  EXPECT_EQ(KeyPurposeNamed("Data"), std::nullopt);
  EXPECT_EQ(KeyPurposeNamed(""), std::nullopt);
}

TEST(Key, CannotBeCopied) {
  EXPECT_FALSE(std::is_copy_constructible_v<Key>);
  EXPECT_FALSE(std::is_copy_assignable_v<Key>);
  EXPECT_TRUE(std::is_nothrow_move_constructible_v<Key>);
}

TEST(Key, LeavesNoBytesBehindWhenMovedOrDestroyed) {
  const std::string secret(32, 's');
  alignas(Key) unsigned char storage[sizeof(Key)] = {};
  const std::string_view raw(reinterpret_cast<const char*>(storage), sizeof storage);
  Key* const key = new (storage) Key(KeyPurpose::kData, 1, kBorn, secret);
  ASSERT_NE(raw.find(secret), std::string_view::npos);
  Key moved = std::move(*key);
  EXPECT_EQ(moved.bytes(), secret);
  EXPECT_EQ(raw.find("ssss"), std::string_view::npos);

  *key = std::move(moved);
  ASSERT_NE(raw.find(secret), std::string_view::npos);
  EXPECT_EQ(moved.bytes(), std::string(32, '\0'));
  key->~Key();
  EXPECT_EQ(raw.find("ssss"), std::string_view::npos);
}

}  // namespace
}  // namespace qianmo::crypto
