#include "registry/domain/file_quota.h"

#include <algorithm>

#include "registry/domain/refusals.h"

namespace qianmo::registry {

Result<Done> DecideRoom(const KeptBytes& kept, std::int64_t size) {
  const std::int64_t account_left = kMostBytesOfAccount - kept.of_account;
  if (size > account_left) {
    return refusals::FileQuotaSpent("account", std::max<std::int64_t>(account_left, 0));
  }
  const std::int64_t county_left = kMostBytesOfCounty - kept.of_county;
  if (size > county_left) {
    return refusals::FileQuotaSpent("county", std::max<std::int64_t>(county_left, 0));
  }
  return Done{};
}

}  // namespace qianmo::registry
