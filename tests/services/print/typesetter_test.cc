#include "print/typesetter.h"

#include <gtest/gtest.h>

namespace qianmo::print {
namespace {

const Style kProse = {.size = 10, .prose = true};

std::string Repeat(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

TEST(Typesetter, BreaksChineseBetweenAnyCharacters) {
  const Typesetter typesetter;
  const Style plain = {.size = 10};
  EXPECT_EQ(typesetter.Set(Repeat("田", 20), plain, 100).value().size(), 2u);
  EXPECT_EQ(typesetter.Set(Repeat("田", 21), plain, 100).value().size(), 3u);
}

TEST(Typesetter, IndentsParagraphsButNotTheSalutation) {
  const Typesetter typesetter;
  // Ten characters a line, two of them left free at the beginning of a paragraph.
  EXPECT_EQ(typesetter.Set(Repeat("田", 8), kProse, 100).value().size(), 1u);
  EXPECT_EQ(typesetter.Set(Repeat("田", 9), kProse, 100).value().size(), 2u);
  EXPECT_EQ(typesetter.Set(Repeat("田", 9) + "：", kProse, 100).value().size(), 1u);
  EXPECT_EQ(typesetter.Set("　　" + Repeat("田", 8), kProse, 100).value().size(), 1u);
}

TEST(Typesetter, NeverBeginsALineWithAFullStop) {
  const Typesetter typesetter;
  const Lines lines = typesetter.Set(Repeat("田", 10) + "。", {.size = 10}, 100).value();
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_NEAR(lines[1].width(), 20, 1);  // the last character went along
}

TEST(Typesetter, MakesFullLinesFlushAndLeavesTheLast) {
  const Typesetter typesetter;
  const Lines lines = typesetter.Set(Repeat("田a", 30), kProse, 100).value();
  ASSERT_GT(lines.size(), 2u);
  EXPECT_NEAR(lines[0].width(), 80, 0.1);
  EXPECT_NEAR(lines[1].width(), 100, 0.1);
}

TEST(Typesetter, BreaksWordsThatNoLineCanHold) {
  const Typesetter typesetter;
  const Lines lines = typesetter.Set(Repeat("x", 3000), kProse, 100).value();
  EXPECT_GT(lines.size(), 10u);
  EXPECT_LE(WidthOf(lines), 100.1);
}

TEST(Typesetter, TakesTextOfBothDirections) {
  const Typesetter typesetter;
  const Lines lines = typesetter.Set("שלום עולם " + Repeat("مرحبا ", 60), kProse, 100).value();
  EXPECT_GT(lines.size(), 3u);
  EXPECT_LE(WidthOf(lines), 105);
}

TEST(Typesetter, NamesTheCharacterThatNoFontHas) {
  const Typesetter typesetter;
  // A private character, of which no font can know anything.
  const auto set = typesetter.Set("好\xf3\xb0\x80\x80的", kProse, 100);
  ASSERT_FALSE(set);
  EXPECT_EQ(set.refusal().reason, "GLYPH_MISSING");
  ASSERT_EQ(set.refusal().metadata.size(), 1u);
  EXPECT_EQ(set.refusal().metadata[0].second, "U+F0000 \xf3\xb0\x80\x80");
}

TEST(Typesetter, HasRareCharactersOfNames) {
  const Typesetter typesetter;
  for (const char* name : {"䶮", "𠅤", "㛃", "喆", "昇", "堃"}) {
    EXPECT_TRUE(typesetter.Set(name, kProse, 100)) << name;
  }
}

TEST(Typesetter, LooksForNoMarkup) {
  const Typesetter typesetter;
  const Style plain = {.size = 10};
  EXPECT_GT(WidthOf(typesetter.Set("<b>x</b>", plain, 500).value()),
            2 * WidthOf(typesetter.Set("x", plain, 500).value()));
}

TEST(SetOnOneLine, BecomesSmallerUntilItFits) {
  const Typesetter typesetter;
  const Lines lines = typesetter.SetOnOneLine(Repeat("田", 20), {.size = 12}, 200, 8).value();
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_NEAR(lines[0].width(), 200, 1);
  EXPECT_EQ(typesetter.SetOnOneLine(Repeat("田", 30), {.size = 12}, 200, 8).value().size(), 2u);
}

TEST(SetHeading, LeavesNoSingleCharacterBelow) {
  const Typesetter typesetter;
  const Style style = {.size = 10};
  EXPECT_EQ(typesetter.SetHeading(Repeat("田", 11), style, 100).value().size(), 1u);  // smaller
  const Lines two = typesetter.SetHeading(Repeat("田", 13), style, 100).value();
  ASSERT_EQ(two.size(), 2u);
  EXPECT_GT(two[1].width(), 50);  // seven and six, not ten and three
}

}  // namespace
}  // namespace qianmo::print
