#include "identity/domain/password_policy.h"

#include <gtest/gtest.h>

#include "services/identity/domain/people.h"

namespace qianmo::identity {
namespace {

std::string Password(const std::string& password) {
  return Outcome(CheckPassword("password", password, "zhang.san"));
}

std::string Repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

TEST(CheckPassword, CountsCodePointsOnBothSidesOfTheLimits) {
  EXPECT_EQ(Password("seven 7"), "PASSWORD_LENGTH");
  EXPECT_EQ(Password("eight 8x"), "OK");
  EXPECT_EQ(Password(Repeated("田", 7)), "PASSWORD_LENGTH");
  EXPECT_EQ(Password(Repeated("田", 8)), "OK");
  EXPECT_EQ(Password(Repeated("田", 128)), "OK");
  EXPECT_EQ(Password(Repeated("田", 129)), "PASSWORD_LENGTH");
  EXPECT_EQ(Password(""), "PASSWORD_LENGTH");
}

TEST(CheckPassword, RefusesTheHandleAndTheCommonest) {
  EXPECT_EQ(Password("Zhang.San"), "PASSWORD_IS_HANDLE");
  EXPECT_EQ(Password("zhang.san1"), "OK");
  for (const char* common : {"12345678", "password", "PassWord", "woaini1314", "zxcvbnm123"}) {
    EXPECT_EQ(Password(common), "PASSWORD_COMMON") << common;
  }
  EXPECT_EQ(Password("12345679"), "OK") << "one digit further";
}

TEST(CheckPassword, NamesTheField) {
  const auto refused = CheckPassword("new_password", "short", "x");
  ASSERT_FALSE(refused);
  ASSERT_EQ(refused.refusal().fields.size(), 1u);
  EXPECT_EQ(refused.refusal().fields[0].path, "new_password");
  EXPECT_EQ(refused.refusal().kind, Refusal::Kind::kInvalid);
}

TEST(CheckPin, TakesSixDigits) {
  for (const char* wrong : {"", "12908", "1290835", "12908a", "１２９", " 12908", "-12908"}) {
    EXPECT_EQ(Outcome(CheckPin("pin", wrong)), "PIN_MALFORMED") << wrong;
  }
  EXPECT_EQ(Outcome(CheckPin("pin", "129083")), "OK");
}

TEST(CheckPin, RefusesRunsAndRepetitions) {
  for (const char* guessable : {"123456", "654321", "345678", "890123", "210987", "000000",
                                "888888", "121212", "909090", "123123", "520520"}) {
    EXPECT_EQ(Outcome(CheckPin("pin", guessable)), "PIN_GUESSABLE") << guessable;
  }
  for (const char* fair :
       {"123457", "654320", "123465", "888889", "121213", "123124", "135790", "112233", "987651"}) {
    EXPECT_EQ(Outcome(CheckPin("pin", fair)), "OK") << fair;
  }
}

}  // namespace
}  // namespace qianmo::identity
