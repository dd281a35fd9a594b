// Tables of assets: their heads, and the words in their cells.
#include "registry/domain/asset_columns.h"

#include <gtest/gtest.h>

namespace qianmo::registry {
namespace {

TEST(AssetColumns, WantCollectiveNameClassQuantityAndMeasure) {
  const std::vector<std::string> needed = {"集体", "资产名称", "资产类别", "数量", "计量单位"};
  EXPECT_TRUE(TableHeader::Read(AssetColumns(), needed).ok());
  for (std::size_t i = 0; i < needed.size(); ++i) {
    auto without = needed;
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
    const auto read = TableHeader::Read(AssetColumns(), without);
    ASSERT_FALSE(read.ok());
    EXPECT_EQ(read.refusal().metadata.at(0).second, needed[i]);
  }
}

TEST(AssetColumns, AreReadByTheNamesThatAreWritten) {
  std::vector<std::string> all;
  for (const auto& titles : AssetColumns().titles) all.emplace_back(titles.front());
  const auto read = TableHeader::Read(AssetColumns(), all);
  ASSERT_TRUE(read.ok()) << read.refusal().message;
  EXPECT_EQ(read->PositionOf(AssetColumn::kState), 12);
  EXPECT_EQ(read->PositionOf(AssetColumn::kReason), 13);
}

// Every word that an export writes is one that an import reads.
template <class Meaning>
void ExpectReadBack(const std::map<std::string_view, Meaning>& words, int first, int last) {
  for (int i = first; i <= last; ++i) {
    const auto meaning = static_cast<Meaning>(i);
    const auto found = words.find(ChineseWord(meaning));
    ASSERT_NE(found, words.end()) << i;
    EXPECT_EQ(found->second, meaning) << found->first;
  }
}

TEST(AssetColumns, KnowTheWordsThatAreWritten) {
  ExpectReadBack(AssetClassWords(), 1, 3);
  ExpectReadBack(RightTypeWords(), 0, 7);
  ExpectReadBack(RightTypeWords(), 9, 9);
  ExpectReadBack(MeasureWords(), 0, 4);
  ExpectReadBack(AssetStateWords(), 1, 6);
}

}  // namespace
}  // namespace qianmo::registry
