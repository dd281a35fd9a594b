// Who takes too much is refused with a reason, and the others are served on.
#include "gateway/http/limits.h"

#include <fstream>
#include <thread>

#include <gtest/gtest.h>

#include "gateway/http/rate.h"
#include "gateway/http/seats.h"
#include "gateway/http/server.h"
#include "stand.h"
#include "support/becomes.h"
#include "support/heap.h"

namespace qianmo::gateway {
namespace {

using namespace std::chrono_literals;
using support::HeapBytes;
using support::HttpReply;
using support::RawConnection;

TEST(Limits, TakeATargetAndHeadersOfTheLargestSizeAndNotOneByteMore) {
  HttpOptions options = TestOptions();
  options.limits.target_bytes = 100;
  options.limits.head_bytes = 500;
  HttpServer server(options, Echo);
  const auto status = [&](const std::string& request) {
    RawConnection client(server.port());
    client.Send(request);
    const HttpReply reply = client.ReadReply();
    return std::to_string(reply.status) + ReasonOf(reply);
  };
  EXPECT_EQ(status(Get("/" + std::string(99, 'a'))), "200");
  EXPECT_EQ(status(Get("/" + std::string(100, 'a'))), "414TARGET_TOO_LONG");
  EXPECT_EQ(status(Get("/" + std::string(1000, 'a'))), "414TARGET_TOO_LONG");
  const std::size_t rest = Get("/", "X: \r\n").size();
  EXPECT_EQ(status(Get("/", "X: " + std::string(500 - rest, 'b') + "\r\n")), "200");
  EXPECT_EQ(status(Get("/", "X: " + std::string(501 - rest, 'b') + "\r\n")),
            "431HEADERS_TOO_LARGE");
}

TEST(Limits, TakeSoManyHeadersAndNotOneMore) {
  HttpOptions options = TestOptions();
  options.limits.head_fields = 5;
  HttpServer server(options, Echo);
  const auto status = [&](int more) {
    std::string headers;
    for (int i = 0; i < more; ++i) headers += "X: y\r\n";
    RawConnection client(server.port());
    client.Send(Get("/", headers));
    return client.ReadReply().status;
  };
  EXPECT_EQ(status(4), 200);
  EXPECT_EQ(status(5), 431);
}

TEST(Limits, TakeABodyOfTheLargestSizeAndNotOneByteMore) {
  HttpOptions options = TestOptions();
  options.limits.body_bytes = 10;
  HttpServer server(options, Echo);
  const auto status = [&](const std::string& request) {
    RawConnection client(server.port());
    client.Send("POST / HTTP/1.1\r\nHost: a\r\n" + request);
    const HttpReply reply = client.ReadReply();
    return std::to_string(reply.status) + ReasonOf(reply);
  };
  const std::string chunked = "Transfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(status("Content-Length: 10\r\n\r\n0123456789"), "200");
  EXPECT_EQ(status("Content-Length: 11\r\n\r\n"), "413BODY_TOO_LARGE");
  EXPECT_EQ(status("Content-Length: 11\r\nExpect: 100-continue\r\n\r\n"), "413BODY_TOO_LARGE");
  EXPECT_EQ(status(chunked + "5\r\n01234\r\n5\r\n56789\r\n0\r\n\r\n"), "200");
  EXPECT_EQ(status(chunked + "5\r\n01234\r\n6\r\n"), "413BODY_TOO_LARGE");
  EXPECT_EQ(status(chunked + "ffffffff\r\n"), "413BODY_TOO_LARGE");
}

TEST(Limits, LetARefusedClientReadWhyThoughItGoesOnSending) {
  HttpOptions options = TestOptions();
  options.limits.body_bytes = 1000;
  HttpServer server(options, Echo);
  RawConnection client(server.port());
  client.Send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n" +
              std::string(3'000'000, 'x'));
  EXPECT_EQ(client.ReadReply().status, 413);
}

TEST(Limits, EndHeadersThatDribble) {
  HttpOptions options = TestOptions();
  options.limits.head = 300ms;
  HttpServer server(options, Echo);
  RawConnection client(server.port());
  const auto begin = std::chrono::steady_clock::now();
  client.Send("GET / HTTP/1.1\r\nHost: a\r\n");
  for (int i = 0; i < 2'000 && !client.IsClosed(10ms); ++i) {
    if (!client.Send("X: y\r\n")) break;
    try {
      if (client.ReadHead().status == 408) break;
    } catch (const std::runtime_error&) {
      break;  // the answer may be lost when we send on
    }
  }
  const auto took = std::chrono::steady_clock::now() - begin;
  EXPECT_GT(took, 250ms);
  EXPECT_LT(took, 3s);
}

TEST(Limits, SayWhyASlowRequestEnded) {
  HttpOptions options = TestOptions();
  options.limits.head = 200ms;
  HttpServer server(options, Echo);
  RawConnection head(server.port());
  head.Send("GET / HT");
  HttpReply reply = head.ReadReply();
  EXPECT_EQ(reply.status, 408);
  EXPECT_EQ(ReasonOf(reply), "HEADERS_TOO_SLOW");
  EXPECT_TRUE(head.IsClosed());

  RawConnection body(server.port());
  body.Send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nx");
  reply = body.ReadReply();
  EXPECT_EQ(reply.status, 408);
  EXPECT_EQ(ReasonOf(reply), "BODY_TOO_SLOW");
}

TEST(Limits, LeaveABodyThatIsSlowButSteady) {
  HttpOptions options = TestOptions();
  options.limits.head = 100ms;
  options.limits.body_bytes_a_second = 1000;
  HttpServer server(options, Echo);
  RawConnection client(server.port());
  client.Send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2000\r\n\r\n");
  for (int i = 0; i < 20; ++i) {
    client.Send(std::string(100, 'x'));
    std::this_thread::sleep_for(25ms);
  }
  EXPECT_EQ(client.ReadReply().status, 200);
}

TEST(Limits, EndABodyThatPausesThoughItWasFast) {
  HttpOptions options = TestOptions();
  options.limits.head = 10s;
  options.limits.body_stall = 300ms;
  HttpServer server(options, Echo);
  RawConnection client(server.port());
  const auto begin = std::chrono::steady_clock::now();
  client.Send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
  client.Send(std::string(500'000, 'x'));
  const HttpReply reply = client.ReadReply();
  EXPECT_EQ(reply.status, 408);
  EXPECT_EQ(ReasonOf(reply), "BODY_TOO_SLOW");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
}

std::string PostOf(std::size_t length, std::size_t sent) {
  return "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(length) + "\r\n\r\n" +
         std::string(sent, 'x');
}

TEST(Limits, HoldSoManyBytesOfAllBodiesAndNotOneMore) {
  HttpOptions options = TestOptions();
  options.limits.bodies_bytes = 3000;
  HttpServer server(options, Echo);
  RawConnection first(server.port());
  first.Send(PostOf(2000, 1999));
  std::this_thread::sleep_for(200ms);  // so that the first is held by now, as a rule
  RawConnection second(server.port());
  HttpReply reply;
  EXPECT_TRUE(support::Becomes([&] {
    second.Send(PostOf(1000, 1000));
    EXPECT_EQ(second.ReadReply().status, 200);
    second.Send(PostOf(1001, 1001));
    reply = second.ReadReply();
    return reply.status == 503;
  }));
  EXPECT_EQ(ReasonOf(reply), "BODIES_EXHAUSTED");
  EXPECT_EQ(reply.Header("Retry-After"), "5");
  first.Send("x");
  EXPECT_EQ(first.ReadReply().status, 200);
  for (int i = 0; i < 100; ++i) {
    first.Send(PostOf(2500, 2500));
    ASSERT_EQ(first.ReadReply().status, 200) << "what was answered is given back";
  }
}

TEST(Limits, LeaveMemoryForTheBodiesOfOtherAddresses) {
  HttpOptions options = TestOptions();
  options.trusted_proxies = {"127.0.0.1"};
  options.limits.bodies_bytes = 4000;
  options.limits.bodies_bytes_per_address = 3000;
  HttpServer server(options, Echo);
  const auto post = [](const char* address, std::size_t length, std::size_t sent) {
    std::string request = PostOf(length, sent);
    return request.insert(request.find("Host"),
                          "X-Forwarded-For: " + std::string(address) + "\r\n");
  };
  RawConnection greedy(server.port());
  greedy.Send(post("192.0.2.1", 3000, 2999));
  std::this_thread::sleep_for(200ms);  // so that it is held by now, as a rule
  RawConnection more(server.port());
  HttpReply refused;
  EXPECT_TRUE(support::Becomes([&] {
    more.Send(post("192.0.2.1", 100, 100));
    refused = more.ReadReply();
    return refused.status == 429;
  }));
  EXPECT_EQ(ReasonOf(refused), "TOO_MANY_BODIES");
  EXPECT_EQ(refused.Header("Retry-After"), "5");
  RawConnection other(server.port());
  for (int i = 0; i < 10; ++i) {
    other.Send(post("192.0.2.2", 1000, 1000));
    EXPECT_EQ(other.ReadReply().status, 200);
  }
  greedy.Send("x");
  EXPECT_EQ(greedy.ReadReply().status, 200);
  RawConnection again(server.port());
  again.Send(post("192.0.2.1", 100, 100));
  EXPECT_EQ(again.ReadReply().status, 200);
}

TEST(Limits, GiveBackTheMemoryOfBodiesWhoseClientsHaveLeft) {
  HttpOptions options = TestOptions();
  options.limits.bodies_bytes = 3000;
  HttpServer server(options, Echo);
  for (int i = 0; i < 10; ++i) {
    RawConnection leaves(server.port());
    leaves.Send(PostOf(2000, 1999));
    std::this_thread::sleep_for(20ms);
    leaves.Reset();
  }
  EXPECT_TRUE(support::Becomes([&] {
    RawConnection stays(server.port());
    stays.Send(PostOf(3000, 3000));
    return stays.ReadReply().status == 200;
  }));
}

TEST(Limits, CloseAnIdleConnectionWithoutAWord) {
  HttpOptions options = TestOptions();
  options.limits.idle = 200ms;
  HttpServer server(options, Echo);
  RawConnection fresh(server.port());
  RawConnection used(server.port());
  used.Send(Get("/"));
  used.ReadReply();
  EXPECT_TRUE(fresh.IsClosed(3s));
  EXPECT_TRUE(used.IsClosed(3s));
}

TEST(Limits, LeaveOthersServedWhenOneAddressTakesAllItMay) {
  HttpOptions options = TestOptions();
  options.limits.connections_per_address = 3;
  HttpServer server(options, Echo);
  std::vector<RawConnection> greedy;
  for (int i = 0; i < 3; ++i) {
    greedy.emplace_back(server.port());
    greedy.back().Send(Get("/"));
    EXPECT_EQ(greedy.back().ReadReply().status, 200);
  }
  RawConnection more(server.port());
  const HttpReply reply = more.ReadReply();
  EXPECT_EQ(reply.status, 429);
  EXPECT_EQ(ReasonOf(reply), "TOO_MANY_CONNECTIONS");
  EXPECT_EQ(reply.Header("Retry-After"), "5");
  EXPECT_TRUE(more.IsClosed());
  RawConnection other(server.port(), "127.0.0.2");
  other.Send(Get("/"));
  EXPECT_EQ(other.ReadReply().status, 200);

  greedy.pop_back();
  EXPECT_TRUE(support::Becomes([&] {
    RawConnection again(server.port());
    again.Send(Get("/"));
    return again.ReadReply().status == 200;
  }));
}

TEST(Limits, CountNoConnectionsOfAKnownProxy) {
  HttpOptions options = TestOptions();
  options.limits.connections_per_address = 1;
  options.trusted_proxies = {"127.0.0.1"};
  HttpServer server(options, Echo);
  RawConnection first(server.port());
  RawConnection second(server.port());
  second.Send(Get("/"));
  EXPECT_EQ(second.ReadReply().status, 200);
}

TEST(Limits, RefuseConnectionsBeyondAll) {
  HttpOptions options = TestOptions();
  options.limits.connections = 2;
  HttpServer server(options, Echo);
  RawConnection first(server.port());
  RawConnection second(server.port(), "127.0.0.2");
  RawConnection third(server.port(), "127.0.0.3");
  EXPECT_EQ(third.ReadReply().status, 503);
  first.Send(Get("/"));
  EXPECT_EQ(first.ReadReply().status, 200);
}

double SecondsSince(std::chrono::steady_clock::time_point then) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - then).count();
}

TEST(Limits, RefuseRequestsThatComeTooFastAndSayWhenToComeBack) {
  HttpOptions options = TestOptions();
  options.limits.requests_a_second = 2;  // 4 at once
  options.proves_caller = [](const std::string& called) { return called == "private"; };
  HttpServer server(options, [](std::shared_ptr<Exchange> exchange) {
    if (exchange->request().path == "/private") exchange->Called("private");
    Echo(exchange);
  });
  const std::string session = "Authorization: Bearer qs1.1.abc\r\n";
  const std::string cookie = "Cookie: a=b; __Host-qianmo-session=qs1.1.abd; c=d\r\n";
  for (const std::string& caller : {session, cookie}) {
    RawConnection known(server.port());
    known.Send(Get("/private", caller));
    EXPECT_EQ(known.ReadReply().status, 200);
  }
  std::this_thread::sleep_for(2s);  // the strangers' tokens are back
  RawConnection client(server.port());
  for (int i = 0; i < 4; ++i) {
    client.Send(Get("/"));
    EXPECT_EQ(client.ReadReply().status, 200);
  }
  // On a slow machine a token comes back meanwhile.
  const auto refused = [&client](const std::string& more_headers, HttpReply* reply) {
    return support::Becomes(
        [&] {
          client.Send(Get("/", more_headers));
          *reply = client.ReadReply();
          return reply->status == 429;
        },
        0ms);
  };
  HttpReply reply;
  EXPECT_TRUE(refused("", &reply));
  EXPECT_EQ(ReasonOf(reply), "TOO_MANY_REQUESTS");
  EXPECT_EQ(reply.Header("Retry-After"), "1");
  EXPECT_EQ(reply.Header("Connection"), "") << "a refusal of pace is no reason to part";
  client.Send(Get("/", session));
  EXPECT_EQ(client.ReadReply().status, 200) << "a session has a pace of its own";
  client.Send(Get("/", cookie));
  EXPECT_EQ(client.ReadReply().status, 200);
  EXPECT_TRUE(refused("Authorization: Bearer qs1.1.new\r\n", &reply)) << "nobody knows it";
  RawConnection other(server.port(), "127.0.0.2");
  other.Send(Get("/"));
  EXPECT_EQ(other.ReadReply().status, 200);
  EXPECT_TRUE(support::Becomes([&] {
    client.Send(Get("/"));
    return client.ReadReply().status == 200;
  }));
}

TEST(Limits, LetNobodyEscapeByInventingTokens) {
  HttpOptions options = TestOptions();
  options.limits.requests_a_second = 2;  // 4 at once
  options.proves_caller = [](const std::string& called) { return called == "private"; };
  HttpServer server(options, [](std::shared_ptr<Exchange> exchange) {
    const bool is_private = exchange->request().path == "/private";
    exchange->Called(is_private ? "private" : "public");
    if (is_private) return exchange->Respond({.status = 401, .headers = {}, .body = ""});
    Echo(exchange);
  });
  for (const std::string path : {"/private", "/public"}) {
    RawConnection client(server.port(), path == "/private" ? "127.0.0.1" : "127.0.0.2");
    int let_in = 0;
    const auto since = std::chrono::steady_clock::now();
    for (int i = 0; i < 20; ++i) {
      client.Send(Get(path, "Authorization: Bearer " + std::to_string(i / 2) + "\r\n"));
      let_in += client.ReadReply().status != 429;
    }
    EXPECT_GE(let_in, 4) << path;
    EXPECT_LE(let_in, 5 + 2 * SecondsSince(since)) << path;
  }
}

TEST(Limits, HoldAnAddressToItsPaceWhoeverComesFromIt) {
  HttpOptions options = TestOptions();
  options.limits.requests_a_second_per_address = 5;  // 10 at once
  HttpServer server(options, Echo);
  RawConnection client(server.port());
  int served = 0;
  const auto since = std::chrono::steady_clock::now();
  for (int i = 0; i < 20; ++i) {
    client.Send(Get("/", "Authorization: Bearer " + std::to_string(i) + "\r\n"));
    served += client.ReadReply().status == 200;
  }
  EXPECT_GE(served, 10);
  EXPECT_LE(served, 11 + 5 * SecondsSince(since));
}

TEST(KnownCallers, AreForgottenWhenTheyComeNoMore) {
  KnownCallers known;
  const KnownCallers::Instant begin{std::chrono::hours(1000)};
  EXPECT_FALSE(known.Has("a"));
  known.Add("a", begin);
  known.Add("b", begin);
  known.Add("a", begin + KnownCallers::kHolds + 1s);
  EXPECT_TRUE(known.Has("a"));
  EXPECT_TRUE(known.Has("b"));
  known.Add("c", begin + 2 * KnownCallers::kHolds + 2s);
  EXPECT_TRUE(known.Has("a"));
  EXPECT_FALSE(known.Has("b"));
}

TEST(Rate, RefillsExactlyInTime) {
  Rate rate(10, 1);
  const Rate::Instant begin{};
  EXPECT_FALSE(rate.Take("a", begin));
  EXPECT_EQ(rate.Take("a", begin), 100ms);
  EXPECT_EQ(rate.Take("a", begin + 100ms - 1ns), 1ns);
  EXPECT_FALSE(rate.Take("a", begin + 100ms));
  EXPECT_FALSE(rate.Take("b", begin));
}

TEST(AddressKey, IsOneForThe64BitsOfACustomer) {
  EXPECT_EQ(AddressKey("192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(AddressKey("2001:db8:1:2:3:4:5:6"), AddressKey("2001:db8:1:2:ffff::1"));
  EXPECT_NE(AddressKey("2001:db8:1:2::1"), AddressKey("2001:db8:1:3::1"));
}

TEST(Limits, KeepNothingOfRequestsThatAreServedThoughTheNextHasBegun) {
  HttpServer server(TestOptions(), Echo);
  RawConnection client(server.port());
  const std::string request = Get("/", "X: " + std::string(8000, 'x') + "\r\n");
  const std::string shifted =
      request.substr(request.size() - 1) + request.substr(0, request.size() - 1);
  client.Send(request.substr(0, request.size() - 1));
  std::size_t before = 0;
  for (int i = 0; i < 3000; ++i) {
    client.Send(shifted);
    ASSERT_EQ(client.ReadReply().status, 200);
    if (i == 100) before = HeapBytes();
  }
  EXPECT_LT(HeapBytes(), before + 2'000'000) << "of 24 MB that have arrived";
}

TEST(Limits, HoldAThousandIdleConnectionsAndServeOthers) {
  HttpOptions options = TestOptions();
  options.limits.connections_per_address = 2000;
  HttpServer server(options, Echo);
  const std::size_t before = HeapBytes();
  std::vector<RawConnection> idle;
  for (int i = 0; i < 1000; ++i) {
    idle.emplace_back(server.port());
    idle.back().Send(Get("/"));
  }
  for (auto& connection : idle) ASSERT_EQ(connection.ReadReply().status, 200);
  const std::size_t for_all = HeapBytes() - before;
  RawConnection busy(server.port());
  for (int i = 0; i < 1000; ++i) {
    busy.Send(Get("/"));
    ASSERT_EQ(busy.ReadReply().status, 200);
  }
  EXPECT_LT(for_all, 16'000'000u);
}

}  // namespace
}  // namespace qianmo::gateway
