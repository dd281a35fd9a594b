// A tiny PostgreSQL cluster of the tests' own, with the access rules of ./qianmo up, and houses on
// it that qianmoctl, the real program, looks after.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <pqxx/result>

#include "qianmoctl/program.h"
#include "support/process.h"

namespace qianmo::ctl {

// As superuser, each statement by itself.
pqxx::result Execute(const std::string& url, const std::string& sql);
// The one value that a query gives.
std::string Value(const std::string& url, const std::string& sql);

// Whoever PostgreSQL runs as here.
const User& PostgresUser();

// The program with these arguments and with nothing but this environment.
support::Outcome Ctl(const std::vector<std::string>& arguments,
                     const std::map<std::string, std::string>& environment = {});

// A database of its own and the place of a key ring. Made empty; roles belong to the cluster, so
// the passwords are those of the house that migrated last.
class House {
 public:
  House();
  // With keys and everything migrated.
  static House Furnished();

  support::Outcome Run(const std::vector<std::string>& arguments,
                       std::map<std::string, std::string> environment = {}) const;
  const std::string& database() const { return database_->name; }
  const std::string& url() const { return database_->url; }
  std::filesystem::path keys() const { return folder() / "keys"; }
  // For whatever a test makes.
  const std::filesystem::path& folder() const { return folder_->path(); }

 private:
  // Goes with this object: a backup copies every database of the cluster.
  struct Database {
    Database();
    ~Database();
    std::string name;
    std::string url;
  };

  std::unique_ptr<support::TemporaryFolder> folder_;
  std::unique_ptr<Database> database_;
};

// "postgresql://role:password@…" on the tests' cluster.
std::string UrlAs(const std::string& role, const std::string& password,
                  const std::string& database);

}  // namespace qianmo::ctl
