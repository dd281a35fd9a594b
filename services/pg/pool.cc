#include "pg/pool.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <pqxx/except>

namespace qianmo::pg {
namespace {

std::string ConnectionStringFor(const PoolOptions& options) {
  Session session;
  session.role = options.role;
  if (options.password) session.password = options.password();
  session.application_name = options.application_name;
  session.connect_timeout = options.acquire_timeout;
  session.statement_timeout = options.statement_timeout;
  session.lock_timeout = options.lock_timeout;
  session.idle_in_transaction_timeout = options.idle_in_transaction_timeout;
  return ConnectionString(options.url, session);
}

}  // namespace

Pool::Lease::Lease(Pool* pool, std::unique_ptr<Connection> connection)
    : pool_(pool), connection_(std::move(connection)) {}

Pool::Lease::~Lease() {
  if (connection_) pool_->GiveBack(std::move(connection_));
}

Pool::Pool(PoolOptions options) : options_(std::move(options)) {
  if (options_.size < 1) throw std::invalid_argument("a pool needs room for one connection");
  ConnectionStringFor(options_);  // a url that cannot be understood is told now
  idle_.reserve(static_cast<std::size_t>(options_.size));
  counts_.size = options_.size;
}

Pool::~Pool() = default;

Pool::Lease Pool::Acquire(Deadline deadline) {
  auto connection = Take(deadline);
  if (!connection) connection = Connect();
  return Lease(this, std::move(connection));
}

// A usable idle connection, or none and the right to make one.
std::unique_ptr<Connection> Pool::Take(Deadline deadline) {
  const auto until =
      std::min(deadline, std::chrono::steady_clock::now() + options_.acquire_timeout);
  std::vector<std::unique_ptr<Connection>> dead;  // closed after the lock is released
  std::unique_lock lock(mutex_);
  if (in_use_ >= options_.size) {
    ++counts_.waits;
    ++counts_.waiters;
    const bool free = freed_.wait_until(lock, until, [&] { return in_use_ < options_.size; });
    --counts_.waiters;
    if (!free) throw Exhausted("every database connection stayed in use");
  }
  ++in_use_;
  while (!idle_.empty()) {
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    if (connection->IsUsable()) return connection;
    ++lost_;
    dead.push_back(std::move(connection));
  }
  return nullptr;
}

std::unique_ptr<Connection> Pool::Connect() {
  try {
    auto connection = std::make_unique<Connection>(ConnectionStringFor(options_));
    std::lock_guard lock(mutex_);
    if (lost_ > 0) {
      --lost_;
      ++counts_.reconnects;
    }
    return connection;
  } catch (const pqxx::failure& trouble) {
    FreeSlot(false);
    throw Unavailable(std::string("the database cannot be reached: ") + trouble.what());
  } catch (...) {
    FreeSlot(false);
    throw;
  }
}

void Pool::GiveBack(std::unique_ptr<Connection> connection) {
  if (!connection->IsUsable()) {
    connection.reset();
    return FreeSlot(true);
  }
  {
    std::lock_guard lock(mutex_);
    --in_use_;
    idle_.push_back(std::move(connection));
  }
  freed_.notify_one();
}

void Pool::FreeSlot(bool lost) {
  {
    std::lock_guard lock(mutex_);
    --in_use_;
    if (lost) ++lost_;
  }
  freed_.notify_one();
}

PoolStats Pool::stats() const {
  std::lock_guard lock(mutex_);
  PoolStats stats = counts_;
  stats.in_use = in_use_;
  return stats;
}

void Pool::CountRetry() {
  std::lock_guard lock(mutex_);
  ++counts_.retries;
}

}  // namespace qianmo::pg
