// The CA of a development exchange, by the program itself.
#include "qianmoctl/certs.h"

#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include "crypto/certificate_folder.h"
#include "services/qianmoctl/house.h"
#include "support/becomes.h"

namespace qianmo::ctl {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;

class CertsTest : public testing::Test {
 protected:
  support::Outcome Certs(std::vector<std::string> words) const {
    words.insert(words.begin(), "certs");
    words.insert(words.end(), {"--folder", path_});
    return Ctl(words);
  }
  crypto::CertificateFacts Facts(const std::string& name) const {
    return crypto::CertificateFolder::Open(path_)->Show(name).value();
  }

  support::TemporaryFolder folder_;
  const std::filesystem::path path_ = folder_.path() / "certs";
};

TEST_F(CertsTest, MakesACaOnceAndIssuesForADay) {
  EXPECT_EQ(Certs({"issue", "--names", "identity"}).code, 1) << "there is no CA yet";
  EXPECT_EQ(Certs({"init"}).code, 0);
  EXPECT_EQ(Certs({"init"}).code, 3);
  const auto issued = Certs({"issue", "--names", "identity,gateway"});
  ASSERT_EQ(issued.code, 0) << issued.output;
  const Time now = SystemClock().Now();
  for (const char* name : {"identity", "gateway"}) {
    EXPECT_GT(Facts(name).not_after, now + hours(24) - seconds(60)) << name;
    EXPECT_LE(Facts(name).not_after, now + hours(24)) << name;
  }
  const auto shown = Certs({"show", "--names", "identity"});
  EXPECT_THAT(shown.output, HasSubstr(Facts("identity").serial));
  EXPECT_EQ(Certs({"show", "--names", "messages"}).code, 1);
}

TEST_F(CertsTest, RefusesNamesAndLivesThatMakeNoSense) {
  EXPECT_EQ(Certs({"init"}).code, 0);
  EXPECT_EQ(Certs({"issue", "--names", "../etc"}).code, 1);
  EXPECT_EQ(Certs({"issue"}).code, 2);
  EXPECT_EQ(Certs({"issue", "--names", "identity", "--life", "2"}).code, 2);
  EXPECT_EQ(Certs({"issue", "--names", "identity", "--life", "2592001"}).code, 2);
}

TEST_F(CertsTest, KeepRenewsAfterAThirdOfALifeAndStopsWhenTold) {
  ASSERT_EQ(Certs({"init"}).code, 0);
  ASSERT_EQ(Certs({"issue", "--names", "gateway"}).code, 0);
  const std::string untouched = Facts("gateway").serial;
  const auto log = folder_.path() / "log";
  support::Process keeper({support::BuiltProgram("qianmoctl"), "certs", "keep", "--folder", path_,
                           "--names", "identity", "--life", "3"},
                          {}, log);
  std::vector<std::string> serials;
  const auto since = std::chrono::steady_clock::now();
  EXPECT_TRUE(support::Becomes([&] {
    const auto facts = crypto::CertificateFolder::Open(path_)->Show("identity");
    if (!facts) return false;
    EXPECT_GT(facts->not_after, SystemClock().Now()) << "an expired one was left";
    if (serials.empty() || serials.back() != facts->serial) serials.push_back(facts->serial);
    return serials.size() >= 4;
  }));
  EXPECT_GT(std::chrono::steady_clock::now() - since, seconds(2)) << "each has its third";
  EXPECT_EQ(Facts("gateway").serial, untouched);
  keeper.Signal(SIGTERM);
  EXPECT_EQ(keeper.Wait(), 0);
  EXPECT_THAT(support::ReadFile(log), HasSubstr("certificate_renewed"));
}

TEST_F(CertsTest, KeepSaysWhatKeepsItFromRenewingAndTriesAgain) {
  ASSERT_EQ(Certs({"init"}).code, 0);
  const auto ca = support::ReadFile(path_ / "ca.pem");
  std::filesystem::create_directory(path_ / "identity");  // where the link should go
  const auto log = folder_.path() / "log";
  support::Process keeper({support::BuiltProgram("qianmoctl"), "certs", "keep", "--folder", path_,
                           "--names", "identity", "--life", "3"},
                          {}, log);
  EXPECT_TRUE(support::Becomes(
      [&] { return support::ReadFile(log).find("certificate_not_renewed") != std::string::npos; }));
  std::filesystem::remove(path_ / "identity");
  EXPECT_TRUE(
      support::Becomes([&] { return std::filesystem::exists(path_ / "identity/cert.pem"); }));
  EXPECT_TRUE(keeper.IsRunning());
}

}  // namespace
}  // namespace qianmo::ctl
