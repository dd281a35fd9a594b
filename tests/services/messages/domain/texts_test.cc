// Every template, in every language and by every channel: what is missing, leaks or does not fit.
#include "messages/domain/texts.h"

#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "base/time_text.h"
#include "messages/domain/text.h"

namespace qianmo::messages {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kCode[] = "483-021";

std::string NameOf(const Template& text) {
  return "template " + std::to_string(static_cast<int>(text.kind)) + " version " +
         std::to_string(text.version);
}

// One filling for each word that a parameter may be, so that every word is rendered once.
std::vector<Filling> SamplesOf(const Template& text) {
  Filling sample{.values = {},
                 .code = text.carries_code ? kCode : "",
                 .expire_time = ParseRfc3339("2026-11-20T06:35:00Z")};
  for (const Parameter& parameter : text.parameters) {
    sample.values[parameter.name] =
        parameter.words.empty() ? parameter.sample : parameter.words[0].value;
  }
  std::vector<Filling> samples = {sample};
  for (const Parameter& parameter : text.parameters) {
    for (const Word& word : parameter.words) {
      samples.push_back(sample);
      samples.back().values[parameter.name] = word.value;
    }
  }
  return samples;
}

template <class F>
void ForEachText(F f) {
  for (const Template& one : AllTexts()) {
    SCOPED_TRACE(NameOf(one));
    for (const Text& text : one.texts) {
      SCOPED_TRACE("channel " + std::to_string(static_cast<int>(text.channel)) + " locale " +
                   std::to_string(static_cast<int>(text.locale)));
      f(one, text);
    }
  }
}

std::set<std::string> BlanksIn(const Text& text) {
  std::set<std::string> blanks;
  for (const std::string& part : {text.title, text.text}) {
    for (const std::string& blank : BlanksOf(part)) blanks.insert(blank);
  }
  return blanks;
}

bool HasChinese(const std::string& text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return (c & 0x80) != 0; });
}

TEST(AllTexts, HoldEveryKindWithVersionsThatCountUp) {
  for (int kind = 1; kind <= static_cast<int>(TemplateKind::kWallNotice); ++kind) {
    const Template* newest = Newest(AllTexts(), static_cast<TemplateKind>(kind));
    ASSERT_NE(newest, nullptr) << kind;
    for (int version = 1; version <= newest->version; ++version) {
      const auto times = std::count_if(
          AllTexts().begin(), AllTexts().end(),
          [&](const Template& one) { return one.kind == newest->kind && one.version == version; });
      EXPECT_EQ(times, 1) << NameOf(*newest);
    }
  }
}

TEST(AllTexts, SayTheSameInEveryLanguage) {
  for (const Template& one : AllTexts()) {
    SCOPED_TRACE(NameOf(one));
    EXPECT_FALSE(one.texts.empty());
    std::size_t expected = 0;
    for (const Channel channel : kChannels) {
      if (!one.Goes(channel)) continue;
      for (const Locale locale : kLocales) {
        const Text* text = one.Find(channel, locale);
        ASSERT_NE(text, nullptr) << "no text for channel " << static_cast<int>(channel);
        EXPECT_EQ(BlanksIn(*text), BlanksIn(*one.Find(channel, Locale::kZh)));
        ++expected;
      }
    }
    EXPECT_EQ(one.texts.size(), expected) << "some text is there twice, or has no Chinese";
  }
}

TEST(AllTexts, HaveTitlesWhereTheyAreShown) {
  ForEachText([](const Template&, const Text& text) {
    EXPECT_EQ(text.title.empty(), text.channel == Channel::kSms);
    EXPECT_FALSE(text.text.empty());
  });
}

