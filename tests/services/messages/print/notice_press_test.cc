#include "messages/print/notice_press.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/messages/print/samples.h"

namespace qianmo::messages::print {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string Print(const std::vector<Notice>& notices) {
  auto pdf = PrintNotices(Info(), notices);
  EXPECT_TRUE(pdf) << pdf.refusal().message;
  return *std::move(pdf);
}

TEST(PrintNotices, CarriesEveryWordAndTheDates) {
  for (const Paper paper : {Paper::kA3, Paper::kA4}) {
    Notice notice = LeaseNotice();
    notice.paper = paper;
    const auto pages = TextOf(Print({notice}));
    ASSERT_EQ(pages.size(), 1u);
    for (const std::string& part :
         {notice.title, notice.body, notice.sender.organisation, notice.link->shown, notice.number,
          std::string("2026年11月20日至2026年11月27日")}) {
      EXPECT_THAT(Tight(pages[0]), HasSubstr(Tight(part)));
    }
  }
}

TEST(PrintNotices, HasTheSizeOfItsPaper) {
  EXPECT_THAT(Facts(Print({LeaseNotice()})), HasSubstr("841.89 x 1190.55 pts (A3)"));
  Notice small = LeaseNotice();
  small.paper = Paper::kA4;
  EXPECT_THAT(Facts(Print({small})), HasSubstr("595.276 x 841.89 pts (A4)"));
}

TEST(PrintNotices, HasAQrOnEverySheet) {
  Notice notice = LeaseNotice();
  for (int i = 0; i < 3; ++i) notice.body += "\n" + notice.body;
  const std::string pdf = Print({notice});
  const std::size_t sheets = TextOf(pdf).size();
  ASSERT_GT(sheets, 1u);
  for (std::size_t sheet = 1; sheet <= sheets; ++sheet) {
    EXPECT_THAT(ReadQrCodes(Render(pdf, static_cast<int>(sheet), 100)),
                ElementsAre(notice.link->url));
    EXPECT_THAT(Tight(TextOf(pdf)[sheet - 1]),
                HasSubstr("第" + std::to_string(sheet) + "页共" + std::to_string(sheets) + "页"));
  }
}

TEST(PrintNotices, BecomesSmallerBeforeItTakesASecondSheet) {
  NoticePress press(Info(), [](std::string_view) {});
  Notice notice = LeaseNotice();
  notice.body += notice.body.substr(0, notice.body.find('\n'));
  EXPECT_EQ(press.Add(notice).value(), 1);
  for (int i = 0; i < 3; ++i) notice.body += "\n" + notice.body;
  EXPECT_GT(press.Add(notice).value(), 1);
}

TEST(PrintNotices, NamesTheNoticeThatCannotBePrinted) {
  Notice notice = LeaseNotice();
  notice.body += "\xf3\xb0\x80\x80";
  const auto pdf = PrintNotices(Info(), {LeaseNotice(), notice});
  ASSERT_FALSE(pdf);
  EXPECT_EQ(pdf.refusal().reason, "GLYPH_MISSING");
  EXPECT_THAT(pdf.refusal().message, HasSubstr("in notice 7-000456"));
}

TEST(PrintNotices, IsTheSameForTheSameNotices) {
  EXPECT_EQ(Print({LeaseNotice()}), Print({LeaseNotice()}));
}

}  // namespace
}  // namespace qianmo::messages::print
