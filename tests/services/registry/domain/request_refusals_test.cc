// Refusals of what a request says name their field, so that a page can show them beside it.
#include "registry/domain/request_refusals.h"

#include <set>

#include <gtest/gtest.h>

namespace qianmo::registry::refusals {
namespace {

TEST(RequestRefusals, NameTheFieldAndHaveReasonsOfTheirOwn) {
  std::set<std::string> reasons;
  for (const Refusal& refusal :
       {NameUnreadable("f"), IdNumberMalformed("f"), CreditCodeMalformed("f"), MaskUnknown("f"),
        PhoneMalformed("f"), BankAccountMalformed("f")}) {
    EXPECT_TRUE(reasons.insert(refusal.reason).second) << refusal.reason;
    EXPECT_EQ(refusal.kind, Refusal::Kind::kInvalid) << refusal.reason;
    EXPECT_EQ(refusal.fields.size(), 1u) << refusal.reason;
  }
}

TEST(RequestRefusals, TellWhoeverComesTooLateToReadAgain) {
  EXPECT_EQ(EtagStale().kind, Refusal::Kind::kConflict);
}

}  // namespace
}  // namespace qianmo::registry::refusals
