// The client of the provider's port, against a provider of real sockets.
#include "messages/provider.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/time_text.h"
#include "messages/provider_signature.h"
#include "services/messages/sms_stand.h"
#include "support/clock.h"

namespace qianmo::messages {
namespace {

using Way = ProviderAnswer::Way;

v1::ProviderMessage Text(const std::string& client_id) {
  v1::ProviderMessage message;
  message.set_client_id(client_id);
  message.set_account("7");
  message.set_channel("sms");
  message.set_to("13800000001");
  message.set_text("您好 \"7\"");
  return message;
}

class ProviderTest : public testing::Test {
 protected:
  ProviderReply Send(const ProviderOptions& options, const v1::ProviderMessage& message) {
    Provider provider(options, clock_);
    std::optional<ProviderReply> got;
    provider.Send(message, [&](const ProviderReply& reply) { got = reply; });
    for (int i = 0; i < 100 && !got; ++i) provider.Work(std::chrono::milliseconds(100));
    EXPECT_EQ(provider.under_way(), 0);
    return got.value();
  }

  support::ManualClock clock_{*ParseRfc3339("2026-11-20T02:00:00Z")};
};

TEST_F(ProviderTest, SignsAsTheProtocolSays) {
  const SignedRequest request{"POST", "/v1/messages", "1795399200",
                              "00112233445566778899aabbccddeeff", "{}"};
  // Computed with another program: openssl dgst -sha256 -hmac.
  EXPECT_EQ(SignatureOf(request, "a key of sixteen"),
            "3561b42ec9d079c7b9d6783ada6ec2f5d9915ff5fd67f2b57029d4c959716f57");
  EXPECT_NE(SignatureOf(request, "a key of sixteen"), SignatureOf(request, "another key of 16"));
}

TEST_F(ProviderTest, GivesATextOnceHoweverOftenItIsSent) {
  SmsStand stand(clock_);
  const auto first = Send(stand.options().provider, Text("a"));
  EXPECT_EQ(first.answer.http_status, 200) << first.error;
  EXPECT_TRUE(first.answer.has_provider_id);
  const auto second = Send(stand.options().provider, Text("a"));
  EXPECT_EQ(second.receipt.provider_id(), first.receipt.provider_id());
  ASSERT_EQ(stand.store().texts().size(), 1u);
  EXPECT_EQ(stand.store().texts()[0].message().text(), "您好 \"7\"");
  EXPECT_EQ(stand.store().texts()[0].repeats(), 1);
}

TEST_F(ProviderTest, TellsApartHowARequestEnded) {
  SmsStand cut(clock_, {.cut_every = 1});
  EXPECT_EQ(Send(cut.options().provider, Text("a")).answer.way, Way::kNoAnswer);
  EXPECT_EQ(cut.store().texts().size(), 1u);
  SmsStand limit(clock_, {.limit_every = 1});
  const auto limited = Send(limit.options().provider, Text("a"));
  EXPECT_EQ(limited.answer.http_status, 429);
  EXPECT_EQ(limited.retry_after, std::chrono::seconds(1));
  ProviderOptions nobody = limit.options().provider;
  nobody.url = "http://127.0.0.1:" + std::to_string(support::FreePort()) + "/";
  EXPECT_EQ(Send(nobody, Text("a")).answer.way, Way::kNeverLeft);
}

TEST_F(ProviderTest, RefusesToStartWithoutAKeyOrAnAddress) {
  SmsStand stand(clock_);
  EXPECT_THROW(Provider({"http://a", "/nowhere/key"}, clock_), std::runtime_error);
  EXPECT_THROW(Provider({"ftp://a", stand.key_file()}, clock_), std::runtime_error);
  std::ofstream(stand.key_file()) << "  too short \n";
  EXPECT_THROW(Provider({"http://a", stand.key_file()}, clock_), std::runtime_error);
}

}  // namespace
}  // namespace qianmo::messages
