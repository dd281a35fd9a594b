// What a browser's session is through the whole exchange: a cookie that no script and no other site
// can use, until it signs out.
#include <gtest/gtest.h>

#include "base/id.h"
#include "support/stack.h"

namespace qianmo {
namespace {

using support::Answer;
using support::Field;

std::string RequestId() { return Uuid::Make(SystemClock().Now()).ToString(); }

// The part of a text between two others; "" where the first is not there.
std::string Between(const std::string& text, const std::string& from, const std::string& to) {
  const std::size_t begin = text.find(from);
  if (begin == text.npos) return "";
  const std::size_t start = begin + from.size();
  return text.substr(start, text.find(to, start) - start);
}

class Browser : public testing::Test {
 protected:
  Browser() {
    stack_.database().Execute("ALTER DATABASE " + stack_.database().name() +
                              " SET qianmo.demo = 'welcome'");
    const auto demo = stack_.Ctl({"demo"});
    EXPECT_EQ(demo.code, 0) << demo.output;
  }

  Answer Post(const std::string& path, const std::string& json,
              const std::vector<std::string>& headers) {
    std::vector<std::string> arguments = {"-H", "Content-Type: application/json", "-d", json};
    for (const std::string& header : headers) {
      arguments.insert(arguments.end(), {"-H", header});
    }
    return stack_.Curl(path, arguments);
  }

  const std::vector<std::string> page_ = {"X-Qianmo-Client: web", "Sec-Fetch-Site: same-origin"};
  support::Stack stack_{support::Mode::kWhole};
};

TEST_F(Browser, IsInByItsCookieUntilItSignsOut) {
  const Answer in = Post("/v1/sessions:signIn",
                         R"({"requestId":")" + RequestId() +
                             R"(","handle":"demo.bidder","password":"rice-field-path"})",
                         page_);
  ASSERT_EQ(in.status, 200) << in.body;
  EXPECT_EQ(Field(in.body, "sessionToken"), "");
  EXPECT_EQ(in.body.find("qs1."), in.body.npos);
  const std::string cookie =
      "Cookie: __Host-qianmo-session=" + Between(in.head, "__Host-qianmo-session=", ";");
  EXPECT_NE(in.head.find("; Path=/; Secure; HttpOnly; SameSite=Strict"), in.head.npos) << in.head;

  const Answer me = stack_.Curl("/v1/me", {"-H", cookie});
  ASSERT_EQ(me.status, 200) << me.body;
  EXPECT_EQ(Field(me.body, "channel"), "CHANNEL_WEB");

  const std::string out = R"({"requestId":")" + RequestId() + "\"}";
  const std::string path = "/v1/sessions:signOut";
  EXPECT_EQ(Post(path, out, {cookie}).status, 403);
  EXPECT_EQ(Post(path, out, {cookie, page_[0], "Origin: https://evil.test"}).status, 403);
  const Answer gone = Post(path, out, {cookie, page_[0], page_[1]});
  EXPECT_EQ(gone.status, 200) << gone.body;
  EXPECT_NE(gone.head.find("__Host-qianmo-session=; "), gone.head.npos) << gone.head;
  const Answer after = stack_.Curl("/v1/me", {"-H", cookie});
  EXPECT_EQ(after.status, 401);
  EXPECT_NE(after.head.find("Max-Age=0"), after.head.npos) << after.head;
}

TEST_F(Browser, HearsInTheSameFormWhatIsWrong) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"{", "JSON_INVALID"},
      {R"({"handle":"a","handle":"b"})", "JSON_INVALID"},
      {R"({"handel":"a"})", "INVALID_FIELD"},
      {R"({"handle":"a"})", "INVALID_FIELD"},
  };
  for (const auto& [json, reason] : cases) {
    const Answer answer = Post("/v1/sessions:signIn", json, page_);
    EXPECT_EQ(answer.status, 400) << json;
    EXPECT_EQ(Field(answer.body, "reason"), reason) << answer.body;
  }
}

}  // namespace
}  // namespace qianmo
