#include "pg/migrator.h"

#include <cstdio>
#include <map>
#include <stdexcept>
#include <utility>

#include <pqxx/connection>
#include <pqxx/nontransaction>
#include <pqxx/result>
#include <pqxx/transaction>

#include "pg/connection.h"
#include "pg/row.h"

namespace qianmo::pg {
namespace {

// An arbitrary number that only migrators lock; the lock is per database.
constexpr const char* kLockOthersOut = "SELECT pg_advisory_lock(7236894150216443)";

constexpr const char* kLedger = R"(
  CREATE SCHEMA IF NOT EXISTS house;
  CREATE TABLE IF NOT EXISTS house.migration (
    number integer PRIMARY KEY CHECK (number > 0),
    name text NOT NULL,
    checksum text NOT NULL CHECK (checksum ~ '^[0-9a-f]{64}$'),
    applied_time timestamptz NOT NULL))";

std::string Label(int number, std::string_view name) {
  char digits[16];
  std::snprintf(digits, sizeof digits, "%04d_", number);
  return "migration " + (digits + std::string(name));
}

std::string Checksum(pqxx::transaction_base& work, std::string_view sql) {
  const auto row = work.exec_params1(
      "SELECT encode(sha256(convert_to($1, 'UTF8')), 'hex') AS checksum", std::string(sql));
  return Get<std::string>(row, "checksum");
}

std::map<int, MigrationStatus> ReadLedger(pqxx::transaction_base& work) {
  std::map<int, MigrationStatus> applied;
  const auto present = work.exec1("SELECT to_regclass('house.migration') IS NOT NULL AS present");
  if (!Get<bool>(present, "present")) return applied;
  for (const auto& row :
       work.exec("SELECT number, name, checksum, applied_time FROM house.migration")) {
    const int number = Get<int>(row, "number");
    applied[number] =
        MigrationStatus{number, Get<std::string>(row, "name"), MigrationState::kUnknown,
                        Get<std::string>(row, "checksum"), Get<Time>(row, "applied_time")};
  }
  return applied;
}

std::vector<MigrationStatus> Compare(pqxx::transaction_base& work,
                                     std::span<const Migration> migrations) {
  std::map<int, MigrationStatus> known = ReadLedger(work);
  for (const Migration& migration : migrations) {
    const std::string checksum = Checksum(work, migration.sql);
    MigrationStatus& status = known[migration.number];
    if (status.applied_time) {
      const bool same = status.checksum == checksum && status.name == migration.name;
      status.state = same ? MigrationState::kApplied : MigrationState::kEdited;
    }
    status.number = migration.number;
    status.name = migration.name;
    status.checksum = checksum;
  }
  std::vector<MigrationStatus> all;
  for (auto& [number, status] : known) all.push_back(std::move(status));
  return all;
}

void RefuseEditedOrUnknown(const MigrationStatus& status) {
  const std::string label = Label(status.number, status.name);
  if (status.state == MigrationState::kEdited) {
    throw MigrationRefused(label + " was edited after it was applied; write a new one instead");
  }
  if (status.state == MigrationState::kUnknown) {
    throw MigrationRefused(label +
                           " was applied to this database, but this program does not have"
                           " it; use the newer program");
  }
}

// Nothing may be applied to a database that these migrations do not lead on from.
void RequireForward(const std::vector<MigrationStatus>& all) {
  const MigrationStatus* pending = nullptr;
  for (const auto& status : all) {
    RefuseEditedOrUnknown(status);
    if (status.state == MigrationState::kPending) {
      if (pending == nullptr) pending = &status;
    } else if (pending != nullptr) {
      throw MigrationRefused(Label(pending->number, pending->name) + " is not applied, but " +
                             Label(status.number, status.name) +
                             " is; give the new one a higher number");
    }
  }
}

std::string TransactionNumber(pqxx::transaction_base& work) {
  return Get<std::string>(work.exec1("SELECT pg_current_xact_id()::text AS number"), "number");
}

void ApplyOne(pqxx::connection& connection, const Migration& migration,
              const std::string& checksum) {
  pqxx::work work(connection);
  // Behind a long reader a lock would hold up every service that queues behind it.
  work.exec("SET LOCAL lock_timeout = '5s'");
  const std::string begun = TransactionNumber(work);
  work.exec(std::string(migration.sql));
  if (TransactionNumber(work) != begun) {
    throw MigrationRefused(Label(migration.number, migration.name) +
                           " ended its own transaction; it may be half done");
  }
  work.exec_params(
      "INSERT INTO house.migration (number, name, checksum, applied_time)"
      " VALUES ($1, $2, $3, $4)",
      migration.number, std::string(migration.name), checksum, ToText(SystemClock().Now()));
  work.commit();
}

void RunAlways(pqxx::connection& connection, std::string_view sql) {
  pqxx::work work(connection);
  work.exec(std::string(sql));
  work.commit();
}

std::vector<MigrationStatus> CompareNow(pqxx::connection& connection,
                                        std::span<const Migration> migrations) {
  pqxx::read_transaction work(connection);
  return Compare(work, migrations);
}

Session MigratorSession() {
  Session session;
  session.application_name = "qianmo migrator";
  return session;
}

// Turns what libpqxx throws into our own, whatever was being done.
template <class F>
auto Translated(F&& work) {
  try {
    return work();
  } catch (const pqxx::broken_connection& trouble) {
    throw Unavailable(std::string("the database cannot be reached: ") + trouble.what());
  } catch (const pqxx::failure& trouble) {
    throw MigrationRefused(std::string("the database refused: ") + trouble.what());
  }
}

}  // namespace

Migrator::Migrator(std::string url, std::span<const Migration> migrations,
                   std::string_view roles_sql)
    : connection_string_(ConnectionString(url, MigratorSession())),
      migrations_(migrations),
      roles_sql_(roles_sql) {
  int last = 0;
  for (const Migration& migration : migrations_) {
    if (migration.number <= last) throw std::invalid_argument("migrations are out of order");
    last = migration.number;
  }
}

std::vector<MigrationStatus> Migrator::Status() const {
  return Translated([&] {
    Connection connection(connection_string_);
    return CompareNow(connection.raw(), migrations_);
  });
}

std::vector<int> Migrator::Apply() const {
  return Translated([&] {
    Connection connection(connection_string_);
    pqxx::nontransaction(connection.raw()).exec(kLockOthersOut);
    const auto all = CompareNow(connection.raw(), migrations_);
    RequireForward(all);
    RunAlways(connection.raw(), kLedger);
    RunAlways(connection.raw(), roles_sql_);
    std::vector<int> applied;
    for (std::size_t i = 0; i < all.size(); ++i) {  // as many as migrations_: none is unknown
      if (all[i].state != MigrationState::kPending) continue;
      try {
        ApplyOne(connection.raw(), migrations_[i], all[i].checksum);
      } catch (const pqxx::sql_error& trouble) {
        throw MigrationRefused(Label(all[i].number, all[i].name) +
                               " failed and left nothing of itself: " + trouble.what());
      }
      applied.push_back(all[i].number);
    }
    return applied;
  });
}

void Migrator::Verify() const {
  for (const auto& status : Status()) {
    RefuseEditedOrUnknown(status);
    if (status.state == MigrationState::kPending) {
      throw MigrationRefused(Label(status.number, status.name) + " is not applied");
    }
  }
}

}  // namespace qianmo::pg
