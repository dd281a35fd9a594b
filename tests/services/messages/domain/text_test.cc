#include "messages/domain/text.h"

#include <stdexcept>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/time_text.h"

namespace qianmo::messages {
namespace {

using enum Channel;
using enum Locale;

// A template of this test's own: a person, a choice of words, free text, a number.
Template Made() {
  return {
      .kind = TemplateKind::kAgentChanged,
      .version = 3,
      .group = Group::kAccount,
      .urgent = false,
      .carries_code = true,
      .parameters = {{.name = "who", .nature = Nature::kName, .most_characters = 10},
                     {.name = "what",
                      .nature = Nature::kWords,
                      .most_characters = 10,
                      .words = {{"A", "甲", "first"}, {"B", "乙", "second"}, {"", "无", "none"}}},
                     {.name = "why", .nature = Nature::kText, .most_characters = 10},
                     {.name = "number", .nature = Nature::kNumber, .most_characters = 10}},
      .texts = {{kInbox, kZh, "给{who}", "{who}：{what}，{why}，{number}"},
                {kInbox, kEn, "To {who}", "{who}: {what}; {why}; {number}"},
                {kSms, kZh, "", "{who}，{what}，{number}，{why}，{code}，{until_time}"},
                {kLetter, kZh, "信", "{code} {until_date}"},
                {kLetter, kEn, "Letter", "{code} {until_date}"}}};
}

Filling Filled() {
  return {.values = {{"who", "张小三"}, {"what", "A,B"}, {"why", "生病"}, {"number", "12"}},
          .code = "99",
          .expire_time = ParseRfc3339("2026-11-20T16:05:59Z")};
}

TEST(Render, FillsTheBlanksInTheLanguage) {
  EXPECT_EQ(Render(Made(), kInbox, kZh, Filled()), (Words{"给张小三", "张小三：甲、乙，生病，12"}));
  EXPECT_EQ(Render(Made(), kInbox, kEn, Filled()),
            (Words{"To 张小三", "张小三: first, second; 生病; 12"}));
}

TEST(Render, HasAWordForNone) {
  Filling filling = Filled();
  filling.values["what"] = "";
  EXPECT_EQ(Render(Made(), kInbox, kZh, filling).text, "张小三：无，生病，12");
}

TEST(Render, MasksNamesAndFreeTextInOpenChannels) {
  EXPECT_EQ(Render(Made(), kSms, kZh, Filled()).text, "张**，甲、乙，12，***，99，00:05");
}

TEST(Render, TellsTheEndInBeijing) {
  EXPECT_EQ(Render(Made(), kLetter, kZh, Filled()).text, "99 2026年11月21日");
  EXPECT_EQ(Render(Made(), kLetter, kEn, Filled()).text, "99 2026-11-21");
}

TEST(Render, OpensNoBlankInAValue) {
  Filling filling = Filled();
  filling.values["why"] = "{code}";
  filling.values["who"] = "}{";
  EXPECT_EQ(Render(Made(), kInbox, kZh, filling).text, "}{：甲、乙，{code}，12");
}

TEST(Render, BreaksOnWhatNoMessageCanBe) {
  EXPECT_THROW(Render(Made(), kWechat, kZh, Filled()), std::logic_error) << "no such channel";
  EXPECT_THROW(Render(Made(), kSms, kEn, Filled()), std::logic_error) << "no such language";
  Filling filling = Filled();
  filling.values.erase("who");
  EXPECT_THROW(Render(Made(), kInbox, kZh, filling), std::logic_error);
  filling = Filled();
  filling.values["what"] = "C";
  EXPECT_THROW(Render(Made(), kInbox, kZh, filling), std::logic_error);
  filling = Filled();
  filling.expire_time.reset();
  EXPECT_THROW(Render(Made(), kSms, kZh, filling), std::logic_error);
}

TEST(BlanksOf, FindsThemInOrder) {
  EXPECT_EQ(BlanksOf("a{b}c{d}{b}"), (std::vector<std::string>{"b", "d", "b"}));
  EXPECT_TRUE(BlanksOf("没有空").empty());
}

TEST(BlanksOf, RefusesLonelyBraces) {
  for (const char* text : {"{", "}", "a{b", "a}b", "{a{b}}", "{a}}"}) {
    EXPECT_THROW(BlanksOf(text), std::logic_error) << text;
  }
}

TEST(FitForOpenChannel, LetsOutWhatIsFit) {
  struct Case {
    Nature nature;
    const char* value;
    const char* fit;
  };
  for (const Case& one : {Case{Nature::kName, "张三", "张*"}, Case{Nature::kName, "张", "*"},
                          Case{Nature::kText, "住在东头", "***"}, Case{Nature::kText, "", "***"},
                          Case{Nature::kNumber, "7-12", "7-12"}}) {
    const Parameter parameter{.name = "p", .nature = one.nature, .most_characters = 10};
    EXPECT_EQ(FitForOpenChannel(parameter, one.value), one.fit) << one.value;
  }
}

std::string Times(int count, const std::string& text) {
  std::string all;
  for (int i = 0; i < count; ++i) all += text;
  return all;
}

TEST(SmsParts, CountsAsTheOperatorDoes) {
  struct Case {
    std::string text;
    int parts;
  };
  for (const Case& one :
       {Case{"", 1}, Case{Times(70, "阡"), 1}, Case{Times(71, "阡"), 2}, Case{Times(134, "阡"), 2},
        Case{Times(135, "阡"), 3}, Case{Times(70, "a"), 1}, Case{Times(71, "a"), 2},
        Case{Times(35, "🌾"), 1}, Case{Times(36, "🌾"), 2}}) {
    EXPECT_EQ(SmsParts(one.text), one.parts) << one.text.size();
  }
}

RC_GTEST_PROP(SmsParts, NeverShrinksWhenTextIsAdded, ()) {
  const int length = *rc::gen::inRange(0, 400);
  const int more = *rc::gen::inRange(0, 100);
  RC_ASSERT(SmsParts(Times(length, "陌")) <= SmsParts(Times(length + more, "陌")));
}

}  // namespace
}  // namespace qianmo::messages
