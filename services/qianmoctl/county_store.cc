#include "qianmoctl/county_store.h"

namespace qianmo::ctl {

Result<Done> HoldCounties(pg::Transaction& tx) {
  const auto rows = tx.Run("SELECT to_regclass('identity.account') IS NOT NULL AS ready");
  if (!pg::Get<bool>(rows[0], "ready")) {
    return Refusal{Refusal::Kind::kPrecondition, "NOT_MIGRATED",
                   "the database lacks identity's tables; run qianmoctl migrate first"};
  }
  tx.Run("LOCK TABLE house.county IN SHARE ROW EXCLUSIVE MODE");
  return Done{};
}

std::optional<County> FindCounty(pg::Transaction& tx, CountyId id) {
  const auto rows = tx.Run("SELECT name, code FROM house.county WHERE county_id = $1", id);
  if (rows.empty()) return std::nullopt;
  return County{id, pg::Get<std::string>(rows[0], "name"), pg::Get<std::string>(rows[0], "code")};
}

bool HasOtherCounty(pg::Transaction& tx, CountyId id) {
  return !tx.Run("SELECT county_id FROM house.county WHERE county_id <> $1 LIMIT 1", id).empty();
}

void InsertCounty(pg::Transaction& tx, const County& county) {
  tx.Run(
      "INSERT INTO house.county (county_id, name, code) VALUES ($1, $2, $3)"
      " ON CONFLICT (county_id) DO NOTHING",
      county.id, county.name, county.code);
}

bool IsForDemo(pg::Transaction& tx) {
  const auto rows = tx.Run(
      "SELECT EXISTS (SELECT FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase"
      " WHERE s.setrole = 0 AND d.datname = current_database()"
      "   AND 'qianmo.demo=welcome' = ANY (s.setconfig)) AS welcome");
  return pg::Get<bool>(rows[0], "welcome");
}

bool HasAccounts(pg::Transaction& tx, CountyId id) {
  return !tx.Run("SELECT id FROM identity.account WHERE county_id = $1 LIMIT 1", id).empty();
}

}  // namespace qianmo::ctl
