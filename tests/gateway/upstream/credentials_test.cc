#include "gateway/upstream/credentials.h"

#include <gtest/gtest.h>

namespace qianmo::gateway {
namespace {

using Kind = Credentials::Kind;
using HeaderList = std::vector<std::pair<std::string, std::string>>;

HttpRequest Request(const std::string& method, const HeaderList& headers, bool secure = false) {
  HttpRequest request;
  request.method = method;
  request.host = "qianmo.test:7400";
  request.secure = secure;
  for (const auto& [name, value] : headers) request.headers.Add(name, value);
  return request;
}

const std::pair<std::string, std::string> kCookie = {"Cookie", "__Host-qianmo-session=qs1.c"};
const std::pair<std::string, std::string> kWeb = {"X-Qianmo-Client", "web"};

TEST(ReadCredentials, TellsSessionsFromCallerTokens) {
  const auto session = ReadCredentials(Request("POST", {{"Authorization", "Bearer qs1.a"}}), false);
  EXPECT_EQ(session->kind, Kind::kSession);
  EXPECT_EQ(session->token, "qs1.a");
  EXPECT_FALSE(session->from_cookie);
  const auto caller = ReadCredentials(Request("POST", {{"Authorization", "bearer qmt1.a"}}), false);
  EXPECT_EQ(caller->kind, Kind::kCallerToken);
  // What the request says aloud goes before what the browser adds.
  const auto both =
      ReadCredentials(Request("POST", {kCookie, {"Authorization", "Bearer qmt1.a"}}), false);
  EXPECT_EQ(both->token, "qmt1.a");
  EXPECT_EQ(ReadCredentials(Request("GET", {}), false)->kind, Kind::kNone);
  for (const char* bad : {"qs1.a", "Bearer", "Bearer ", "Bearer x", "Basic qs1.a", "Bearer qs1.a b",
                          "Bearer qs1.\xE6", "Bearer qs1.a\x7f"}) {
    const auto read = ReadCredentials(Request("GET", {{"Authorization", bad}}), true);
    ASSERT_FALSE(read) << bad;
    EXPECT_EQ(read.refusal().reason, "TOKEN_INVALID") << bad;
  }
}

TEST(ReadCredentials, TellsWhatAPageAsksByItself) {
  const auto in_background = [](const HeaderList& headers) {
    return ReadCredentials(Request("GET", headers), false)->in_background;
  };
  EXPECT_FALSE(in_background({kCookie}));
  EXPECT_FALSE(in_background({kCookie, {"X-Qianmo-Background", "false"}}));
  EXPECT_TRUE(in_background({kCookie, {"X-Qianmo-Background", "true"}}));
  EXPECT_TRUE(in_background({kCookie, {"Last-Event-ID", "v1"}}));
}

TEST(ReadCredentials, TakesNoTokenThatIsTooLong) {
  const auto bearer = [](const std::string& token) {
    return ReadCredentials(Request("GET", {{"Authorization", "Bearer " + token}}), false).ok();
  };
  EXPECT_TRUE(bearer("qs1." + std::string(196, 'a')));
  EXPECT_FALSE(bearer("qs1." + std::string(197, 'a')));
  EXPECT_TRUE(bearer("qmt1." + std::string(4'091, 'a')));
  EXPECT_FALSE(bearer("qmt1." + std::string(4'092, 'a')));
  const auto cookie = ReadCredentials(
      Request("GET", {{"Cookie", "__Host-qianmo-session=qs1." + std::string(197, 'a')}}), false);
  EXPECT_EQ(cookie->token, "qs1.");
}

TEST(ReadCredentials, TakesAChangeByCookieOnlyFromAPageOfOurs) {
  const struct {
    HeaderList headers;
    bool secure;
    bool taken;
  } cases[] = {
      {{kWeb, {"Origin", "http://qianmo.test:7400"}}, false, true},
      {{kWeb, {"Origin", "HTTP://QIANMO.test:7400"}}, false, false},
      {{kWeb, {"Origin", "http://QIANMO.test:7400"}}, false, true},
      {{kWeb, {"Origin", "https://qianmo.test:7400"}}, true, true},
      {{kWeb, {"Origin", "https://qianmo.test:7400"}}, false, true},
      {{kWeb, {"Origin", "http://qianmo.test:7400"}}, true, false},
      {{kWeb, {"Origin", "http://qianmo.test"}}, false, false},
      {{kWeb, {"Origin", "http://evil.test:7400"}}, false, false},
      {{kWeb, {"Origin", "http://qianmo.test:7400.evil.test"}}, false, false},
      {{kWeb, {"Origin", "null"}}, false, false},
      {{kWeb, {"Sec-Fetch-Site", "same-origin"}}, false, true},
      {{kWeb, {"Sec-Fetch-Site", "same-site"}}, false, false},
      {{kWeb, {"Sec-Fetch-Site", "cross-site"}}, false, false},
      {{kWeb, {"Sec-Fetch-Site", "none"}}, false, false},
      {{kWeb, {"Sec-Fetch-Site", "cross-site"}, {"Origin", "http://qianmo.test:7400"}},
       false,
       false},
      {{kWeb}, false, false},
      {{{"Origin", "http://qianmo.test:7400"}}, false, false},
      {{{"Sec-Fetch-Site", "same-origin"}}, false, false},
      {{{"X-Qianmo-Client", "app"}, {"Sec-Fetch-Site", "same-origin"}}, false, false},
  };
  for (const auto& one : cases) {
    HeaderList headers = one.headers;
    headers.push_back(kCookie);
    const auto read = ReadCredentials(Request("POST", headers, one.secure), false);
    EXPECT_EQ(read.ok(), one.taken) << headers[0].second << " " << headers.size();
    if (!one.taken) {
      EXPECT_EQ(read.refusal().reason, "CSRF_REFUSED");
    }
    // A read changes nothing, and no other site could see its answer.
    EXPECT_TRUE(ReadCredentials(Request("GET", headers, one.secure), false).ok());
  }
}

TEST(ReadCredentials, LeavesTheCookieOutOnAPublicMethodRatherThanRefuse) {
  const auto read = ReadCredentials(Request("POST", {kCookie}), true);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->kind, Kind::kNone);
  // A page of another site that even knows the header is refused all the same.
  EXPECT_FALSE(ReadCredentials(Request("POST", {kWeb, {"Origin", "http://evil.test"}}), true));
}

TEST(ReadCredentials, ActsForOthersOnlyWithASession) {
  const std::pair<std::string, std::string> other = {"X-Qianmo-On-Behalf-Of",
                                                     "counties/7/accounts/a"};
  const auto read =
      ReadCredentials(Request("GET", {{"Authorization", "Bearer qs1.a"}, other}), false);
  EXPECT_EQ(read->on_behalf_of, "counties/7/accounts/a");
  for (const HeaderList& headers :
       {HeaderList{other}, HeaderList{{"Authorization", "Bearer qmt1.a"}, other},
        HeaderList{{"Authorization", "Bearer qs1.a"},
                   {"X-Qianmo-On-Behalf-Of", std::string(201, 'a')}},
        HeaderList{{"Authorization", "Bearer qs1.a"}, {"X-Qianmo-On-Behalf-Of", "a\xE6"}}}) {
    const auto refused = ReadCredentials(Request("GET", headers), true);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.refusal().reason, "ON_BEHALF_OF_INVALID");
  }
}

}  // namespace
}  // namespace qianmo::gateway
