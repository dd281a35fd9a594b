#include "base/search_terms.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace qianmo {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

TEST(SearchTerms, AreTheCharactersOfANameAndItsPairsEachOnce) {
  EXPECT_THAT(SearchTerms("张三丰"), UnorderedElementsAre("张", "三", "丰", "张三", "三丰"));
  EXPECT_THAT(SearchTerms("aAa"), UnorderedElementsAre("a", "aa"));
  EXPECT_THAT(SearchTerms(""), IsEmpty());
}

TEST(QueryTerms, ArePairsOrTheOnlyCharacter) {
  EXPECT_THAT(QueryTerms("三"), ElementsAre("三"));
  EXPECT_THAT(QueryTerms("张三"), ElementsAre("张三"));
  EXPECT_THAT(QueryTerms("张 三"), ElementsAre("张三")) << "blanks do not matter";
  EXPECT_THAT(QueryTerms("ＡＢ"), ElementsAre("ab")) << "nor width, nor case";
  EXPECT_THAT(QueryTerms(" "), IsEmpty());
}

TEST(QueryTerms, AreHadByEveryNameWithThatPart) {
  const auto name = SearchTerms("演示县农交中心");
  for (const char* part : {"农", "农交", "农交中心", "演示县农交中心"}) {
    for (const auto& term : QueryTerms(part)) {
      EXPECT_NE(std::find(name.begin(), name.end(), term), name.end()) << part << " " << term;
    }
  }
}

}  // namespace
}  // namespace qianmo