TEST(AllTexts, AreWrittenInTheirLanguage) {
  ForEachText([](const Template& one, const Text& text) {
    std::string bare = text.title + text.text;
    for (const Parameter& parameter : one.parameters) {
      const std::string blank = "{" + parameter.name + "}";
      for (std::size_t at; (at = bare.find(blank)) != bare.npos;) bare.erase(at, blank.size());
    }
    if (bare.empty()) return;  // nothing but what the sender wrote
    EXPECT_EQ(HasChinese(bare), text.locale == Locale::kZh) << bare;
  });
  for (const Template& one : AllTexts()) {
    for (const Parameter& parameter : one.parameters) {
      for (const Word& word : parameter.words) {
        EXPECT_TRUE(HasChinese(word.zh)) << word.value;
        EXPECT_FALSE(word.en.empty() || HasChinese(word.en)) << word.value;
      }
    }
  }
}

TEST(AllTexts, UseOnlyBlanksThatAreFilledAndFillThoseThatAreDeclared) {
  for (const Template& one : AllTexts()) {
    SCOPED_TRACE(NameOf(one));
    std::set<std::string> used;
    std::set<std::string> known;
    for (const Text& text : one.texts) used.merge(BlanksIn(text));
    for (const Parameter& parameter : one.parameters) {
      known.insert(parameter.name);
      EXPECT_TRUE(used.contains(parameter.name)) << parameter.name << " is never said";
    }
    EXPECT_EQ(known.size(), one.parameters.size());
    EXPECT_EQ(used.contains("code"), one.carries_code);
    if (one.carries_code) known.insert({"code", "until_time", "until_date"});
    for (const std::string& blank : used) EXPECT_TRUE(known.contains(blank)) << blank;
  }
}

TEST(AllTexts, TakeTheirSamplesAndRenderThem) {
  ForEachText([](const Template& one, const Text& text) {
    for (const Filling& sample : SamplesOf(one)) {
      ASSERT_TRUE(CheckValues(one, sample.values).ok());
      const Words words = Render(one, text.channel, text.locale, sample);
      EXPECT_THAT(words.title + words.text, Not(testing::ContainsRegex("[{}]")));
      EXPECT_TRUE(IsUtf8(words.title + words.text));
      if (one.carries_code) {
        EXPECT_THAT(words.text, HasSubstr(kCode));
      }
    }
  });
}

TEST(AllTexts, KeepCodesOutOfInboxesBoardsAndWeChat) {
  ForEachText([](const Template&, const Text& text) {
    if (text.channel == Channel::kSms || text.channel == Channel::kLetter) return;
    EXPECT_FALSE(BlanksIn(text).contains("code"));
  });
}

TEST(AllTexts, SendOverOpenChannelsOnlyWhatIsFit) {
  ForEachText([](const Template& one, const Text& text) {
    if (!IsOpenChannel(text.channel)) return;
    for (const std::string& blank : BlanksIn(text)) {
      const Parameter* parameter = one.Find(blank);
      if (parameter != nullptr) {
        EXPECT_NE(parameter->nature, Nature::kText) << blank;
      }
    }
    for (const Filling& sample : SamplesOf(one)) {
      const Words words = Render(one, text.channel, text.locale, sample);
      for (const Parameter& parameter : one.parameters) {
        if (parameter.nature != Nature::kName) continue;
        EXPECT_THAT(words.title + words.text, Not(HasSubstr(sample.values.at(parameter.name))));
      }
    }
  });
}

TEST(AllTexts, FitChineseTextMessagesIntoTwoPartsAndCodesIntoOne) {
  ForEachText([](const Template& one, const Text& text) {
    if (text.channel != Channel::kSms || text.locale != Locale::kZh) return;
    EXPECT_TRUE(text.text.starts_with("【阡陌】")) << "operators ask for the sender's name";
    for (const Filling& sample : SamplesOf(one)) {
      const std::string words = Render(one, text.channel, text.locale, sample).text;
      EXPECT_LE(SmsParts(words), one.carries_code ? 1 : 2) << words;
    }
  });
}

}  // namespace
}  // namespace qianmo::messages
