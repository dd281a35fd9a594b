// What the operator's commands ask of the house itself, beyond any one service.
#pragma once

#include <string>
#include <vector>

#include "pg/transaction.h"

namespace qianmo::ctl {

// What the connected role is to this database.
struct Standing {
  std::string role;
  std::string database;
  bool owns_database = false;
  bool makes_roles = false;
  bool has_postgis = false;  // or may create it
};
Standing StandingOf(pg::Transaction& tx);

// What a backup has to know.
struct Cluster {
  std::string role;
  std::string database;
  std::string version;  // of the server
  bool may_replicate = false;
  bool has_tablespaces = false;
};
Cluster ClusterOf(pg::Transaction& tx);

// Keeps other migrators and rotations of this database waiting until the transaction ends.
void HoldPasswords(pg::Transaction& tx);
// The roles of roles.sql, "qianmo_identity" and so on: those that were let into this database.
std::vector<std::string> ServiceRoles(pg::Transaction& tx);
// The services whose first migration has been applied, by name.
std::vector<std::string> FurnishedServices(pg::Transaction& tx);
// One sentence for each breach of the rules of tenancy and rights (db/catalog.h).
std::vector<std::string> CatalogFaults(const std::string& url);

}  // namespace qianmo::ctl
