#include "messages/domain/template.h"

#include <gtest/gtest.h>

namespace qianmo::messages {
namespace {

Template Versioned(int version) {
  return {.kind = TemplateKind::kPhoneCode,
          .version = version,
          .group = Group::kAccount,
          .urgent = true,
          .carries_code = true,
          .parameters = {{.name = "place", .nature = Nature::kText, .most_characters = 3},
                         {.name = "state",
                          .nature = Nature::kWords,
                          .most_characters = 20,
                          .words = {{"ON", "开", "on"}, {"OFF", "关", "off"}}}},
          .texts = {{Channel::kSms, Locale::kZh, "", "{place}{state}"}}};
}

TEST(Catalogue, SendsTheNewestAndKeepsTheOld) {
  const Catalogue catalogue = {Versioned(2), Versioned(3), Versioned(1)};
  EXPECT_EQ(Newest(catalogue, TemplateKind::kPhoneCode)->version, 3);
  EXPECT_EQ(FindVersion(catalogue, TemplateKind::kPhoneCode, 1)->version, 1);
  EXPECT_EQ(FindVersion(catalogue, TemplateKind::kPhoneCode, 4), nullptr);
  EXPECT_EQ(FindVersion(catalogue, TemplateKind::kWallNotice, 1), nullptr);
  EXPECT_EQ(Newest(catalogue, TemplateKind::kWallNotice), nullptr);
}

TEST(Template, GoesByTheChannelsThatItHasTextsFor) {
  for (const Channel channel : kChannels) {
    EXPECT_EQ(Versioned(1).Goes(channel), channel == Channel::kSms);
  }
}

TEST(CheckValues, NamesWhatIsWrong) {
  struct Case {
    Values values;
    const char* reason;
    const char* field;
  };
  const Case cases[] = {
      {{{"place", "村东头"}, {"state", "ON"}}, "", ""},
      {{{"place", ""}, {"state", "OFF,ON"}}, "", ""},
      {{{"place", "x"}}, "PARAMETER_MISSING", "parameters.state"},
      {{}, "PARAMETER_MISSING", "parameters.place"},
      {{{"place", "x"}, {"state", "ON"}, {"more", ""}}, "PARAMETER_UNKNOWN", "parameters.more"},
      {{{"place", "村东头的"}, {"state", "ON"}}, "PARAMETER_MALFORMED", "parameters.place"},
      {{{"place", "\xff"}, {"state", "ON"}}, "PARAMETER_MALFORMED", "parameters.place"},
      {{{"place", "x"}, {"state", "on"}}, "PARAMETER_MALFORMED", "parameters.state"},
      {{{"place", "x"}, {"state", ""}}, "PARAMETER_MALFORMED", "parameters.state"},
      {{{"place", "x"}, {"state", "ON,"}}, "PARAMETER_MALFORMED", "parameters.state"},
  };
  for (const Case& one : cases) {
    const auto checked = CheckValues(Versioned(1), one.values);
    EXPECT_EQ(checked.ok() ? "" : checked.refusal().reason, one.reason);
    if (checked.ok()) continue;
    ASSERT_EQ(checked.refusal().fields.size(), 1U);
    EXPECT_EQ(checked.refusal().fields[0].path, one.field);
    EXPECT_EQ(checked.refusal().kind, Refusal::Kind::kInvalid);
  }
}

TEST(CheckCode, WantsACodeWithAnEndExactlyWhereOneIsCarried) {
  Template without = Versioned(1);
  without.carries_code = false;
  for (const bool code : {false, true}) {
    for (const bool end : {false, true}) {
      EXPECT_EQ(CheckCode(Versioned(1), code, end).ok(), code && end);
      EXPECT_EQ(CheckCode(without, code, end).ok(), !code);
    }
  }
  EXPECT_EQ(CheckCode(Versioned(1), true, false).refusal().reason, "CODE_UNFIT");
  EXPECT_EQ(CheckCode(Versioned(1), true, false).refusal().fields[0].path, "expire_time");
  EXPECT_EQ(CheckCode(without, true, true).refusal().fields[0].path, "one_time_code");
}

}  // namespace
}  // namespace qianmo::messages
