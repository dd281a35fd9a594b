#include "messages/domain/preferences.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "messages/domain/texts.h"

namespace qianmo::messages {
namespace {

using testing::UnorderedElementsAre;
using enum Channel;

const Template& Text(TemplateKind kind) { return *Newest(AllTexts(), kind); }

TEST(Preferences, AreQuietFromNineToEightUnlessChosen) {
  EXPECT_EQ(Preferences().quiet_hours, (QuietHours{1260, 480}));
  EXPECT_TRUE(CheckQuietHours(Preferences().quiet_hours).ok());
  EXPECT_EQ(Preferences().locale, Locale::kZh);
  EXPECT_FALSE(Preferences().digest_hour);
}

TEST(CheckQuietHours, LeavesSixHoursOfTheDay) {
  struct Case {
    QuietHours quiet;
    bool fits;
  };
  for (const Case& one : {Case{{0, 0}, true}, Case{{700, 700}, true}, Case{{0, 1080}, true},
                          Case{{0, 1081}, false}, Case{{1260, 480}, true}, Case{{1260, 900}, true},
                          Case{{1260, 901}, false}, Case{{1, 0}, false}}) {
    const auto checked = CheckQuietHours(one.quiet);
    EXPECT_EQ(checked.ok(), one.fits) << one.quiet.start_minute << " " << one.quiet.end_minute;
    if (!checked.ok()) {
      EXPECT_EQ(checked.refusal().reason, "QUIET_HOURS_UNFIT");
    }
  }
}

TEST(ChannelsFor, AreAllUnlessChosen) {
  EXPECT_THAT(ChannelsFor(Text(TemplateKind::kAgentChanged), {}),
              UnorderedElementsAre(kInbox, kSms, kWechat, kLetter));
}

TEST(ChannelsFor, LeaveOutWhatWasNotChosen) {
  const Preferences only_wechat{.choices = {{Group::kAccount, {kWechat}}}};
  EXPECT_THAT(ChannelsFor(Text(TemplateKind::kAgentChanged), only_wechat),
              UnorderedElementsAre(kInbox, kWechat, kLetter));
  const Preferences none{.choices = {{Group::kAccount, {}}}};
  EXPECT_THAT(ChannelsFor(Text(TemplateKind::kAgentChanged), none),
              UnorderedElementsAre(kInbox, kLetter));
  const Preferences another{.choices = {{Group::kNotices, {}}}};
  EXPECT_THAT(ChannelsFor(Text(TemplateKind::kAgentChanged), another),
              UnorderedElementsAre(kInbox, kSms, kWechat, kLetter));
}

TEST(ChannelsFor, CannotSwitchOffWhatIsUrgent) {
  const Preferences none{.choices = {{Group::kAccount, {}}}};
  EXPECT_THAT(ChannelsFor(Text(TemplateKind::kPasswordChanged), none),
              UnorderedElementsAre(kInbox, kSms, kWechat));
}

TEST(IsChoosable, IsWhatLeavesTheHouseWithoutPaper) {
  EXPECT_FALSE(IsChoosable(kInbox));
  EXPECT_TRUE(IsChoosable(kSms));
  EXPECT_TRUE(IsChoosable(kWechat));
  EXPECT_FALSE(IsChoosable(kLetter));
  EXPECT_FALSE(IsChoosable(kWall));
}

}  // namespace
}  // namespace qianmo::messages
