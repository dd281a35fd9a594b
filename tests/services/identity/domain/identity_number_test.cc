#include "identity/domain/identity_number.h"

#include <gtest/gtest.h>

namespace qianmo::identity {
namespace {

TEST(ParseIdentityNumber, GivesItsOnlyForm) {
  EXPECT_EQ(*ParseIdentityNumber("identity_number", "11010519491231002x"), "11010519491231002X");
}

TEST(ParseIdentityNumber, NamesTheFieldOfOneThatCannotBe) {
  const auto number = ParseIdentityNumber("founder.identity_number", "110105194912310020");
  ASSERT_FALSE(number);
  EXPECT_EQ(number.refusal().reason, "IDENTITY_NUMBER_MALFORMED");
  ASSERT_EQ(number.refusal().fields.size(), 1u);
  EXPECT_EQ(number.refusal().fields[0].path, "founder.identity_number");
}

}  // namespace
}  // namespace qianmo::identity
