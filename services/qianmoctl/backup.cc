#include "qianmoctl/backup.h"

#include <fstream>
#include <iostream>
#include <memory>

#include <fcntl.h>
#include <sys/stat.h>

#include "db/migrations.h"
#include "pg/migrator.h"
#include "qianmoctl/house_store.h"
#include "qianmoctl/manifest.h"
#include "qianmoctl/program.h"
#include "qianmoctl/session.h"
#include "qianmoctl/staging.h"

namespace qianmo::ctl {
namespace {

namespace fs = std::filesystem;

Manifest Describe(const Settings& settings) {
  const Cluster cluster =
      Session(settings.Database()).Read([](pg::Transaction& tx) -> Result<Cluster> {
        return ClusterOf(tx);
      });
  if (!cluster.may_replicate) {
    throw Failure("the role " + cluster.role +
                  " may not copy the cluster; name a superuser in the database url, or let one "
                  "say: ALTER ROLE " +
                  cluster.role + " REPLICATION");
  }
  if (cluster.has_tablespaces) {
    throw Failure(
        "this cluster has tablespaces, which lie outside of its folder; a backup by "
        "qianmoctl would not hold them");
  }
  Manifest manifest{.time = SystemClock().Now(),
                    .postgresql = cluster.version,
                    .database = cluster.database,
                    .role = cluster.role,
                    .migrations = {}};
  const pg::Migrator migrator(settings.Database(), db::Migrations(), db::RolesSql());
  for (const auto& migration : migrator.Status()) {
    if (migration.state == pg::MigrationState::kPending) continue;
    const std::string digits = std::to_string(10'000 + migration.number).substr(1);
    manifest.migrations.push_back(digits + "_" + migration.name);
  }
  return manifest;
}

void CopyCluster(const Settings& settings, const fs::path& data) {
  const pg::Handover handover = pg::HandOver(settings.Database());
  CommandLine command{
      .words = {PostgresProgram("pg_basebackup"), "--pgdata=" + data.string(),
                "--wal-method=stream", "--checkpoint=fast", "--manifest-checksums=SHA256",
                "--progress", "--no-password", "--dbname=" + handover.connection_string},
      .user = User::Current()};
  if (!handover.password.empty()) command.environment["PGPASSWORD"] = handover.password;
  std::string said;
  const int code = RunToEnd(command, [&](const std::string& line) {
    if (line.find("kB (") != std::string::npos) {
      std::cout << "copied " << line.substr(line.find_first_not_of(' ')) << std::endl;
    } else {
      said += "\n  " + line;
    }
  });
  if (code != 0) throw Failure("PostgreSQL could not be copied:" + said);
}

// After the cluster: whatever it has sealed, the key is there by now.
void CopyKeys(const Settings& settings, const fs::path& target) {
  fs::create_directory(target);
  fs::permissions(target, fs::perms::owner_all);
  for (const auto& entry : fs::directory_iterator(settings.KeyFolder())) {
    const fs::path name = entry.path().filename();
    if (name.extension() != ".key" && name.extension() != ".json") continue;
    fs::copy_file(entry.path(), target / name);
  }
  const Settings copy{.database_url = {}, .keys = target};
  copy.Ring();  // says what is wrong with it
}

void WriteManifest(const fs::path& backup, Manifest manifest) {
  manifest.AddFiles(backup, "data/backup_manifest");
  manifest.AddFiles(backup, "data/pg_wal");
  manifest.AddFiles(backup, "keys");
  std::ofstream out(backup / kManifestName, std::ios::binary);
  out << manifest.ToJson();
  if (!out.flush()) throw Failure("cannot write " + (backup / kManifestName).string());
}

void Backup(const Settings& settings, const std::string& target) {
  settings.Ring();
  const Manifest manifest = Describe(settings);
  umask(077);
  Staging staging(target);
  std::cout << "copying PostgreSQL " << manifest.postgresql << " ..." << std::endl;
  CopyCluster(settings, staging.path() / "data");
  std::cout << "copying the key ring ..." << std::endl;
  CopyKeys(settings, staging.path() / "keys");
  WriteManifest(staging.path(), manifest);
  staging.Publish();
  std::cout << "backup complete: " << target
            << "\nIt holds the keys in the clear; keep it where only you can read it.\n";
}

}  // namespace

void AddBackup(CLI::App& app, Settings& settings) {
  const auto target = std::make_shared<std::string>();
  CLI::App* backup =
      app.add_subcommand("backup", "Copies the cluster and the key ring, while the services run");
  backup->add_option("--out", *target, "The folder to make; it must not exist")->required();
  backup->callback([&settings, target] { Backup(settings, *target); });
}

}  // namespace qianmo::ctl
