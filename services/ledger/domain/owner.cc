#include "ledger/domain/owner.h"

#include "ledger/domain/refusals.h"

namespace qianmo::ledger {

Result<Done> CheckOwner(const Owner& owner, BooksKind kind) {
  if (!owner.active) return refusals::CollectiveEnded();
  const bool fits = owner.kept == KeptBooks::kSeparate
                        ? kind != BooksKind::kCustody
                        : owner.kept == KeptBooks::kJoint && kind == BooksKind::kCollective;
  if (!fits) return refusals::BooksKindUnfit();
  return Done{};
}

}  // namespace qianmo::ledger
