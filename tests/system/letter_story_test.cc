// The story of a household without a telephone: a clerk asks for its letter, the township prints
// it, and what stands on the paper opens the account.
#include <fstream>
#include <regex>

#include "system/story.h"

namespace qianmo {
namespace {

using support::Answer;
using support::Field;
using testing::HasSubstr;
using testing::Not;

constexpr char kTownship[] = "/1/01900000-0000-7000-8000-00000000a001/";
constexpr char kVillage[] =
    "/1/01900000-0000-7000-8000-00000000a001/01900000-0000-7000-8000-00000000b001/";
constexpr char kBatches[] = "/v1/counties/1/letterBatches";
constexpr char kPin[] = "604817";

class LetterStory : public Story {
 protected:
  // What the clerk is answered.
  Answer AskForLetter() {
    return stack_.Post("/v1/counties/1/householdLetters",
                       Wish({{"householdId", Quoted(NewRequestId())},
                             {"orgPath", Quoted(kVillage)},
                             {"displayName", Quoted("赵大山")},
                             {"address", Quoted("青石镇柳树村二组 18 号")}}),
                       SignInAsOfficer("demo.clerk"));
  }
  Answer Print(const std::string& session) {
    return stack_.Post(kBatches,
                       Wish({{"orgPath", Quoted(kTownship)},
                             {"kind", Quoted("KIND_LETTERS")},
                             {"place", Quoted("青石镇")},
                             {"sender", Quoted("青石镇农村集体资产管理服务中心")}}),
                       session);
  }
  // Prints what waits, as soon as something does; the operation when it is done.
  std::string AwaitPrinted(const std::string& session) {
    Answer started;
    EXPECT_TRUE(Becomes([&] {
      started = Print(session);
      return started.status == 200;
    })) << started.body
        << stack_.Logs();
    Answer polled;
    EXPECT_TRUE(Becomes([&] {
      polled = stack_.Get("/v1/" + Field(started.body, "name"), session);
      return polled.body.find(R"("done":true)") != polled.body.npos;
    })) << polled.body;
    EXPECT_THAT(polled.body, Not(HasSubstr(R"("error":)")));
    return polled.body;
  }
  // What stands on the paper, without blanks.
  std::string Read(const std::string& pdf) {
    const auto file = folder_.path() / "letters.pdf";
    std::ofstream(file, std::ios::binary) << pdf;
    const auto text = support::RunToEnd({"pdftotext", "-layout", file, "-"}, {});
    EXPECT_EQ(text.code, 0) << text.output;
    return std::regex_replace(text.output, std::regex(R"(\s)"), "");
  }

  support::TemporaryFolder folder_;
};

INSTANTIATE_TEST_SUITE_P(Both, LetterStory, BothModes(), NameOfMode);

// The first match in a text, or "".
std::string Find(const std::string& text, const char* pattern) {
  std::smatch found;
  return std::regex_search(text, found, std::regex(pattern)) ? found[1].str() : "";
}

TEST_P(LetterStory, AHouseholdOpensItsAccountWithWhatIsPrinted) {
  const Answer asked = AskForLetter();
  ASSERT_EQ(asked.status, 200) << asked.body;
  EXPECT_EQ(Field(asked.body, "letterCode"), "") << "the clerk sees the code";
  const std::string township = SignInAsOfficer("demo.township");
  const std::string done = AwaitPrinted(township);
  const std::string batch = Find(done, R"re((counties/1/letterBatches/[0-9a-f-]{36}))re");
  ASSERT_NE(batch, "") << done;
  const Answer pdf = stack_.Get("/v1/" + batch + ":download", township);
  ASSERT_EQ(pdf.status, 200) << pdf.head;
  ASSERT_TRUE(pdf.body.starts_with("%PDF")) << pdf.body.substr(0, 300);
  const std::string paper = Read(pdf.body);
  EXPECT_THAT(paper, HasSubstr("赵大山"));
  EXPECT_THAT(paper, HasSubstr("柳树村二组18号"));
  const std::string number = Find(paper, "(1-[0-9]{6})");
  EXPECT_EQ(number, Field(asked.body, "letterNumber"));
  const std::string code = Find(paper, "([0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{4})");
  const Answer opened = stack_.Post(
      "/v1/householdLetters:activate",
      Wish(
          {{"letterNumber", Quoted(number)}, {"letterCode", Quoted(code)}, {"pin", Quoted(kPin)}}));
  ASSERT_EQ(opened.status, 200) << opened.body << paper;
  EXPECT_EQ(stack_.Get("/v1/me", SignIn(number, "", kPin)).status, 200);
  EXPECT_THAT(stack_.Logs(), Not(HasSubstr(code)));
  // Handed over: nobody prints it again, and the paper's file is gone.
  const Answer confirmed = stack_.Post("/v1/" + batch + ":confirm", Wish(), township);
  EXPECT_EQ(confirmed.status, 200) << confirmed.body;
  EXPECT_EQ(stack_.Get("/v1/" + batch + ":download", township).status, 400);
  EXPECT_THAT(stack_.Get("/v1/counties/1/deliveries", township).body, HasSubstr("STATE_DELIVERED"));
}

TEST_P(LetterStory, TheClerkDoesNotGetThePaper) {
  ASSERT_EQ(AskForLetter().status, 200);
  const std::string township = SignInAsOfficer("demo.township");
  const std::string batch =
      Find(AwaitPrinted(township), R"re((counties/1/letterBatches/[0-9a-f-]{36}))re");
  const std::string clerk = SignInAsOfficer("demo.clerk");
  EXPECT_EQ(Print(clerk).status, 403);
  const Answer refused = stack_.Get("/v1/" + batch + ":download", clerk);
  EXPECT_EQ(refused.status, 403) << refused.head;
  EXPECT_EQ(stack_.Get("/v1/" + batch + ":download", SignIn("demo.bidder")).status, 403);
  EXPECT_EQ(stack_.Curl("/v1/" + batch + ":download").status, 401);
}

}  // namespace
}  // namespace qianmo
