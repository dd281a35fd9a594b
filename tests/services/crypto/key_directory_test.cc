#include "crypto/key_directory.h"

#include <atomic>
#include <chrono>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/crypto/scratch_folder.h"

namespace qianmo::crypto {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

class KeyDirectoryTest : public testing::Test {
 protected:
  KeyDirectory Directory() { return KeyDirectory::Open(scratch_.path()).value(); }
  ScratchFolder scratch_;
};

TEST_F(KeyDirectoryTest, ReadsWhatWasWritten) {
  const KeyDirectory directory = Directory();
  ASSERT_TRUE(directory.WriteNew("a.key", "secret"));
  EXPECT_EQ(*directory.Read("a.key"), "secret");
  EXPECT_EQ(ModeOf(scratch_.path() / "a.key"), 0600u);
  EXPECT_THAT(*directory.Names(), ElementsAre("a.key"));
}

TEST_F(KeyDirectoryTest, NeverReplacesASecret) {
  const KeyDirectory directory = Directory();
  ASSERT_TRUE(directory.WriteNew("a.key", "first"));
  const auto again = directory.WriteNew("a.key", "second");
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.refusal().reason, "KEYRING_UNWRITABLE");
  EXPECT_EQ(*directory.Read("a.key"), "first");
  EXPECT_EQ(std::distance(fs::directory_iterator(scratch_.path()), {}), 1);
}

TEST_F(KeyDirectoryTest, ReplacesWhatIsPublic) {
  const KeyDirectory directory = Directory();
  ASSERT_TRUE(directory.Publish("p.json", "first, and longer"));
  ASSERT_TRUE(directory.Publish("p.json", "second"));
  EXPECT_EQ(ReadText(scratch_.path() / "p.json"), "second");
  EXPECT_EQ(ModeOf(scratch_.path() / "p.json"), 0644u);
  EXPECT_THAT(*directory.Names(), ElementsAre("p.json"));
}

TEST_F(KeyDirectoryTest, RefusesToReadAPublicFileAsASecret) {
  const KeyDirectory directory = Directory();
  ASSERT_TRUE(directory.Publish("p.json", "text"));
  EXPECT_EQ(directory.Read("p.json").refusal().reason, "KEYRING_EXPOSED");
}

TEST_F(KeyDirectoryTest, SaysWhyItCannotWrite) {
  const KeyDirectory directory = Directory();
  fs::remove(scratch_.path());
  const auto written = directory.WriteNew("a.key", "x");
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.refusal().kind, Refusal::Kind::kDenied);
  EXPECT_EQ(written.refusal().reason, "KEYRING_UNWRITABLE");
  EXPECT_THAT(written.refusal().message, testing::HasSubstr("a.key: No such file"));
  EXPECT_EQ(directory.Publish("p.json", "x").refusal().reason, "KEYRING_UNWRITABLE");
}

TEST_F(KeyDirectoryTest, ForgetsWhatKilledWritersLeft) {
  WriteText(scratch_.path() / ".new-abc", "half a key");
  const KeyDirectory directory = Directory();
  EXPECT_THAT(*directory.Names(), ElementsAre());
  ASSERT_TRUE(directory.LockForWriting());
  EXPECT_FALSE(fs::exists(scratch_.path() / ".new-abc"));
}

TEST_F(KeyDirectoryTest, LetsOneWriterInAtATime) {
  const KeyDirectory directory = Directory();
  auto lock = std::make_unique<FileDescriptor>(directory.LockForWriting().value());
  std::atomic<bool> entered = false;
  std::thread other([&] {
    EXPECT_TRUE(directory.LockForWriting());
    entered = true;
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_FALSE(entered);
  lock.reset();
  other.join();
  EXPECT_TRUE(entered);
}

TEST_F(KeyDirectoryTest, HasAStampThatChangesWithItsFiles) {
  const KeyDirectory directory = Directory();
  ASSERT_TRUE(directory.WriteNew("a.key", "x"));
  const std::string first = *directory.Stamp();
  EXPECT_EQ(*directory.Stamp(), first);
  ASSERT_TRUE(directory.WriteNew("b.key", "x"));
  const std::string second = *directory.Stamp();
  EXPECT_NE(second, first);
  fs::permissions(scratch_.path() / "a.key", fs::perms(0640));
  EXPECT_NE(*directory.Stamp(), second);
}

TEST_F(KeyDirectoryTest, IsNotThereWhenFillingItFails) {
  const fs::path target = scratch_.path() / "ring";
  const auto built = KeyDirectory::Build(target, [](const KeyDirectory& staging) -> Result<Done> {
    EXPECT_TRUE(staging.WriteNew("a.key", "x"));
    return Refusal{Refusal::Kind::kDenied, "NO", "no"};
  });
  ASSERT_FALSE(built.ok());
  EXPECT_EQ(built.refusal().reason, "NO");
  EXPECT_TRUE(fs::is_empty(scratch_.path()));
}

TEST_F(KeyDirectoryTest, IsNotThereBeforeItIsFilled) {
  const fs::path target = scratch_.path() / "ring";
  ASSERT_TRUE(KeyDirectory::Build(target, [&](const KeyDirectory& staging) -> Result<Done> {
    EXPECT_FALSE(fs::exists(target));
    return staging.WriteNew("a.key", "x");
  }));
  EXPECT_EQ(ReadText(target / "a.key"), "x");
}

}  // namespace
}  // namespace qianmo::crypto
