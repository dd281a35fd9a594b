// A bounded pool of connections under one role. Connects when first needed, forgets what broke.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "pg/connection.h"
#include "pg/trouble.h"

namespace qianmo::pg {

struct PoolOptions {
  std::string url;   // URI or keyword form
  std::string role;  // replaces the user of the url, unless empty
  // Asked for each new connection, so that a rotation needs no restart; replaces that of the url.
  std::function<std::string()> password;
  std::string application_name;  // shown in pg_stat_activity
  int size = 4;
  std::chrono::milliseconds acquire_timeout{5'000};
  std::chrono::milliseconds statement_timeout{10'000};
  std::chrono::milliseconds lock_timeout{5'000};
  std::chrono::milliseconds idle_in_transaction_timeout{30'000};
};

struct PoolStats {
  int size = 0;
  int in_use = 0;
  int waiters = 0;
  std::uint64_t waits = 0;       // acquisitions that found every connection in use
  std::uint64_t reconnects = 0;  // connections opened in place of one that broke
  std::uint64_t retries = 0;     // transactions that Transact ran again
};

class Pool {
 public:
  // One connection, borrowed. Gives it back on destruction; a broken one is dropped instead.
  class Lease {
   public:
    Lease(Pool* pool, std::unique_ptr<Connection> connection);
    ~Lease();
    Lease(Lease&&) noexcept = default;
    Lease& operator=(Lease&&) = delete;

    Connection& operator*() { return *connection_; }
    Connection* operator->() { return connection_.get(); }

   private:
    Pool* pool_;
    std::unique_ptr<Connection> connection_;
  };

  explicit Pool(PoolOptions options);
  // Every lease must have been given back.
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  // Waits for a free connection until `deadline` or for acquire_timeout, whichever is sooner, then
  // throws Exhausted. Throws Unavailable when a connection has to be made and cannot.
  Lease Acquire(Deadline deadline);

  PoolStats stats() const;
  const PoolOptions& options() const { return options_; }
  void CountRetry();

 private:
  std::unique_ptr<Connection> Take(Deadline deadline);
  std::unique_ptr<Connection> Connect();
  void GiveBack(std::unique_ptr<Connection> connection);
  void FreeSlot(bool lost);

  const PoolOptions options_;
  mutable std::mutex mutex_;
  std::condition_variable freed_;
  std::vector<std::unique_ptr<Connection>> idle_;  // the most recently used last
  int in_use_ = 0;
  int lost_ = 0;  // broken connections not yet replaced
  PoolStats counts_;
};

}  // namespace qianmo::pg
