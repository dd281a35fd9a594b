// The page of refusals: reasons of their own, sentences, and fields where a request is invalid.
#include "registry/domain/refusals.h"

#include <set>
#include <vector>

#include <gtest/gtest.h>

namespace qianmo::registry::refusals {
namespace {

std::vector<Refusal> All() {
  return {FileNameMalformed("f", "is bad"),
          UploadCountExhausted(1),
          UploadBytesExhausted(1),
          UploadNotFound(),
          UploadEnded("finished"),
          UploadExpired(),
          ChunkTooSmall(1),
          ChunkTooLarge(1),
          ChunkGap(1),
          ChunkChanged(1),
          ChunkBeyondEnd(1),
          UploadIncomplete(1, 2),
          ContentMismatch("a", "b"),
          FileNotFound()};
}

TEST(Refusals, HaveReasonsOfTheirOwn) {
  std::set<std::string> reasons;
  for (const Refusal& refusal : All()) {
    EXPECT_TRUE(reasons.insert(refusal.reason).second) << refusal.reason << " is used twice";
    EXPECT_FALSE(refusal.message.empty()) << refusal.reason;
  }
}

TEST(Refusals, NameAFieldExactlyWhenARequestIsInvalid) {
  for (const Refusal& refusal : All()) {
    EXPECT_EQ(!refusal.fields.empty(), refusal.kind == Refusal::Kind::kInvalid) << refusal.reason;
    EXPECT_EQ(refusal.retry_after.has_value(), refusal.kind == Refusal::Kind::kExhausted)
        << refusal.reason;
  }
}

}  // namespace
}  // namespace qianmo::registry::refusals
