// The description and its page over a real socket.
#include "gateway/openapi/docs.h"

#include <gtest/gtest.h>
#include <re2/re2.h>

#include "gateway/http/server.h"
#include "gateway/openapi/descriptor_set.h"
#include "support/process.h"

namespace qianmo::gateway {
namespace {

class DocsTest : public testing::Test {
 protected:
  DocsTest() {
    AddDocs(&routes_);
    server_.emplace(HttpOptions{.listen = "127.0.0.1:0"}, routes_);
  }
  // Head and body, as curl shows them.
  std::string Get(const std::string& path, const std::vector<std::string>& more = {}) {
    std::vector<std::string> command = {"curl", "-s", "-i", "--max-time", "10"};
    command.insert(command.end(), more.begin(), more.end());
    command.push_back("http://127.0.0.1:" + std::to_string(server_->port()) + path);
    return support::RunToEnd(command, {}).output;
  }

  Routes routes_;
  std::optional<HttpServer> server_;
};

TEST_F(DocsTest, ServesTheDescriptionWithAnEtag) {
  const std::string answer = Get("/openapi.json");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200")) << answer.substr(0, 500);
  EXPECT_NE(answer.find("Content-Type: application/json"), std::string::npos);
  EXPECT_NE(answer.find(R"({"openapi":"3.1.0")"), std::string::npos);
  std::string etag;
  ASSERT_TRUE(RE2::PartialMatch(answer, R"(ETag: ("[0-9a-f]{32}"))", &etag));
  const std::string again = Get("/openapi.json", {"-H", "If-None-Match: " + etag});
  EXPECT_TRUE(again.starts_with("HTTP/1.1 304")) << again.substr(0, 500);
  EXPECT_TRUE(Get("/openapi.json", {"-H", "If-None-Match: \"x\""}).starts_with("HTTP/1.1 200"));
}

TEST_F(DocsTest, IsZippedForThoseWhoTakeItWithAnEtagOfItsOwn) {
  const std::string plain = Get("/openapi.json");
  const std::vector<std::string> takes = {"-H", "Accept-Encoding: gzip"};
  const std::string zipped = Get("/openapi.json", takes);
  EXPECT_NE(zipped.find("Content-Encoding: gzip"), std::string::npos);
  EXPECT_NE(zipped.find("Vary: Accept-Encoding"), std::string::npos);
  EXPECT_NE(plain.find("Vary: Accept-Encoding"), std::string::npos);
  EXPECT_LT(zipped.size() * 3, plain.size());
  std::string etag;
  ASSERT_TRUE(RE2::PartialMatch(zipped, R"(ETag: ("[0-9a-f]{32}-gz"))", &etag));
  const std::vector<std::string> again = {"-H", "Accept-Encoding: gzip", "-H",
                                          "If-None-Match: " + etag};
  EXPECT_TRUE(Get("/openapi.json", again).starts_with("HTTP/1.1 304"));
  EXPECT_TRUE(Get("/openapi.json", {"-H", "If-None-Match: " + etag}).starts_with("HTTP/1.1 200"));
  const std::string whole = Get("/openapi.json", {"--compressed"});
  EXPECT_EQ(whole.substr(whole.find("\r\n\r\n")), plain.substr(plain.find("\r\n\r\n")));
}

TEST_F(DocsTest, IsOnlyThereToBeRead) {
  const std::string answer = Get("/openapi.json", {"-X", "POST", "-d", "{}"});
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 405")) << answer;
  EXPECT_NE(answer.find("Allow: GET, HEAD"), std::string::npos);
  EXPECT_NE(answer.find("METHOD_NOT_ALLOWED"), std::string::npos);
}

TEST_F(DocsTest, ServesThePageAndItsParts) {
  EXPECT_NE(Get("/docs").find("<title>阡陌 Qianmo API</title>"), std::string::npos);
  EXPECT_NE(Get("/docs/docs.css").find("Content-Type: text/css"), std::string::npos);
  EXPECT_NE(Get("/docs/docs.js").find("Content-Type: text/javascript"), std::string::npos);
}

// The policy of the gateway forbids it, and nothing outside is needed.
TEST(DocsPage, HasNothingInlineAndNothingFromOutside) {
  const std::string html(PageHtml());
  EXPECT_FALSE(RE2::PartialMatch(html, R"(<style|\sstyle=|\son[a-z]+=)"));
  EXPECT_FALSE(RE2::PartialMatch(html, R"(<script[^>]*>[^<])"));
  for (const std::string_view part : {PageHtml(), PageCss(), PageJs()}) {
    EXPECT_EQ(part.find("http://"), part.npos);
    EXPECT_EQ(part.find("https://"), part.npos);
  }
  EXPECT_EQ(PageJs().find("innerHTML"), std::string_view::npos);
}

}  // namespace
}  // namespace qianmo::gateway
