// Preferences of the caller: the defaults, changing some of them, and two who change them at once.
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "messages/preferences_service.h"
#include "messages/preferences_store.h"
#include "services/messages/post_room.h"

namespace qianmo::messages {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class PreferencesOf : public testing::Test {
 protected:
  v1::Preferences Get() {
    v1::GetPreferencesRequest request;
    request.set_name(NameOf(owner_) + "/preferences");
    const auto answer = room_.Ask(owner_, &Inboxes::GetPreferences, request);
    EXPECT_TRUE(answer.ok()) << answer.status.error_message();
    return answer.reply;
  }
  v1::UpdatePreferencesRequest Change(const std::vector<std::string>& paths) {
    v1::UpdatePreferencesRequest request;
    request.set_request_id(NewId());
    request.mutable_preferences()->set_name(NameOf(owner_) + "/preferences");
    for (const std::string& path : paths) request.mutable_update_mask()->add_paths(path);
    return request;
  }
  Answer<v1::Preferences> Send(const v1::UpdatePreferencesRequest& request) {
    return room_.Ask(owner_, &Inboxes::UpdatePreferences, request);
  }

  PostRoom room_;
  const rpc::v1::Caller owner_ = Person();
};

TEST_F(PreferencesOf, WhoeverNeverChoseAreTheDefaults) {
  const auto shown = Get();
  EXPECT_EQ(shown.name(), NameOf(owner_) + "/preferences");
  EXPECT_EQ(shown.language_code(), "zh");
  EXPECT_EQ(shown.quiet_hours().start_minute(), 21 * 60);
  EXPECT_EQ(shown.quiet_hours().end_minute(), 8 * 60);
  EXPECT_FALSE(shown.digest().daily());
  EXPECT_EQ(shown.choices_size(), 0);
  EXPECT_EQ(shown.wechat_open_id(), "");
  EXPECT_EQ(room_.Query("SELECT count(*) FROM messages.preferences"), "0");
}

TEST_F(PreferencesOf, AnOwnerChangeOnlyWhereTheMaskSays) {
  auto request = Change({"choices", "digest", "wechat_open_id"});
  auto* choice = request.mutable_preferences()->add_choices();
  choice->set_group(v1::GROUP_NOTICES);
  choice->add_channels(v1::CHANNEL_WECHAT);
  request.mutable_preferences()->mutable_digest()->set_daily(true);
  request.mutable_preferences()->mutable_digest()->set_hour(18);
  request.mutable_preferences()->set_wechat_open_id("o6_bmjrPTlm6_2sgVt7hMZOPfL2M");
  request.mutable_preferences()->set_language_code("en");  // not in the mask
  const auto changed = Send(request);
  ASSERT_TRUE(changed.ok()) << changed.status.error_message();
  const auto shown = Get();
  EXPECT_EQ(shown.SerializeAsString(), changed.reply.SerializeAsString());
  EXPECT_EQ(shown.language_code(), "zh");
  EXPECT_EQ(shown.quiet_hours().start_minute(), 21 * 60);
  ASSERT_EQ(shown.choices_size(), 1);
  EXPECT_EQ(shown.choices(0).group(), v1::GROUP_NOTICES);
  EXPECT_THAT(shown.choices(0).channels(), ElementsAre(v1::CHANNEL_WECHAT));
  EXPECT_EQ(shown.digest().hour(), 18);
  EXPECT_EQ(shown.wechat_open_id(), "o6_bmjrPTlm6_2sgVt7hMZOPfL2M");
  EXPECT_NE(shown.etag(), "0");
}

TEST_F(PreferencesOf, AnOwnerAreReplacedNotAddedTo) {
  auto request = Change({"choices", "quiet_hours", "wechat_open_id"});
  request.mutable_preferences()->add_choices()->set_group(v1::GROUP_ACCOUNT);
  request.mutable_preferences()->mutable_quiet_hours()->set_start_minute(1200);
  request.mutable_preferences()->set_wechat_open_id("abc");
  ASSERT_TRUE(Send(request).ok());
  EXPECT_EQ(Get().quiet_hours().end_minute(), 0) << "midnight";
  request = Change({"choices", "wechat_open_id", "quiet_hours.start_minute"});
  request.mutable_preferences()->add_choices()->set_group(v1::GROUP_NOTICES);
  ASSERT_TRUE(Send(request).ok());
  ASSERT_EQ(Get().choices_size(), 1);
  EXPECT_EQ(Get().choices(0).group(), v1::GROUP_NOTICES);
  EXPECT_EQ(Get().wechat_open_id(), "");
  EXPECT_EQ(Get().quiet_hours().start_minute(), 0) << "never quiet";
}

TEST_F(PreferencesOf, AnOwnerRefuseWhatDoesNotFit) {
  const auto reason = [&](const v1::UpdatePreferencesRequest& request) {
    return Send(request).reason();
  };
  EXPECT_EQ(reason(Change({"name"})), "MASK_UNKNOWN");
  EXPECT_EQ(reason(Change({"etag"})), "MASK_UNKNOWN");
  EXPECT_EQ(reason(Change({"colour"})), "MASK_UNKNOWN");
  EXPECT_EQ(Send(Change({})).code(), grpc::StatusCode::INVALID_ARGUMENT);
  auto request = Change({"choices"});
  request.mutable_preferences()->add_choices()->set_group(static_cast<v1::Group>(99));
  EXPECT_EQ(reason(request), "INVALID_FIELD");
  for (const auto channel :
       {v1::CHANNEL_INBOX, v1::CHANNEL_LETTER, v1::CHANNEL_WALL, v1::CHANNEL_UNSPECIFIED}) {
    request = Change({"choices"});
    auto* choice = request.mutable_preferences()->add_choices();
    choice->set_group(v1::GROUP_NOTICES);
    choice->add_channels(channel);
    EXPECT_EQ(reason(request), "CHOICE_UNFIT") << channel;
  }
  request = Change({"choices"});
  request.mutable_preferences()->add_choices()->set_group(v1::GROUP_NOTICES);
  request.mutable_preferences()->add_choices()->set_group(v1::GROUP_NOTICES);
  EXPECT_EQ(reason(request), "CHOICE_UNFIT");
  request = Change({"quiet_hours"});
  request.mutable_preferences()->mutable_quiet_hours()->set_end_minute(1081);
  EXPECT_EQ(reason(request), "QUIET_HOURS_UNFIT");
  request.mutable_preferences()->mutable_quiet_hours()->set_end_minute(1440);
  EXPECT_EQ(reason(request), "INVALID_FIELD");
  EXPECT_EQ(room_.Query("SELECT count(*) FROM messages.preferences"), "0");
}

TEST_F(PreferencesOf, AnOwnerRefuseAStaleEtag) {
  const std::string etag = Get().etag();
  auto request = Change({"language_code"});
  request.mutable_preferences()->set_language_code("en");
  request.mutable_preferences()->set_etag(etag);
  ASSERT_TRUE(Send(request).ok());
  EXPECT_TRUE(Send(request).ok()) << "the same request again";
  request.set_request_id(NewId());
  EXPECT_EQ(Send(request).reason(), "ETAG_STALE");
  request.set_request_id(NewId());
  request.mutable_preferences()->clear_etag();
  EXPECT_TRUE(Send(request).ok()) << "whoever gives none does not care";
}

TEST_F(PreferencesOf, AnOwnerLetOneOfManyFirstChangesPass) {
  std::vector<std::thread> choosers;
  std::atomic<int> passed = 0;
  for (int i = 0; i < 8; ++i) {
    choosers.emplace_back([&] {
      auto request = Change({"language_code"});
      request.mutable_preferences()->set_language_code("en");
      request.mutable_preferences()->set_etag("0");
      const auto answer = Send(request);
      if (answer.ok()) ++passed;
      EXPECT_EQ(answer.reason(), answer.ok() ? "" : "ETAG_STALE");
    });
  }
  for (auto& chooser : choosers) chooser.join();
  EXPECT_EQ(passed, 1);
}

TEST_F(PreferencesOf, AnOwnerLieSealedInTheStore) {
  const Uuid account = *Uuid::Parse(owner_.account_id());
  const PreferencesRow chosen{
      .chosen = {.locale = Locale::kEn,
                 .choices = {{Group::kAccount, {}}, {Group::kNotices, {Channel::kSms}}},
                 .quiet_hours = {1, 2},
                 .digest_hour = 0,
                 .wechat_open_id = "open-id-of-somebody"}};
  room_.Write([&](pg::Transaction& tx) -> Result<Done> {
    PreferencesRow row = chosen;
    EXPECT_EQ(LockPreferences(tx, *room_.ring(), kHome, account).changes, 0);
    SavePreferences(tx, *room_.ring(), kHome, account, &row);
    EXPECT_EQ(row.changes, 1);
    const auto found = FindPreferences(tx, *room_.ring(), kHome, account);
    EXPECT_EQ(found.chosen, chosen.chosen);
    EXPECT_EQ(found.changes, 1);
    EXPECT_EQ(FindPreferences(tx, *room_.ring(), CountyId{8}, account).changes, 0);
    return Done{};
  });
  EXPECT_THAT(room_.Query("SELECT encode(wechat_sealed, 'escape') FROM messages.preferences"),
              Not(HasSubstr("open-id-of-somebody")));
}

}  // namespace
}  // namespace qianmo::messages
