#include "crypto/keyring.h"

#include <atomic>
#include <set>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/encoding.h"
#include "services/crypto/scratch_folder.h"

namespace qianmo::crypto {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr Time kFirst{std::chrono::microseconds(1'769'846'400'000'005)};
constexpr uid_t kSomebody = 12345;
constexpr Time kLater = kFirst + std::chrono::hours(24);

class KeyringTest : public testing::Test {
 protected:
  void Create() { ASSERT_TRUE(Keyring::Create(folder_, kFirst)); }

  void ExpectRefused(const Refusal& refusal, Refusal::Kind kind, const std::string& reason,
                     const std::string& says) {
    EXPECT_EQ(refusal.kind, kind);
    EXPECT_EQ(refusal.reason, reason);
    EXPECT_THAT(refusal.message, HasSubstr(says));
    EXPECT_THAT(refusal.message, HasSubstr(scratch_.path().string()));
  }
  void ExpectLoadRefused(Refusal::Kind kind, const std::string& reason, const std::string& says) {
    const auto ring = Keyring::Load(folder_);
    ASSERT_FALSE(ring.ok());
    ExpectRefused(ring.refusal(), kind, reason, says);
  }

  ScratchFolder scratch_;
  fs::path folder_ = scratch_.path() / "ring";
};

using Kind = Refusal::Kind;

TEST_F(KeyringTest, CreatesOneKeyOfEveryPurpose) {
  const auto ring = Keyring::Create(folder_, kFirst);
  ASSERT_TRUE(ring) << ring.refusal().message;
  std::set<std::string_view> secrets;
  for (const KeyPurpose purpose : kKeyPurposes) {
    const Key& key = ring->newest(purpose);
    EXPECT_EQ(key.purpose(), purpose);
    EXPECT_EQ(key.id(), 1u);
    EXPECT_EQ(key.created(), kFirst);
    EXPECT_EQ(ring->all(purpose).size(), 1u);
    secrets.insert(key.bytes());
  }
  EXPECT_EQ(secrets.size(), kKeyPurposes.size());
}

TEST_F(KeyringTest, LoadsWhatWasCreated) {
  const auto created = Keyring::Create(folder_, kFirst);
  const auto loaded = Keyring::Load(folder_);
  ASSERT_TRUE(loaded);
  EXPECT_TRUE(loaded->Contains(*created));
  EXPECT_TRUE(created->Contains(*loaded));
}

TEST_F(KeyringTest, IsClosedToEverybodyElseUnderAnyUmask) {
  const mode_t before = umask(0);
  const auto ring = Keyring::Create(folder_, kFirst);
  umask(0777);
  const auto rotated = Keyring::Rotate(folder_, KeyPurpose::kToken, kLater);
  umask(before);
  ASSERT_TRUE(ring);
  ASSERT_TRUE(rotated);
  EXPECT_EQ(ModeOf(folder_), 0700u);
  for (const auto& entry : fs::directory_iterator(folder_)) {
    const bool is_public = entry.path().filename() == "public-keys.json";
    EXPECT_EQ(ModeOf(entry.path()), is_public ? 0644u : 0600u) << entry.path();
  }
}

TEST_F(KeyringTest, LeavesNothingButKeysAndTheHistory) {
  Create();
  ASSERT_TRUE(Keyring::Rotate(folder_, KeyPurpose::kData, kLater));
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder_)) names.insert(entry.path().filename());
  EXPECT_EQ(names,
            (std::set<std::string>{"certificate-1.key", "data-1.key", "data-2.key",
                                   "database-1.key", "derive-1.key", "index-1.key", "journal-1.key",
                                   "public-keys.json", "receipt-1.key", "token-1.key"}));
  EXPECT_FALSE(fs::exists(scratch_.path() / "ring.creating"));
}

TEST_F(KeyringTest, IsNeverCreatedOverAnotherOne) {
  Create();
  const std::string before = ReadText(folder_ / "data-1.key");
  const auto again = Keyring::Create(folder_, kLater);
  ASSERT_FALSE(again.ok());
  ExpectRefused(again.refusal(), Kind::kExists, "KEYRING_EXISTS", "never overwritten");
  EXPECT_EQ(ReadText(folder_ / "data-1.key"), before);
}

TEST_F(KeyringTest, IsNotCreatedInAFolderWithAnythingInIt) {
  fs::create_directory(folder_);
  WriteText(folder_ / "notes.txt", "mine");
  const auto ring = Keyring::Create(folder_, kFirst);
  ASSERT_FALSE(ring.ok());
  EXPECT_EQ(ring.refusal().reason, "KEYRING_EXISTS");
  EXPECT_EQ(ReadText(folder_ / "notes.txt"), "mine");
}

TEST_F(KeyringTest, IsCreatedInAnEmptyFolderAndMakesItPrivate) {
  fs::create_directory(folder_);
  fs::permissions(folder_, fs::perms(0755));
  EXPECT_TRUE(Keyring::Create(folder_ / "", kFirst));
  EXPECT_EQ(ModeOf(folder_), 0700u);
  EXPECT_TRUE(Keyring::Load(folder_));
}

TEST_F(KeyringTest, IsCreatedAfterAnEarlierTryWasKilled) {
  fs::create_directory(scratch_.path() / "ring.creating");
  WriteText(scratch_.path() / "ring.creating" / "data-1.key", "half");
  Create();
  EXPECT_TRUE(Keyring::Load(folder_));
  EXPECT_FALSE(fs::exists(scratch_.path() / "ring.creating"));
}

TEST_F(KeyringTest, IsNotCreatedWhereTheParentIsMissing) {
  folder_ = scratch_.path() / "nowhere" / "ring";
  const auto ring = Keyring::Create(folder_, kFirst);
  ASSERT_FALSE(ring.ok());
  ExpectRefused(ring.refusal(), Kind::kDenied, "KEYRING_UNWRITABLE", "No such file");
}

TEST_F(KeyringTest, IsNotCreatedOverAFile) {
  WriteText(folder_, "mine");
  const auto ring = Keyring::Create(folder_, kFirst);
  ASSERT_FALSE(ring.ok());
  EXPECT_EQ(ring.refusal().reason, "KEYRING_EXISTS");
  EXPECT_EQ(ReadText(folder_), "mine");
}

TEST_F(KeyringTest, SaysThatItIsMissing) {
  ExpectLoadRefused(Kind::kNotFound, "KEYRING_MISSING", "no key ring");
}

TEST_F(KeyringTest, SaysThatItIsNotAFolder) {
  WriteText(folder_, "a file");
  ExpectLoadRefused(Kind::kDenied, "KEYRING_UNREADABLE", "Not a directory");
}

TEST_F(KeyringTest, RefusesAFolderThatOthersMayEnter) {
  Create();
  for (const unsigned mode : {0710u, 0740u, 0720u, 0701u, 0704u, 0702u, 0755u, 0777u}) {
    fs::permissions(folder_, fs::perms(mode));
    ExpectLoadRefused(Kind::kDenied, "KEYRING_EXPOSED", "chmod 0700");
    EXPECT_FALSE(Keyring::Rotate(folder_, KeyPurpose::kData, kLater).ok());
  }
  fs::permissions(folder_, fs::perms(0700));
  EXPECT_TRUE(Keyring::Load(folder_));
}

TEST_F(KeyringTest, RefusesAKeyThatOthersMayRead) {
  Create();
  for (const unsigned mode : {0640u, 0620u, 0604u, 0602u, 0644u, 0666u}) {
    fs::permissions(folder_ / "index-1.key", fs::perms(mode));
    ExpectLoadRefused(Kind::kDenied, "KEYRING_EXPOSED", "index-1.key");
  }
  for (const unsigned mode : {0600u, 0400u, 0700u}) {
    fs::permissions(folder_ / "index-1.key", fs::perms(mode));
    EXPECT_TRUE(Keyring::Load(folder_)) << mode;
  }
}

TEST_F(KeyringTest, NamesAFileThatCannotBeRead) {
  Create();
  fs::remove(folder_ / "index-1.key");
  fs::create_directory(folder_ / "index-1.key");
  ExpectLoadRefused(Kind::kDenied, "KEYRING_UNREADABLE", "index-1.key");
  fs::remove(folder_ / "index-1.key");
  ASSERT_EQ(mkfifo((folder_ / "index-1.key").c_str(), 0600), 0);
  ExpectLoadRefused(Kind::kDenied, "KEYRING_UNREADABLE", "index-1.key");
}

// Root reads everything, so root becomes somebody else for the look.
TEST_F(KeyringTest, NamesAFileThatItsOwnerMayNotRead) {
  Create();
  fs::permissions(folder_ / "index-1.key", fs::perms(0));
  const bool root = geteuid() == 0;
  if (root) {
    for (const fs::path& path : {scratch_.path(), folder_}) {
      ASSERT_EQ(chown(path.c_str(), kSomebody, kSomebody), 0);
    }
    for (const auto& entry : fs::directory_iterator(folder_)) {
      ASSERT_EQ(chown(entry.path().c_str(), kSomebody, kSomebody), 0);
    }
    ASSERT_EQ(seteuid(kSomebody), 0);
  }
  ExpectLoadRefused(Kind::kDenied, "KEYRING_UNREADABLE", "index-1.key: Permission denied");
  fs::permissions(folder_ / "index-1.key", fs::perms(0600));
  EXPECT_TRUE(Keyring::Load(folder_));
  ASSERT_EQ(seteuid(root ? 0 : geteuid()), 0);
}

TEST_F(KeyringTest, NamesATruncatedFile) {
  Create();
  const std::string whole = ReadText(folder_ / "data-1.key");
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{1}, whole.size() / 2, whole.size() - 1}) {
    WriteText(folder_ / "data-1.key", whole.substr(0, size));
    ExpectLoadRefused(Kind::kPrecondition, "KEYRING_CORRUPT", "data-1.key is cut short");
  }
  WriteText(folder_ / "data-1.key", whole);
  EXPECT_TRUE(Keyring::Load(folder_));
}

