#include "ledger/domain/sub_account_number.h"

#include <stdexcept>

#include <gtest/gtest.h>

namespace qianmo::ledger {
namespace {

TEST(SubAccountNumber, IsTheSameForTheSameSerial) {
  EXPECT_EQ(SubAccountNumber::Nth(1).text(), "600000000165");
  EXPECT_EQ(SubAccountNumber::Nth(1).printed(), "6000 0000 0165");
  EXPECT_EQ(SubAccountNumber::Nth(999'999'999).text().size(), 12u);
  EXPECT_THROW(SubAccountNumber::Nth(0), std::out_of_range);
  EXPECT_THROW(SubAccountNumber::Nth(1'000'000'000), std::out_of_range);
}

TEST(SubAccountNumber, IsReadAsPeopleAndBanksWriteIt) {
  const auto number = SubAccountNumber::Nth(4711);
  for (const std::string& written : {number.text(), number.printed(), " " + number.printed() + "\t",
                                     "６" + number.text().substr(1),
                                     number.text().substr(0, 6) + "-" + number.text().substr(6)}) {
    EXPECT_EQ(SubAccountNumber::Read(written), number) << written;
  }
  for (const char* none : {"", "6", "600000000166", "6000000001650", "500000000165", "60000000016x",
                           "60000000016", "\xff"}) {
    EXPECT_FALSE(SubAccountNumber::Read(none)) << none;
  }
}

TEST(SubAccountNumber, IsNoOtherByOneWrongDigitOrTwoThatChangedPlaces) {
  for (std::int64_t serial = 1; serial < 3000; serial += 37) {
    const std::string text = SubAccountNumber::Nth(serial).text();
    for (std::size_t i = 0; i < text.size(); ++i) {
      for (char digit = '0'; digit <= '9'; ++digit) {
        std::string wrong = text;
        wrong[i] = digit;
        EXPECT_EQ(SubAccountNumber::Read(wrong).has_value(), wrong == text) << wrong;
      }
      for (std::size_t j = i + 1; j < text.size(); ++j) {
        std::string wrong = text;
        std::swap(wrong[i], wrong[j]);
        EXPECT_EQ(SubAccountNumber::Read(wrong).has_value(), wrong == text) << wrong;
      }
    }
  }
}

}  // namespace
}  // namespace qianmo::ledger
