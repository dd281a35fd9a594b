#include "crypto/seal.h"

#include <set>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "base/encoding.h"
#include "crypto/key_file.h"
#include "services/crypto/scratch_folder.h"

namespace qianmo::crypto {
namespace {

constexpr Time kNow{std::chrono::seconds(1'770'000'000)};
constexpr std::string_view kContext = "identity.account.phone/7/0192";

// A ring with one key of each purpose; loading again shows what Rotate added.
class SealTest : public testing::Test {
 protected:
  SealTest() { EXPECT_TRUE(Keyring::Create(folder_, kNow)); }
  Keyring Ring() { return Keyring::Load(folder_).value(); }
  void Rotate(KeyPurpose purpose) { EXPECT_TRUE(Keyring::Rotate(folder_, purpose, kNow)); }

  ScratchFolder scratch_;
  std::filesystem::path folder_ = scratch_.path() / "ring";
};

class SealProperty : public SealTest {};

RC_GTEST_FIXTURE_PROP(SealProperty, OpensWhatWasSealedForTheSameContext,
                      (const std::string& context, const std::string& plain)) {
  const Keyring ring = Ring();
  const std::string sealed = Seal(ring, context, plain);
  RC_ASSERT(sealed.size() == plain.size() + kSealOverhead);
  RC_ASSERT(Open(ring, context, sealed) == plain);
  RC_ASSERT(!Open(ring, context + "x", sealed).has_value());
}

TEST_F(SealTest, HasTheDocumentedLayout) {
  const std::string sealed = Seal(Ring(), kContext, "13800000000");
  EXPECT_EQ(sealed.substr(0, 5), std::string("\1\0\0\0\1", 5));
  EXPECT_EQ(sealed.size(), 1u + 4 + 12 + 11 + 16);
  EXPECT_EQ(sealed.find("138"), std::string::npos);
}

// Computed with another implementation: values stored today must open in ten years.
TEST_F(SealTest, KeepsItsStoredFormsForever) {
  for (const KeyPurpose purpose : {KeyPurpose::kData, KeyPurpose::kIndex}) {
    const Key known(purpose, 1, kNow, "0123456789abcdefghijklmnopqrstuv");
    WriteText(folder_ / (std::string(Name(purpose)) + "-1.key"), FormatKey(known));
  }
  const Keyring ring = Ring();
  EXPECT_EQ(Open(ring, kContext,
                 *FromHex("0100000001000102030405060708090a0bf9a01a0c9b7613d9fd81950c99909701fc0cc2"
                          "79181b612f68059f")),
            "13800000000");
  EXPECT_EQ(ToHex(AsText(BlindIndex(ring, "identity.account.phone", "13800000000"))),
            "53f4feb7529b8bffa96b0eebd0933bad46f876d1d58dc7b67a91ad3939396c01");
}

TEST_F(SealTest, NeverGivesTheSameBytesTwice) {
  const Keyring ring = Ring();
  std::set<std::string> nonces;
  for (int i = 0; i < 1000; ++i) {
    EXPECT_TRUE(nonces.insert(Seal(ring, kContext, "same").substr(5, 12)).second);
  }
}

TEST_F(SealTest, DoesNotOpenWithAnyBitOfAnyByteChanged) {
  Rotate(KeyPurpose::kData);  // so that key id 1 exists beside 2, and a changed id finds a key
  const Keyring ring = Ring();
  const std::string sealed = Seal(ring, kContext, "13800000000");
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string altered = sealed;
      altered[i] = static_cast<char>(altered[i] ^ 1 << bit);
      EXPECT_FALSE(Open(ring, kContext, altered)) << "byte " << i << " bit " << bit;
    }
  }
  EXPECT_TRUE(Open(ring, kContext, sealed));
}

TEST_F(SealTest, DoesNotOpenWhenCutOrExtended) {
  const Keyring ring = Ring();
  const std::string sealed = Seal(ring, kContext, "13800000000");
  for (std::size_t size = 0; size < sealed.size(); ++size) {
    EXPECT_FALSE(Open(ring, kContext, sealed.substr(0, size))) << size;
  }
  EXPECT_FALSE(Open(ring, kContext, sealed + '\0'));
}

TEST_F(SealTest, DoesNotOpenInAnotherPlace) {
  const Keyring ring = Ring();
  const std::string sealed = Seal(ring, kContext, "13800000000");
  for (const char* context : {"", "identity.account.phone/7/0193", "identity.account.phone/8/0192",
                              "identity.account.name/7/0192"}) {
    EXPECT_FALSE(Open(ring, context, sealed)) << context;
  }
}

TEST_F(SealTest, OpensOldValuesAfterARotationAndSealsNewOnesUnderTheNewKey) {
  const std::string old_value = Seal(Ring(), kContext, "old");
  Rotate(KeyPurpose::kData);
  const Keyring ring = Ring();
  const std::string new_value = Seal(ring, kContext, "new");
  EXPECT_EQ(Open(ring, kContext, old_value), "old");
  EXPECT_EQ(Open(ring, kContext, new_value), "new");
  EXPECT_EQ(SealedUnder(old_value), 1u);
  EXPECT_EQ(SealedUnder(new_value), 2u);
}

TEST_F(SealTest, DoesNotOpenUnderAKeyTheRingDoesNotHave) {
  const Keyring before = Ring();
  Rotate(KeyPurpose::kData);
  EXPECT_FALSE(Open(before, kContext, Seal(Ring(), kContext, "new")));
}

TEST_F(SealTest, DoesNotOpenWithAnotherRing) {
  const auto other = Keyring::Create(scratch_.path() / "other", kNow);
  EXPECT_FALSE(Open(*other, kContext, Seal(Ring(), kContext, "plain")));
}

TEST_F(SealTest, TellsTheKeyOnlyOfSealedBytes) {
  EXPECT_EQ(SealedUnder(""), 0u);
  EXPECT_EQ(SealedUnder("\1"), 0u);
  EXPECT_EQ(SealedUnder(std::string(kSealOverhead, '\2')), 0u);
  const std::string smallest = std::string("\1\1\2\3\4", 5) + std::string(28, 'x');
  EXPECT_EQ(SealedUnder(smallest), 0x01020304u);
  EXPECT_EQ(SealedUnder(smallest.substr(0, 32)), 0u);
}

TEST_F(SealTest, IndexesEqualValuesOfOneFieldAlike) {
  const Keyring ring = Ring();
  const Digest digest = BlindIndex(ring, "account.phone", "13800000000");
  EXPECT_EQ(digest, BlindIndex(Ring(), "account.phone", "13800000000"));
  EXPECT_NE(digest, BlindIndex(ring, "account.phone", "13800000001"));
  EXPECT_NE(digest, BlindIndex(ring, "party.phone", "13800000000"));
  EXPECT_NE(BlindIndex(ring, "ab", "c"), BlindIndex(ring, "a", "bc"));
  EXPECT_NE(digest, Sha256("13800000000"));
}

TEST_F(SealTest, FindsValuesIndexedBeforeARotation) {
  const Digest old_digest = BlindIndex(Ring(), "account.phone", "138");
  Rotate(KeyPurpose::kIndex);
  const Keyring ring = Ring();
  const Digest new_digest = BlindIndex(ring, "account.phone", "138");
  EXPECT_NE(old_digest, new_digest);
  EXPECT_EQ(BlindIndexes(ring, "account.phone", "138"),
            (std::vector<Digest>{new_digest, old_digest}));
}

TEST_F(SealTest, KeepsIndexesWhenTheDataKeyRotates) {
  const Digest before = BlindIndex(Ring(), "account.phone", "138");
  Rotate(KeyPurpose::kData);
  EXPECT_EQ(before, BlindIndex(Ring(), "account.phone", "138"));
}

}  // namespace
}  // namespace qianmo::crypto
