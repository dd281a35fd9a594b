#include "ledger/domain/custody_account.h"

#include <set>

#include <gtest/gtest.h>

namespace qianmo::ledger {
namespace {

TEST(CustodyAccount, IsALiabilityOfTheCustodyChartEach) {
  std::set<std::string> codes;
  for (const auto account :
       {CustodyAccount::kDeposits, CustodyAccount::kPayable, CustodyAccount::kInTransit,
        CustodyAccount::kSuspense, CustodyAccount::kInterest, CustodyAccount::kForfeited}) {
    const AccountCode code = CodeOf(account);
    codes.insert(code.text());
    EXPECT_EQ(FindAccount(Chart::kCustody, code)->nature, Nature::kLiability);
    EXPECT_EQ(FloorOf(Chart::kCustody, code), Fen()) << "nobody is owed less than nothing";
  }
  EXPECT_EQ(codes.size() + 2, ChartAccounts(Chart::kCustody).size())
      << "and there is the bank, and what it took for itself";
}

}  // namespace
}  // namespace qianmo::ledger
