#include "base/refusal.h"

#include <gtest/gtest.h>

namespace qianmo {
namespace {

TEST(Refusal, CarriesItsFactsAndTheRuleThatSpoke) {
  const Refusal refusal =
      Refusal{Refusal::Kind::kPrecondition, "TERM_TOO_LONG", "the term is over the limit"}
          .With("term_years", "25")
          .With("limit_years", "20")
          .Under("CC 705");
  EXPECT_EQ(refusal.kind, Refusal::Kind::kPrecondition);
  EXPECT_EQ(refusal.reason, "TERM_TOO_LONG");
  ASSERT_EQ(refusal.metadata.size(), 2u);
  EXPECT_EQ(refusal.metadata[1], std::make_pair(std::string("limit_years"), std::string("20")));
  EXPECT_EQ(refusal.article, "CC 705");
  EXPECT_FALSE(refusal.retry_after.has_value());
}

TEST(Refusal, NamesTheFieldThatIsInvalid) {
  const Refusal refusal = Refusal::InvalidField("account.display_name", "must not be empty");
  EXPECT_EQ(refusal.kind, Refusal::Kind::kInvalid);
  EXPECT_EQ(refusal.reason, "INVALID_FIELD");
  EXPECT_EQ(refusal.message, "account.display_name: must not be empty");
  ASSERT_EQ(refusal.fields.size(), 1u);
  EXPECT_EQ(refusal.fields[0].path, "account.display_name");
  EXPECT_EQ(refusal.fields[0].description, "must not be empty");
}

}  // namespace
}  // namespace qianmo
