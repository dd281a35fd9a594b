#include "qianmoctl/migrate.h"

#include <algorithm>
#include <iomanip>
#include <iostream>

#include "base/time_text.h"
#include "db/migrations.h"
#include "pg/migrator.h"
#include "qianmoctl/house_store.h"
#include "rpc/server.h"

namespace qianmo::ctl {
namespace {

const char* StateName(pg::MigrationState state) {
  switch (state) {
    case pg::MigrationState::kApplied:
      return "applied";
    case pg::MigrationState::kPending:
      return "pending";
    case pg::MigrationState::kEdited:
      return "edited since";
    case pg::MigrationState::kUnknown:
      return "unknown here";
  }
  throw std::logic_error("a migration in no state");
}

std::ostream& operator<<(std::ostream& out, const pg::MigrationStatus& migration) {
  return out << std::setw(4) << std::setfill('0') << migration.number << std::setfill(' ') << "  "
             << std::left << std::setw(20) << migration.name << "  " << std::setw(12)
             << StateName(migration.state) << std::right;
}

void Migrate(const Settings& settings) {
  settings.Ring();  // its faults are told before anything is changed
  Session session(settings.Database());
  RequireMigrator(session);
  const pg::Migrator migrator(settings.Database(), db::Migrations(), db::RolesSql());
  const std::vector<int> applied = migrator.Apply();
  for (const auto& migration : migrator.Status()) {
    if (std::find(applied.begin(), applied.end(), migration.number) == applied.end()) continue;
    std::cout << migration << '\n';
  }
  if (applied.empty()) std::cout << "every migration was there already\n";
  std::cout << "passwords of " << SetPasswords(session, settings) << " service roles set\n";
}

void Status(const Settings& settings) {
  const pg::Migrator migrator(settings.Database(), db::Migrations(), db::RolesSql());
  int open = 0;
  for (const auto& migration : migrator.Status()) {
    std::cout << migration;
    if (migration.applied_time) std::cout << "  " << FormatRfc3339(*migration.applied_time);
    std::cout << '\n';
    open += migration.state == pg::MigrationState::kApplied ? 0 : 1;
  }
  if (open > 0)
    throw Failure(std::to_string(open) + " of these migrations are not as they should be");
}

}  // namespace

void AddMigrate(CLI::App& app, Settings& settings) {
  app.add_subcommand("migrate", "Brings the database forward; sets the services' passwords")
      ->callback([&settings] { Migrate(settings); });
}

void AddStatus(CLI::App& app, Settings& settings) {
  app.add_subcommand("status", "Lists the migrations; exit 1 unless all are applied")
      ->callback([&settings] { Status(settings); });
}

void RequireMigrator(Session& session) {
  const Standing standing =
      session.Read([](pg::Transaction& tx) -> Result<Standing> { return StandingOf(tx); });
  if (!standing.makes_roles) {
    throw Failure("the role " + standing.role +
                  " may not make roles; name a superuser in the database url, or let one say: "
                  "ALTER ROLE " +
                  standing.role + " CREATEROLE");
  }
  if (!standing.owns_database) {
    throw Failure("the role " + standing.role + " does not own the database " + standing.database +
                  "; let its owner say: ALTER DATABASE " + standing.database + " OWNER TO " +
                  standing.role);
  }
  if (!standing.has_postgis) {
    throw Failure("the database " + standing.database + " has no PostGIS, and only a superuser " +
                  "can add it; let one say in it: CREATE SCHEMA postgis AUTHORIZATION " +
                  standing.role + "; CREATE EXTENSION postgis SCHEMA postgis");
  }
}

int SetPasswords(Session& session, const Settings& settings) {
  return session.Write([&](pg::Transaction& tx) -> Result<int> {
    HoldPasswords(tx);
    const crypto::Keyring ring = settings.Ring();
    const auto roles = ServiceRoles(tx);
    for (const std::string& role : roles) {
      pg::SetServicePassword(settings.Database(), role, rpc::DatabasePassword(ring, role));
    }
    return static_cast<int>(roles.size());
  });
}

}  // namespace qianmo::ctl
