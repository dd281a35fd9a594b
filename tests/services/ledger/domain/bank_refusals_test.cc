// What the bank's side refuses carries a reason of its own and a sentence.
#include "ledger/domain/bank_refusals.h"

#include <set>

#include <gtest/gtest.h>

namespace qianmo::ledger::refusals {
namespace {

TEST(BankRefusals, HaveReasonsOfTheirOwnAndASentence) {
  std::set<std::string> reasons;
  for (const Refusal& refusal : {BankAccountNotFound(), BankAccountExists(), BankAccountMissing(),
                                 PaymentUnderWay(), PaymentUnknown(), PaymentPaid()}) {
    EXPECT_TRUE(reasons.insert(refusal.reason).second) << refusal.reason;
    EXPECT_FALSE(refusal.message.empty() && refusal.fields.empty()) << refusal.reason;
  }
}

}  // namespace
}  // namespace qianmo::ledger::refusals
