#include "qianmoctl/verify.h"

#include <iostream>
#include <string>
#include <vector>

#include "crypto/seal.h"
#include "db/migrations.h"
#include "pg/migrator.h"
#include "qianmoctl/house_store.h"
#include "qianmoctl/sealed_store.h"
#include "qianmoctl/session.h"
#include "rpc/server.h"

namespace qianmo::ctl {
namespace {

constexpr int kSample = 100;  // of each sealed column, under each key

using Faults = std::vector<std::string>;

int Tell(const std::string& check, const Faults& faults) {
  std::cout << (faults.empty() ? "ok      " : "FAULT   ") << check << '\n';
  for (const std::string& fault : faults) std::cout << "        " << Trimmed(fault) << '\n';
  return static_cast<int>(faults.size());
}

Faults MigrationFaults(const Settings& settings) {
  try {
    pg::Migrator(settings.Database(), db::Migrations(), db::RolesSql()).Verify();
    return {};
  } catch (const pg::MigrationRefused& refused) {
    return {refused.what()};
  }
}

// As qianmod signs in: the same address, the service's own role.
Faults SignInFaults(const Settings& settings, const crypto::Keyring& ring,
                    const std::vector<std::string>& services) {
  Faults faults;
  for (const std::string& service : services) {
    const std::string role = rpc::DatabaseRole(service);
    pg::PoolOptions options;
    options.url = settings.Database();
    options.role = role;
    options.password = [&] { return rpc::DatabasePassword(ring, role); };
    options.size = 1;
    try {
      pg::Pool(options).Acquire(std::chrono::steady_clock::now() + options.acquire_timeout);
    } catch (const pg::Unavailable& trouble) {
      faults.push_back(role +
                       " cannot sign in with this key ring's password; if the ring "
                       "is the right one, run qianmoctl migrate: " +
                       trouble.what());
    }
  }
  return faults;
}

struct Opened {
  int values = 0;
  Faults faults;
};

Opened OpenSample(pg::Transaction& tx, const crypto::Keyring& ring) {
  Opened opened;
  for (const SealedColumn& column : SealedColumns(tx)) {
    int shut = 0;
    const auto values = SampleOf(tx, column, ring, kSample);
    for (const SealedValue& value : values) {
      if (!crypto::Open(ring, value.context, value.sealed)) ++shut;
    }
    opened.values += static_cast<int>(values.size()) - shut;
    if (shut == 0) continue;
    opened.faults.push_back(std::to_string(shut) + " of " + std::to_string(values.size()) +
                            " values of " + column.label + " do not open with this key ring");
  }
  return opened;
}

}  // namespace

void Verify(const Settings& settings) {
  const crypto::Keyring ring = settings.Ring();
  int faults =
      Tell("migrations: applied exactly as this program has them", MigrationFaults(settings));
  // The other checks would only say the same in other words.
  if (faults > 0) throw Failure("this database is not what it should be");
  faults += Tell("tables and rights keep the rules", CatalogFaults(settings.Database()));
  Session session(settings.Database());
  const auto services = session.Read([](pg::Transaction& tx) -> Result<std::vector<std::string>> {
    return FurnishedServices(tx);
  });
  faults += Tell("services can sign in", SignInFaults(settings, ring, services));
  const Opened opened =
      session.Read([&](pg::Transaction& tx) -> Result<Opened> { return OpenSample(tx, ring); });
  faults += Tell("sealed values open: " + std::to_string(opened.values) + " tried", opened.faults);
  if (faults > 0) {
    throw Failure("this database is not what it should be: " + std::to_string(faults) +
                  (faults == 1 ? " fault" : " faults"));
  }
}

void AddVerify(CLI::App& app, Settings& settings) {
  app.add_subcommand("verify", "Checks migrations, tables, rights, sign-in and sealed values")
      ->callback([&settings] { Verify(settings); });
}

}  // namespace qianmo::ctl
