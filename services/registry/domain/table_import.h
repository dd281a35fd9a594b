// An import of a table on its way: checked row by row, confirmed by a second person, loaded.
#pragma once

#include "base/id.h"
#include "base/result.h"

namespace qianmo::registry {

using ImportId = Id<struct ImportTag>;

inline constexpr std::int64_t kMostImportRows = 300'000;
// A table with more of them is another table.
inline constexpr std::int64_t kMostImportFaults = 100'000;

// The numbers are those of qianmo.registry.v1.Import.
enum class ImportKind { kHouseholds = 1, kAssets = 2 };
enum class ImportState {
  kChecking = 1,
  kChecked = 2,
  kRefused = 3,
  kLoading = 4,
  kLoaded = 5,
  kWithdrawn = 6
};

struct ImportFacts {
  ImportState state;
  Uuid maker_person;
};

// Refuses IMPORT_NOT_CHECKED, SAME_PERSON.
Result<Done> DecideConfirmImport(const ImportFacts& facts, const Uuid& person);
// Refuses IMPORT_ENDED, also while it is loaded: that happens at once.
Result<Done> DecideWithdrawImport(const ImportFacts& facts);

// What comes of the check: everything is well, or bad rows may be left out.
ImportState AfterCheck(std::int64_t bad_rows, bool skip_bad_rows);

}  // namespace qianmo::registry
