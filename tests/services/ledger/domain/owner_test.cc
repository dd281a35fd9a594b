#include "ledger/domain/owner.h"

#include <gtest/gtest.h>

namespace qianmo::ledger {
namespace {

TEST(Owner, KeepsTheBooksThatTheRegistrySays) {
  struct Case {
    Owner owner;
    BooksKind kind;
    const char* refusal;
  };
  const Case cases[] = {{{true, KeptBooks::kSeparate}, BooksKind::kCollective, ""},
                        {{true, KeptBooks::kSeparate}, BooksKind::kCommittee, ""},
                        {{true, KeptBooks::kSeparate}, BooksKind::kCustody, "BOOKS_KIND_UNFIT"},
                        {{true, KeptBooks::kJoint}, BooksKind::kCollective, ""},
                        {{true, KeptBooks::kJoint}, BooksKind::kCommittee, "BOOKS_KIND_UNFIT"},
                        {{true, KeptBooks::kJoint}, BooksKind::kCustody, "BOOKS_KIND_UNFIT"},
                        {{true, KeptBooks::kNone}, BooksKind::kCollective, "BOOKS_KIND_UNFIT"},
                        {{true, KeptBooks::kNone}, BooksKind::kCommittee, "BOOKS_KIND_UNFIT"},
                        {{false, KeptBooks::kSeparate}, BooksKind::kCollective, "COLLECTIVE_ENDED"},
                        {{false, KeptBooks::kNone}, BooksKind::kCommittee, "COLLECTIVE_ENDED"}};
  for (const Case& one : cases) {
    const auto checked = CheckOwner(one.owner, one.kind);
    EXPECT_EQ(checked ? "" : checked.refusal().reason, one.refusal)
        << static_cast<int>(one.owner.kept) << static_cast<int>(one.kind);
  }
}

}  // namespace
}  // namespace qianmo::ledger
