// Names and numbers of the demo are well-formed, nobody's, and the same on every machine.
#include "qianmoctl/demo_names.h"

#include <set>

#include <gtest/gtest.h>

#include "base/credit_code.h"
#include "base/identity_number.h"

namespace qianmo::ctl {
namespace {

TEST(DemoNames, AreTheSameForTheSameDice) {
  Dice one(7), other(7);
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(DemoSurname(&one) + DemoGivenName(&one, i % 2 == 0),
              DemoSurname(&other) + DemoGivenName(&other, i % 2 == 0));
  }
  // The engine's first throw by the standard: another machine throws the same.
  EXPECT_EQ(Dice(5489).Between(0, 999'999'999), static_cast<int>(3499211612u % 1'000'000'000));
}

TEST(DemoNames, HaveIdNumbersThatFitAndNobodyHas) {
  const Date born = std::chrono::year(1980) / 2 / 29;
  std::set<std::string> numbers;
  for (int serial = 0; serial < 30'000; serial += 7) {
    const bool man = serial % 2 == 0;
    const std::string number = DemoIdNumber(serial, born, man);
    EXPECT_EQ(ReadIdentityNumber(number), number);
    EXPECT_EQ(BirthDateOf(number), born);
    EXPECT_EQ((number[16] - '0') % 2, man ? 1 : 0) << number;
    EXPECT_TRUE(number.starts_with("99")) << number;
    EXPECT_TRUE(numbers.insert(number).second) << number;
  }
}

TEST(DemoNames, HaveTelephonesOfARangeThatWasNeverGiven) {
  EXPECT_EQ(DemoPhone(12), "16000000012");
  EXPECT_NE(DemoPhone(1), DemoPhone(10));
}

TEST(DemoNames, HaveCreditCodesThatFit) {
  for (int serial = 1; serial < 40; ++serial) {
    const std::string code = DemoCreditCode("N2", serial);
    EXPECT_EQ(ReadCreditCode(code), code);
    EXPECT_TRUE(code.starts_with("N2990001")) << code;
  }
}

}  // namespace
}  // namespace qianmo::ctl
