#include "gateway/http/compress.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include "gateway/http/server.h"
#include "stand.h"

namespace qianmo::gateway {
namespace {

using support::Fetch;
using support::HttpReply;

std::string Gunzip(const std::string& bytes) {
  z_stream stream{};
  inflateInit2(&stream, 15 + 16);
  std::string out(1'000'000, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

TEST(AcceptsGzip, ObeysTheClient) {
  for (const char* yes : {"gzip", "GZIP", "deflate, gzip", "gzip;q=0.001", "br;q=1, gzip;q=0.5",
                          "*", "*;q=0.1", "x-gzip", "identity;q=0, gzip", "*;q=0, gzip"}) {
    EXPECT_TRUE(AcceptsGzip(yes)) << yes;
  }
  for (const char* no : {"", "br", "identity", "gzip;q=0", "gzip; q=0.000", "*;q=0", "gzipped",
                         "gzip;q=0, *", "br, deflate"}) {
    EXPECT_FALSE(AcceptsGzip(no)) << no;
  }
}

struct Case {
  std::string type;
  std::string header = "X";
  std::string value = "y";
  int status = 200;
  bool may = false;
};

TEST(MayCompress, LeavesAloneWhatGainsNothingOrMustStayAsItIs) {
  const Case table[] = {
      {.type = "application/json", .may = true},
      {.type = "application/json; charset=utf-8", .may = true},
      {.type = "text/event-stream", .may = true},
      {.type = "image/svg+xml", .may = true},
      {.type = "application/x-ndjson", .may = true},
      {.type = "application/json", .status = 206},
      {.type = "text/csv", .header = "Content-Encoding", .value = "br"},
      {.type = "text/csv", .header = "ETag", .value = "\"a\"", .may = true},
      {.type = "text/csv", .header = "Cache-Control", .value = "private, no-transform"},
      {.type = "image/png"},
      {.type = "application/pdf"},
      {.type = "application/zip"},
      {.type = "application/octet-stream"},
      {.type = ""},
  };
  for (const Case& row : table) {
    HttpResponse response;
    response.status = row.status;
    if (!row.type.empty()) response.headers.Add("Content-Type", row.type);
    response.headers.Add(row.header, row.value);
    EXPECT_EQ(MayCompress(response), row.may) << row.type << " " << row.header;
  }
}

TEST(Compression, BeginsAtAKilobyteForClientsThatWantIt) {
  std::string body(1024, 'a');
  std::string type = "text/plain";
  HttpServer server(TestOptions(), [&](std::shared_ptr<Exchange> exchange) {
    HttpResponse response;
    response.headers.Add("Content-Type", type);
    response.body = body;
    exchange->Respond(std::move(response));
  });
  const int port = server.port();
  HttpReply reply = Fetch(port, "GET", "/", {{"Accept-Encoding", "br, gzip"}});
  EXPECT_EQ(reply.Header("Content-Encoding"), "gzip");
  EXPECT_EQ(reply.Header("Vary"), "Accept-Encoding");
  EXPECT_LT(reply.body.size(), 100u);
  EXPECT_EQ(Gunzip(reply.body), body);

  reply = Fetch(port, "GET", "/");
  EXPECT_EQ(reply.Header("Content-Encoding"), "");
  EXPECT_EQ(reply.Header("Vary"), "Accept-Encoding") << "a cache must know in either case";
  EXPECT_EQ(reply.body, body);

  type = "image/png";
  EXPECT_EQ(Fetch(port, "GET", "/", {{"Accept-Encoding", "gzip"}}).body, body);
  type = "text/plain";
  body.resize(1023);
  EXPECT_EQ(Fetch(port, "GET", "/", {{"Accept-Encoding", "gzip"}}).body, body);
}

TEST(Compression, TellsTheZippedFormOfATaggedContentFromThePlainOne) {
  const std::string body(2'000, 'a');
  HttpServer server(TestOptions(), [&](std::shared_ptr<Exchange> exchange) {
    HttpResponse response;
    response.headers.Add("Content-Type", "application/json");
    response.headers.Add("ETag", "\"v1\"");
    const bool known =
        exchange->request().headers.Get("If-None-Match").find("\"v1\"") != std::string::npos;
    response.status = known ? 304 : 200;
    if (!known) response.body = body;
    exchange->Respond(std::move(response));
  });
  const auto get = [&](const std::vector<std::pair<std::string, std::string>>& headers) {
    return Fetch(server.port(), "GET", "/", headers);
  };
  const HttpReply plain = get({});
  EXPECT_EQ(plain.Header("ETag"), "\"v1\"");
  EXPECT_EQ(plain.Header("Vary"), "Accept-Encoding");
  EXPECT_EQ(plain.body, body);
  const HttpReply zipped = get({{"Accept-Encoding", "gzip"}});
  EXPECT_EQ(zipped.Header("ETag"), "W/\"v1\"");
  EXPECT_EQ(zipped.Header("Content-Encoding"), "gzip");
  EXPECT_EQ(zipped.Header("Vary"), "Accept-Encoding");
  EXPECT_EQ(Gunzip(zipped.body), body);
  for (const HttpReply& reply : {plain, zipped}) {
    const std::string etag = reply.Header("ETag");
    const HttpReply again = get({{"Accept-Encoding", "gzip"}, {"If-None-Match", etag}});
    EXPECT_EQ(again.status, 304);
    EXPECT_EQ(again.Header("ETag"), etag);
    EXPECT_EQ(again.Header("Vary"), "Accept-Encoding");
    EXPECT_EQ(again.body, "");
  }
}

TEST(GzipStream, MakesEachPieceReadableAtOnce) {
  for (const bool small : {true, false}) {
    GzipStream stream(small);
    std::string all;
    std::string expected;
    for (int i = 0; i < 200; ++i) {
      const std::string piece = "data: " + std::to_string(i * i) + "\n\n";
      expected += piece;
      all += stream.Add(piece);
    }
    all += stream.Add("");
    all += stream.Finish();
    EXPECT_EQ(Gunzip(all), expected);
  }
}

TEST(Gzip, TakesBytesOfAnySize) {
  for (const std::size_t size : {0u, 1u, 255u, 256u, 257u, 100'000u}) {
    std::string bytes;
    for (std::size_t i = 0; i < size; ++i) bytes += static_cast<char>(i * i % 251);
    EXPECT_EQ(Gunzip(Gzip(bytes, 4)), bytes) << size;
  }
}

}  // namespace
}  // namespace qianmo::gateway
