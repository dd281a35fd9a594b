#include "registry/domain/table_import.h"

#include "registry/domain/import_refusals.h"

namespace qianmo::registry {

Result<Done> DecideConfirmImport(const ImportFacts& facts, const Uuid& person) {
  if (facts.state != ImportState::kChecked) return refusals::ImportNotChecked();
  if (facts.maker_person == person) return refusals::ImportSamePerson();
  return Done{};
}

Result<Done> DecideWithdrawImport(const ImportFacts& facts) {
  const bool open = facts.state == ImportState::kChecking || facts.state == ImportState::kChecked;
  if (!open) return refusals::ImportEnded();
  return Done{};
}

ImportState AfterCheck(std::int64_t bad_rows, bool skip_bad_rows) {
  return bad_rows == 0 || skip_bad_rows ? ImportState::kChecked : ImportState::kRefused;
}

}  // namespace qianmo::registry
