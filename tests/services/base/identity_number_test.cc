#include "base/identity_number.h"

#include <gtest/gtest.h>

namespace qianmo {
namespace {

constexpr char kMalformed[] = "malformed";

std::string Parsed(const std::string& typed) {
  return ReadIdentityNumber(typed).value_or(kMalformed);
}

// Check characters reckoned with the table of weights of GB 11643, which the code does not use.
TEST(ReadIdentityNumber, ChecksTheLastCharacter) {
  EXPECT_EQ(Parsed("11010519491231002X"), "11010519491231002X");
  EXPECT_EQ(Parsed("11010519491231002x"), "11010519491231002X");
  EXPECT_EQ(Parsed(" １１０１０５ 19491231 002X"), "11010519491231002X");
  EXPECT_EQ(Parsed("330101190001010015"), "330101190001010015");
  for (const char last : std::string("0123456789")) {
    EXPECT_EQ(Parsed(std::string("11010519491231002") + last), kMalformed) << last;
  }
  EXPECT_EQ(Parsed("11010519491232002X"), kMalformed) << "a digit changed";
  EXPECT_EQ(Parsed("11010591491231002X"), kMalformed) << "two digits exchanged";
}

TEST(ReadIdentityNumber, AsksForABirthDateThatExists) {
  EXPECT_EQ(Parsed("330101200002290019"), "330101200002290019") << "a leap day";
  EXPECT_EQ(Parsed("330101199902290019"), kMalformed) << "no leap day";
  EXPECT_EQ(Parsed("330101200013010019"), kMalformed) << "month 13";
  EXPECT_EQ(Parsed("33010120000132001X"), kMalformed) << "day 32";
  EXPECT_EQ(Parsed("330101189912310010"), kMalformed) << "the day before 1900";
}

TEST(ReadIdentityNumber, AsksForItsForm) {
  for (const char* wrong : {"", "11010519491231002", "11010519491231002XX", "X1010519491231002X",
                            "1101051949123100-X", "\xff"}) {
    EXPECT_EQ(Parsed(wrong), kMalformed) << wrong;
  }
}

TEST(BirthDateOf, IsTheDateInTheNumber) {
  using namespace std::chrono;
  EXPECT_EQ(BirthDateOf("11010519491231002X"), Date(1949y / December / 31));
}

}  // namespace
}  // namespace qianmo
