#include "gateway/http/static_files.h"

#include <fstream>

#include <gtest/gtest.h>

#include "gateway/http/server.h"
#include "stand.h"
#include "support/process.h"

namespace qianmo::gateway {
namespace {

using support::Fetch;
using support::HttpReply;

class WebFolder : public testing::Test {
 protected:
  WebFolder() {
    Put("index.html", "<!doctype html>" + std::string(2000, ' '));
    Put("assets/app-BqW3x_9d.js", "const x = 1;" + std::string(2000, ' '));
    Put("assets/app.js", "const y = 1;");
    Put("icon.svg", "<svg/>");
    Put("文件.txt", "chinese");
    Put(".secret", "hidden");
    Put("../outside.txt", "outside");
    std::filesystem::create_symlink(folder_.path() / "outside.txt", web_ / "link.txt");
  }

  void Put(const std::string& name, const std::string& bytes) {
    const auto path = web_ / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << bytes;
  }

  support::TemporaryFolder folder_;
  const std::filesystem::path web_ = folder_.path() / "web";
};

TEST_F(WebFolder, ServesFilesWithTheirTypes) {
  StaticFiles files(web_);
  HttpServer server(TestOptions(), std::ref(files));
  const int port = server.port();
  const HttpReply index = Fetch(port, "GET", "/index.html");
  EXPECT_EQ(index.Header("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(index.Header("Cache-Control"), "no-cache");
  EXPECT_EQ(Fetch(port, "GET", "/icon.svg").Header("Content-Type"), "image/svg+xml; charset=utf-8");
  EXPECT_EQ(Fetch(port, "GET", "/%E6%96%87%E4%BB%B6.txt").body, "chinese");
  EXPECT_EQ(Fetch(port, "GET", "/%e6%96%87%e4%bb%b6.txt").body, "chinese");
}

TEST_F(WebFolder, CachesForAYearWhatIsNamedByItsBytes) {
  StaticFiles files(web_);
  HttpServer server(TestOptions(), std::ref(files));
  EXPECT_EQ(Fetch(server.port(), "GET", "/assets/app-BqW3x_9d.js").Header("Cache-Control"),
            "public, max-age=31536000, immutable");
  EXPECT_EQ(Fetch(server.port(), "GET", "/assets/app.js").Header("Cache-Control"), "no-cache");
}

TEST_F(WebFolder, GivesPathsOfTheApplicationItsFirstPage) {
  StaticFiles files(web_);
  HttpServer server(TestOptions(), std::ref(files));
  const std::string index = Fetch(server.port(), "GET", "/index.html").body;
  for (const char* path : {"/", "/inbox", "/lots/17/bids", "/assets/", "/assets"}) {
    const HttpReply reply = Fetch(server.port(), "GET", path);
    EXPECT_EQ(reply.status, 200) << path;
    EXPECT_EQ(reply.body, index) << path;
    EXPECT_EQ(reply.Header("Cache-Control"), "no-cache") << path;
  }
  EXPECT_EQ(Fetch(server.port(), "GET", "/assets/gone-AAAAAAAA.js").status, 404);
}

TEST_F(WebFolder, LetsNobodyOut) {
  StaticFiles files(web_);
  HttpServer server(TestOptions(), std::ref(files));
  for (const char* path : {"/../outside.txt", "/%2e%2e/outside.txt", "/..%2foutside.txt",
                           "/assets/../../outside.txt", "/link.txt", "/.secret", "//outside.txt"}) {
    const HttpReply reply = Fetch(server.port(), "GET", path);
    EXPECT_GE(reply.status, 400) << path;
    EXPECT_EQ(reply.body.find("outside\n"), std::string::npos);
    EXPECT_EQ(reply.body.find("hidden"), std::string::npos);
  }
}

TEST_F(WebFolder, SendsNothingThatTheClientHas) {
  StaticFiles files(web_);
  HttpServer server(TestOptions(), std::ref(files));
  const int port = server.port();
  const std::string plain = Fetch(port, "GET", "/").Header("ETag");
  const HttpReply zipped = Fetch(port, "GET", "/", {{"Accept-Encoding", "gzip"}});
  EXPECT_EQ(zipped.Header("Content-Encoding"), "gzip");
  EXPECT_EQ(zipped.Header("Vary"), "Accept-Encoding");
  EXPECT_NE(zipped.Header("ETag"), plain);
  for (const std::string& tags : {plain, "W/" + plain, "\"x\", " + plain, std::string("*")}) {
    const HttpReply reply = Fetch(port, "GET", "/", {{"If-None-Match", tags}});
    EXPECT_EQ(reply.status, 304) << tags;
    EXPECT_EQ(reply.Header("ETag"), plain);
    EXPECT_EQ(reply.body, "");
  }
  EXPECT_EQ(Fetch(port, "GET", "/", {{"If-None-Match", "\"x\""}}).status, 200);
  EXPECT_EQ(Fetch(port, "GET", "/", {{"If-None-Match", zipped.Header("ETag")}}).status, 200);
}

TEST_F(WebFolder, CanOnlyBeRead) {
  StaticFiles files(web_);
  HttpServer server(TestOptions(), std::ref(files));
  const HttpReply reply = Fetch(server.port(), "POST", "/");
  EXPECT_EQ(reply.status, 405);
  EXPECT_EQ(reply.Header("Allow"), "GET, HEAD");
  EXPECT_EQ(Fetch(server.port(), "HEAD", "/icon.svg").Header("Content-Length"), "6");
}

TEST_F(WebFolder, IsReadAgainOnlyWhenSomebodySaysSo) {
  StaticFiles files(web_);
  HttpServer server(TestOptions(), std::ref(files));
  Put("icon.svg", "<svg>new</svg>");
  EXPECT_EQ(Fetch(server.port(), "GET", "/icon.svg").body, "<svg/>");
  files.Reload();
  EXPECT_EQ(Fetch(server.port(), "GET", "/icon.svg").body, "<svg>new</svg>");
  std::filesystem::remove(web_ / "index.html");
  files.Reload();
  EXPECT_EQ(Fetch(server.port(), "GET", "/").status, 200) << "a broken folder changes nothing";
  EXPECT_THROW(StaticFiles{web_}, std::runtime_error);
}

}  // namespace
}  // namespace qianmo::gateway
