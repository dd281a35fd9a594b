// Finding a sub-account's number in what payers write.
#include "ledger/bankfile/sub_account.h"

#include <gtest/gtest.h>

namespace qianmo::ledger::bankfile {
namespace {

TEST(FindSubAccount, TakesExactlyTheDigitsBehindThePrefix) {
  const SubAccountRule rule{.place = SubAccountPlace::kRemittance, .prefix = "保证金", .digits = 6};
  struct Case {
    const char* text;
    const char* number;
  };
  for (const Case& one :
       {Case{"保证金123456", "123456"}, Case{"张三交保证金123456，谢谢", "123456"},
        Case{"保证金12345", ""}, Case{"保证金1234567", ""}, Case{"123456", ""},
        Case{"保证金： 123456", "123456"}, Case{"保证金-123456", ""}, Case{"", ""},
        Case{"保证金123456 保证金123456", "123456"}, Case{"保证金123456 保证金654321", ""},
        Case{"保证金保证金123456", "123456"}}) {
    EXPECT_EQ(FindSubAccount(one.text, rule), one.number) << one.text;
  }
}

TEST(FindSubAccount, NeedsNoPrefix) {
  const SubAccountRule rule{.place = SubAccountPlace::kRemittance, .prefix = "", .digits = 4};
  EXPECT_EQ(FindSubAccount("1234", rule), "1234");
  // The end of a longer number is a number of its own only with a prefix in front.
  EXPECT_EQ(FindSubAccount("91234", rule), "");
}

}  // namespace
}  // namespace qianmo::ledger::bankfile
