#include "gateway/transcode/transcoder.h"

#include <thread>

#include <gtest/gtest.h>

#include "gateway/transcode/recorded.h"
#include "gateway/transcode/stage.h"
#include "gateway/transcode/unary.h"
#include "support/becomes.h"

namespace qianmo::gateway {
namespace {

class Transcoding : public testing::Test {
 protected:
  HttpResponse Send(const std::string& method, const std::string& target,
                    const HeaderList& headers = {}, const std::string& body = "") {
    last_ = std::make_shared<Recorded>(MakeRequest(method, target, headers, body));
    house_.transcoder.Serve(last_);
    HttpResponse response = last_->Wait();
    EXPECT_EQ(last_->answers(), 1);
    return response;
  }
  static bool Has(const HttpResponse& response, const std::string& text) {
    return response.body.find(text) != std::string::npos;
  }
  static std::vector<std::string> SetCookies(const HttpResponse& response) {
    std::vector<std::string> all;
    for (const auto& [name, value] : response.headers.all()) {
      if (name == "Set-Cookie") all.push_back(value);
    }
    return all;
  }

  Stage stage_;
  House house_{stage_};
  std::shared_ptr<Recorded> last_;
};

TEST_F(Transcoding, EchoesJson) {
  const HttpResponse response =
      Send("POST", "/t/stage:echo", {}, R"({"int64Field":"7","strings":["村"]})");
  EXPECT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(response.headers.Get("Content-Type"), "application/json; charset=utf-8");
  EXPECT_EQ(response.headers.Get("Cache-Control"), "no-store");
  EXPECT_TRUE(Has(response, R"("int64Field":"7")"));
  EXPECT_TRUE(Has(response, R"("strings":["村"])"));
  EXPECT_EQ(last_->called, "qianmo.test.v1.StageService.Echo");
}

TEST_F(Transcoding, AnswersWithOneFieldWhereTheBindingSaysSo) {
  EXPECT_EQ(Send("GET", "/t/only/part?part.text=a").body, R"({"text":"a","numbers":[]})");
}

TEST_F(Transcoding, RefusesInTheFormOfAip193) {
  const struct {
    const char* method;
    const char* target;
    HeaderList headers;
    const char* body;
    int status;
    const char* reason;
  } cases[] = {
      {"GET", "/t/nowhere", {}, "", 404, "NO_SUCH_PATH"},
      {"GET", "/t/stage:echo", {}, "", 405, "METHOD_NOT_ALLOWED"},
      {"POST",
       "/t/stage:echo",
       {{"Content-Type", "text/plain"}},
       "{}",
       415,
       "CONTENT_TYPE_NOT_SUPPORTED"},
      {"POST", "/t/stage:echo", {{"Accept", "text/html"}}, "{}", 406, "NOT_ACCEPTABLE"},
      {"POST", "/t/stage:echo", {{"X-Request-Timeout", "soon"}}, "{}", 400, "TIMEOUT_INVALID"},
      {"POST", "/t/stage:echo", {}, "{", 400, "JSON_INVALID"},
      {"POST", "/t/stage:echo", {}, R"({"nope":1})", 400, "INVALID_FIELD"},
      {"GET", "/t/stage/echo?nope=1", {}, "", 400, "INVALID_FIELD"},
      {"GET", "/t/part/%FF/of/1", {}, "", 400, "PATH_INVALID"},
      {"GET", "/t/call", {}, "", 401, "TOKEN_MISSING"},
      {"GET", "/t/call", {{"Authorization", "Basic YTpi"}}, "", 401, "TOKEN_INVALID"},
      {"GET", "/t/open-call", {{"Authorization", "Bearer x"}}, "", 401, "TOKEN_INVALID"},
      {"GET", "/t/call", {{"Authorization", "Bearer qs1.over"}}, "", 401, "SESSION_OVER"},
  };
  for (const auto& one : cases) {
    const HttpResponse response = Send(one.method, one.target, one.headers, one.body);
    EXPECT_EQ(response.status, one.status) << one.target << response.body;
    EXPECT_TRUE(Has(response, std::string("\"reason\":\"") + one.reason)) << response.body;
    EXPECT_TRUE(Has(response, "4bf92f3577b34da6a3ce929d0e0e4736")) << response.body;
  }
  EXPECT_EQ(Send("GET", "/t/stage:echo").headers.Get("Allow"), "POST");
}

TEST_F(Transcoding, PassesRefusalsOnWithTheirDetails) {
  const HttpResponse response =
      Send("POST", "/t/stage:fail", {}, R"({"code":8,"message":"not now","withDetails":true})");
  EXPECT_EQ(response.status, 429);
  EXPECT_EQ(response.headers.Get("Retry-After"), "2");
  for (const char* part : {"\"message\":\"not now\"", "\"status\":\"RESOURCE_EXHAUSTED\"",
                           "\"reason\":\"STAGE_FAILED\"", "\"article\":\"7\"",
                           "\"field\":\"withDetails\"", "\"retryDelay\":\"2s\""}) {
    EXPECT_TRUE(Has(response, part)) << part << response.body;
  }
  EXPECT_FALSE(Has(response, "10.0.0.7"));
}

TEST_F(Transcoding, NamesBrokenFieldsAsJsonDoes) {
  const HttpResponse body = Send("POST", "/t/stage:echo", {}, R"({"int64_field":"x"})");
  EXPECT_TRUE(Has(body, "\"field\":\"int64Field\"")) << body.body;
  const HttpResponse query = Send("GET", "/t/stage/echo?int64_field=x");
  EXPECT_TRUE(Has(query, "\"field\":\"int64Field\"")) << query.body;
  EXPECT_TRUE(Has(query, "\"message\":\"int64Field: ")) << query.body;
  const HttpResponse path = Send("GET", "/t/part/a/of/x");
  EXPECT_TRUE(Has(path, "\"field\":\"int64Field\"")) << path.body;
}

TEST_F(Transcoding, ChangesOnlyWhatIfMatchMeans) {
  const std::string thing = "/t/shelves/a/things/b";
  const auto update = [&](const char* if_match, const char* body = "{}") {
    return Send("PATCH", thing, {{"If-Match", if_match}}, body);
  };
  EXPECT_TRUE(Has(update("\"v1\""), "\"etag\":\"v1\""));
  EXPECT_TRUE(Has(update("*"), "\"etag\":\"\""));
  const HttpResponse stale = update("\"stale\"");
  EXPECT_EQ(stale.status, 412);
  EXPECT_TRUE(Has(stale, "\"reason\":\"ETAG_STALE\"")) << stale.body;
  EXPECT_EQ(Send("PATCH", thing + "?etag=stale", {}, "{}").status, 409) << "as AIP-154 has it";
  EXPECT_EQ(update("W/\"v1\"").status, 412);
  const HttpResponse change =
      Send("POST", thing + ":change", {{"If-Match", "\"v1\""}}, R"({"count":1})");
  EXPECT_EQ(change.status, 412);
  EXPECT_TRUE(Has(change, "\"reason\":\"IF_MATCH_UNFIT\"")) << change.body;
  EXPECT_EQ(stage_.calls("Change"), 0);
}

TEST_F(Transcoding, HidesWhatIsNotMeantForTheOutside) {
  for (int code = 1; code <= 16; ++code) {
    const HttpResponse response =
        Send("POST", "/t/stage:fail", {},
             "{\"code\":" + std::to_string(code) + ",\"message\":\"at 10.0.0.7\"}");
    EXPECT_GE(response.status, 400) << code;
    EXPECT_FALSE(Has(response, "10.0.0.7")) << response.body;
  }
}

TEST_F(Transcoding, GivesUpWhenTheTimeIsOver) {
  const auto start = std::chrono::steady_clock::now();
  const HttpResponse response = Send("GET", "/t/slow/5000", {{"X-Request-Timeout", "100ms"}});
  EXPECT_EQ(response.status, 504);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(3));
}

TEST_F(Transcoding, CancelsTheCallOfAClientThatGoes) {
  const auto exchange = std::make_shared<Recorded>(MakeRequest("GET", "/t/slow/10000"));
  house_.transcoder.Serve(exchange);
  while (stage_.calls("Slow") == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  exchange->Leave();
  EXPECT_EQ(exchange->Wait().status, 499);
  EXPECT_TRUE(support::Becomes([&] { return stage_.cancelled == 1; }));
}

TEST_F(Transcoding, TriesAgainWhatIsSafeToRepeatAndNothingElse) {
  EXPECT_EQ(Send("POST", "/t/stage:echo", {}, R"({"stringField":"away once"})").status, 200);
  EXPECT_EQ(stage_.calls("Echo"), 2);
  const HttpResponse change = Send("POST", "/t/stage:fail", {}, R"({"code":14})");
  EXPECT_EQ(change.status, 503);
  EXPECT_EQ(change.headers.Get("Retry-After"), "1");
  EXPECT_TRUE(Has(change, R"("retryDelay":"1s")")) << change.body;
  EXPECT_EQ(stage_.calls("Fail"), 1);
  // The journal of a service makes this one harmless.
  EXPECT_EQ(Send("POST", "/t/shelves/1/things/2:change", {}, R"({"requestId":"away once"})").status,
            200);
  EXPECT_EQ(stage_.calls("Change"), 2);
}

TEST_F(Transcoding, ReadsOnWhileTheServiceRestarts) {
  EXPECT_EQ(Send("GET", "/t/stage/echo").status, 200);
  stage_.Stop();
  EXPECT_EQ(Send("POST", "/t/shelves/1/things/2:change").status, 503);
  std::thread back([this] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    stage_.Start();
  });
  EXPECT_EQ(Send("GET", "/t/stage/echo").status, 200);
  back.join();
}

TEST_F(Transcoding, ChangesWhatNamesItselfWhileTheServiceRestarts) {
  EXPECT_EQ(Send("GET", "/t/stage/echo").status, 200);
  stage_.Stop();
  std::thread back([this] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    stage_.Start();
  });
  EXPECT_EQ(Send("POST", "/t/shelves/1/things/2:change", {}, R"({"requestId":"a"})").status, 200);
  back.join();
  EXPECT_EQ(stage_.calls("Change"), 1);
}

