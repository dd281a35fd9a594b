#include "identity/device_store.h"

#include "base/encoding.h"

namespace qianmo::identity {
namespace {

constexpr int kMostDevices = 20;

}  // namespace

bool IsKnownDevice(pg::Transaction& tx, CountyId county, AccountId account,
                   const crypto::Digest& token_hash) {
  const auto rows = tx.Run(
      "SELECT true FROM identity.device"
      " WHERE county_id = $1 AND token_hash = $2 AND account_id = $3",
      county, pg::Bytes{AsText(token_hash)}, account);
  return !rows.empty();
}

void RememberDevice(pg::Transaction& tx, CountyId county, AccountId account,
                    const crypto::Digest& shown, const crypto::Digest& token_hash, Time now) {
  tx.Run(
      "INSERT INTO identity.device"
      "  (county_id, token_hash, account_id, create_time, last_used_time)"
      " VALUES ($1, $2, $3, coalesce((SELECT create_time FROM identity.device"
      "   WHERE county_id = $1 AND token_hash = $4 AND account_id = $3), $5), $5)",
      county, pg::Bytes{AsText(token_hash)}, account, pg::Bytes{AsText(shown)}, now);
  tx.Run(
      "DELETE FROM identity.device WHERE county_id = $1 AND account_id = $2"
      "  AND (token_hash = $3 OR token_hash IN ("
      "    SELECT token_hash FROM identity.device WHERE county_id = $1 AND account_id = $2"
      "    ORDER BY last_used_time DESC, token_hash OFFSET $4))",
      county, account, pg::Bytes{AsText(shown)}, kMostDevices);
}

}  // namespace qianmo::identity
