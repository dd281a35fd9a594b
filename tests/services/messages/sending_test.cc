// From the database to the provider and back: real sockets, a real database, a real provider that
// does what real ones do.
#include <algorithm>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/time_text.h"
#include "identity/install.h"
#include "messages/delivery_store.h"
#include "messages/due_texts.h"
#include "messages/sender.h"
#include "messages/sender_store.h"
#include "services/messages/bidder.h"
#include "services/messages/sms_stand.h"
#include "support/becomes.h"

namespace qianmo::messages {
namespace {

using testing::HasSubstr;

constexpr char kPhone[] = "13800000001";

class Sending : public testing::Test {
 protected:
  Sending() : clock_(*ParseRfc3339("2026-11-20T02:00:00Z")) {}

  void Open(const sms::Faults& faults = {}) {
    stand_.emplace(clock_, faults);
    room_.emplace(stand_->options(),
                  [](rpc::Server& server) { identity::Install(server.Host("identity")); });
    clock_.Set(room_->clock().Now());
  }
  void Advance(Duration step) {
    clock_.Advance(step);
    room_->clock().Advance(step);
  }
  // As the outbox of identity does.
  void SendCode(const std::string& phone, const std::string& code = "482913") {
    ASSERT_TRUE(room_->Send(CodeFor(phone, code, room_->clock().Now())).ok());
  }
  // A text that can wait, the short way.
  void Queue(const std::string& phone, bool digest = false, Duration wait = {}) {
    const auto request = PasswordChangedFor(Person());
    ASSERT_TRUE(room_->Send(request).ok());
    room_->Write([&](pg::Transaction& tx) -> Result<Done> {
      InsertDelivery(tx, *room_->ring(),
                     {.county = kHome,
                      .message = *Uuid::Parse(request.request_id()),
                      .channel = Channel::kSms,
                      .account = std::nullopt,
                      .org_path = kCounty,
                      .address = phone,
                      .kind = v1::TEMPLATE_PASSWORD_CHANGED,
                      .is_code = false,
                      .urgent = false,
                      .digest = digest,
                      .not_before = room_->clock().Now() + wait,
                      .expire_time = std::nullopt},
                     room_->clock().Now());
      return Done{};
    });
  }
  std::string Count(const std::string& where) {
    return room_->Query("SELECT count(*) FROM messages.delivery WHERE " + where);
  }
  // Whether it becomes so many soon; the clock of the house may have to move for it.
  bool Becomes(const std::string& where, const std::string& count, Duration step = {}) {
    return support::Becomes(
        [&] {
          if (Count(where) == count) return true;
          Advance(step);
          return false;
        },
        std::chrono::milliseconds(100));
  }
  const std::vector<sms::Entry>& texts() { return stand_->store().texts(); }

