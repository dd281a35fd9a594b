#include "qianmoctl/user.h"

#include <fstream>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "qianmoctl/command.h"
#include "services/qianmoctl/house.h"

namespace qianmo::ctl {
namespace {

TEST(User, IsNeverRootForPostgres) {
  EXPECT_NE(PostgresUser().uid, 0u);
  EXPECT_EQ(User::Current().uid, geteuid());
  if (geteuid() == 0) {
    EXPECT_THROW(User::Unprivileged("root"), Failure);
    EXPECT_THROW(User::Unprivileged("no such user"), Failure);
  } else {
    EXPECT_EQ(User::Unprivileged("no such user").uid, geteuid());
  }
}

TEST(User, OwnsAllThatIsInAFolder) {
  const support::TemporaryFolder folder;
  std::filesystem::create_directory(folder.path() / "inner");
  std::ofstream(folder.path() / "inner/file") << "text";
  PostgresUser().Own(folder.path());
  for (const auto& path : {folder.path(), folder.path() / "inner", folder.path() / "inner/file"}) {
    struct stat status {};
    ASSERT_EQ(lstat(path.c_str(), &status), 0);
    EXPECT_EQ(status.st_uid, PostgresUser().uid) << path;
  }
}

TEST(User, SaysWhereItCannotEnter) {
  const support::TemporaryFolder folder;
  const auto inner = folder.path() / "inner";
  std::filesystem::create_directory(inner);
  std::filesystem::permissions(folder.path(), std::filesystem::perms(0711));
  EXPECT_NO_THROW(PostgresUser().RequireEntry(inner));
  std::filesystem::permissions(folder.path(), std::filesystem::perms::none);
  EXPECT_THROW(PostgresUser().RequireEntry(inner), Failure);
  std::filesystem::permissions(folder.path(), std::filesystem::perms::owner_all);
}

}  // namespace
}  // namespace qianmo::ctl
