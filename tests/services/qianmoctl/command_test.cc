#include "qianmoctl/command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/qianmoctl/house.h"

namespace qianmo::ctl {
namespace {

using testing::AllOf;
using testing::HasSubstr;

TEST(Settings, NameWhatIsMissing) {
  const Settings none;
  try {
    none.Database();
    FAIL();
  } catch (const Failure& failure) {
    EXPECT_THAT(failure.what(), HasSubstr("QIANMO_DATABASE_URL"));
    EXPECT_EQ(failure.code(), kUsage);
  }
  EXPECT_THROW(none.KeyFolder(), Failure);
  EXPECT_THROW(none.Ring(), Failure);
}

TEST(Trimmed, TakesLineEndsAway) {
  EXPECT_EQ(Trimmed("no\n such\n\n"), "no\n such");
  EXPECT_EQ(Trimmed(" \n"), "");
  EXPECT_EQ(Trimmed(""), "");
}

TEST(CommandLine, TellsUsageFromRefusal) {
  EXPECT_EQ(Ctl({}).code, kUsage);
  EXPECT_EQ(Ctl({"no-such-command"}).code, kUsage);
  EXPECT_EQ(Ctl({"migrate", "--no-such-option"}).code, kUsage);
  EXPECT_EQ(Ctl({"status"}).code, kUsage);
  EXPECT_EQ(Ctl({"keys", "list", "--keys", "/nowhere/at/all"}).code, kNo);
}

TEST(CommandLine, ListsItsCommands) {
  const auto help = Ctl({"--help"});
  EXPECT_EQ(help.code, 0);
  EXPECT_THAT(help.output, AllOf(HasSubstr("migrate"), HasSubstr("status"), HasSubstr("verify"),
                                 HasSubstr("keys"), HasSubstr("outbox"), HasSubstr("health"),
                                 HasSubstr("backup"), HasSubstr("restore")));
}

TEST(CommandLine, NamesACommandThatIsNotThere) {
  EXPECT_THAT(Ctl({"no-such-command"}).output, HasSubstr("no-such-command"));
}

}  // namespace
}  // namespace qianmo::ctl
