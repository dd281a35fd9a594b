// qianmoctl: the operator's command line. Settings by flags or by the environment; see --help.
#include <iostream>

#include <CLI/CLI.hpp>

#include "qianmoctl/backup.h"
#include "qianmoctl/bootstrap.h"
#include "qianmoctl/certs.h"
#include "qianmoctl/command.h"
#include "qianmoctl/demo.h"
#include "qianmoctl/health.h"
#include "qianmoctl/keys.h"
#include "qianmoctl/migrate.h"
#include "qianmoctl/outbox.h"
#include "qianmoctl/restore.h"
#include "qianmoctl/verify.h"

int main(int argc, char** argv) {
  using namespace qianmo::ctl;
  Settings settings;
  CLI::App app("qianmoctl looks after an exchange: its database, its keys, its backups");
  app.require_subcommand(0, 1);  // asked for below: an unknown command is told by its name
  app.fallthrough();
  app.add_option("--database", settings.database_url, "PostgreSQL, as a role that owns the house")
      ->envname("QIANMO_DATABASE_URL");
  app.add_option("--keys", settings.keys, "The folder of the key ring")->envname("QIANMO_KEYS");
  AddMigrate(app, settings);
  AddStatus(app, settings);
  AddVerify(app, settings);
  AddKeys(app, settings);
  AddOutbox(app, settings);
  AddHealth(app, settings);
  AddBackup(app, settings);
  AddRestore(app, settings);
  AddBootstrap(app, settings);
  AddDemo(app, settings);
  AddCode(app);
  AddCerts(app);
  try {
    app.parse(argc, argv);
    if (!app.get_subcommands().empty()) return 0;
    std::cerr << app.help();
    return kUsage;
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kUsage;
  } catch (const Failure& failure) {
    std::cerr << "qianmoctl: " << Trimmed(failure.what()) << '\n';
    return failure.code();
  } catch (const std::exception& trouble) {
    std::cerr << "qianmoctl: " << Trimmed(trouble.what()) << '\n';
    return kNo;
  }
}
