// A database of its own for each test, on the scratch cluster that QIANMO_TEST_DATABASE_URL names.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <pqxx/result>

#include "pg/pool.h"

namespace qianmo::support {

class Database {
 public:
  // With every migration applied and ready for qianmoctl demo: a clone of a template that the first
  // test to come makes. Fails the test program with a sentence when QIANMO_TEST_DATABASE_URL is
  // missing.
  Database();
  // Without any.
  static Database Empty();
  // Drops the database, whoever is still connected.
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // As superuser.
  const std::string& Url() const { return url_; }
  const std::string& name() const { return name_; }
  // What the service "identity" would have, connected as qianmo_identity. The cluster must let
  // roles without a password in.
  pg::PoolOptions OptionsFor(std::string_view service) const;
  std::unique_ptr<pg::Pool> PoolFor(std::string_view service, int size = 4) const;
  // As superuser, not in a transaction.
  pqxx::result Execute(const std::string& sql) const;

 private:
  explicit Database(const std::string& source);

  std::string name_;
  std::string url_;
};

}  // namespace qianmo::support
