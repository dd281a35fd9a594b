// Who is believed by the simulated provider, what it takes, and its faults.
#include "qianmosms/port.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/clock.h"
#include "support/process.h"

namespace qianmo::sms {
namespace {

using testing::HasSubstr;

constexpr char kKey[] = "a key of the provider's";
constexpr char kGood[] =
    R"({"client_id":"a","account":"7","channel":"sms","to":"13800000001","text":"hello"})";

class PortTest : public testing::Test {
 protected:
  PortRequest Signed(const std::string& method, const std::string& target, const std::string& body,
                     const std::string& key = kKey) {
    PortRequest request{messages::RequestAt(clock_.Now(), method, target, body), ""};
    request.signature = messages::SignatureOf(request.request, key);
    return request;
  }
  PortAnswer Post(Port& port, const std::string& body) {
    return port.Answer(Signed("POST", "/v1/messages", body));
  }

  support::ManualClock clock_{Time(std::chrono::hours(500'000))};
  support::TemporaryFolder folder_;
  Store store_{folder_.path() / "store"};
  Port port_{store_, kKey, {}, clock_};
};

TEST_F(PortTest, BelievesOnlyFreshRequestsSignedWithTheKeyOnce) {
  const PortRequest good = Signed("POST", "/v1/messages", kGood);
  EXPECT_EQ(port_.Answer(good).status, 200);
  EXPECT_THAT(port_.Answer(good).body, HasSubstr("NONCE_USED"));
  EXPECT_THAT(port_.Answer(Signed("POST", "/v1/messages", kGood, "another key")).body,
              HasSubstr("SIGNATURE_WRONG"));
  PortRequest changed = Signed("POST", "/v1/messages", kGood);
  changed.request.body += " ";
  EXPECT_EQ(port_.Answer(changed).status, 401);
  PortRequest moved = Signed("GET", "/v1/reports?account=7", "");
  moved.request.target = "/v1/reports?account=8";
  EXPECT_EQ(port_.Answer(moved).status, 401);
}

TEST_F(PortTest, BelievesTimestampsWithinItsWindow) {
  for (const auto side : {Port::kWindow, -Port::kWindow}) {
    const Time made = clock_.Now();
    const PortRequest request = Signed("GET", "/v1/reports?account=7", "");
    clock_.Set(made + side);
    EXPECT_EQ(port_.Answer(request).status, 200);
    const PortRequest late = [&] {
      clock_.Set(made);
      return Signed("GET", "/v1/reports?account=7", "");
    }();
    clock_.Set(made + side + (side.count() > 0 ? Duration(1'000'000) : -Duration(1'000'000)));
    EXPECT_THAT(port_.Answer(late).body, HasSubstr("TIMESTAMP_OUTSIDE_WINDOW"));
    clock_.Set(made);
  }
}

TEST_F(PortTest, SaysWhyItDoesNotTakeAText) {
  EXPECT_EQ(Post(port_, "{").status, 400);
  EXPECT_EQ(Post(port_, "{}").status, 400);
  EXPECT_EQ(
      Post(port_, R"({"client_id":"a","account":"7","channel":"fax","to":"1","text":"x"})").status,
      400);
  EXPECT_EQ(port_.Answer(Signed("POST", "/v1/other", kGood)).status, 404);
  EXPECT_EQ(store_.texts().size(), 0u);
  EXPECT_EQ(Post(port_, kGood).status, 200);
  EXPECT_EQ(
      Post(port_, R"({"client_id":"a","account":"7","channel":"sms","to":"1","text":"x"})").status,
      409);
}

TEST_F(PortTest, FailsAsItIsTold) {
  Port port(store_, kKey,
            {.take_delay = std::chrono::milliseconds(7),
             .answer_delay = std::chrono::milliseconds(9),
             .cut_every = 5,
             .error_every = 2,
             .limit_every = 3,
             .refused_numbers = {"13800000001"}},
            clock_);
  EXPECT_EQ(port.TakeDelay(Signed("POST", "/v1/messages", kGood)), std::chrono::milliseconds(7));
  EXPECT_EQ(port.TakeDelay(Signed("GET", "/v1/reports", "")), std::chrono::milliseconds(0));
  const char* other = R"({"client_id":"b","account":"7","channel":"wechat","to":"o1","text":"x"})";
  EXPECT_EQ(Post(port, kGood).status, 422);
  EXPECT_EQ(Post(port, other).status, 500);
  const PortAnswer limited = Post(port, other);
  EXPECT_EQ(limited.status, 429);
  EXPECT_EQ(limited.retry_after_seconds, 1);
  EXPECT_EQ(store_.texts().size(), 0u);
  EXPECT_EQ(Post(port, other).status, 500);
  const PortAnswer cut = Post(port, other);
  EXPECT_TRUE(cut.cut);
  EXPECT_EQ(cut.delay, std::chrono::milliseconds(9));
  EXPECT_EQ(store_.texts().size(), 1u) << "taken nevertheless";
}

TEST_F(PortTest, ShowsWhatPhonesReceived) {
  Post(port_, kGood);
  const PortAnswer shown = port_.Answer({{"GET", "/sent", "", "", ""}, ""});
  EXPECT_EQ(shown.status, 200);
  EXPECT_THAT(shown.body, HasSubstr("\"text\":\"hello\""));
  EXPECT_THAT(shown.body, HasSubstr("13800000001"));
}

}  // namespace
}  // namespace qianmo::sms
