// The transcoder behind the real HTTP server, over TCP.
#include <algorithm>
#include <stdexcept>
#include <thread>

#include <gtest/gtest.h>

#include "gateway/http/server.h"
#include "gateway/transcode/stage.h"
#include "gateway/transcode/transcoder.h"
#include "support/becomes.h"
#include "support/http_client.h"

namespace qianmo::gateway {
namespace {

using support::Fetch;
using support::HttpReply;
using support::RawConnection;

class OverSockets : public testing::Test {
 protected:
  static HttpOptions Options() {
    HttpOptions options;
    options.listen = "127.0.0.1:0";
    return options;
  }

  Stage stage_;
  House house_{stage_};
  HttpServer server_{Options(), [this](const std::shared_ptr<Exchange>& exchange) {
                       house_.transcoder.Serve(exchange);
                     }};
};

TEST_F(OverSockets, EchoesJsonAndRefusesWhatIsNone) {
  const HttpReply reply =
      Fetch(server_.port(), "POST", "/t/stage:echo", {{"Content-Type", "application/json"}},
            R"({"stringField":"村","int64s":["1"]})");
  EXPECT_EQ(reply.status, 200);
  EXPECT_NE(reply.body.find("\"stringField\":\"村\""), reply.body.npos);
  const HttpReply refused = Fetch(server_.port(), "POST", "/t/stage:echo",
                                  {{"Content-Type", "application/json"}}, "{\"a\":1,}");
  EXPECT_EQ(refused.status, 400);
  EXPECT_NE(refused.body.find("\"error\""), refused.body.npos);
  const HttpReply wrong = Fetch(server_.port(), "DELETE", "/t/stage:echo");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong.Header("Allow"), "POST");
}

TEST_F(OverSockets, SendsAFileWholeInPartsAndNotAtAll) {
  const std::string file = "/t/files/plain/5000000/a.txt:download";
  const HttpReply whole = Fetch(server_.port(), "GET", file);
  EXPECT_EQ(whole.status, 200);
  EXPECT_EQ(whole.Header("Content-Length"), "5000000");
  EXPECT_EQ(whole.body.size(), 5'000'000U);
  const HttpReply part = Fetch(server_.port(), "GET", file, {{"Range", "bytes=4000000-4000009"}});
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(part.body, whole.body.substr(4'000'000, 10));
  const HttpReply head = Fetch(server_.port(), "HEAD", file);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.Header("Content-Length"), "5000000");
  EXPECT_EQ(head.body, "");
  EXPECT_EQ(head.Header("X-Content-Type-Options"), "nosniff");
  const HttpReply known = Fetch(server_.port(), "GET", file, {{"If-None-Match", "\"v1\""}});
  EXPECT_EQ(known.status, 304);
}

TEST_F(OverSockets, CutsAFileThatChangesMidwaySoThatNobodyTakesItForWhole) {
  EXPECT_THROW(Fetch(server_.port(), "GET", "/t/files/changing/5000000/a.txt:download"),
               std::runtime_error);
}

TEST_F(OverSockets, ReadsNoFasterThanTheClient) {
  RawConnection client(server_.port());
  client.Send("GET /t/files/plain/200000000/a.txt:download HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(client.ReadHead().status, 200);
  int before = -1;
  for (int i = 0; i < 50 && stage_.calls("ReadFile") != before; ++i) {
    before = stage_.calls("ReadFile");
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
  // What fits into the buffers between us, of 200 windows.
  EXPECT_LT(before, 30);
}

TEST_F(OverSockets, CancelsTheCallOfAClientThatGoes) {
  {
    RawConnection client(server_.port());
    client.Send("GET /t/slow/20000 HTTP/1.1\r\nHost: a\r\n\r\n");
    while (stage_.calls("Slow") == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    client.Reset();
  }
  EXPECT_TRUE(support::Becomes([&] { return stage_.cancelled == 1; }));
}

TEST_F(OverSockets, KeepsABrowsersSessionInItsCookie) {
  const std::string origin = "http://127.0.0.1:" + std::to_string(server_.port());
  const HttpReply in =
      Fetch(server_.port(), "POST", "/t/open-call",
            {{"Content-Type", "application/json"}, {"X-Qianmo-Client", "web"}, {"Origin", origin}},
            R"({"sessionToken":"qs1.good"})");
  EXPECT_EQ(in.status, 200) << in.body;
  const std::string cookie = in.Header("Set-Cookie");
  EXPECT_EQ(cookie.find("__Host-qianmo-session=qs1.good; "), 0U);
  EXPECT_NE(in.body.find("\"sessionToken\":\"\""), in.body.npos);
  const HttpReply call =
      Fetch(server_.port(), "GET", "/t/call", {{"Cookie", cookie.substr(0, cookie.find(';'))}});
  EXPECT_EQ(call.status, 200) << call.body;
  EXPECT_NE(call.body.find("Bearer qmt1.for."), call.body.npos);
}

}  // namespace
}  // namespace qianmo::gateway
