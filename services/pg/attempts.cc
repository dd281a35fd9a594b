// What the end of an attempt means, and whether it is worth another.
#include <algorithm>
#include <cctype>
#include <functional>
#include <random>
#include <thread>

#include <pqxx/except>

#include "pg/transaction.h"

namespace qianmo::pg {
namespace {

// How an attempt that threw goes on.
enum class Failure {
  kOther,      // the caller's
  kBroken,     // the connection is gone; nothing was committed
  kInDoubt,    // the connection went during COMMIT
  kContended,  // others were in the way
  kTooSlow     // stopped by the server
};

// "duplicate key value violates unique constraint "…_retry_key"", in whatever language.
bool NamesRetryKey(std::string_view message) {
  const auto headline = message.substr(0, message.find('\n'));
  constexpr std::string_view kSuffix = "_retry_key";
  const auto found = headline.rfind(kSuffix);
  if (found == std::string_view::npos) return false;
  const auto rest = headline.substr(found + kSuffix.size());
  return rest.empty() || !(std::isalnum(static_cast<unsigned char>(rest[0])) || rest[0] == '_');
}

Failure ClassifyState(const std::string& state, Mode mode) {
  if (state == "57014" || state == "55P03") return Failure::kTooSlow;
  if (state.starts_with("57P") || state.starts_with("08")) return Failure::kBroken;
  // The server we are connected to was demoted to a standby.
  if (state == "25006" && mode == Mode::kReadWrite) return Failure::kBroken;
  return Failure::kOther;
}

Failure Classify(const std::exception& trouble, Connection& connection, Mode mode) {
  const auto is = [&]<class E>(std::in_place_type_t<E>) {
    return dynamic_cast<const E*>(&trouble) != nullptr;
  };
  if (is(std::in_place_type<pqxx::in_doubt_error>)) return Failure::kInDoubt;
  if (dynamic_cast<const pqxx::pqxx_exception*>(&trouble) == nullptr) return Failure::kOther;
  if (!connection.raw().is_open() || is(std::in_place_type<pqxx::broken_connection>)) {
    return Failure::kBroken;
  }
  if (is(std::in_place_type<pqxx::serialization_failure>) ||
      is(std::in_place_type<pqxx::deadlock_detected>)) {
    return Failure::kContended;
  }
  if (is(std::in_place_type<pqxx::unique_violation>)) {
    return NamesRetryKey(trouble.what()) ? Failure::kContended : Failure::kOther;
  }
  const auto* sql = dynamic_cast<const pqxx::sql_error*>(&trouble);
  return sql != nullptr ? ClassifyState(sql->sqlstate(), mode) : Failure::kOther;
}

// A random part of a pause that doubles, so that those who collided do not collide again.
void PauseBefore(int attempt, Deadline deadline) {
  thread_local std::minstd_rand random(static_cast<unsigned>(
      std::hash<std::thread::id>()(std::this_thread::get_id()) ^
      static_cast<std::size_t>(std::chrono::steady_clock::now().time_since_epoch().count())));
  const int longest_us = 1000 << std::min(attempt, 7);
  const std::chrono::microseconds pause(std::uniform_int_distribution<>(0, longest_us)(random));
  std::this_thread::sleep_until(std::min(deadline, std::chrono::steady_clock::now() + pause));
}

struct Setback {
  Failure kind;
  std::string why;
};

// One transaction. Nothing when it is over for good, a setback when another attempt may do better.
std::optional<Setback> Try(Pool& pool, const TransactOptions& options,
                           const std::function<bool(Transaction&)>& attempt) {
  Pool::Lease lease = pool.Acquire(options.deadline);
  try {
    Transaction transaction(*lease, options.mode, options.deadline,
                            pool.options().statement_timeout);
    if (options.statement_timeout) transaction.SetStatementTimeout(*options.statement_timeout);
    if (attempt(transaction)) transaction.Commit();
    return std::nullopt;
  } catch (const std::exception& trouble) {
    const Failure kind = Classify(trouble, *lease, options.mode);
    if (kind == Failure::kOther) throw;
    if (kind == Failure::kTooSlow) throw DeadlineExceeded(trouble.what());
    if (kind != Failure::kContended) lease->Condemn();
    return Setback{kind, trouble.what()};
  }
}

[[noreturn]] void GiveUp(const Setback& setback, bool doubt) {
  if (doubt) throw InDoubt(setback.why);
  if (setback.kind == Failure::kBroken) throw Unavailable(setback.why);
  throw Contended(setback.why);
}

}  // namespace

void RunAttempts(Pool& pool, const TransactOptions& options,
                 const std::function<bool(Transaction&)>& attempt) {
  bool doubt = false;  // an earlier attempt may have been committed
  for (int attempts = 1;; ++attempts) {
    std::optional<Setback> setback;
    try {
      setback = Try(pool, options, attempt);
    } catch (const CommitUnknown&) {
      throw;
    } catch (const Trouble& trouble) {
      if (doubt) throw InDoubt(trouble.what());
      throw;
    }
    if (!setback) return;
    doubt = doubt || setback->kind == Failure::kInDoubt;
    const bool again = options.replayable || setback->kind != Failure::kInDoubt;
    if (!again || attempts >= options.max_attempts) GiveUp(*setback, doubt);
    pool.CountRetry();
    PauseBefore(attempts, options.deadline);
  }
}

}  // namespace qianmo::pg