TEST_F(KeyringTest, NamesAFileThatGrewBeyondAKey) {
  Create();
  WriteText(folder_ / "data-1.key", ReadText(folder_ / "data-1.key") + std::string(10'000, '\n'));
  ExpectLoadRefused(Kind::kPrecondition, "KEYRING_CORRUPT", "data-1.key");
}

TEST_F(KeyringTest, NamesAFileWithAnotherKeyInIt) {
  Create();
  WriteText(folder_ / "data-1.key", ReadText(folder_ / "index-1.key"));
  ExpectLoadRefused(Kind::kPrecondition, "KEYRING_CORRUPT", "data-1.key holds another key");
}

TEST_F(KeyringTest, NamesAKeyFileWithAStrangeName) {
  Create();
  fs::copy(folder_ / "data-1.key", folder_ / "data-1 (copy).key");
  ExpectLoadRefused(Kind::kPrecondition, "KEYRING_CORRUPT", "data-1 (copy).key");
}

TEST_F(KeyringTest, NamesTheKeyThatIsMissing) {
  Create();
  ASSERT_TRUE(Keyring::Rotate(folder_, KeyPurpose::kData, kLater));
  ASSERT_TRUE(Keyring::Rotate(folder_, KeyPurpose::kData, kLater));
  for (const char* name : {"data-1.key", "data-2.key", "token-1.key"}) {
    fs::rename(folder_ / name, scratch_.path() / name);
    ExpectLoadRefused(Kind::kPrecondition, "KEYRING_INCOMPLETE", name);
    EXPECT_FALSE(Keyring::Rotate(folder_, KeyPurpose::kData, kLater).ok());
    fs::rename(scratch_.path() / name, folder_ / name);
  }
  EXPECT_TRUE(Keyring::Load(folder_));
}

TEST_F(KeyringTest, AddsTheNextKeyAndKeepsTheOlderOnes) {
  Create();
  const auto before = Keyring::Load(folder_);
  EXPECT_EQ(*Keyring::Rotate(folder_, KeyPurpose::kToken, kLater), 2u);
  EXPECT_EQ(*Keyring::Rotate(folder_, KeyPurpose::kToken, kLater), 3u);
  const auto ring = Keyring::Load(folder_);
  ASSERT_TRUE(ring);
  EXPECT_TRUE(ring->Contains(*before));
  EXPECT_FALSE(before->Contains(*ring));
  EXPECT_EQ(ring->newest(KeyPurpose::kToken).id(), 3u);
  EXPECT_EQ(ring->newest(KeyPurpose::kToken).created(), kLater);
  EXPECT_EQ(ring->newest(KeyPurpose::kReceipt).id(), 1u);
  std::vector<std::uint32_t> ids;
  for (const Key& key : ring->all(KeyPurpose::kToken)) ids.push_back(key.id());
  EXPECT_EQ(ids, (std::vector<std::uint32_t>{3, 2, 1}));
  EXPECT_EQ(ring->find(KeyPurpose::kToken, 1)->bytes(), before->newest(KeyPurpose::kToken).bytes());
}

TEST_F(KeyringTest, FindsKeysByIdAndNothingBeyond) {
  Create();
  ASSERT_TRUE(Keyring::Rotate(folder_, KeyPurpose::kToken, kLater));
  const auto ring = Keyring::Load(folder_);
  EXPECT_EQ(ring->find(KeyPurpose::kToken, 0), nullptr);
  EXPECT_EQ(ring->find(KeyPurpose::kToken, 1)->id(), 1u);
  EXPECT_EQ(ring->find(KeyPurpose::kToken, 2)->id(), 2u);
  EXPECT_EQ(ring->find(KeyPurpose::kToken, 3), nullptr);
  EXPECT_EQ(ring->find(KeyPurpose::kData, 2), nullptr);
}

TEST_F(KeyringTest, SortsIdsAsNumbers) {
  Create();
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(Keyring::Rotate(folder_, KeyPurpose::kData, kLater));
  EXPECT_EQ(Keyring::Load(folder_)->newest(KeyPurpose::kData).id(), 11u);
}

TEST_F(KeyringTest, LosesNoKeyWhenProcessesRotateAtOnce) {
  Create();
  constexpr int kProcesses = 6;
  constexpr int kRotations = 5;
  std::vector<pid_t> children;
  for (int i = 0; i < kProcesses; ++i) {
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      for (int r = 0; r < kRotations; ++r) {
        if (!Keyring::Rotate(folder_, KeyPurpose::kToken, kLater).ok()) _exit(1);
      }
      _exit(0);
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
  }
  const auto ring = Keyring::Load(folder_);
  ASSERT_TRUE(ring);
  EXPECT_EQ(ring->all(KeyPurpose::kToken).size(), 1u + kProcesses * kRotations);
  EXPECT_EQ(ReadText(folder_ / "public-keys.json"), ring->PublicHistory());
}

TEST_F(KeyringTest, GivesEachOfManyThreadsItsOwnRotation) {
  Create();
  std::vector<std::uint32_t> ids(8);
  std::vector<std::thread> threads;
  for (std::uint32_t& id : ids) {
    threads.emplace_back([&] { id = *Keyring::Rotate(folder_, KeyPurpose::kData, kLater); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(std::set<std::uint32_t>(ids.begin(), ids.end()),
            (std::set<std::uint32_t>{2, 3, 4, 5, 6, 7, 8, 9}));
}

TEST_F(KeyringTest, IsCreatedOnceWhenTwoTryAtOnce) {
  std::atomic<int> created = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      const auto ring = Keyring::Create(folder_, kFirst);
      if (ring) {
        ++created;
      } else {
        EXPECT_EQ(ring.refusal().reason, "KEYRING_EXISTS") << ring.refusal().message;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(created, 1);
  EXPECT_TRUE(Keyring::Load(folder_));
}

// Only root can rotate the ring of somebody else.
TEST_F(KeyringTest, StaysReadableToItsOwnerWhoeverRotates) {
  Create();
  const bool root = geteuid() == 0;
  const uid_t owner = root ? kSomebody : geteuid();
  const gid_t group = root ? 54321 : getegid();
  ASSERT_EQ(chown(folder_.c_str(), owner, group), 0);
  ASSERT_TRUE(Keyring::Rotate(folder_, KeyPurpose::kData, kLater));
  for (const char* name : {"data-2.key", "public-keys.json"}) {
    struct stat status {};
    ASSERT_EQ(stat((folder_ / name).c_str(), &status), 0);
    EXPECT_EQ(status.st_uid, owner) << name;
    EXPECT_EQ(status.st_gid, group) << name;
    EXPECT_TRUE(status.st_mode & S_IRUSR) << name;
  }
}

TEST_F(KeyringTest, PublishesEveryPublicKeyAndNoSecret) {
  Create();
  ASSERT_TRUE(Keyring::Rotate(folder_, KeyPurpose::kToken, kLater));
  const auto ring = Keyring::Load(folder_);
  const auto line = [&](KeyPurpose purpose, std::uint32_t id, const char* created) {
    return "{\"purpose\":\"" + std::string(Name(purpose)) + "\",\"id\":" + std::to_string(id) +
           ",\"created\":\"" + created + "\",\"algorithm\":\"Ed25519\",\"public_key\":\"" +
           ToHex(ring->find(purpose, id)->signer().public_key()) + "\"}";
  };
  const char* const first = "2026-01-31T08:00:00.000005Z";
  EXPECT_EQ(ring->PublicHistory(),
            "{\"keys\":[\n" + line(KeyPurpose::kToken, 2, "2026-02-01T08:00:00.000005Z") + ",\n" +
                line(KeyPurpose::kToken, 1, first) + ",\n" + line(KeyPurpose::kReceipt, 1, first) +
                ",\n" + line(KeyPurpose::kCertificate, 1, first) + "\n]}\n");
  EXPECT_EQ(ReadText(folder_ / "public-keys.json"), ring->PublicHistory());
  for (const KeyPurpose purpose : kKeyPurposes) {
    EXPECT_EQ(ring->PublicHistory().find(ToHex(ring->newest(purpose).bytes())), std::string::npos);
  }
}

TEST_F(KeyringTest, PublishesTheHistoryWithTheFirstKeys) {
  const auto ring = Keyring::Create(folder_, kFirst);
  EXPECT_EQ(ReadText(folder_ / "public-keys.json"), ring->PublicHistory());
}

}  // namespace
}  // namespace qianmo::crypto
