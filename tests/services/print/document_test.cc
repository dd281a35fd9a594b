#include "print/document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/print/proof.h"

namespace qianmo::print {
namespace {

using testing::HasSubstr;

std::string Draw(int pages, std::size_t* largest = nullptr) {
  std::string pdf;
  Document document(Info(), [&](std::string_view bytes) {
    if (largest) *largest = std::max(*largest, bytes.size());
    pdf += bytes;
  });
  for (int i = 0; i < pages; ++i) {
    cairo_t* cairo = document.NewPage(595, 842);
    cairo_rectangle(cairo, 100, 100, i + 1, 20);
    cairo_fill(cairo);
  }
  document.Finish();
  EXPECT_EQ(document.pages(), pages);
  return pdf;
}

TEST(Document, SaysWhatItIs) {
  const std::string facts = Facts(Draw(3));
  EXPECT_THAT(facts, HasSubstr("信函 青石镇 第3批"));
  EXPECT_THAT(facts, HasSubstr("青石镇农村集体资产管理服务中心"));
  EXPECT_THAT(facts, HasSubstr("CreationDate:    2026-11-18T11:06:40Z"));
  EXPECT_THAT(facts, HasSubstr("Pages:           3"));
}

TEST(Document, SaysItsLanguageAndThatBacksStayEmpty) {
  const std::string pdf = Draw(1);
  EXPECT_THAT(pdf, HasSubstr("/Lang (zh-CN)"));
  EXPECT_THAT(pdf, HasSubstr("/Duplex /Simplex"));
}

TEST(Document, IsTheSameForTheSameInput) { EXPECT_EQ(Draw(20), Draw(20)); }

TEST(Document, LeavesInPiecesOfBoundedSize) {
  std::size_t largest = 0;
  const std::string pdf = Draw(2000, &largest);
  EXPECT_GT(pdf.size(), 500'000u);
  EXPECT_LT(largest, 100'000u);
}

TEST(Document, ThrowsWhatItsReaderThrew) {
  Document document(Info(), [](std::string_view) { throw std::runtime_error("disk full"); });
  EXPECT_THROW(
      {
        for (int i = 0; i < 2000; ++i) document.NewPage(595, 842);
        document.Finish();
      },
      std::runtime_error);
}

TEST(Document, WritesNothingMoreWhenItIsGivenUp) {
  std::string pdf;
  {
    Document document(Info(), [&](std::string_view bytes) { pdf += bytes; });
    document.NewPage(595, 842);
  }
  EXPECT_EQ(pdf, "");
}

}  // namespace
}  // namespace qianmo::print