TEST_F(Transcoding, TellsTheServiceWhoCalls) {
  const HttpResponse response = Send(
      "GET", "/t/call",
      {{"Authorization", "Bearer qs1.good"}, {"X-Qianmo-On-Behalf-Of", "counties/7/accounts/a"}});
  ASSERT_EQ(response.status, 200) << response.body;
  for (const char* part : {R"("authorization":"Bearer qmt1.for.counties/7/accounts/a")",
                           R"("x-client-address":"192.0.2.7")", R"("x-client-channel":"program")",
                           R"("traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-)"}) {
    EXPECT_TRUE(Has(response, part)) << part << response.body;
  }
  EXPECT_TRUE(Has(Send("GET", "/t/call", {{"Authorization", "Bearer qmt1.mine"}}),
                  R"("authorization":"Bearer qmt1.mine")"));
  EXPECT_FALSE(Has(Send("GET", "/t/open-call"), "\"authorization\""));
}

TEST_F(Transcoding, ExchangesASessionOnceForManyRequests) {
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(Send("GET", "/t/call", {{"Authorization", "Bearer qs1.good"}}).status, 200);
  }
  EXPECT_EQ(stage_.issued, 1);
}

TEST_F(Transcoding, RenewsACallerTokenThatIsNotTakenAnyMore) {
  stage_.issue_stale_tokens = true;
  EXPECT_EQ(Send("GET", "/t/call", {{"Authorization", "Bearer qs1.good"}}).status, 200);
  EXPECT_EQ(stage_.issued, 2);
  EXPECT_EQ(stage_.calls("ShowCall"), 2);
  EXPECT_EQ(Send("GET", "/t/call", {{"Authorization", "Bearer qmt1.stale"}}).status, 401);
}

