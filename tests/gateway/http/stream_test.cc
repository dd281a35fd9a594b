// Answers in pieces: they arrive at once, wait for slow readers, and end for both sides alike.
#include <atomic>
#include <thread>

#include <gtest/gtest.h>
#include <zlib.h>

#include "gateway/http/server.h"
#include "stand.h"
#include "support/becomes.h"

namespace qianmo::gateway {
namespace {

using namespace std::chrono_literals;
using support::HttpReply;
using support::RawConnection;
using Pieces = std::shared_ptr<const std::string>;

Pieces Text(std::string text) { return std::make_shared<const std::string>(std::move(text)); }

HttpResponse Events() {
  HttpResponse head;
  head.headers.Add("Content-Type", "text/event-stream");
  return head;
}

std::string Inflate(z_stream* stream, const std::string& bytes) {
  std::string out(4096, '\0');
  stream->next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream->avail_in = static_cast<uInt>(bytes.size());
  stream->next_out = reinterpret_cast<Bytef*>(out.data());
  stream->avail_out = static_cast<uInt>(out.size());
  inflate(stream, Z_SYNC_FLUSH);
  out.resize(out.size() - stream->avail_out);
  return out;
}

TEST(Streaming, SendsEachPieceWhenItIsWritten) {
  Told<std::shared_ptr<Exchange>> told;
  HttpServer server(TestOptions(), [&](auto exchange) { told.Tell(exchange); });
  RawConnection client(server.port());
  client.Send(Get("/events"));
  const auto exchange = told.Wait();
  exchange->Open(Events(), {});
  EXPECT_EQ(client.ReadHead().Header("Transfer-Encoding"), "chunked");
  for (const char* piece : {"data: 1\n\n", "data: 2\n\n"}) {
    Told<bool> written;
    exchange->Write(Text(piece), [&](bool alive) { written.Tell(alive); });
    EXPECT_TRUE(written.Wait());
    EXPECT_EQ(client.ReadChunk(), piece);
  }
  exchange->Close(true);
  EXPECT_EQ(client.ReadChunk(), "");
}

TEST(Streaming, SendsCompressedPiecesAtOnceToo) {
  Told<std::shared_ptr<Exchange>> told;
  HttpServer server(TestOptions(), [&](auto exchange) { told.Tell(exchange); });
  RawConnection client(server.port());
  client.Send(Get("/events", "Accept-Encoding: gzip\r\n"));
  const auto exchange = told.Wait();
  exchange->Open(Events(), {});
  const HttpReply head = client.ReadHead();
  EXPECT_EQ(head.Header("Content-Encoding"), "gzip");
  EXPECT_EQ(head.Header("Vary"), "Accept-Encoding");
  z_stream stream{};
  inflateInit2(&stream, 15 + 16);
  for (const char* piece : {"data: 1\n\n", "data: 2\n\n"}) {
    exchange->Write(Text(piece), [](bool) {});
    EXPECT_EQ(Inflate(&stream, client.ReadChunk()), piece);
  }
  exchange->Close(true);
  Inflate(&stream, client.ReadChunk());
  EXPECT_EQ(client.ReadChunk(), "");
  inflateEnd(&stream);
}

TEST(Streaming, KeepsTheConnectionWhenTheLengthIsKnown) {
  HttpServer server(TestOptions(), [](std::shared_ptr<Exchange> exchange) {
    exchange->Open({}, 6);
    exchange->Write(Text("abc"), [exchange](bool) {
      exchange->Write(Text("def"), [exchange](bool) { exchange->Close(true); });
    });
  });
  RawConnection client(server.port());
  client.Send(Get("/a") + Get("/b"));
  EXPECT_EQ(client.ReadReply().body, "abcdef");
  EXPECT_EQ(client.ReadReply().body, "abcdef");
}

TEST(Streaming, EndsTheConnectionWithTheAnswerInTheOldVersion) {
  HttpServer server(TestOptions(), [](std::shared_ptr<Exchange> exchange) {
    exchange->Open({}, {});
    exchange->Write(Text("abc"), [exchange](bool) { exchange->Close(true); });
  });
  RawConnection client(server.port());
  client.Send("GET / HTTP/1.0\r\n\r\n");
  const HttpReply reply = client.ReadReply();
  EXPECT_EQ(reply.body, "abc");
  EXPECT_EQ(reply.Header("Connection"), "close");
}

struct Cut {
  const char* name;
  std::optional<std::uint64_t> length;
  std::string written;
  bool complete;
};
class Incomplete : public testing::TestWithParam<Cut> {};

TEST_P(Incomplete, AnswersAreNotTakenForWhole) {
  HttpServer server(TestOptions(), [](std::shared_ptr<Exchange> exchange) {
    exchange->Open({}, GetParam().length);
    exchange->Write(Text(GetParam().written),
                    [exchange](bool) { exchange->Close(GetParam().complete); });
  });
  RawConnection client(server.port());
  client.Send(Get("/a"));
  EXPECT_THROW(client.ReadReply(), std::runtime_error);
}
INSTANTIATE_TEST_SUITE_P(Streaming, Incomplete,
                         testing::Values(Cut{"Chunked", {}, "abc", false},
                                         Cut{"OfKnownLength", 6, "abc", false},
                                         Cut{"ShorterThanPromised", 6, "abc", true},
                                         Cut{"LongerThanPromised", 2, "abc", true}),
                         [](const auto& cut) { return std::string(cut.param.name); });

TEST(Streaming, CutsAnAnswerWhoseExchangeIsDropped) {
  HttpServer server(TestOptions(),
                    [](std::shared_ptr<Exchange> exchange) { exchange->Open({}, {}); });
  RawConnection client(server.port());
  client.Send(Get("/a"));
  EXPECT_THROW(client.ReadReply(), std::runtime_error);
}

TEST(Streaming, AnswersHeadWithoutPieces) {
  Told<bool> gone;
  HttpServer server(TestOptions(), [&](std::shared_ptr<Exchange> exchange) {
    if (exchange->request().method != "HEAD") return Echo(exchange);
    exchange->Open({}, 1000);
    exchange->Write(Text(std::string(1000, 'x')), [&, exchange](bool alive) { gone.Tell(!alive); });
  });
  RawConnection client(server.port());
  client.Send("HEAD /a HTTP/1.1\r\nHost: a\r\n\r\n" + Get("/b"));
  EXPECT_EQ(client.ReadReply("HEAD").Header("Content-Length"), "1000");
  EXPECT_EQ(client.ReadReply().body, "GET /b ");
  EXPECT_TRUE(gone.Wait());
}

// Writes as fast as it is let, and counts.
struct Pump : std::enable_shared_from_this<Pump> {
  std::shared_ptr<Exchange> exchange;
  std::shared_ptr<std::atomic<int>> count;
  Pieces piece = Text(std::string(100'000, 'x'));
  void Next() {
    exchange->Write(piece, [self = shared_from_this()](bool alive) {
      if (!alive) return;
      ++*self->count;
      self->Next();
    });
  }
};

TEST(Streaming, WaitsForAClientThatReadsSlowly) {
  const auto count = std::make_shared<std::atomic<int>>(0);
  HttpServer server(TestOptions(), [&](std::shared_ptr<Exchange> exchange) {
    exchange->Open({}, {});
    const auto pump = std::make_shared<Pump>();
    pump->exchange = exchange;
    pump->count = count;
    pump->Next();
  });
  RawConnection client(server.port());
  client.Send(Get("/a"));
  std::this_thread::sleep_for(300ms);
  const int before = *count;
  EXPECT_LT(before, 200) << "20 MB for a client that reads nothing";
  client.ReadHead();
  for (int i = 0; i < 300; ++i) ASSERT_EQ(client.ReadChunk().size(), 100'000u);
  EXPECT_GE(*count, 290);
}

TEST(Streaming, EndsForAClientThatTakesNothingForTooLong) {
  HttpOptions options = TestOptions();
  options.limits.stall = 300ms;
  Told<bool> gone;
  HttpServer server(options, [&](std::shared_ptr<Exchange> exchange) {
    exchange->WhenGone([&] { gone.Tell(true); });
    exchange->Open({}, {});
    exchange->Write(Text(std::string(20'000'000, 'x')), [exchange](bool) {});
  });
  RawConnection client(server.port());
  client.Send(Get("/a"));
  EXPECT_TRUE(gone.Wait());
}

TEST(Streaming, TellsOnceWhenTheClientGoesAndLetsGoOfEverything) {
  for (const bool reset : {false, true}) {
    Told<bool> gone;
    std::weak_ptr<Exchange> watched;
    std::atomic<int> times = 0;
    HttpServer server(TestOptions(), [&](std::shared_ptr<Exchange> exchange) {
      watched = exchange;
      exchange->WhenGone([&, exchange] {
        ++times;
        gone.Tell(true);
      });
      exchange->Open(Events(), {});
    });
    {
      RawConnection client(server.port());
      client.Send(Get("/events"));
      client.ReadHead();
      if (reset) client.Reset();
    }
    EXPECT_TRUE(gone.Wait());
    EXPECT_TRUE(support::Becomes([&] { return watched.expired(); }));
    EXPECT_EQ(times, 1);
  }
}

TEST(Streaming, TellsAtOnceWhoAsksAfterTheClientHasGone) {
  Told<std::shared_ptr<Exchange>> told;
  HttpServer server(TestOptions(), [&](auto exchange) { told.Tell(exchange); });
  std::shared_ptr<Exchange> exchange;
  {
    RawConnection client(server.port());
    client.Send(Get("/a"));
    exchange = told.Wait();
    client.Reset();
  }
  std::this_thread::sleep_for(100ms);
  Told<bool> gone;
  exchange->WhenGone([&] { gone.Tell(true); });
  EXPECT_TRUE(gone.Wait());
  exchange->Open({}, {});
  Told<bool> failed;
  exchange->Write(Text("x"), [&](bool alive) { failed.Tell(!alive); });
  EXPECT_TRUE(failed.Wait());
}

TEST(Streaming, OutlivesItsServer) {
  Told<std::shared_ptr<Exchange>> told;
  auto server =
      std::make_unique<HttpServer>(TestOptions(), [&](auto exchange) { told.Tell(exchange); });
  RawConnection client(server->port());
  client.Send(Get("/a"));
  const auto exchange = told.Wait();
  server = nullptr;
  EXPECT_TRUE(client.IsClosed());
  exchange->Open({}, {});
  Told<bool> failed;
  exchange->Write(Text("x"), [&](bool alive) { failed.Tell(!alive); });
  EXPECT_TRUE(failed.Wait());
}

}  // namespace
}  // namespace qianmo::gateway
