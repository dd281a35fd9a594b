#include "qianmoctl/house_store.h"

#include <iterator>

#include <pqxx/transaction>

#include "db/catalog.h"

namespace qianmo::ctl {
namespace {

std::vector<std::string> Names(const pqxx::result& rows) {
  std::vector<std::string> names;
  for (const auto& row : rows) names.push_back(pg::Get<std::string>(row, "name"));
  return names;
}

}  // namespace

Standing StandingOf(pg::Transaction& tx) {
  const auto row = tx.Run(
      "SELECT current_user AS role, current_database() AS database,"
      " r.rolsuper OR r.rolcreaterole AS makes_roles,"
      " pg_has_role(d.datdba, 'USAGE') AS owns_database,"
      " r.rolsuper OR EXISTS (SELECT FROM pg_extension WHERE extname = 'postgis') AS has_postgis"
      " FROM pg_roles r CROSS JOIN pg_database d"
      " WHERE r.rolname = current_user AND d.datname = current_database()")[0];
  return {.role = pg::Get<std::string>(row, "role"),
          .database = pg::Get<std::string>(row, "database"),
          .owns_database = pg::Get<bool>(row, "owns_database"),
          .makes_roles = pg::Get<bool>(row, "makes_roles"),
          .has_postgis = pg::Get<bool>(row, "has_postgis")};
}

Cluster ClusterOf(pg::Transaction& tx) {
  const auto row = tx.Run(
      "SELECT current_user AS role, current_database() AS database,"
      " current_setting('server_version') AS version, rolsuper OR rolreplication AS may_replicate,"
      " EXISTS (SELECT FROM pg_tablespace WHERE spcname !~ '^pg_') AS has_tablespaces"
      " FROM pg_roles WHERE rolname = current_user")[0];
  return {.role = pg::Get<std::string>(row, "role"),
          .database = pg::Get<std::string>(row, "database"),
          .version = pg::Get<std::string>(row, "version"),
          .may_replicate = pg::Get<bool>(row, "may_replicate"),
          .has_tablespaces = pg::Get<bool>(row, "has_tablespaces")};
}

void HoldPasswords(pg::Transaction& tx) {
  tx.Run("SELECT pg_advisory_xact_lock(7236894150216444)");  // a number that nothing else locks
}

std::vector<std::string> ServiceRoles(pg::Transaction& tx) {
  return Names(
      tx.Run("SELECT DISTINCT r.rolname::text AS name FROM pg_database d"
             " CROSS JOIN aclexplode(d.datacl) a JOIN pg_roles r ON r.oid = a.grantee"
             " WHERE d.datname = current_database() AND a.privilege_type = 'CONNECT'"
             " AND starts_with(r.rolname::text, 'qianmo_') ORDER BY name"));
}

std::vector<std::string> FurnishedServices(pg::Transaction& tx) {
  return Names(
      tx.Run("SELECT n.nspname::text AS name FROM pg_namespace n"
             " JOIN pg_class outbox ON outbox.relnamespace = n.oid AND outbox.relname = 'outbox'"
             " JOIN pg_class journal ON journal.relnamespace = n.oid"
             " AND journal.relname = 'journal' ORDER BY name"));
}

std::vector<std::string> CatalogFaults(const std::string& url) {
  pg::Connection connection(pg::ConnectionString(url, {}));
  pqxx::read_transaction work(connection.raw());
  auto faults = db::TenancyFaults(work);
  auto rights = db::RightsFaults(work);
  faults.insert(faults.end(), std::move_iterator(rights.begin()), std::move_iterator(rights.end()));
  return faults;
}

}  // namespace qianmo::ctl
