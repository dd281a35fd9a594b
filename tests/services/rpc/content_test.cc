// Windows of a file that is made anew for each of them.
#include "rpc/content.h"

#include <gtest/gtest.h>

namespace qianmo::rpc {
namespace {

v1::ContentInfo InfoIn(const google::api::HttpBody& body) {
  v1::ContentInfo info;
  EXPECT_TRUE(body.extensions(0).UnpackTo(&info));
  return info;
}

TEST(WindowOf, CutsTheFileAndTellsOfTheWhole) {
  const MadeContent content{"村.txt", "text/plain", "0123456789"};
  v1::ContentWindow window;
  const auto whole = WindowOf(content, window);
  EXPECT_EQ(whole.data(), "0123456789");
  EXPECT_EQ(whole.content_type(), "text/plain");
  window.set_offset(7);
  window.set_limit(2);
  const auto part = WindowOf(content, window);
  EXPECT_EQ(part.data(), "78");
  EXPECT_EQ(InfoIn(part).file_name(), "村.txt");
  EXPECT_EQ(InfoIn(part).total_size(), 10);
  EXPECT_EQ(InfoIn(part).offset(), 7);
  EXPECT_EQ(InfoIn(part).etag(), InfoIn(whole).etag());
  window.set_offset(99);
  EXPECT_EQ(WindowOf(content, window).data(), "") << "behind the end";
  EXPECT_NE(InfoIn(WindowOf({"村.txt", "text/plain", "other"}, window)).etag(),
            InfoIn(whole).etag());
}

}  // namespace
}  // namespace qianmo::rpc
