// What a connection does: one request after the other, in order, however their bytes arrive.
#include "gateway/http/server.h"

#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/http/health.h"
#include "gateway/http/routes.h"
#include "stand.h"

namespace qianmo::gateway {
namespace {

using namespace std::chrono_literals;
using support::Fetch;
using support::HttpReply;
using support::RawConnection;
using testing::HasSubstr;

TEST(HttpServer, KeepsTheConnectionForTheNextRequest) {
  HttpServer server(TestOptions(), Echo);
  RawConnection client(server.port());
  for (const char* path : {"/a", "/b", "/c"}) {
    client.Send(Get(path));
    const HttpReply reply = client.ReadReply();
    EXPECT_EQ(reply.body, "GET " + std::string(path) + " ");
    EXPECT_EQ(reply.Header("Connection"), "");
  }
}

TEST(HttpServer, ClosesWhenTheClientAsksForIt) {
  HttpServer server(TestOptions(), Echo);
  RawConnection client(server.port());
  client.Send(Get("/", "Connection: x, Close\r\n"));
  EXPECT_EQ(client.ReadReply().Header("Connection"), "close");
  EXPECT_TRUE(client.IsClosed());
}

TEST(HttpServer, AnswersPipelinedRequestsInOrderThoughTheLaterIsReadyFirst) {
  std::vector<std::thread> threads;
  {
    HttpServer server(TestOptions(), [&](std::shared_ptr<Exchange> exchange) {
      threads.emplace_back([exchange] {
        if (exchange->request().path == "/slow") std::this_thread::sleep_for(100ms);
        Echo(exchange);
      });
    });
    RawConnection client(server.port());
    client.Send(Get("/slow") + "POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc" +
                Get("/c"));
    EXPECT_EQ(client.ReadReply().body, "GET /slow ");
    EXPECT_EQ(client.ReadReply().body, "POST /b abc");
    EXPECT_EQ(client.ReadReply().body, "GET /c ");
    for (auto& thread : threads) thread.join();
  }
}

TEST(HttpServer, ReadsRequestsThatArriveByteByByte) {
  HttpServer server(TestOptions(), Echo);
  RawConnection client(server.port());
  const std::string requests =
      "\r\nPOST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3\r\nabc\r\n00A\r\n0123456789\r\n0\r\n\r\n"
      "PUT /b HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nxy" +
      Get("/c");
  for (const char byte : requests) {
    client.Send({&byte, 1});
    std::this_thread::sleep_for(200us);
  }
  EXPECT_EQ(client.ReadReply().body, "POST /a abc0123456789");
  EXPECT_EQ(client.ReadReply().body, "PUT /b xy");
  EXPECT_EQ(client.ReadReply().body, "GET /c ");
}

// Every way to cut a pipeline of three requests into two writes.
TEST(HttpServer, ReadsRequestsThatAreSplitAnywhere) {
  HttpServer server(TestOptions(), Echo);
  const std::string requests = Get("/a") +
                               "POST /b HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                               "2\r\nxy\r\n0\r\n\r\n" +
                               Get("/c");
  for (std::size_t at = 1; at < requests.size(); ++at) {
    RawConnection client(server.port());
    client.Send(requests.substr(0, at));
    std::this_thread::sleep_for(1ms);
    client.Send(requests.substr(at));
    EXPECT_EQ(client.ReadReply().body, "GET /a ") << at;
    EXPECT_EQ(client.ReadReply().body, "POST /b xy") << at;
    EXPECT_EQ(client.ReadReply().body, "GET /c ") << at;
  }
}

TEST(HttpServer, AnswersHeadWithTheSameHeadersAndNoBody) {
  HttpServer server(TestOptions(), Echo);
  RawConnection client(server.port());
  client.Send("HEAD /a HTTP/1.1\r\nHost: a\r\n\r\n" + Get("/b"));
  const HttpReply head = client.ReadReply("HEAD");
  EXPECT_EQ(head.Header("Content-Length"), "8");
  EXPECT_EQ(client.ReadReply().body, "GET /b ");
}

TEST(HttpServer, SpeaksTheOldVersion) {
  HttpServer server(TestOptions(), Echo);
  RawConnection client(server.port());
  client.Send("GET /a HTTP/1.0\r\n\r\n");
  EXPECT_EQ(client.ReadReply().body, "GET /a ");
  EXPECT_TRUE(client.IsClosed());

  RawConnection keeping(server.port());
  keeping.Send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(keeping.ReadReply().Header("Connection"), "keep-alive");
  keeping.Send("GET /b HTTP/1.0\r\n\r\n");
  EXPECT_EQ(keeping.ReadReply().body, "GET /b ");
}

TEST(HttpServer, InvitesABodyThatWaitsForIt) {
  HttpServer server(TestOptions(), Echo);
  RawConnection client(server.port());
  client.Send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.ReadHead().status, 100);
  client.Send("xy");
  EXPECT_EQ(client.ReadReply().body, "POST /a xy");
}

TEST(HttpServer, GoesOnInItsOwnVersionWhenAnUpgradeIsOffered) {
  HttpServer server(TestOptions(), Echo);
  RawConnection client(server.port());
  client.Send(Get("/a",
                  "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                  "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n"));
  EXPECT_EQ(client.ReadReply().status, 200);
  client.Send(Get("/b", "Connection: Upgrade\r\nUpgrade: websocket\r\n"));
  EXPECT_EQ(client.ReadReply().status, 200);
}

TEST(HttpServer, AnswersAClientThatHasEndedItsSending) {
  std::thread later;
  HttpServer server(TestOptions(), [&](std::shared_ptr<Exchange> exchange) {
    later = std::thread([exchange] {
      std::this_thread::sleep_for(100ms);
      Echo(exchange);
    });
  });
  RawConnection client(server.port());
  client.Send(Get("/a"));
  client.EndSending();
  EXPECT_EQ(client.ReadReply().body, "GET /a ");
  EXPECT_TRUE(client.IsClosed());
  later.join();
}

TEST(HttpServer, Answers500ForAnExchangeThatIsDropped) {
  HttpServer server(TestOptions(), [](std::shared_ptr<Exchange>) {});
  RawConnection client(server.port());
  client.Send(Get("/a"));
  const HttpReply reply = client.ReadReply();
  EXPECT_EQ(reply.status, 500);
  EXPECT_EQ(ReasonOf(reply), "UNANSWERED");
  client.Send(Get("/b"));
  EXPECT_EQ(client.ReadReply().status, 500);
}

TEST(HttpServer, TakesOnlyTheFirstAnswer) {
  HttpServer server(TestOptions(), [](std::shared_ptr<Exchange> exchange) {
    Echo(exchange);
    exchange->Respond({201, {}, "", nullptr});
  });
  RawConnection client(server.port());
  client.Send(Get("/a") + Get("/b"));
  EXPECT_EQ(client.ReadReply().status, 200);
  EXPECT_EQ(client.ReadReply().body, "GET /b ");
}

TEST(HttpServer, SurvivesTenMegabytesOfGarbageAndAFloodOfRequests) {
  HttpServer server(TestOptions(), Echo);
  RawConnection garbage(server.port());
  std::string noise;
  for (unsigned i = 0; i < 10'000'000; ++i) noise += static_cast<char>(33 + i * 7919 % 90);
  garbage.Send(noise);
  EXPECT_EQ(garbage.ReadReply().status, 414);

  RawConnection flood(server.port());
  std::thread sender([&] {
    std::string requests;
    for (int i = 0; i < 20'000; ++i) requests += "GET /a HTTP/1.1\r\nHost: aaaaaaaaaaaaaaa\r\n\r\n";
    flood.Send(requests);
  });
  for (int i = 0; i < 20'000; ++i) ASSERT_EQ(flood.ReadReply().body, "GET /a ") << i;
  sender.join();
}

TEST(HttpServer, TellsEveryAnswerWhatBrowsersMayDoWithIt) {
  HttpServer server(TestOptions(), Echo);
  const HttpReply reply = Fetch(server.port(), "GET", "/a");
  EXPECT_THAT(reply.Header("Content-Security-Policy"), HasSubstr("default-src 'none'"));
  EXPECT_THAT(reply.Header("Content-Security-Policy"), HasSubstr("frame-ancestors 'none'"));
  EXPECT_EQ(reply.Header("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(reply.Header("Referrer-Policy"), "no-referrer");
  EXPECT_THAT(reply.Header("Permissions-Policy"), HasSubstr("camera=()"));
  EXPECT_EQ(reply.Header("Cross-Origin-Opener-Policy"), "same-origin");
  EXPECT_EQ(reply.Header("Cross-Origin-Resource-Policy"), "same-origin");
  EXPECT_EQ(reply.Header("Cache-Control"), "no-store");
  EXPECT_EQ(reply.Header("Strict-Transport-Security"), "") << "this was not through TLS";
}

TEST(HttpServer, LeavesCachingToWhoeverSaysSomethingAboutIt) {
  HttpServer server(TestOptions(), [](std::shared_ptr<Exchange> exchange) {
    HttpResponse response;
    response.headers.Add("cache-control", "private, max-age=60");
    exchange->Respond(std::move(response));
  });
  EXPECT_EQ(Fetch(server.port(), "GET", "/").Header("Cache-Control"), "private, max-age=60");
}

TEST(HttpServer, LetsNoHeaderOfAnAnswerBecomeTwo) {
  HttpServer server(TestOptions(), [](std::shared_ptr<Exchange> exchange) {
    HttpResponse response;
    response.headers.Add("X-Name", "a\r\nSet-Cookie: b");
    response.headers.Add("Content-Length", "4711");
    exchange->Respond(std::move(response));
  });
  const HttpReply reply = Fetch(server.port(), "GET", "/");
  EXPECT_EQ(reply.Header("Set-Cookie"), "");
  EXPECT_EQ(reply.Header("X-Name"), "a  Set-Cookie: b");
  EXPECT_EQ(reply.Header("Content-Length"), "0");
}

TEST(HttpServer, ContinuesTheTraceOfTheClient) {
  HttpServer server(TestOptions(), Echo);
  const std::string trace = "0af7651916cd43dd8448eb211c80319c";
  const HttpReply reply =
      Fetch(server.port(), "GET", "/", {{"traceparent", "00-" + trace + "-b7ad6b7169203331-01"}});
  EXPECT_THAT(reply.Header("traceparent"), HasSubstr("00-" + trace + "-"));
  EXPECT_THAT(reply.Header("traceparent"), testing::Not(HasSubstr("b7ad6b7169203331")));
}

TEST(HttpServer, WritesALineForEveryRequestWithoutItsQuery) {
  HttpServer server(TestOptions(), Echo);
  testing::internal::CaptureStderr();
  Fetch(server.port(), "GET", "/a?name=secret", {{"User-Agent", std::string(500, 'u')}});
  RawConnection bad(server.port());
  bad.Send("GET / HTTP/1.1\r\n\r\n");
  bad.ReadReply();
  std::this_thread::sleep_for(50ms);
  const std::string log = testing::internal::GetCapturedStderr();
  EXPECT_THAT(log, HasSubstr(R"("event":"request","method":"GET","path":"/a","called":"unknown",)"
                             R"("status":200)"));
  EXPECT_THAT(log, HasSubstr(R"("client_address":"127.0.0.1")"));
  EXPECT_THAT(log, HasSubstr(R"("status":400,"reason":"HOST_MISSING")"));
  EXPECT_THAT(log, testing::Not(HasSubstr("secret")));
  EXPECT_THAT(log, testing::Not(HasSubstr(std::string(201, 'u'))));
}

TEST(Routes, TakeTheFirstThatFits) {
  Routes routes;
  routes.Add("/healthz", Healthz());
  bool ready = true;
  routes.Add("/readyz", Readyz([&] { return ready; }));
  routes.Add("/v1/", Echo);
  HttpServer server(TestOptions(), routes);
  const int port = server.port();
  EXPECT_EQ(Fetch(port, "GET", "/healthz").body, "ok\n");
  EXPECT_EQ(Fetch(port, "GET", "/readyz").status, 200);
  ready = false;
  EXPECT_EQ(Fetch(port, "GET", "/readyz").status, 503);
  EXPECT_EQ(ReasonOf(Fetch(port, "GET", "/readyz")), "NOT_READY");
  EXPECT_EQ(Fetch(port, "GET", "/v1/a").body, "GET /v1/a ");
  EXPECT_EQ(Fetch(port, "GET", "/v1").body, "GET /v1 ");
  EXPECT_EQ(Fetch(port, "GET", "/v1x").status, 404);
  EXPECT_EQ(Fetch(port, "GET", "/healthz/").status, 404);
  EXPECT_EQ(ReasonOf(Fetch(port, "GET", "/")), "PATH_UNKNOWN");
}

TEST(Health, IsOnlyThereToBeRead) {
  Routes routes;
  routes.Add("/healthz", Healthz());
  routes.Add("/readyz", Readyz([] { return true; }));
  HttpServer server(TestOptions(), routes);
  for (const std::string path : {"/healthz", "/readyz"}) {
    EXPECT_EQ(Fetch(server.port(), "GET", path).status, 200);
    EXPECT_EQ(Fetch(server.port(), "HEAD", path).status, 200);
    for (const std::string method : {"POST", "DELETE", "OPTIONS"}) {
      const HttpReply reply = Fetch(server.port(), method, path);
      EXPECT_EQ(reply.status, 405) << method;
      EXPECT_EQ(ReasonOf(reply), "METHOD_NOT_ALLOWED");
      EXPECT_EQ(reply.Header("Allow"), "GET, HEAD");
    }
  }
}

}  // namespace
}  // namespace qianmo::gateway
