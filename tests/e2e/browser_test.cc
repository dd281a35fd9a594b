// What people do in the web app, in headless Chromium against a whole exchange.
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "base/time_text.h"
#include "support/becomes.h"
#include "system/story.h"

namespace qianmo {
namespace {

using support::Answer;
using support::Field;
using support::Outcome;

constexpr char kHandle[] = "13900001111";
constexpr char kName[] = "演示来客";

class Browser : public Story {
 protected:
  Browser() {
    LoadDemo();
    account_ = SignUp(kHandle, kName);
  }

  // Runs a story of this folder. `more` are further members of what it is given, as JSON.
  Outcome Tell(const std::string& story, const std::string& more = "") const {
    const char* pictures = std::getenv("QIANMO_PICTURES");
    std::string given = R"({"base": )" + Quoted(stack_.web()) + R"(, "handle": )" +
                        Quoted(kHandle) + R"(, "name": )" + Quoted(kName) + R"(, "password": )" +
                        Quoted(kPassword) + more;
    if (pictures != nullptr) given += R"(, "pictures": )" + Quoted(pictures);
    return support::RunToEnd({"node", support::BuiltWeb() / "e2e" / story, given + "}"}, {});
  }

  std::string account_;
};

INSTANTIATE_TEST_SUITE_P(InChromium, Browser, testing::Values(support::Mode::kWhole), NameOfMode);

TEST_P(Browser, SignsInReadsWhyNotAndSignsOut) {
  const Outcome told = Tell("sign-in.mjs");
  EXPECT_EQ(told.code, 0) << told.output << stack_.Logs();
}

TEST_P(Browser, UploadsThroughAnInterruptionAndDownloadsTheSame) {
  const Outcome told = Tell("files.mjs");
  EXPECT_EQ(told.code, 0) << told.output << stack_.Logs();
}

TEST_P(Browser, SeesAMessageArriveAndReadsIt) {
  const support::TemporaryFolder folder;
  const auto signal = folder.path() / "signal";
  Outcome told;
  std::thread reader(
      [&] { told = Tell("inbox.mjs", R"(, "signal": )" + Quoted(signal.string())); });
  EXPECT_TRUE(Becomes([&] { return std::filesystem::exists(signal); }));
  const Answer appointed = Appoint(account_, SignUp("13900002222", "演示代理人"), SignIn(kHandle));
  EXPECT_EQ(appointed.status, 200) << appointed.body;
  reader.join();
  EXPECT_EQ(told.code, 0) << told.output << stack_.Logs();
}

// The township hands the letter over at the counter.
TEST_P(Browser, OpensTheAccountOfAHouseholdByItsLetter) {
  const Answer letter =
      stack_.Post("/v1/counties/1/householdLetters",
                  Wish({{"householdId", Quoted(NewRequestId())},
                        {"orgPath", Quoted("/1/01900000-0000-7000-8000-00000000a001/"
                                           "01900000-0000-7000-8000-00000000b001/")},
                        {"displayName", Quoted("演示来户")},
                        {"address", Quoted("青石镇柳树村二组 18 号")}}),
                  SignInAsOfficer("demo.township"));
  ASSERT_EQ(letter.status, 200) << letter.body;
  const Outcome told =
      Tell("letter.mjs", R"(, "letter": )" + Quoted(Field(letter.body, "letterNumber")) +
                             R"(, "code": )" + Quoted(Field(letter.body, "letterCode")));
  EXPECT_EQ(told.code, 0) << told.output << stack_.Logs();
}

// The township prints a certificate of what the first household of a village holds.
TEST_P(Browser, VerifiesACertificateOfUnits) {
  const std::string township = SignInAsOfficer("demo.township");
  const Answer households = stack_.Get("/v1/counties/1/households?pageSize=1", township);
  ASSERT_EQ(households.status, 200) << households.body;
  const Answer paper =
      stack_.Post("/v1/" + Field(households.body, "name") + "/unitCertificates", Wish(), township);
  ASSERT_EQ(paper.status, 200) << paper.body;
  const Outcome told =
      Tell("verify.mjs", R"(, "number": )" + Quoted(Field(paper.body, "number")) + R"(, "code": )" +
                             Quoted(Field(paper.body, "checkCode")));
  EXPECT_EQ(told.code, 0) << told.output << stack_.Logs();
}

TEST_P(Browser, BringsATableAndSomebodyElseConfirmsIt) {
  const support::TemporaryFolder folder;
  const Outcome told = Tell("import.mjs", R"(, "folder": )" + Quoted(folder.path().string()) +
                                              R"(, "village": "柳湾村", "clerk": "demo.clerk",)" +
                                              R"( "approver": "demo.approver", "code": )" +
                                              Quoted(CodeOf("demo.approver")));
  EXPECT_EQ(told.code, 0) << told.output << stack_.Logs();
}

TEST_P(Browser, WritesAVoucherAndSomebodyElseApprovesIt) {
  const std::string today = FormatIsoDate(BeijingDate(SystemClock().Now()));
  const Outcome told =
      Tell("vouchers.mjs", R"(, "village": "柳湾村", "clerk": "demo.clerk",)" +
                               std::string(R"( "approver": "demo.approver")") + R"(, "day": )" +
                               Quoted(today) + R"(, "code": )" + Quoted(CodeOf("demo.approver")));
  EXPECT_EQ(told.code, 0) << told.output << stack_.Logs();
}

TEST_P(Browser, TakesAStatementAndTheBooksSayWhatTheBankSays) {
  const support::TemporaryFolder folder;
  const std::string today = FormatIsoDate(BeijingDate(SystemClock().Now()));
  const Outcome told =
      Tell("bank.mjs", R"(, "village": "柳湾村", "agent": "demo.township", "agentCode": )" +
                           Quoted(CodeOf("demo.township")) + R"(, "approver": "demo.approver")" +
                           R"(, "code": )" + Quoted(CodeOf("demo.approver")) + R"(, "day": )" +
                           Quoted(today) + R"(, "folder": )" + Quoted(folder.path().string()) +
                           R"(, "bank": )" + Quoted(support::BuiltProgram("qianmo-bank").string()));
  EXPECT_EQ(told.code, 0) << told.output << stack_.Logs();
}

}  // namespace
}  // namespace qianmo
