// What bookings of banks can be, in tables.
#include "ledger/domain/matching.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace qianmo::ledger {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

TEST(RouteOf, KnowsEveryKindOfBooking) {
  constexpr BankSide kIn = BankSide::kCredit, kOut = BankSide::kDebit;
  struct Row {
    EntryFacts facts;  // side, reversal, names us, custody
    Route route;
    const char* why;
  };
  for (const Row& row : {Row{{kOut, false, true, false}, Route::kPayment, "PAYMENT_MISSING"},
                         Row{{kOut, false, false, false}, Route::kSearch, "PAYMENT_MISSING"},
                         Row{{kOut, true, true, false}, Route::kLook, "CREDIT_TAKEN_BACK"},
                         Row{{kOut, true, false, true}, Route::kLook, "CREDIT_TAKEN_BACK"},
                         Row{{kIn, false, true, true}, Route::kReturn, "CREDIT_UNEXPECTED"},
                         Row{{kIn, true, true, false}, Route::kReturn, "CREDIT_UNEXPECTED"},
                         Row{{kIn, false, false, true}, Route::kCustody, "CREDIT_UNEXPECTED"},
                         Row{{kIn, true, false, true}, Route::kLook, "CREDIT_UNEXPECTED"},
                         Row{{kIn, false, false, false}, Route::kLook, "CREDIT_UNEXPECTED"}}) {
    EXPECT_EQ(RouteOf(row.facts), row.route);
    EXPECT_EQ(WhyToLook(row.facts), row.why);
  }
}

TEST(PairByPayee, TakesTheSameAmountToTheSameAccount) {
  const std::vector<OpenItem> attempts = {
      {Fen(5), "张三", "1"}, {Fen(5), "张三", "1"}, {Fen(5), "李四", "2"}, {Fen(7), "张三", "1"}};
  EXPECT_THAT(PairByPayee({{Fen(5), "someone", "2"},
                           {Fen(7), "", "1"},
                           {Fen(5), "", "1"},
                           {Fen(5), "", "1"},
                           {Fen(5), "", "1"}},
                          attempts),
              ElementsAre(Pair(0, 2), Pair(1, 3), Pair(2, 0), Pair(3, 1)));
  EXPECT_THAT(PairByPayee({{Fen(6), "", "1"}, {Fen(5), "张三", "3"}, {Fen(5), "", ""}}, attempts),
              IsEmpty());
}

TEST(PairByPayee, DoesNotGuessWhichOfSeveralAlikeTheBankHasMade) {
  const std::vector<OpenItem> attempts = {
      {Fen(5), "张三", "1"}, {Fen(5), "张三", "1"}, {Fen(5), "李四", "2"}};
  const OpenItem debit{Fen(5), "张三", "1"};
  EXPECT_THAT(PairByPayee({debit}, attempts), IsEmpty());
  EXPECT_THAT(PairByPayee({debit, debit}, attempts), ElementsAre(Pair(0, 0), Pair(1, 1)));
  EXPECT_THAT(PairByPayee({debit, debit, debit}, attempts), ElementsAre(Pair(0, 0), Pair(1, 1)));
}

TEST(PairByPayee, TakesNoBookingForAPaymentThatTheBankDidNotHaveYet) {
  const Date day = std::chrono::year(2026) / 11 / 20;
  const std::vector<OpenItem> attempts = {{Fen(5), "张三", "1", day}};
  EXPECT_THAT(PairByPayee({{Fen(5), "", "1", day - std::chrono::days(1)}}, attempts), IsEmpty());
  EXPECT_THAT(PairByPayee({{Fen(5), "", "1", day}}, attempts), ElementsAre(Pair(0, 0)));
}

TEST(WholeAccount, IsNothingWhereTheBankMaskedIt) {
  EXPECT_EQ(WholeAccount("6222000000000001"), "6222000000000001");
  for (const char* masked : {"6222****0001", "6222 0000", ""}) EXPECT_EQ(WholeAccount(masked), "");
}

TEST(PairByPayee, GoesByNameOnlyWhereThatIsOneAccount) {
  const std::vector<OpenItem> attempts = {
      {Fen(5), "张三", "1"}, {Fen(5), "张三", "9"}, {Fen(5), "李四", "2"}};
  EXPECT_THAT(PairByPayee({{Fen(5), "张三", ""}, {Fen(5), "李四", ""}}, attempts),
              ElementsAre(Pair(1, 2)));
}

}  // namespace
}  // namespace qianmo::ledger
