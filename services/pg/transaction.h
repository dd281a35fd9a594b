// The one way to talk to the database: Transact runs a callback in a transaction and decides what
// its end means. There are no savepoints: a statement that fails ends the attempt.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <pqxx/result>
#include <pqxx/stream_to>
#include <pqxx/transaction_base>

#include "base/result.h"
#include "pg/pool.h"
#include "pg/row.h"
#include "pg/trouble.h"
#include "pg/value.h"

namespace qianmo::pg {

enum class Mode {
  kReadWrite,  // READ COMMITTED
  kReadOnly    // REPEATABLE READ READ ONLY: every statement sees the same instant
};

struct TransactOptions {
  // Bounds the wait for a connection, for locks and for statements. Not COMMIT itself: while a
  // strictly synchronous standby is away, it waits as long as the server does.
  Deadline deadline;
  Mode mode = Mode::kReadWrite;
  // The callback begins by looking at its journal, so that running it again after a COMMIT in doubt
  // finds what the first run did.
  bool replayable = false;
  int max_attempts = 8;
  // Bounds each statement instead of what the pool says, for work that can only be done at once.
  std::optional<std::chrono::milliseconds> statement_timeout = {};
};

class Transaction {
 public:
  Transaction(Connection& connection, Mode mode, Deadline deadline,
              std::chrono::milliseconds statement_timeout);
  // Rolls back what was not committed.
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  // Runs one statement, prepared once per connection under its text; build `sql` from constants,
  // not from values. After an error the transaction only can be rolled back.
  template <class... Params>
  pqxx::result Run(std::string_view sql, const Params&... params) {
    return RunWith(sql, {Param(params)...});
  }
  pqxx::result RunWith(std::string_view sql, const std::vector<Param>& params);
  // Planned for these very values and forgotten: for texts that differ by what somebody asks.
  pqxx::result RunOnce(const std::string& sql, const std::vector<Param>& params);

  // Transact's; callbacks have no use for these two. From now on each statement may take as long.
  void SetStatementTimeout(std::chrono::milliseconds timeout);
  // Throws pqxx::in_doubt_error when it may or may not
  // have happened, CommitUnknown when it has happened here but perhaps nowhere else.
  void Commit();

 private:
  friend class CopyIn;

  void Prepare();
  pqxx::result Guarded(const std::function<pqxx::result()>& run);

  Connection& connection_;
  const Mode mode_;
  const Deadline deadline_;
  std::chrono::milliseconds limit_;  // the server's statement_timeout now; 0 is none
  std::unique_ptr<pqxx::transaction_base> work_;
  bool failed_ = false;
};

// Rows into a table by COPY: CopyIn copy(tx, "registry.member", {"county_id", "name"});
// copy.Add(county, name)…; copy.Finish(). No other statement may run in between.
class CopyIn {
 public:
  CopyIn(Transaction& transaction, const std::string& table,
         const std::vector<std::string>& columns);
  // Without Finish the transaction cannot commit.
  ~CopyIn();
  CopyIn(const CopyIn&) = delete;
  CopyIn& operator=(const CopyIn&) = delete;

  template <class... Fields>
  void Add(const Fields&... fields) {
    RequireWidth(sizeof...(fields));
    Guarded([&] { *stream_ << std::make_tuple(Param(fields)...); });
  }
  // Sends the rest; errors in the rows show here at the latest.
  void Finish();

 private:
  void RequireWidth(std::size_t fields) const;
  void Guarded(const std::function<void()>& write);

  Transaction& transaction_;
  const std::size_t width_;
  std::unique_ptr<pqxx::stream_to> stream_;
};

// Runs `attempt` in transactions until one is over for good; the attempt tells whether to commit.
void RunAttempts(Pool& pool, const TransactOptions& options,
                 const std::function<bool(Transaction&)>& attempt);

// Runs `f(Transaction&) -> Result<T>` in one transaction: commits when it is ok, rolls back when it
// refuses. The whole of f runs again, on a new transaction and within the deadline, after a
// serialization failure, a deadlock, a unique violation of a constraint named …_retry_key, a
// connection that broke before COMMIT, and, if `replayable`, a COMMIT in doubt. So f must have no
// effect but on the database. Throws Trouble; SQL errors that f's statements caused themselves pass
// through as pqxx::sql_error.
template <class F>
auto Transact(Pool& pool, const TransactOptions& options, F&& f)
    -> std::invoke_result_t<F&, Transaction&> {
  std::optional<std::invoke_result_t<F&, Transaction&>> outcome;
  RunAttempts(pool, options, [&](Transaction& transaction) {
    outcome.reset();
    outcome.emplace(f(transaction));
    return outcome->ok();
  });
  return *std::move(outcome);
}

}  // namespace qianmo::pg
