#include "gateway/upstream/cookies.h"

#include <stdexcept>

#include <gtest/gtest.h>

namespace qianmo::gateway {
namespace {

using rpc::v1::COOKIE_DEVICE;
using rpc::v1::COOKIE_SESSION;

TEST(ReadCookie, FindsTheValueByItsWholeName) {
  const struct {
    const char* header;
    const char* value;
  } cases[] = {
      {"__Host-qianmo-session=qs1.a", "qs1.a"},
      {"a=b; __Host-qianmo-session=qs1.a; c=d", "qs1.a"},
      {"a=b;__Host-qianmo-session=qs1.a", "qs1.a"},
      {"__Host-qianmo-session=", ""},
      {"__Host-qianmo-sessions=x", ""},
      {"x__Host-qianmo-session=x", ""},
      {"a=__Host-qianmo-session=x", ""},
      {"__host-qianmo-session=x", ""},
      {"__Host-qianmo-session", ""},
      {";;; ", ""},
      {"", ""},
  };
  for (const auto& one : cases) {
    Headers headers;
    headers.Add("cookie", one.header);
    EXPECT_EQ(ReadCookie(headers, COOKIE_SESSION), one.value) << one.header;
  }
  Headers two;
  two.Add("Cookie", "a=b");
  two.Add("Cookie", "__Host-qianmo-device=d");
  EXPECT_EQ(ReadCookie(two, COOKIE_DEVICE), "d");
  EXPECT_EQ(ReadCookie(two, COOKIE_SESSION), "");
}

TEST(SetCookie, LetsNeitherScriptsNorOtherSitesHaveIt) {
  Headers headers;
  SetCookie(COOKIE_SESSION, "qs1.1.a-b_C", &headers);
  SetCookie(COOKIE_DEVICE, "d", &headers);
  ClearCookie(COOKIE_SESSION, &headers);
  EXPECT_EQ(headers.all()[0].second,
            "__Host-qianmo-session=qs1.1.a-b_C; Path=/; Secure; HttpOnly; SameSite=Strict");
  EXPECT_EQ(headers.all()[1].second,
            "__Host-qianmo-device=d; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=15552000");
  EXPECT_EQ(headers.all()[2].second,
            "__Host-qianmo-session=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0");
}

TEST(SetCookie, RefusesWhatWouldBreakTheHeader) {
  Headers headers;
  for (const char* value : {"a;b", "a b", "a\r\nb", "村", "a,b", "a=b"}) {
    EXPECT_THROW(SetCookie(COOKIE_SESSION, value, &headers), std::invalid_argument) << value;
  }
}

}  // namespace
}  // namespace qianmo::gateway
