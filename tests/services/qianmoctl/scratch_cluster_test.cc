#include "qianmoctl/scratch_cluster.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "qianmoctl/command.h"
#include "services/qianmoctl/house.h"

namespace qianmo::ctl {
namespace {

using testing::AllOf;
using testing::HasSubstr;

TEST(ScratchCluster, SaysWhatPostgresSaysWhenItDoesNotStart) {
  const support::TemporaryFolder folder;
  std::filesystem::permissions(folder.path(), std::filesystem::perms::owner_all);
  PostgresUser().Own(folder.path());
  try {
    ScratchCluster cluster(folder.path(), PostgresUser(), "qianmo");
    FAIL();
  } catch (const Failure& failure) {
    EXPECT_THAT(failure.what(), AllOf(HasSubstr("the restored cluster does not start"),
                                      HasSubstr("is not a valid data directory")));
  }
}

}  // namespace
}  // namespace qianmo::ctl
