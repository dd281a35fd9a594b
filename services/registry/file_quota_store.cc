#include "registry/file_quota_store.h"

#include "registry/upload_store.h"

namespace qianmo::registry {

KeptBytes KeptNow(pg::Transaction& tx, CountyId county, const Uuid& account) {
  const auto rows = tx.Run(
      "SELECT coalesce((SELECT kept_bytes FROM registry.uploader"
      "   WHERE county_id = $1 AND account_id = $2), 0) AS of_account,"
      "  coalesce((SELECT kept_bytes FROM registry.file_space WHERE county_id = $1), 0)"
      "   AS of_county",
      county, account);
  return {.of_account = pg::Get<std::int64_t>(rows[0], "of_account"),
          .of_county = pg::Get<std::int64_t>(rows[0], "of_county")};
}

KeptBytes HoldKept(pg::Transaction& tx, CountyId county, const Uuid& account) {
  HoldUploader(tx, county, account);
  tx.Run(
      "INSERT INTO registry.file_space (county_id, kept_bytes) VALUES ($1, 0)"
      " ON CONFLICT DO NOTHING",
      county);
  tx.Run("SELECT FROM registry.file_space WHERE county_id = $1 FOR UPDATE", county);
  return KeptNow(tx, county, account);
}

void AddKept(pg::Transaction& tx, CountyId county, const Uuid& account, std::int64_t size) {
  tx.Run(
      "UPDATE registry.uploader SET kept_bytes = kept_bytes + $3"
      " WHERE county_id = $1 AND account_id = $2",
      county, account, size);
  tx.Run("UPDATE registry.file_space SET kept_bytes = kept_bytes + $2 WHERE county_id = $1", county,
         size);
}

}  // namespace qianmo::registry
