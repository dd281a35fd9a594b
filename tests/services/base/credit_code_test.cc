#include "base/credit_code.h"

#include <gtest/gtest.h>

namespace qianmo {
namespace {

constexpr char kWrong[] = "wrong";

std::string CodeOf(const std::string& typed) { return ReadCreditCode(typed).value_or(kWrong); }

// Check characters reckoned with the standard's table of weights, which the code does not use.
TEST(ReadCreditCode, ChecksTheLastCharacter) {
  EXPECT_EQ(CodeOf("91350100M000100Y43"), "91350100M000100Y43");
  EXPECT_EQ(CodeOf("N2990001MF0000001K"), "N2990001MF0000001K");
  EXPECT_EQ(CodeOf("91990001MA0000001R"), "91990001MA0000001R");
  EXPECT_EQ(CodeOf("91350100M000100Y44"), kWrong);
  EXPECT_EQ(CodeOf("91350010M000100Y43"), kWrong) << "two digits exchanged";
  EXPECT_EQ(CodeOf("N1990001MF0000001K"), kWrong) << "another level";
}

TEST(ReadCreditCode, TakesWhatPeopleType) {
  EXPECT_EQ(CodeOf(" n2990001 mf0000001k "), "N2990001MF0000001K");
  EXPECT_EQ(CodeOf("Ｎ２990001MF0000001K"), "N2990001MF0000001K");
}

TEST(ReadCreditCode, AsksForItsForm) {
  for (const char* wrong : {"", "N2990001MF0000001", "N2990001MF0000001KK", "I2990001MF0000001K",
                            "N2990001MF000000-K", "村2990001MF000001K", "\xff"}) {
    EXPECT_EQ(CodeOf(wrong), kWrong) << wrong;
  }
}

}  // namespace
}  // namespace qianmo
