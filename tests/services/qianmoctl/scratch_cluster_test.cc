#include "qianmoctl/scratch_cluster.h"

#include <fstream>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "qianmoctl/command.h"
#include "services/qianmoctl/house.h"

namespace qianmo::ctl {
namespace {

using testing::AllOf;
using testing::HasSubstr;

// Folders like those of scratch clusters; others may come and go meanwhile, but not ours.
std::set<std::filesystem::path> FoldersOfOurs() {
  std::set<std::filesystem::path> found;
  for (const auto& entry : std::filesystem::directory_iterator("/tmp")) {
    std::ifstream rules(entry.path() / "access");
    std::string words;
    std::getline(rules, words);
    if (words.find("scratch test role") != std::string::npos) found.insert(entry.path());
  }
  return found;
}

TEST(ScratchCluster, SaysWhatPostgresSaysWhenItDoesNotStart) {
  const support::TemporaryFolder folder;
  std::filesystem::permissions(folder.path(), std::filesystem::perms::owner_all);
  PostgresUser().Own(folder.path());
  try {
    ScratchCluster cluster(folder.path(), PostgresUser(), "scratch test role");
    FAIL();
  } catch (const Failure& failure) {
    EXPECT_THAT(failure.what(), AllOf(HasSubstr("the restored cluster does not start"),
                                      HasSubstr("is not a valid data directory")));
  }
  EXPECT_THAT(FoldersOfOurs(), testing::IsEmpty());
}

}  // namespace
}  // namespace qianmo::ctl
