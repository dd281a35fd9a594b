// How much there is room for: files stay, and a database is no rubbish heap.
#pragma once

#include <cstdint>

#include "base/result.h"

namespace qianmo::registry {

inline constexpr std::int64_t kMostBytesOfAccount = std::int64_t{2} << 30;
inline constexpr std::int64_t kMostBytesOfCounty = std::int64_t{500} << 30;

// What is kept already: every file counts in full, also one whose content is there twice.
struct KeptBytes {
  std::int64_t of_account = 0;
  std::int64_t of_county = 0;
};

// Whether a file of this size may come in addition. Refuses FILE_QUOTA_SPENT.
Result<Done> DecideRoom(const KeptBytes& kept, std::int64_t size);

}  // namespace qianmo::registry
