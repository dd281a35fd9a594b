// The reasons of any method: what the house itself refuses with is among them.
#include "rpc/reasons.h"

#include <set>

#include <gtest/gtest.h>

namespace qianmo::rpc {
namespace {

TEST(ReasonsOfAnyMethod, AreTheHousesOwn) {
  for (const char* reason : {"TOKEN_MISSING", "INVALID_FIELD", "REQUEST_ID_REUSED", "OVERLOADED"}) {
    EXPECT_TRUE(IsReasonOfAnyMethod(reason)) << reason;
  }
  for (const char* reason : {"", "TOKEN", "SIGN_IN_REFUSED"}) {
    EXPECT_FALSE(IsReasonOfAnyMethod(reason)) << reason;
  }
}

TEST(ReasonsOfAnyMethod, AreNamedOnceAndExplained) {
  std::set<std::string_view> seen;
  for (const AnyReason& one : ReasonsOfAnyMethod()) {
    EXPECT_TRUE(seen.insert(one.reason).second) << one.reason;
    EXPECT_TRUE(one.meaning.ends_with('.')) << one.reason;
  }
}

}  // namespace
}  // namespace qianmo::rpc
