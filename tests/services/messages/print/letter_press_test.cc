#include "messages/print/letter_press.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/messages/print/samples.h"
#include "support/heap.h"

namespace qianmo::messages::print {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string Print(const std::vector<Letter>& letters) {
  auto pdf = PrintLetters(Info(), letters);
  EXPECT_TRUE(pdf) << pdf.refusal().message;
  return *std::move(pdf);
}

Letter WithBody(const std::string& body) {
  Letter letter = ActivationLetter();
  letter.code.reset();
  letter.link.reset();
  letter.sender.help.clear();
  letter.body = body;
  return letter;
}

std::string Sentences(int count) {
  std::string text;
  for (int i = 1; i <= count; ++i) {
    text += "这是第" + std::to_string(i) + "段文字，说明集体收益的分配办法。\n";
  }
  return text;
}

int PagesOf(const Letter& letter) {
  LetterPress press(Info(), [](std::string_view) {});
  return press.Add(letter).value();
}

TEST(PrintLetters, CarriesEveryWordOfTheLetter) {
  const Letter letter = ActivationLetter();
  std::string text;
  for (const std::string& page : TextOf(Print({letter}))) text += Tight(page);
  for (const std::string& part :
       {letter.sender.organisation, letter.title, letter.body, letter.number, letter.code->text,
        letter.link->shown, letter.address[0], letter.address[2], letter.sender.help[0],
        std::string("2026年11月20日"), std::string("有效期至2027年1月19日")}) {
    EXPECT_THAT(text, HasSubstr(Tight(part)));
  }
}

TEST(PrintLetters, HasAQrThatLeadsToTheLink) {
  const Letter letter = ActivationLetter();
  EXPECT_THAT(ReadQrCodes(Render(Print({letter}), 1, 150)), ElementsAre(letter.link->url));
  EXPECT_THAT(ReadQrCodes(Render(Print({WithBody("甲")}), 1, 150)), ElementsAre());
}

TEST(PrintLetters, BeginsEachLetterOnAPageOfItsOwnAndCountsItsPages) {
  const auto pages = TextOf(Print({WithBody("甲"), WithBody(Sentences(40)), WithBody("乙")}));
  ASSERT_GE(pages.size(), 4u);
  EXPECT_THAT(Tight(pages[0]), HasSubstr("第1页共1页"));
  const std::string all = std::to_string(pages.size() - 2);
  EXPECT_THAT(Tight(pages[1]), HasSubstr("第1页共" + all + "页"));
  EXPECT_THAT(Tight(pages[2]), HasSubstr("7-000123第2页共" + all + "页"));
  EXPECT_THAT(Tight(pages.back()), HasSubstr("第1页共1页"));
}

TEST(PrintLetters, LosesNoTextAtThePageBreak) {
  int two = 1;
  while (PagesOf(WithBody(Sentences(two))) < 2) ++two;
  for (const int count : {two - 1, two, two + 1}) {
    const auto pages = TextOf(Print({WithBody(Sentences(count))}));
    EXPECT_EQ(pages.size(), count < two ? 1u : 2u);
    std::string text;
    for (const std::string& page : pages) text += Tight(page);
    for (int i = 1; i <= count; ++i) {
      EXPECT_THAT(text, HasSubstr("这是第" + std::to_string(i) + "段文字"));
    }
    // The signature is not alone on its page.
    EXPECT_THAT(Tight(pages.back()), HasSubstr("分配办法"));
  }
}

TEST(PrintLetters, KeepsTheAddressInTheWindowAndNothingElse) {
  const Picture page = Render(Print({ActivationLetter()}), 1, 72);
  const auto dark = [&](double left, double top, double right, double bottom) {
    int found = 0;
    for (int y = static_cast<int>(Millimetres(top)); y < Millimetres(bottom); ++y) {
      for (int x = static_cast<int>(Millimetres(left)); x < Millimetres(right); ++x) {
        found += page.At(x, y) < 128;
      }
    }
    return found;
  };
  EXPECT_GT(dark(20, 45, 105, 90), 100);  // the window
  EXPECT_EQ(dark(20, 35, 115, 46), 0);    // room for the letter to move in the envelope
  EXPECT_EQ(dark(105, 45, 115, 90), 0);
  EXPECT_EQ(dark(20, 88, 115, 93), 0);
  const Picture fine = Render(Print({ActivationLetter()}), 1, 254);  // ten dots a millimetre
  for (const int fold : {1050, 2100}) {
    int darkest = 255;
    for (int y = fold - 3; y <= fold + 3; ++y) darkest = std::min(darkest, fine.At(60, y));
    EXPECT_LT(darkest, 200);
  }
}

TEST(PrintLetters, RefusesAnAddressThatTheWindowCannotHold) {
  Letter letter = ActivationLetter();
  letter.address.assign(30, "一行很长的地址，说明这户人家住在什么地方");
  const auto pdf = PrintLetters(Info(), {letter});
  ASSERT_FALSE(pdf);
  EXPECT_EQ(pdf.refusal().reason, "ADDRESS_TOO_LONG");
}

TEST(PrintLetters, NamesTheLetterAndTheCharacterThatCannotBePrinted) {
  Letter letter = ActivationLetter();
  letter.address.back() = "王\xf3\xb0\x80\x80福";
  const auto pdf = PrintLetters(Info(), {letter});
  ASSERT_FALSE(pdf);
  EXPECT_EQ(pdf.refusal().reason, "GLYPH_MISSING");
  EXPECT_THAT(pdf.refusal().message, HasSubstr("U+F0000"));
  EXPECT_THAT(pdf.refusal().message, HasSubstr("in letter 7-000123"));
}

TEST(LetterPress, LeavesARefusedLetterOutAndGoesOn) {
  std::string pdf;
  LetterPress press(Info(), [&](std::string_view bytes) { pdf += bytes; });
  Letter broken = ActivationLetter();
  broken.title = "\xf3\xb0\x80\x80";
  ASSERT_TRUE(press.Add(WithBody("甲")));
  ASSERT_FALSE(press.Add(broken));
  ASSERT_TRUE(press.Add(WithBody("乙")));
  press.Finish();
  EXPECT_EQ(TextOf(pdf).size(), 2u);
}

TEST(PrintLetters, PrintsWhatPeopleTypeAndNothingElse) {
  const std::string hostile = "<span size='1'>小</span> &lt; &#65;\x07\x1b\n" +
                              std::string(3000, 'W') + "\n" + "שלום עולם\n\xe2\x80\xae" + "abc";
  const auto pages = TextOf(Print({WithBody(hostile)}));
  EXPECT_THAT(Tight(pages[0]), HasSubstr("<spansize='1'>小</span>&lt;&#65;"));
  std::string all;
  for (const std::string& page : pages) all += Tight(page);
  EXPECT_EQ(std::count(all.begin(), all.end(), 'W'), 3000);
  EXPECT_THAT(all, HasSubstr("abc"));
}

TEST(PrintLetters, TakesFiveThousandCharacters) {
  std::string body;
  for (int i = 0; i < 5000; ++i) body += "田";
  const auto pages = TextOf(Print({WithBody(body)}));
  std::size_t count = 0;
  for (const std::string& page : pages) {
    for (std::size_t at = page.find("田"); at != std::string::npos; at = page.find("田", at + 3)) {
      ++count;
    }
  }
  EXPECT_EQ(count, 5000u);
}

TEST(PrintLetters, IsTheSameForTheSameLetters) {
  EXPECT_EQ(Print({ActivationLetter(), WithBody("甲")}),
            Print({ActivationLetter(), WithBody("甲")}));
}

TEST(LetterPress, NeedsNoMoreMemoryForMoreLetters) {
  std::size_t bytes = 0;
  LetterPress press(Info(), [&](std::string_view piece) { bytes += piece.size(); });
  const auto print = [&](int count) {
    for (int i = 0; i < count; ++i) ASSERT_TRUE(press.Add(ActivationLetter()));
  };
  print(100);
  const std::size_t before = support::HeapBytes();
  print(400);
  EXPECT_LT(support::HeapBytes(), before + 1'000'000u);
  press.Finish();
  EXPECT_GT(bytes, 400'000u);
}

}  // namespace
}  // namespace qianmo::messages::print
