#include "gateway/transcode/request.h"

#include <gtest/gtest.h>

#include "gateway/transcode/recorded.h"
#include "qianmo/test/v1/transcode.pb.h"

namespace qianmo::gateway {
namespace {

// The request that an HTTP request makes; the refusal's reason where there is none.
template <class Message>
std::string Read(const HttpRequest& http, Message* message) {
  static const RouteTable table(
      {google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
          "qianmo.test.v1.StageService")});
  const RouteMatch match = table.Match(http.method, http.path);
  if (match.route == nullptr) return "NO_ROUTE";
  const auto read = ReadRequest(http, match, message);
  return read ? "" : read.refusal().reason;
}

TEST(ReadRequest, TakesNamesOutOfThePath) {
  const struct {
    const char* path;
    const char* name;
  } cases[] = {
      {"/t/shelves/1/things/2", "shelves/1/things/2"},
      {"/t/shelves/%E6%9D%91/things/a%20b", "shelves/村/things/a b"},
      {"/t/shelves/a%2Fb/things/c", "shelves/a%2Fb/things/c"},
      {"/t/shelves/a%3Ab/things/c", "shelves/a:b/things/c"},
  };
  for (const auto& one : cases) {
    test::v1::ChangeRequest request;
    EXPECT_EQ(Read(MakeRequest("DELETE", one.path), &request), "");
    EXPECT_EQ(request.name(), one.name);
  }
  test::v1::ChangeRequest broken;
  EXPECT_EQ(Read(MakeRequest("DELETE", "/t/shelves/%FF/things/c"), &broken), "PATH_INVALID");
  test::v1::ReadWholeRequest file;
  EXPECT_EQ(Read(MakeRequest("GET", "/t/files/a/b%2Fc"), &file), "");
  EXPECT_EQ(file.name(), "files/a/b%2Fc");
}

TEST(ReadRequest, TakesOneSegmentWholeAndConvertsIt) {
  test::v1::EveryKind request;
  EXPECT_EQ(Read(MakeRequest("GET", "/t/part/a%2Fb/of/-7?part.numbers=1"), &request), "");
  EXPECT_EQ(request.part().text(), "a/b");
  EXPECT_EQ(request.int64_field(), -7);
  EXPECT_EQ(request.part().numbers_size(), 1);
  EXPECT_EQ(Read(MakeRequest("GET", "/t/part/a/of/x"), &request), "INVALID_FIELD");
}

TEST(ReadRequest, LetsThePathWinOverTheBody) {
  test::v1::ChangeRequest request;
  EXPECT_EQ(Read(MakeRequest("POST", "/t/shelves/1/things/2:change", {},
                             R"({"name":"shelves/9/things/9","count":3})"),
                 &request),
            "");
  EXPECT_EQ(request.name(), "shelves/1/things/2");
  EXPECT_EQ(request.count(), 3);
  test::v1::ChangeRequest empty;
  EXPECT_EQ(Read(MakeRequest("POST", "/t/shelves/1/things/2:change"), &empty), "");
  EXPECT_EQ(empty.name(), "shelves/1/things/2");
}

TEST(ReadRequest, TakesNoBodyWhereNoneBelongs) {
  test::v1::ChangeRequest request;
  EXPECT_EQ(Read(MakeRequest("DELETE", "/t/shelves/1/things/2", {}, "{}"), &request),
            "BODY_NOT_WANTED");
}

std::vector<std::string> Mask(const std::string& method, const std::string& query,
                              const std::string& body) {
  test::v1::UpdateRequest request;
  EXPECT_EQ(Read(MakeRequest(method, "/t/shelves/1/things/2" + query, {}, body), &request), "");
  EXPECT_EQ(request.thing().name(), "shelves/1/things/2");
  return {request.update_mask().paths().begin(), request.update_mask().paths().end()};
}

TEST(ReadRequest, MakesTheMaskOfAPatchFromItsBody) {
  using Paths = std::vector<std::string>;
  EXPECT_EQ(Mask("PATCH", "", R"({"title":"a"})"), Paths{"title"});
  EXPECT_EQ(Mask("PATCH", "", R"({"title":null,"part":{"below":{"text":"x"}},"tags":[]})"),
            (Paths{"title", "part.below.text", "tags"}));
  EXPECT_EQ(Mask("PATCH", "", R"({"name":"shelves/1/things/2","title":"a"})"), Paths{"title"});
  EXPECT_EQ(Mask("PATCH", "", R"({"labels":{"a":"b"},"time":"2026-11-20T08:00:00Z"})"),
            (Paths{"labels", "time"}));
  EXPECT_EQ(Mask("PATCH", "?updateMask=part", R"({"title":"a"})"), Paths{"part"});
  EXPECT_EQ(Mask("PATCH", "", "{}"), Paths{});
  EXPECT_EQ(Mask("PUT", "", R"({"title":"a"})"), Paths{});
}

// A PATCH whose body is the whole request: the mask is of the thing that the path names.
std::vector<std::string> MaskOfWhole(const std::string& body) {
  test::v1::UpdateRequest request;
  EXPECT_EQ(Read(MakeRequest("PATCH", "/t/whole/shelves/1/things/2", {}, body), &request), "");
  EXPECT_EQ(request.thing().name(), "shelves/1/things/2");
  return {request.update_mask().paths().begin(), request.update_mask().paths().end()};
}

TEST(ReadRequest, MakesTheMaskOfAPatchFromTheThingInItsBody) {
  using Paths = std::vector<std::string>;
  EXPECT_EQ(MaskOfWhole(R"({"thing":{"title":"a","part":{"below":{"text":"x"}}},"etag":"3"})"),
            (Paths{"title", "part.below.text"}));
  EXPECT_EQ(MaskOfWhole(R"({"thing":{"name":"shelves/1/things/2","tags":[]}})"), Paths{"tags"});
  EXPECT_EQ(MaskOfWhole(R"({"thing":{"title":"a"},"updateMask":"part"})"), Paths{"part"});
  EXPECT_EQ(MaskOfWhole(R"({"thing":{}})"), Paths{});
  EXPECT_EQ(MaskOfWhole(""), Paths{});
}

TEST(ReadRequest, TakesRawBytes) {
  test::v1::PutFileRequest request;
  const std::string bytes("%PDF\0\xFF", 6);
  EXPECT_EQ(
      Read(MakeRequest("PUT", "/t/files/a?keep=true", {{"Content-Type", "application/pdf"}}, bytes),
           &request),
      "");
  EXPECT_EQ(request.content().data(), bytes);
  EXPECT_EQ(request.content().content_type(), "application/pdf");
  EXPECT_TRUE(request.keep());
  EXPECT_EQ(
      Read(MakeRequest("PUT", "/t/files/a", {{"Content-Type", "text/\xFF"}}, bytes), &request),
      "CONTENT_TYPE_INVALID");
}

}  // namespace
}  // namespace qianmo::gateway
