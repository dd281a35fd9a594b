#include "qianmoctl/manifest.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/time_text.h"
#include "qianmoctl/command.h"
#include "support/process.h"

namespace qianmo::ctl {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

void Write(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

class ManifestTest : public testing::Test {
 protected:
  ManifestTest() {
    Write(backup_ / "data/backup_manifest", "{}");
    Write(backup_ / "keys/data-1.key", "secret");
    manifest_.AddFiles(backup_, "data/backup_manifest");
    manifest_.AddFiles(backup_, "keys");
    Write(backup_ / kManifestName, manifest_.ToJson());
  }

  support::TemporaryFolder folder_;
  const std::filesystem::path backup_ = folder_.path();
  Manifest manifest_{.time = ParseRfc3339("2026-11-20T01:02:03.000004Z").value(),
                     .postgresql = "15.20 (Debian)",
                     .database = "qian\"mo\\",
                     .role = "千陌",
                     .migrations = {"0001_house", "0002_identity"}};
};

TEST_F(ManifestTest, ReadsWhatItWrote) {
  const Manifest read = Manifest::Load(backup_);
  EXPECT_EQ(read.time, manifest_.time);
  EXPECT_EQ(read.postgresql, manifest_.postgresql);
  EXPECT_EQ(read.database, manifest_.database);
  EXPECT_EQ(read.role, manifest_.role);
  EXPECT_EQ(read.migrations, manifest_.migrations);
  EXPECT_EQ(read.files, manifest_.files);
  EXPECT_EQ(read.files.size(), 2u);
  EXPECT_EQ(read.files.at("data/backup_manifest"),
            "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
}

TEST_F(ManifestTest, NoticesEveryChangedByte) {
  const std::string good = manifest_.ToJson();
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] ^= 1;
    Write(backup_ / kManifestName, bad);
    EXPECT_THROW(Manifest::Load(backup_), Failure) << "byte " << i;
  }
  for (const std::string& bad : {std::string(), good.substr(0, good.size() / 2), good + "\n"}) {
    Write(backup_ / kManifestName, bad);
    EXPECT_THROW(Manifest::Load(backup_), Failure);
  }
}

TEST_F(ManifestTest, SaysWhenThereIsNone) {
  std::filesystem::remove(backup_ / kManifestName);
  try {
    Manifest::Load(backup_);
    FAIL();
  } catch (const Failure& failure) {
    EXPECT_THAT(failure.what(), HasSubstr("is no backup"));
  }
  std::filesystem::create_directory(backup_ / kManifestName);  // something that cannot be read
  EXPECT_THROW(Manifest::Load(backup_), Failure);
}

TEST_F(ManifestTest, NamesEachFileThatIsMissingOrChanged) {
  EXPECT_THAT(manifest_.Faults(backup_), IsEmpty());
  std::filesystem::remove(backup_ / "data/backup_manifest");
  Write(backup_ / "keys/data-1.key", "Secret");
  EXPECT_THAT(manifest_.Faults(backup_), ElementsAre("data/backup_manifest is missing",
                                                     "keys/data-1.key is not what was backed up"));
}

}  // namespace
}  // namespace qianmo::ctl
