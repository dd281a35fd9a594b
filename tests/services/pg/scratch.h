// An empty database and a pool on it, for tests of services/pg.
#pragma once

#include <chrono>
#include <string>

#include "pg/pool.h"
#include "pg/transaction.h"
#include "support/database.h"

namespace qianmo::pg {

inline Deadline In(std::chrono::milliseconds wait) {
  return std::chrono::steady_clock::now() + wait;
}
inline TransactOptions Soon(Mode mode = Mode::kReadWrite) {
  TransactOptions options;
  options.deadline = In(std::chrono::seconds(20));
  options.mode = mode;
  return options;
}

inline PoolOptions PoolOn(const std::string& url, int size = 4) {
  PoolOptions options;
  options.url = url;
  options.size = size;
  return options;
}

struct Scratch {
  support::Database database = support::Database::Empty();
  Pool pool{PoolOn(database.Url())};

  // One value of a one-row, one-column query, seen from outside of any transaction of the test.
  std::string Value(const std::string& sql) const {
    return database.Execute(sql).front().front().c_str();
  }
};

}  // namespace qianmo::pg
