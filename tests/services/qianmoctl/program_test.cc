#include "qianmoctl/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "qianmoctl/command.h"
#include "services/qianmoctl/house.h"

namespace qianmo::ctl {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

struct Heard {
  int code = 0;
  std::vector<std::string> lines;
};

Heard Shell(const std::string& script, const User& user,
            const std::map<std::string, std::string>& environment = {}) {
  Heard heard;
  heard.code =
      RunToEnd({.words = {"/bin/sh", "-c", script}, .user = user, .environment = environment},
               [&](const std::string& line) { heard.lines.push_back(line); });
  return heard;
}

TEST(RunToEnd, TellsEveryLine) {
  const Heard heard = Shell("printf 'a\\rb\\n\\nc\\nd'; printf e >&2; exit 7", User::Current());
  EXPECT_THAT(heard.lines, ElementsAre("a", "b", "c", "de"));
  EXPECT_EQ(heard.code, 7);
}

TEST(RunToEnd, TellsTheSignalThatEndedIt) {
  EXPECT_EQ(Shell("kill -KILL $$", User::Current()).code, 128 + SIGKILL);
  EXPECT_EQ(RunToEnd({.words = {"/no/such/program"}, .user = User::Current()}, {}), 127);
}

TEST(RunToEnd, RunsAsTheUserAndInAnEnvironmentOfItsOwn) {
  setenv("QIANMO_TEST_SECRET", "mine", 1);
  const std::string script = "id -u; echo \"$ADDED $LC_ALL\"; env";
  const Heard other = Shell(script, PostgresUser(), {{"ADDED", "yes"}});
  EXPECT_THAT(other.lines, Contains(std::to_string(PostgresUser().uid)));
  EXPECT_THAT(other.lines, Contains("yes C.UTF-8"));
  if (geteuid() == 0) {
    EXPECT_THAT(other.lines, Not(Contains(HasSubstr("TEST_SECRET"))));
  }
  EXPECT_THAT(Shell("env", User::Current()).lines, Contains(HasSubstr("TEST_SECRET=mine")));
  unsetenv("QIANMO_TEST_SECRET");
}

TEST(RunToEnd, HandsNoOpenFileOn) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const Heard heard = Shell("ls /proc/self/fd | wc -l", User::Current());
  EXPECT_THAT(heard.lines, ElementsAre("4"));  // the three, and the listing itself
  close(ends[0]);
  close(ends[1]);
}

TEST(Child, EndsWithItsOwner) {
  pid_t pid = 0;
  {
    Child child({.words = {"/bin/sleep", "60"}, .user = User::Current()}, STDERR_FILENO, SIGTERM);
    EXPECT_TRUE(child.IsRunning());
    pid = child.pid();
  }
  EXPECT_NE(kill(pid, 0), 0);
}

TEST(PostgresProgram, SaysWhereItLooked) {
  EXPECT_THAT(PostgresProgram("pg_ctl"), HasSubstr("/pg_ctl"));
  const char* before = getenv("QIANMO_PG_BIN");
  const std::string kept = before == nullptr ? "" : before;
  setenv("QIANMO_PG_BIN", "/nowhere", 1);
  try {
    PostgresProgram("pg_ctl");
    ADD_FAILURE();
  } catch (const Failure& failure) {
    EXPECT_THAT(failure.what(), HasSubstr("/nowhere/pg_ctl"));
  }
  before == nullptr ? unsetenv("QIANMO_PG_BIN") : setenv("QIANMO_PG_BIN", kept.c_str(), 1);
}

}  // namespace
}  // namespace qianmo::ctl