constexpr char kGood[] = "__Host-qianmo-session=qs1.good";

TEST_F(Transcoding, TakesTheCookieOfAPageOfOurs) {
  EXPECT_EQ(Send("GET", "/t/call", {{"Cookie", kGood}}).status, 200);
  const HeaderList page = {
      {"Cookie", kGood}, {"X-Qianmo-Client", "web"}, {"Origin", "https://qianmo.test"}};
  const HttpResponse response = Send("POST", "/t/call", page, "{}");
  EXPECT_EQ(response.status, 200) << response.body;
  EXPECT_TRUE(Has(response, R"("x-client-channel":"web")"));
  EXPECT_EQ(Send("POST", "/t/call", {{"Cookie", kGood}}, "{}").status, 403);
  // A public method goes on as a stranger's.
  const HttpResponse open = Send("POST", "/t/open-call", {{"Cookie", kGood}}, "{}");
  EXPECT_EQ(open.status, 200);
  EXPECT_FALSE(Has(open, "\"authorization\""));
}

TEST_F(Transcoding, AStaleCookieBreaksNoPublicMethod) {
  const HeaderList stale = {{"Cookie", "__Host-qianmo-session=qs1.over"}};
  EXPECT_EQ(Send("GET", "/t/open-call", stale).status, 200);
  const HttpResponse closed = Send("GET", "/t/call", stale);
  EXPECT_EQ(closed.status, 401);
  EXPECT_TRUE(SetCookies(closed).empty()) << "it may be late, and the browser signed in anew";
  // Only where the page asks who it is does the cookie go.
  const HttpResponse me = Send("GET", "/v1/me", stale);
  EXPECT_EQ(me.status, 401);
  ASSERT_EQ(SetCookies(me).size(), 1U);
  EXPECT_NE(SetCookies(me)[0].find("Max-Age=0"), std::string::npos);
}

