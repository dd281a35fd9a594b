#include "qianmoctl/restore.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "qianmoctl/manifest.h"
#include "qianmoctl/scratch_cluster.h"
#include "services/qianmoctl/house.h"

namespace qianmo::ctl {
namespace {

namespace fs = std::filesystem;

using testing::AllOf;
using testing::HasSubstr;

// What a county is told by: its number of rows would not show a changed one.
constexpr char kCounties[] =
    "SELECT string_agg(county_id || name, ' ' ORDER BY name) "
    "FROM house.county";

void FlipByte(const fs::path& path, std::streamoff at) {
  std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
  file.seekg(at);
  const char byte = static_cast<char>(file.get());
  file.seekp(at);
  file.put(static_cast<char>(byte ^ 1));
}

class RestoreTest : public testing::Test {
 protected:
  RestoreTest() {
    Execute(house_.url(),
            "INSERT INTO house.county VALUES (1, '演示县', '990001'),"
            " (2, '示范县', '990002')");
    const auto outcome = house_.Run({"backup", "--out", backup_});
    EXPECT_EQ(outcome.code, 0) << outcome.output;
  }

  support::Outcome Restore(std::vector<std::string> more = {}) const {
    std::vector<std::string> words = {"restore", "--from",           backup_, "--to", to_,
                                      "--user",  PostgresUser().name};
    words.insert(words.end(), more.begin(), more.end());
    return Ctl(words);
  }
  // Whether a restore fails with all of these words and leaves nothing.
  void ExpectRefusal(const std::vector<std::string>& sentence) const {
    const auto outcome = Restore({"--verify"});
    EXPECT_EQ(outcome.code, 1) << outcome.output;
    for (const std::string& words : sentence) EXPECT_THAT(outcome.output, HasSubstr(words));
    EXPECT_FALSE(fs::exists(to_));
    EXPECT_FALSE(fs::exists(to_.string() + ".new"));
  }
  fs::path FirstWal() const {
    for (const auto& [path, digest] : Manifest::Load(backup_).files) {
      if (path.starts_with("data/pg_wal/")) return path;
    }
    throw std::runtime_error("no write-ahead log in the backup");
  }

  const House house_ = House::Furnished();
  const fs::path backup_ = house_.folder() / "backup";
  const fs::path to_ = house_.folder() / "restored";
};

TEST_F(RestoreTest, BringsTheSameRowsBackInAnotherFolder) {
  Execute(house_.url(), "DELETE FROM house.county WHERE county_id = 2");  // after the backup
  const auto outcome = Restore({"--verify"});
  ASSERT_EQ(outcome.code, 0) << outcome.output;
  EXPECT_THAT(outcome.output, AllOf(HasSubstr("ok      services can sign in"),
                                    HasSubstr("restored: the cluster in " + to_.string())));

  ScratchCluster cluster(to_ / "data", PostgresUser(), "qianmo");
  const std::string url = cluster.Url(house_.database());
  EXPECT_EQ(Value(url, kCounties), "1演示县 2示范县");
  EXPECT_EQ(Value(house_.url(), kCounties), "1演示县");
  const auto verified =
      Ctl({"verify"}, {{"QIANMO_DATABASE_URL", url}, {"QIANMO_KEYS", to_ / "keys"}});
  EXPECT_EQ(verified.code, 0) << verified.output;
  cluster.Stop();
}

TEST_F(RestoreTest, NamesTheDamage) {
  const fs::path catalog = fs::path("global") / "1262";  // pg_database, in every cluster
  const fs::path wal = FirstWal();
  FlipByte(backup_ / "data" / catalog, 5000);
  ExpectRefusal({"is damaged", "checksum mismatch", catalog});
  FlipByte(backup_ / "data" / catalog, 5000);

  fs::rename(backup_ / "data" / catalog, backup_ / "elsewhere");
  ExpectRefusal({catalog, "but not on disk"});
  fs::rename(backup_ / "elsewhere", backup_ / "data" / catalog);

  fs::rename(backup_ / "keys/receipt-1.key", backup_ / "elsewhere");
  ExpectRefusal({"keys/receipt-1.key is missing"});
  fs::rename(backup_ / "elsewhere", backup_ / "keys/receipt-1.key");

  fs::rename(backup_ / wal, backup_ / "elsewhere");
  ExpectRefusal({wal.string() + " is missing"});
  fs::rename(backup_ / "elsewhere", backup_ / wal);

  for (const fs::path& path :
       {wal, fs::path("keys/data-1.key"), fs::path("data/backup_manifest")}) {
    FlipByte(backup_ / path, 100);
    ExpectRefusal({path.string() + " is not what was backed up"});
    FlipByte(backup_ / path, 100);
  }
  FlipByte(backup_ / "backup.json", 20);
  ExpectRefusal({"backup.json is damaged"});
  FlipByte(backup_ / "backup.json", 20);

  EXPECT_EQ(Restore().code, 0);  // nothing else was wrong
}

TEST_F(RestoreTest, RefusesWhatIsNoBackupAndWhatIsThere) {
  fs::rename(backup_ / "backup.json", backup_ / "elsewhere");
  ExpectRefusal({"is no backup: it has no backup.json"});
  fs::rename(backup_ / "elsewhere", backup_ / "backup.json");
  fs::create_directory(to_);
  const auto outcome = Restore();
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.output, HasSubstr("is there already"));
  EXPECT_TRUE(fs::is_empty(to_));
}

// The files are as they were backed up, but the ring is not the one that the data is sealed with.
TEST_F(RestoreTest, VerifiesWithTheRestoredKeys) {
  const House stranger;
  ASSERT_EQ(stranger.Run({"keys", "init"}).code, 0);
  fs::remove_all(backup_ / "keys");
  fs::copy(stranger.keys(), backup_ / "keys");
  Manifest manifest = Manifest::Load(backup_);
  manifest.AddFiles(backup_, "keys");
  std::ofstream(backup_ / kManifestName, std::ios::binary) << manifest.ToJson();
  ExpectRefusal({"qianmo_identity cannot sign in"});
}

}  // namespace
}  // namespace qianmo::ctl
