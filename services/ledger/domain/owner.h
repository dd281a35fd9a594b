// Whose books may be opened.
#pragma once

#include "base/result.h"

namespace qianmo::ledger {

// The numbers are those of qianmo.ledger.v1.Books.Kind.
enum class BooksKind { kCollective = 1, kCommittee = 2, kCustody = 3 };

// Which books a collective keeps, as the registry has it; the numbers are those of
// qianmo.registry.v1.BookType.
enum class KeptBooks { kSeparate = 1, kJoint = 2, kNone = 3 };

struct Owner {
  bool active;
  KeptBooks kept;
};

// A collective that keeps its money together with its committee's has one set of books for both.
// Refuses COLLECTIVE_ENDED, BOOKS_KIND_UNFIT.
Result<Done> CheckOwner(const Owner& owner, BooksKind kind);

}  // namespace qianmo::ledger
