#include "support/database.h"

#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include <pqxx/connection>
#include <pqxx/nontransaction>

#include "base/clock.h"
#include "base/id.h"
#include "db/migrations.h"
#include "pg/connection.h"
#include "pg/migrator.h"

// libpqxx 6.4.5 forgets one result of every connection that breaks under it.
extern "C" const char* __lsan_default_suppressions() { return "leak:libpqxx"; }

namespace qianmo::support {
namespace {

// Test programs of several builds share one cluster: whoever makes or drops templates holds this
// lock (of the database "postgres" or whichever the url names) alone, whoever clones shares it.
constexpr const char* kLock = "SELECT pg_advisory_lock(5520964137720417)";
constexpr const char* kShare = "SELECT pg_advisory_lock_shared(5520964137720417)";
constexpr const char* kEmpty = "template0";

std::string AdminUrl() {
  const char* url = std::getenv("QIANMO_TEST_DATABASE_URL");
  if (url == nullptr || *url == '\0') {
    std::fputs("QIANMO_TEST_DATABASE_URL must name a scratch PostgreSQL 15 cluster as superuser\n",
               stderr);
    std::exit(1);
  }
  return pg::ConnectionString(url, {});
}

std::string UrlOf(const std::string& database) { return AdminUrl() + " dbname='" + database + "'"; }

// A session on the admin database; statements run outside of transactions, as CREATE DATABASE must.
class Admin {
 public:
  Admin() : connection_(AdminUrl()) {}
  pqxx::result Run(const std::string& sql) {
    return pqxx::nontransaction(connection_.raw()).exec(sql);
  }
  std::string Quoted(const std::string& text) { return connection_.raw().quote(text); }

 private:
  pg::Connection connection_;
};

std::string TemplateName(Admin& admin) {
  std::string everything(db::RolesSql());
  for (const auto& migration : db::Migrations()) {
    everything.append(std::to_string(migration.number)).append(migration.name).append("\n");
    everything.append(migration.sql);
  }
  const auto hash = admin.Run("SELECT left(md5(" + admin.Quoted(everything) + "), 16)");
  return "qianmo_template_" + std::string(hash.front().front().c_str());
}

// A template is marked as one only when its migrations are through.
bool IsReady(Admin& admin, const std::string& name) {
  return !admin
              .Run("SELECT FROM pg_database WHERE datistemplate AND datname = " +
                   admin.Quoted(name))
              .empty();
}

void DropTemplates(Admin& admin) {
  for (const auto& row :
       admin.Run("SELECT datname FROM pg_database WHERE datname LIKE 'qianmo\\_template\\_%'")) {
    const std::string name = row.front().c_str();
    admin.Run("ALTER DATABASE " + name + " IS_TEMPLATE false");
    admin.Run("DROP DATABASE " + name + " WITH (FORCE)");
  }
}

void MakeTemplate(const std::string& name) {
  Admin admin;
  admin.Run(kLock);
  if (IsReady(admin, name)) return;
  DropTemplates(admin);
  admin.Run("CREATE DATABASE " + name + " TEMPLATE template0 ENCODING 'UTF8'");
  pg::Migrator(UrlOf(name), db::Migrations(), db::RolesSql()).Apply();
  admin.Run("ALTER DATABASE " + name + " IS_TEMPLATE true");
}

void CloneTemplate(const std::string& clone) {
  Admin admin;
  const std::string name = TemplateName(admin);
  for (int attempt = 0; attempt < 10; ++attempt) {
    {
      Admin sharing;
      sharing.Run(kShare);
      if (IsReady(sharing, name)) {
        sharing.Run("CREATE DATABASE " + clone + " TEMPLATE " + name);
        sharing.Run("ALTER DATABASE " + clone + " SET qianmo.demo = 'welcome'");
        return;
      }
    }
    MakeTemplate(name);
  }
  throw std::runtime_error("other builds' tests keep dropping the template " + name);
}

std::string NewName() {
  std::string name = "qianmo_test_";
  for (const char c : Uuid::Make(SystemClock().Now()).ToString()) {
    if (c != '-') name += c;
  }
  return name;
}

}  // namespace

Database::Database() : name_(NewName()), url_(UrlOf(name_)) { CloneTemplate(name_); }

Database::Database(const std::string& source) : name_(NewName()), url_(UrlOf(name_)) {
  Admin().Run("CREATE DATABASE " + name_ + " TEMPLATE " + source + " ENCODING 'UTF8'");
}

Database Database::Empty() { return Database(kEmpty); }

Database::~Database() {
  try {
    Admin().Run("DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
  } catch (const std::exception& trouble) {
    std::fprintf(stderr, "%s stays behind: %s\n", name_.c_str(), trouble.what());
  }
}

pg::PoolOptions Database::OptionsFor(std::string_view service) const {
  pg::PoolOptions options;
  options.url = url_;
  options.role = "qianmo_" + std::string(service);
  options.application_name = "test of " + std::string(service);
  return options;
}

std::unique_ptr<pg::Pool> Database::PoolFor(std::string_view service, int size) const {
  pg::PoolOptions options = OptionsFor(service);
  options.size = size;
  return std::make_unique<pg::Pool>(std::move(options));
}

pqxx::result Database::Execute(const std::string& sql) const {
  pg::Connection connection(url_);
  return pqxx::nontransaction(connection.raw()).exec(sql);
}

}  // namespace qianmo::support