  support::ManualClock clock_;  // the provider's
  std::optional<SmsStand> stand_;
  std::optional<PostRoom> room_;
};

TEST_F(Sending, BringsACodeToThePhoneAndForgetsIt) {
  Open();
  SendCode(kPhone);
  ASSERT_TRUE(Becomes("state = 5", "1"));
  ASSERT_EQ(texts().size(), 1u);
  EXPECT_EQ(texts()[0].message().to(), kPhone);
  EXPECT_THAT(texts()[0].message().text(), HasSubstr("482913"));
  EXPECT_EQ(texts()[0].message().account(), "7");
  EXPECT_EQ(room_->Query("SELECT count(*) FROM messages.message WHERE code_sealed IS NOT NULL"),
            "0");
  EXPECT_EQ(room_->Query("SELECT state FROM messages.message"), "2");
  EXPECT_EQ(room_->Query("SELECT provider_id FROM messages.delivery"), texts()[0].provider_id());
  EXPECT_EQ(room_->Query("SELECT use || ' ' || times FROM messages.provider_report"), "1 1");
}

// From the owner's wish to the report: identity says who is meant, WeChat is a way of its own.
TEST_F(Sending, BringsNewsToThePhoneAndToWeChat) {
  Open({.cut_every = 2, .dead_numbers = {"oDEAD_000001"}});
  const auto identity_pool = room_->database().PoolFor("identity");
  int told = 0;
  for (const char* open_id : {"oABC_0000001", "oDEAD_000001"}) {
    const auto owner = PutBidder(*room_, *identity_pool, std::to_string(13'800'000'021 + told));
    v1::UpdatePreferencesRequest chosen;
    chosen.set_request_id(NewId());
    chosen.mutable_preferences()->set_name(NameOf(owner) + "/preferences");
    chosen.mutable_preferences()->set_wechat_open_id(open_id);
    chosen.mutable_update_mask()->add_paths("wechat_open_id");
    ASSERT_TRUE(room_->Ask(owner, &Inboxes::UpdatePreferences, chosen).ok());
    ASSERT_TRUE(room_->Send(PasswordChangedFor(owner)).ok());
    ++told;
  }
  ASSERT_TRUE(Becomes("state = 5", "3", std::chrono::milliseconds(500))) << room_->Query(
      "SELECT string_agg(channel || ' ' || state || ' ' || error, '; ')"
      " FROM messages.delivery");
  EXPECT_TRUE(Becomes("channel = 3 AND state = 6 AND reason = 2", "1"));
  ASSERT_EQ(texts().size(), 4u) << "each once, though every other connection was cut";
  const auto to_wechat = std::find_if(texts().begin(), texts().end(), [](const sms::Entry& text) {
    return text.message().to() == "oABC_0000001";
  });
  ASSERT_NE(to_wechat, texts().end());
  EXPECT_EQ(to_wechat->message().channel(), "wechat");
  EXPECT_EQ(to_wechat->message().text(),
            "您的密码已修改\n不是您本人修改的，请马上联系村里或乡镇停用账户。"
            " https://qianmo.example/me/sessions");
  EXPECT_EQ(room_->Query("SELECT count(*) FROM messages.message WHERE state = 2"), "2");
}

TEST_F(Sending, LeavesAPaperAloneWhateverTheProviderSaysOfIt) {
  Open();
  ASSERT_TRUE(room_->Send(NoticeFor(kVillage, "开会")).ok());
  v1::ProviderReports reports;
  auto& report = *reports.add_reports();
  report.set_report_id("R1");
  report.set_client_id(room_->Query("SELECT client_id FROM messages.delivery"));
  report.set_outcome(v1::ProviderReport::OUTCOME_DELIVERED);
  reports.set_cursor("1");
  room_->Write([&](pg::Transaction& tx) -> Result<bool> {
    (void)TakeTurn(tx, kHome);
    return ApplyReports(tx, kHome, "", reports, room_->clock().Now());
  });
  EXPECT_EQ(Count("state = 1"), "1");
  EXPECT_EQ(room_->Query("SELECT use FROM messages.provider_report"), "4");
}

TEST_F(Sending, BelievesAReportThatComesAfterItWasWaitedFor) {
  Open();
  SendCode(kPhone);
  ASSERT_TRUE(Becomes("state = 5", "1"));
  room_->database().Execute("UPDATE messages.delivery SET state = 9");
  v1::ProviderReports reports;
  auto& report = *reports.add_reports();
  report.set_report_id("late");
  report.set_client_id(room_->Query("SELECT client_id FROM messages.delivery"));
  report.set_outcome(v1::ProviderReport::OUTCOME_DELIVERED);
  reports.set_cursor("9");
  const std::string from = room_->Query("SELECT report_cursor FROM messages.provider_turn");
  room_->Write([&](pg::Transaction& tx) -> Result<bool> {
    return ApplyReports(tx, kHome, from, reports, room_->clock().Now());
  });
  EXPECT_EQ(Count("state = 5"), "1");
}

TEST_F(Sending, SurvivesEverythingThatProvidersDo) {
  Open({.cut_every = 4,
        .error_every = 3,
        .limit_every = 5,
        .report_twice = true,
        .report_reversed = true,
        .report_contradicting = true});
  constexpr int kPhones = 12;
  for (int i = 0; i < kPhones; ++i) SendCode(std::to_string(13800000100 + i));
  ASSERT_TRUE(Becomes("state = 5", "12", std::chrono::milliseconds(500)))
      << room_->Query("SELECT string_agg(state || ' ' || error, '; ') FROM messages.delivery");
  EXPECT_EQ(texts().size(), static_cast<std::size_t>(kPhones)) << "each once";
  EXPECT_NE(Count("tries > 1"), "0") << "nothing went wrong: the test proves nothing";
  EXPECT_EQ(room_->Query("SELECT count(*) FROM messages.provider_report WHERE use = 1"), "12");
  EXPECT_EQ(room_->Query("SELECT count(*) FROM messages.provider_report WHERE use = 2"), "12");
  EXPECT_EQ(room_->Query("SELECT count(*) FROM messages.provider_report WHERE use = 3"), "12");
  EXPECT_EQ(room_->Query("SELECT sum(times) FROM messages.provider_report"), "48");
}

TEST_F(Sending, EndsWhatTheProviderRefusesOrCannotDeliver) {
  Open({.refused_numbers = {"13800000002"}, .dead_numbers = {"13800000003"}});
  SendCode("13800000002");
  SendCode("13800000003");
  ASSERT_TRUE(Becomes("state = 6", "2"));
  EXPECT_EQ(Count("reason = 1 AND error LIKE '%NUMBER_UNKNOWN%'"), "1");
  EXPECT_EQ(Count("reason = 2 AND error = 'NUMBER_UNREACHABLE'"), "1");
  EXPECT_EQ(room_->Query("SELECT count(*) FROM messages.message WHERE state = 3"), "2");
}

TEST_F(Sending, SendsNothingWhoseTimeIsOver) {
  Open({.limit_every = 1});
  SendCode(kPhone);
  ASSERT_TRUE(Becomes("tries > 0 AND state = 1", "1"));
  Advance(std::chrono::minutes(5));
  ASSERT_TRUE(Becomes("state = 7", "1"));
  EXPECT_EQ(texts().size(), 0u);
  EXPECT_EQ(room_->Query("SELECT state FROM messages.message"), "4");
}

TEST_F(Sending, HoldsNewsBackInTheNight) {
  Open();
  room_->clock().Set(*ParseRfc3339("2026-11-20T13:00:00Z"));  // 21:00 in Beijing
  clock_.Set(room_->clock().Now());
  Queue(kPhone);
  SendCode("13800000009");
  ASSERT_TRUE(Becomes("state = 5 AND is_code", "1"));
  ASSERT_TRUE(Becomes("state = 1 AND not_before_time = '2026-11-21T00:00:00Z'", "1"));
  room_->clock().Set(*ParseRfc3339("2026-11-21T00:00:00Z"));
  clock_.Set(room_->clock().Now());
  EXPECT_TRUE(Becomes("state = 5", "2"));
}

TEST_F(Sending, TellsInOneDigestWhatWaits) {
  Open();
  for (int i = 0; i < 4; ++i) Queue(kPhone, true, std::chrono::minutes(1));
  Advance(std::chrono::minutes(1));
  ASSERT_TRUE(Becomes("state = 5", "1"));
  EXPECT_TRUE(Becomes("state = 8 AND reason = 4", "3"));
  ASSERT_EQ(texts().size(), 1u);
  EXPECT_THAT(texts()[0].message().text(), HasSubstr("4条"));
  EXPECT_EQ(Count("digest_count = 4 AND state = 5"), "1");
}

TEST_F(Sending, SpacesTextsOfOneKindToOnePhone) {
  Open();
  Queue(kPhone);
  Queue(kPhone);
  ASSERT_TRUE(Becomes("state = 5", "1"));
  ASSERT_TRUE(Becomes("state = 1 AND not_before_time > create_time", "1"));
  Advance(std::chrono::minutes(1));
  EXPECT_TRUE(Becomes("state = 5", "2"));
}

TEST_F(Sending, RecordsReportsOfNothingThatItKnows) {
  Open();
  v1::ProviderReports reports;
  auto& report = *reports.add_reports();
  report.set_report_id("R1");
  report.set_client_id(NewId());
  report.set_outcome(v1::ProviderReport::OUTCOME_DELIVERED);
  *reports.add_reports() = report;
  reports.mutable_reports(1)->set_report_id("R2");
  reports.mutable_reports(1)->set_client_id("\xff no id");
  reports.mutable_reports(1)->set_outcome(static_cast<v1::ProviderReport::Outcome>(77));
  reports.set_cursor("2");
  const auto apply = [&](const std::string& from) {
    return room_->Write([&](pg::Transaction& tx) -> Result<bool> {
      (void)TakeTurn(tx, CountyId{8});
      return ApplyReports(tx, CountyId{8}, from, reports, room_->clock().Now());
    });
  };
  EXPECT_TRUE(apply(""));
  EXPECT_FALSE(apply("")) << "somebody else was quicker";
  EXPECT_EQ(room_->Query("SELECT count(*) FROM messages.provider_report WHERE use = 4"), "2");
}

TEST_F(Sending, GivesNoDeliveryToTwoSenders) {
  room_.emplace();  // without a provider nothing is sent by itself
  SendCode(kPhone);
  const auto take = [&](pg::Transaction& tx) {
    return TakeDueTexts(tx, *room_->ring(), kHome, "", 9, room_->clock().Now());
  };
  const auto first = room_->Write(
      [&](pg::Transaction& tx) -> Result<std::vector<LeavingText>> { return take(tx); });
  ASSERT_EQ(first.size(), 1u);
  const auto second = room_->Write(
      [&](pg::Transaction& tx) -> Result<std::vector<LeavingText>> { return take(tx); });
  EXPECT_EQ(second.size(), 0u);
  // The first dies; the next asks again under the same client id, and the first comes too late.
  room_->clock().Advance(kSenderLease);
  const auto third = room_->Write(
      [&](pg::Transaction& tx) -> Result<std::vector<LeavingText>> { return take(tx); });
  ASSERT_EQ(third.size(), 1u);
  EXPECT_EQ(third[0].due.client_id, first[0].due.client_id);
  EXPECT_TRUE(third[0].due.facts.in_doubt);
  room_->Write([&](pg::Transaction& tx) -> Result<Done> {
    RecordRefused(tx, first[0].due, "too late", room_->clock().Now());
    return Done{};
  });
  EXPECT_EQ(Count("state = 2"), "1");
}

}  // namespace
}  // namespace qianmo::messages
