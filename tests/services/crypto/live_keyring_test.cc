#include "crypto/live_keyring.h"

#include <atomic>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "crypto/seal.h"
#include "services/crypto/scratch_folder.h"

namespace qianmo::crypto {
namespace {

namespace fs = std::filesystem;
constexpr Time kBegin{std::chrono::seconds(1'770'000'000)};

class LiveKeyringTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(Keyring::Create(folder_, kBegin));
    live_ = LiveKeyring::Open(folder_).value();
  }
  void Rotate(KeyPurpose purpose) { ASSERT_TRUE(Keyring::Rotate(folder_, purpose, kBegin)); }
  std::uint32_t NewestData() { return live_->Current()->newest(KeyPurpose::kData).id(); }

  // The server keeps what it has, says why, and recovers by itself once `mend` was done.
  void ExpectKeptUntilMended(const std::string& reason, auto mend) {
    const auto before = live_->Current();
    for (int poll = 0; poll < 2; ++poll) {
      const auto reloaded = live_->ReloadIfChanged();
      ASSERT_FALSE(reloaded.ok());
      EXPECT_EQ(reloaded.refusal().reason, reason) << reloaded.refusal().message;
      EXPECT_EQ(live_->Current(), before);
    }
    mend();
    EXPECT_TRUE(live_->ReloadIfChanged().ok());
  }

  ScratchFolder scratch_;
  fs::path folder_ = scratch_.path() / "ring";
  std::unique_ptr<LiveKeyring> live_;
};

TEST_F(LiveKeyringTest, DoesNothingWhenNothingChanged) {
  const auto before = live_->Current();
  EXPECT_FALSE(*live_->ReloadIfChanged());
  EXPECT_EQ(live_->Current(), before);
}

TEST_F(LiveKeyringTest, PicksUpARotationOnce) {
  Rotate(KeyPurpose::kData);
  EXPECT_EQ(NewestData(), 1u);
  EXPECT_TRUE(*live_->ReloadIfChanged());
  EXPECT_EQ(NewestData(), 2u);
  EXPECT_FALSE(*live_->ReloadIfChanged());
}

TEST_F(LiveKeyringTest, LeavesTheOldRingToWorkThatHoldsIt) {
  const auto held = live_->Current();
  Rotate(KeyPurpose::kData);
  ASSERT_TRUE(*live_->ReloadIfChanged());
  EXPECT_EQ(held->newest(KeyPurpose::kData).id(), 1u);
  EXPECT_EQ(Open(*live_->Current(), "c", Seal(*held, "c", "plain")), "plain");
}

TEST_F(LiveKeyringTest, DoesNotOpenWithoutARing) {
  const auto live = LiveKeyring::Open(scratch_.path() / "none");
  ASSERT_FALSE(live.ok());
  EXPECT_EQ(live.refusal().reason, "KEYRING_MISSING");
}

TEST_F(LiveKeyringTest, KeepsTheOldRingWhenTheFolderVanishes) {
  fs::rename(folder_, scratch_.path() / "away");
  ExpectKeptUntilMended("KEYRING_MISSING", [&] { fs::rename(scratch_.path() / "away", folder_); });
}

TEST_F(LiveKeyringTest, KeepsTheOldRingWhenTheNewOneIsDamaged) {
  Rotate(KeyPurpose::kData);
  const std::string whole = ReadText(folder_ / "data-2.key");
  WriteText(folder_ / "data-2.key", whole.substr(0, 50));
  ExpectKeptUntilMended("KEYRING_CORRUPT", [&] { WriteText(folder_ / "data-2.key", whole); });
  EXPECT_EQ(NewestData(), 2u);
}

TEST_F(LiveKeyringTest, KeepsTheOldRingWhenItBecomesOpenToOthers) {
  fs::permissions(folder_ / "data-1.key", fs::perms(0644));
  ExpectKeptUntilMended("KEYRING_EXPOSED",
                        [&] { fs::permissions(folder_ / "data-1.key", fs::perms(0600)); });
}

TEST_F(LiveKeyringTest, KeepsTheOldRingWhenAnotherTookItsPlace) {
  fs::rename(folder_, scratch_.path() / "away");
  ASSERT_TRUE(Keyring::Create(folder_, kBegin));
  ExpectKeptUntilMended("KEYRING_SHRUNK", [&] {
    fs::remove_all(folder_);
    fs::rename(scratch_.path() / "away", folder_);
  });
}

TEST_F(LiveKeyringTest, KeepsTheOldRingWhenTheNewestKeyIsLost) {
  Rotate(KeyPurpose::kData);
  ASSERT_TRUE(*live_->ReloadIfChanged());
  fs::rename(folder_ / "data-2.key", scratch_.path() / "away");
  ExpectKeptUntilMended("KEYRING_SHRUNK",
                        [&] { fs::rename(scratch_.path() / "away", folder_ / "data-2.key"); });
  EXPECT_EQ(NewestData(), 2u);
}

TEST_F(LiveKeyringTest, ServesReadersWhileKeysRotate) {
  std::atomic<bool> stop = false;
  std::atomic<int> failures = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 3; ++t) {
    threads.emplace_back([&] {
      const std::string first = Seal(*live_->Current(), "c", "plain");
      while (!stop) {
        const auto ring = live_->Current();
        if (Open(*ring, "c", Seal(*ring, "c", "plain")) != "plain") ++failures;
        if (Open(*ring, "c", first) != "plain") ++failures;
      }
    });
  }
  threads.emplace_back([&] {
    while (!stop) failures += !live_->ReloadIfChanged().ok();
  });
  for (int i = 0; i < 10; ++i) Rotate(KeyPurpose::kData);
  stop = true;
  for (std::thread& thread : threads) thread.join();
  ASSERT_TRUE(live_->ReloadIfChanged().ok());
  EXPECT_EQ(failures, 0);
  EXPECT_EQ(NewestData(), 11u);
}

}  // namespace
}  // namespace qianmo::crypto
