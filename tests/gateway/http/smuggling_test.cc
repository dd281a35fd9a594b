// Requests that two servers could read in two ways: each is refused, and its connection ends.
#include <gtest/gtest.h>

#include "gateway/http/server.h"
#include "stand.h"

namespace qianmo::gateway {
namespace {

using support::RawConnection;

struct Shape {
  const char* name;
  std::string bytes;
  int status;
  std::string reason;
};

std::string Post(const std::string& headers, const std::string& body = "") {
  return "POST /a HTTP/1.1\r\nHost: qianmo.test\r\n" + headers + "\r\n" + body;
}

// With the zero bytes within it.
template <std::size_t kSize>
std::string Bytes(const char (&text)[kSize]) {
  return {text, kSize - 1};
}

class Smuggling : public testing::TestWithParam<Shape> {};

TEST_P(Smuggling, IsRefusedAndTheConnectionEnds) {
  HttpServer server(TestOptions(), [](std::shared_ptr<Exchange> exchange) {
    // What hides behind the malformed request must never get here.
    EXPECT_NE(exchange->request().path, "/hidden");
    Echo(exchange);
  });
  RawConnection client(server.port());
  client.Send(GetParam().bytes);
  client.Send(Get("/hidden"));
  const auto reply = client.ReadReply();
  EXPECT_EQ(reply.status, GetParam().status);
  EXPECT_EQ(ReasonOf(reply), GetParam().reason) << reply.body;
  EXPECT_EQ(reply.Header("Connection"), "close");
  EXPECT_TRUE(client.IsClosed());
}

INSTANTIATE_TEST_SUITE_P(
    Length, Smuggling,
    testing::Values(
        Shape{"BothLengthAndCoding",
              Post("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400,
              "LENGTH_AMBIGUOUS"},
        Shape{"BothTheOtherWayRound",
              Post("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", "0\r\n\r\n"), 400,
              "LENGTH_AMBIGUOUS"},
        Shape{"TwoLengths", Post("Content-Length: 1\r\nContent-Length: 2\r\n", "ab"), 400,
              "LENGTH_REPEATED"},
        Shape{"SameLengthTwice", Post("Content-Length: 1\r\nContent-Length: 1\r\n", "a"), 400,
              "LENGTH_REPEATED"},
        Shape{"ListOfLengths", Post("Content-Length: 5,5\r\n", "abcde"), 400, "LENGTH_MALFORMED"},
        Shape{"PlusSign", Post("Content-Length: +5\r\n", "abcde"), 400, "LENGTH_MALFORMED"},
        Shape{"MinusSign", Post("Content-Length: -1\r\n"), 400, "LENGTH_MALFORMED"},
        Shape{"Hexadecimal", Post("Content-Length: 0x5\r\n", "abcde"), 400, "LENGTH_MALFORMED"},
        Shape{"EmptyLength", Post("Content-Length: \r\n"), 400, "LENGTH_MALFORMED"},
        Shape{"Overflow", Post("Content-Length: 18446744073709551617\r\n", "a"), 400,
              "LENGTH_MALFORMED"},
        Shape{"UnknownCoding", Post("Transfer-Encoding: gzip\r\n"), 400,
              "TRANSFER_CODING_UNSUPPORTED"},
        Shape{"CodingInList", Post("Transfer-Encoding: chunked, identity\r\n"), 400,
              "TRANSFER_CODING_UNSUPPORTED"},
        Shape{"ChunkedTwice", Post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
              400, "TRANSFER_CODING_UNSUPPORTED"},
        Shape{"ChunkedWithVerticalTab",
              Post("Transfer-Encoding: \x0b"
                   "chunked\r\n"),
              400, "HEADER_MALFORMED"},
        Shape{"QuotedChunked", Post("Transfer-Encoding: \"chunked\"\r\n"), 400,
              "TRANSFER_CODING_UNSUPPORTED"},
        Shape{"CodingInOldVersion",
              "POST /a HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400,
              "TRANSFER_CODING_UNSUPPORTED"}),
    [](const auto& shape) { return std::string(shape.param.name); });

const std::string kChunked = "Transfer-Encoding: chunked\r\n";

INSTANTIATE_TEST_SUITE_P(
    Chunk, Smuggling,
    testing::Values(
        Shape{"Extension", Post(kChunked, "1;a=b\r\nx\r\n0\r\n\r\n"), 400, "CHUNK_MALFORMED"},
        Shape{"ExtensionWithLineFeed", Post(kChunked, "1;\nx\r\n0\r\n\r\n"), 400,
              "CHUNK_MALFORMED"},
        Shape{"BareLineFeed", Post(kChunked, "1\nx\n0\n\n"), 400, "CHUNK_MALFORMED"},
        Shape{"SpaceBeforeSize", Post(kChunked, " 1\r\nx\r\n0\r\n\r\n"), 400, "CHUNK_MALFORMED"},
        Shape{"Prefix0x", Post(kChunked, "0x1\r\nx\r\n0\r\n\r\n"), 400, "CHUNK_MALFORMED"},
        Shape{"NegativeSize", Post(kChunked, "-1\r\nx\r\n0\r\n\r\n"), 400, "CHUNK_MALFORMED"},
        Shape{"EmptySize", Post(kChunked, "\r\n\r\n"), 400, "CHUNK_MALFORMED"},
        Shape{"HugeSize", Post(kChunked, "fffffffff\r\n"), 400, "CHUNK_MALFORMED"},
        Shape{"MoreDataThanSize", Post(kChunked, "1\r\nxy\r\n0\r\n\r\n"), 400, "CHUNK_MALFORMED"},
        Shape{"Trailer", Post(kChunked, "0\r\nContent-Length: 5\r\n\r\n"), 400, "CHUNK_MALFORMED"}),
    [](const auto& shape) { return std::string(shape.param.name); });

INSTANTIATE_TEST_SUITE_P(
    Lines, Smuggling,
    testing::Values(
        Shape{"BareLineFeedInHeaders", "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n", 400,
              "HEADER_MALFORMED"},
        Shape{"BareLineFeedsOnly", "GET / HTTP/1.1\nHost: a\n\n", 400, "HEADER_MALFORMED"},
        Shape{"BareReturn", "GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n", 400, "HEADER_MALFORMED"},
        Shape{"FoldedHeader", "GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n", 400,
              "HEADER_FOLDED"},
        Shape{"FoldedFirstHeader", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400, "HEADER_FOLDED"},
        Shape{"SpaceBeforeColon", Post("Content-Length : 5\r\n", "abcde"), 400, "HEADER_MALFORMED"},
        Shape{"NoColon", Get("/", "X\r\n"), 400, "HEADER_MALFORMED"},
        Shape{"NoName", Get("/", ": b\r\n"), 400, "HEADER_MALFORMED"},
        Shape{"NulInHeader", Bytes("GET / HTTP/1.1\r\nHost: a\r\nX: b\0c\r\n\r\n"), 400,
              "HEADER_MALFORMED"},
        Shape{"NulInName", Bytes("GET / HTTP/1.1\r\nHost: a\r\nX\0Y: b\r\n\r\n"), 400,
              "HEADER_MALFORMED"},
        Shape{"ControlInHeader", Get("/", "X: \x01\r\n"), 400, "HEADER_MALFORMED"},
        Shape{"DeleteInHeader", Get("/", "X: \x7f\r\n"), 400, "HEADER_MALFORMED"},
        Shape{"TlsHello", "\x16\x03\x01\x02\x05\x01\xfc\x03\x03", 400, "HEADER_MALFORMED"}),
    [](const auto& shape) { return std::string(shape.param.name); });

INSTANTIATE_TEST_SUITE_P(
    FirstLineAndHost, Smuggling,
    testing::Values(
        Shape{"NoHost", "GET / HTTP/1.1\r\n\r\n", 400, "HOST_MISSING"},
        Shape{"EmptyHost", "GET / HTTP/1.1\r\nHost: \r\n\r\n", 400, "HOST_MALFORMED"},
        Shape{"TwoHosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400, "HOST_REPEATED"},
        Shape{"HostWithPath", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400, "HOST_MALFORMED"},
        Shape{"HostWithUser", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", 400, "HOST_MALFORMED"},
        Shape{"HostWithBadPort", "GET / HTTP/1.1\r\nHost: a:b\r\n\r\n", 400, "HOST_MALFORMED"},
        Shape{"AbsoluteFormOfAnother", "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n", 400,
              "HOST_AMBIGUOUS"},
        Shape{"AbsoluteFormOfNobody", "GET http:///x HTTP/1.1\r\nHost: a\r\n\r\n", 400,
              "TARGET_MALFORMED"},
        Shape{"MethodNoToken", "GE(T / HTTP/1.1\r\nHost: a\r\n\r\n", 400, "METHOD_MALFORMED"},
        Shape{"LeadingSpace", " GET / HTTP/1.1\r\nHost: a\r\n\r\n", 400, "METHOD_MALFORMED"},
        Shape{"TwoSpaces", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400, "TARGET_MALFORMED"},
        Shape{"TabInsteadOfSpace", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", 400,
              "REQUEST_LINE_MALFORMED"},
        Shape{"NoVersion", "GET /\r\nHost: a\r\n\r\n", 400, "REQUEST_LINE_MALFORMED"},
        Shape{"LowerCaseVersion", "GET / http/1.1\r\nHost: a\r\n\r\n", 400,
              "REQUEST_LINE_MALFORMED"},
        Shape{"UnknownVersion", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", 505,
              "HTTP_VERSION_UNSUPPORTED"},
        Shape{"Http2Preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, "HTTP_VERSION_UNSUPPORTED"},
        Shape{"Connect", "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n", 501,
              "METHOD_UNSUPPORTED"},
        Shape{"Trace", "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", 501, "METHOD_UNSUPPORTED"},
        Shape{"Expectation", Post("Content-Length: 1\r\nExpect: 200-ok\r\n", "a"), 417,
              "EXPECTATION_UNSUPPORTED"}),
    [](const auto& shape) { return std::string(shape.param.name); });

std::string Twice(const std::string& name, const std::string& other) {
  return Get("/", name + ": a\r\nX: y\r\n" + other + ": a\r\n");
}

// A proxy before us may heed the one, and who is behind us the other.
INSTANTIATE_TEST_SUITE_P(
    Repeated, Smuggling,
    testing::Values(
        Shape{"Authorization", Twice("Authorization", "authorization"), 400, "HEADER_REPEATED"},
        Shape{"ContentType", Twice("Content-Type", "Content-type"), 400, "HEADER_REPEATED"},
        Shape{"Origin", Twice("Origin", "Origin"), 400, "HEADER_REPEATED"},
        Shape{"Cookie", Twice("Cookie", "cookie"), 400, "HEADER_REPEATED"},
        Shape{"Site", Twice("Sec-Fetch-Site", "sec-fetch-site"), 400, "HEADER_REPEATED"},
        Shape{"Client", Twice("X-Qianmo-Client", "x-qianmo-client"), 400, "HEADER_REPEATED"},
        Shape{"OnBehalfOf", Twice("X-Qianmo-On-Behalf-Of", "X-QIANMO-ON-BEHALF-OF"), 400,
              "HEADER_REPEATED"},
        Shape{"Range", Twice("Range", "Range"), 400, "HEADER_REPEATED"},
        Shape{"LastEventId", Twice("Last-Event-ID", "Last-Event-Id"), 400, "HEADER_REPEATED"},
        Shape{"IfMatch", Twice("If-Match", "If-Match"), 400, "HEADER_REPEATED"},
        Shape{"IfNoneMatch", Twice("If-None-Match", "if-none-match"), 400, "HEADER_REPEATED"},
        Shape{"IfRange", Twice("If-Range", "If-Range"), 400, "HEADER_REPEATED"}),
    [](const auto& shape) { return std::string(shape.param.name); });

TEST(Repeated, HeadersThatAreListsAndDifferentOnesAreServed) {
  HttpServer server(TestOptions(), Echo);
  for (const std::string& headers :
       {std::string("Accept: a/b\r\nAccept: c/d\r\n"), std::string("Via: a\r\nVia: a\r\n"),
        std::string("X-Qianmo-Client: a\r\nX-Qianmo-On-Behalf-Of: a\r\n"),
        std::string("If-Match: a\r\nIf-None-Match: a\r\n")}) {
    RawConnection client(server.port());
    client.Send(Get("/", headers));
    EXPECT_EQ(client.ReadReply().status, 200) << headers;
  }
}

class Tricks : public testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(Tricks, InTheTargetAreRefused) {
  HttpServer server(TestOptions(), Echo);
  RawConnection client(server.port());
  client.Send(Get(GetParam().first));
  const auto reply = client.ReadReply();
  EXPECT_EQ(reply.status, 400);
  EXPECT_EQ(ReasonOf(reply), GetParam().second);
}

INSTANTIATE_TEST_SUITE_P(
    Targets, Tricks,
    testing::Values(std::pair("/../a", "PATH_MALFORMED"), std::pair("/a/..", "PATH_MALFORMED"),
                    std::pair("/./a", "PATH_MALFORMED"), std::pair("/%2e%2E/a", "PATH_MALFORMED"),
                    std::pair("/.%2e/a", "PATH_MALFORMED"), std::pair("/a%2fb", "PATH_MALFORMED"),
                    std::pair("/a%5Cb", "PATH_MALFORMED"), std::pair("/a\\b", "PATH_MALFORMED"),
                    std::pair("/a//b", "PATH_MALFORMED"), std::pair("//a", "PATH_MALFORMED"),
                    std::pair("/%00", "PATH_MALFORMED"), std::pair("/%0d%0a", "PATH_MALFORMED"),
                    std::pair("/%7f", "PATH_MALFORMED"), std::pair("/%", "PATH_MALFORMED"),
                    std::pair("/%1", "PATH_MALFORMED"), std::pair("/%zz", "PATH_MALFORMED"),
                    std::pair("/阡陌", "PATH_MALFORMED"), std::pair("/a#b", "PATH_MALFORMED"),
                    std::pair("/a?b#c", "QUERY_MALFORMED"), std::pair("/a?阡", "QUERY_MALFORMED"),
                    std::pair("a", "TARGET_MALFORMED"), std::pair("*", "TARGET_MALFORMED"),
                    std::pair("?a", "TARGET_MALFORMED"),
                    std::pair("ftp://qianmo.test/", "TARGET_MALFORMED")));

class Sound : public testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(Sound, TargetsAreServed) {
  HttpServer server(TestOptions(), Echo);
  RawConnection client(server.port());
  client.Send(Get(GetParam().first));
  const auto reply = client.ReadReply();
  EXPECT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(reply.body, "GET " + std::string(GetParam().second) + " ");
}

INSTANTIATE_TEST_SUITE_P(
    Targets, Sound,
    testing::Values(std::pair("/", "/"), std::pair("/a/", "/a/"), std::pair("/...", "/..."),
                    std::pair("/.well-known/x", "/.well-known/x"), std::pair("/a..b", "/a..b"),
                    std::pair("/%E9%98%A1", "/%E9%98%A1"), std::pair("/a:cancel", "/a:cancel"),
                    std::pair("/a?x=../%2f//", "/a?x=../%2f//"), std::pair("/a?", "/a"),
                    std::pair("http://qianmo.test/a", "/a"),
                    std::pair("HTTP://QIANMO.test?b", "/?b")));

}  // namespace
}  // namespace qianmo::gateway
