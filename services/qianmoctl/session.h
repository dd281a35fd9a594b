// The operator's own way into the database: one connection as the role that the url names.
#pragma once

#include <string>

#include "pg/transaction.h"
#include "qianmoctl/command.h"

namespace qianmo::ctl {

class Session {
 public:
  explicit Session(const std::string& url) : pool_(Options(url)) {}

  // Runs `f(pg::Transaction&) -> Result<T>` and gives the T; a refusal is a Failure. `f` of Write
  // may run twice.
  template <class F>
  auto Read(F&& f) {
    return Run(pg::Mode::kReadOnly, std::forward<F>(f));
  }
  template <class F>
  auto Write(F&& f) {
    return Run(pg::Mode::kReadWrite, std::forward<F>(f));
  }

 private:
  static constexpr std::chrono::minutes kPatience{5};

  static pg::PoolOptions Options(const std::string& url) {
    pg::PoolOptions options;
    options.url = url;
    options.application_name = "qianmoctl";
    options.size = 1;
    options.statement_timeout = kPatience;
    options.lock_timeout = kPatience;
    options.idle_in_transaction_timeout = kPatience;
    return options;
  }

  template <class F>
  auto Run(pg::Mode mode, F&& f) {
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    auto outcome = pg::Transact(pool_, {.deadline = deadline, .mode = mode}, std::forward<F>(f));
    if (!outcome) throw Failure(outcome.refusal().message);
    return *std::move(outcome);
  }

  pg::Pool pool_;
};

}  // namespace qianmo::ctl
