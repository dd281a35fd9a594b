// A part of a table that was checked.
#pragma once

#include "crypto/keyring.h"
#include "registry/import_store.h"
#include "registry/import_table.h"

namespace qianmo::registry {

inline constexpr std::size_t kRowsAPart = 4'000;

struct CheckedPart {
  sheet::CsvPlace next;  // where the next part begins
  bool last;             // there is none
};

}  // namespace qianmo::registry
