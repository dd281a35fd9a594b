// What people do in the web app, in headless Chromium against a whole exchange.
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <thread>

#include <gtest/gtest.h>

#include "base/id.h"
#include "support/stack.h"

namespace qianmo {
namespace {

using support::Answer;
using support::Field;
using support::Outcome;

constexpr char kPassword[] = "rice-field-path";
constexpr char kHandle[] = "13900001111";
constexpr char kName[] = "演示来客";

std::string NewRequestId() { return Uuid::Make(SystemClock().Now()).ToString(); }

class Browser : public testing::Test {
 protected:
  Browser() {
    stack_.database().Execute("INSERT INTO house.county VALUES (1, '演示县', '990001')");
    account_ = SignUp(kHandle, kName);
  }

  // The name of the new account.
  std::string SignUp(const std::string& phone, const std::string& name) {
    const Answer answer = stack_.Post("/v1/counties/1/accounts:signUpBidder",
                                      R"({"requestId": ")" + NewRequestId() + R"(", "phone": ")" +
                                          phone + R"(", "displayName": ")" + name +
                                          R"(", "password": ")" + kPassword + R"("})");
    EXPECT_EQ(answer.status, 200) << answer.body;
    return Field(answer.body, "name");
  }

  // Lets `agent` bid for the reader, for a month; the reader is told of it.
  Answer Appoint(const std::string& agent) {
    const Answer signed_in = stack_.Post(
        "/v1/sessions:signIn", R"({"requestId": ")" + NewRequestId() + R"(", "handle": ")" +
                                   kHandle + R"(", "password": ")" + kPassword + R"("})");
    const std::chrono::year_month_day end(BeijingDate(SystemClock().Now()) + std::chrono::days(30));
    std::ostringstream json;
    json << R"({"requestId": ")" << NewRequestId() << R"(", "agent": ")" << agent
         << R"(", "powers": ["AGENT_POWER_BID"], "endDate": {"year": )" << int{end.year()}
         << R"(, "month": )" << unsigned{end.month()} << R"(, "day": )" << unsigned{end.day()}
         << "}}";
    return stack_.Post("/v1/" + account_ + "/agents", json.str(),
                       Field(signed_in.body, "sessionToken"));
  }

  // Runs a story of this folder. `more` are further members of what it is given, as JSON.
  Outcome Tell(const std::string& story, const std::string& more = "") const {
    const char* pictures = std::getenv("QIANMO_PICTURES");
    std::string given = R"({"base": ")" + stack_.web() + R"(", "handle": ")" + kHandle +
                        R"(", "name": ")" + kName + R"(", "password": ")" + kPassword + '"' + more;
    if (pictures != nullptr) given += R"(, "pictures": ")" + std::string(pictures) + '"';
    return support::RunToEnd({"node", support::BuiltWeb() / "e2e" / story, given + "}"}, {});
  }

  support::Stack stack_{support::Mode::kWhole};
  std::string account_;
};

TEST_F(Browser, SignsInReadsWhyNotAndSignsOut) {
  const Outcome told = Tell("sign-in.mjs");
  EXPECT_EQ(told.code, 0) << told.output << stack_.Logs();
}

TEST_F(Browser, UploadsThroughAnInterruptionAndDownloadsTheSame) {
  const Outcome told = Tell("files.mjs");
  EXPECT_EQ(told.code, 0) << told.output << stack_.Logs();
}

TEST_F(Browser, SeesAMessageArriveAndReadsIt) {
  const support::TemporaryFolder folder;
  const auto signal = folder.path() / "signal";
  Outcome told;
  std::thread reader([&] { told = Tell("inbox.mjs", R"(, "signal": ")" + signal.string() + '"'); });
  for (int i = 0; i < 1'000 && !std::filesystem::exists(signal); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  const Answer appointed = Appoint(SignUp("13900002222", "演示代理人"));
  EXPECT_EQ(appointed.status, 200) << appointed.body;
  reader.join();
  EXPECT_EQ(told.code, 0) << told.output << stack_.Logs();
}

}  // namespace
}  // namespace qianmo
