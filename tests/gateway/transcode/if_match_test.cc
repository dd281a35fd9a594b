#include "gateway/transcode/if_match.h"

#include <gtest/gtest.h>

#include "qianmo/test/v1/transcode.pb.h"

namespace qianmo::gateway {
namespace {

using test::v1::ChangeRequest;
using test::v1::UpdateRequest;

HttpRequest With(const std::string& if_match) {
  HttpRequest http;
  if (!if_match.empty()) http.headers.Add("If-Match", if_match);
  return http;
}

TEST(IfMatch, FillsTheEtagOfTheRequest) {
  const struct {
    const char* header;
    const char* said;
    const char* etag;
  } cases[] = {{"\"v1\"", "", "v1"}, {" \"v1\" ", "", "v1"}, {"", "", ""},
               {"*", "", ""},        {"\"v1\"", "v2", "v2"}, {"\"a,b\"", "", "a,b"}};
  for (const auto& c : cases) {
    UpdateRequest request;
    request.set_etag(c.said);
    EXPECT_TRUE(ReadIfMatch(With(c.header), Route{}, &request)) << c.header;
    EXPECT_EQ(request.etag(), c.etag) << c.header << c.said;
  }
}

TEST(IfMatch, FillsTheEtagOfWhatIsChanged) {
  Route route;
  route.resource = test::v1::KeepRequest::descriptor()->FindFieldByName("thing");
  test::v1::KeepRequest request;
  EXPECT_TRUE(ReadIfMatch(With("\"v1\""), route, &request));
  EXPECT_EQ(request.thing().etag(), "v1");
}

TEST(IfMatch, RefusesWhatNobodyCouldCheck) {
  for (const char* header : {"v1", "W/\"v1\"", "\"v1\", \"v2\"", "\"\"", "\"v1", "\"a\"b\""}) {
    UpdateRequest request;
    const auto read = ReadIfMatch(With(header), Route{}, &request);
    ASSERT_FALSE(read) << header;
    EXPECT_EQ(read.refusal().reason, "IF_MATCH_UNFIT");
  }
  ChangeRequest no_etag;
  EXPECT_FALSE(ReadIfMatch(With("\"v1\""), Route{}, &no_etag));
  EXPECT_TRUE(ReadIfMatch(With("*"), Route{}, &no_etag));
  Route reading;
  reading.reads_only = true;
  EXPECT_TRUE(ReadIfMatch(With("\"v1\""), reading, &no_etag));
}

}  // namespace
}  // namespace qianmo::gateway