TEST_F(Transcoding, KeepsTokensOutOfTheBrowsersReach) {
  const HeaderList page = {{"X-Qianmo-Client", "web"},
                           {"Sec-Fetch-Site", "same-origin"},
                           {"Cookie", "__Host-qianmo-device=old-device"}};
  const HttpResponse response = Send("POST", "/t/open-call", page, R"({"sessionToken":"qs1.new"})");
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_TRUE(Has(response, R"("sessionToken":"")")) << response.body;
  EXPECT_TRUE(Has(response, R"("deviceToken":"")"));
  EXPECT_TRUE(Has(response, R"("sentDeviceToken":"old-device")"));
  ASSERT_EQ(SetCookies(response).size(), 2U);
  EXPECT_EQ(SetCookies(response)[0],
            "__Host-qianmo-session=qs1.new; Path=/; Secure; HttpOnly; SameSite=Strict");
  EXPECT_EQ(SetCookies(response)[1].find("__Host-qianmo-device=new-device; "), 0U);
  // Programs keep their tokens themselves.
  const HttpResponse program = Send("POST", "/t/open-call", {}, R"({"sessionToken":"qs1.new"})");
  EXPECT_TRUE(Has(program, R"("sessionToken":"qs1.new")"));
  EXPECT_TRUE(SetCookies(program).empty());
}

TEST_F(Transcoding, ForgetsTheSessionThatSignsOut) {
  const HeaderList page = {
      {"Cookie", kGood}, {"X-Qianmo-Client", "web"}, {"Origin", "http://qianmo.test"}};
  EXPECT_EQ(Send("GET", "/t/call", page).status, 200);
  const HttpResponse out = Send("POST", "/v1/sessions:signOut", page, R"({"requestId":"a"})");
  ASSERT_EQ(out.status, 200) << out.body;
  ASSERT_EQ(SetCookies(out).size(), 1U);
  EXPECT_NE(SetCookies(out)[0].find("__Host-qianmo-session=; "), std::string::npos);
  EXPECT_EQ(Send("GET", "/t/call", page).status, 200);
  EXPECT_EQ(stage_.issued, 2);
}

TEST_F(Transcoding, HandsStreamsOverParsedAndWithTheirCaller) {
  EXPECT_EQ(Send("GET", "/t/watch/7",
                 {{"Authorization", "Bearer qs1.good"}, {"Accept", "text/event-stream"}})
                .status,
            200);
  EXPECT_EQ(house_.streamed, "Watch 7 qs1.good");
  EXPECT_EQ(Send("GET", "/t/watch/x").status, 400);
}

TEST_F(Transcoding, TakesUploadsAsTheyAre) {
  const HttpResponse response =
      Send("PUT", "/t/files/a?keep=true", {{"Content-Type", "application/pdf"}},
           std::string(100'000, '\xFF'));
  EXPECT_EQ(response.body,
            R"({"name":"files/a","contentType":"application/pdf","size":"100000","keep":true})");
}

}  // namespace
}  // namespace qianmo::gateway
