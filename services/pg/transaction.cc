#include "pg/transaction.h"

#include <new>
#include <stdexcept>

#include <pqxx/errorhandler>
#include <pqxx/prepared_statement>
#include <pqxx/transaction>

namespace qianmo::pg {
namespace {

using std::chrono::milliseconds;

// What the server says on a connection while this lives. Not for longer than a COMMIT: results
// would keep pointing at it.
class Notices final : public pqxx::errorhandler {
 public:
  explicit Notices(pqxx::connection_base& connection) : errorhandler(connection) {}
  bool operator()(const char text[]) noexcept override {
    try {
      text_ += text;
    } catch (const std::bad_alloc&) {
      full_ = true;
    }
    return false;
  }
  bool empty() const { return text_.empty() && !full_; }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
  bool full_ = false;
};

std::unique_ptr<pqxx::transaction_base> Begin(pqxx::connection& connection, Mode mode) {
  if (mode == Mode::kReadOnly) {
    using ReadOnly = pqxx::transaction<pqxx::repeatable_read, pqxx::read_only>;
    return std::make_unique<ReadOnly>(connection);
  }
  return std::make_unique<pqxx::work>(connection);
}

}  // namespace

Transaction::Transaction(Connection& connection, Mode mode, Deadline deadline,
                         milliseconds statement_timeout)
    : connection_(connection),
      mode_(mode),
      deadline_(deadline),
      limit_(statement_timeout),
      work_(Begin(connection.raw(), mode)) {}

Transaction::~Transaction() = default;

pqxx::result Transaction::RunWith(std::string_view sql, const std::vector<Param>& params) {
  return Guarded([&] {
    const std::string name(connection_.StatementFor(sql));
    const auto values = pqxx::prepare::make_dynamic_params(params);
    return name.empty() ? work_->exec_params(std::string(sql), values)
                        : work_->exec_prepared(name, values);
  });
}

pqxx::result Transaction::RunOnce(const std::string& sql, const std::vector<Param>& params) {
  return Guarded(
      [&] { return work_->exec_params(sql, pqxx::prepare::make_dynamic_params(params)); });
}

pqxx::result Transaction::Guarded(const std::function<pqxx::result()>& run) {
  Prepare();
  try {
    return run();
  } catch (...) {
    failed_ = true;
    throw;
  }
}

// Every statement passes here: nothing is sent after a failure, nor after the deadline, and a
// statement cannot outlive the deadline by more than a third of the time that was left.
void Transaction::Prepare() {
  if (failed_) throw std::logic_error("a statement of this transaction failed; it can only end");
  const auto left = std::chrono::ceil<milliseconds>(deadline_ - std::chrono::steady_clock::now());
  if (left.count() <= 0) throw DeadlineExceeded("no time is left for this transaction");
  if (limit_.count() != 0 && left >= limit_ * 3 / 4) return;
  limit_ = left;
  work_->exec("SET LOCAL statement_timeout = " + std::to_string(left.count()));
}

void Transaction::SetStatementTimeout(milliseconds timeout) {
  limit_ = timeout;
  work_->exec("SET LOCAL statement_timeout = " + std::to_string(timeout.count()));
}

void Transaction::Commit() {
  if (mode_ == Mode::kReadOnly) return work_->abort();
  Prepare();
  Notices notices(connection_.raw());
  try {
    work_->commit();
  } catch (const pqxx::in_doubt_error&) {
    if (notices.text().find("synchronous replication") != std::string::npos) {
      throw CommitUnknown(notices.text());
    }
    throw;
  }
  // Only warnings reach us, and the one that COMMIT gives is that of an abandoned wait for the
  // standby. Its wording depends on the server's language, so any will do.
  if (!notices.empty()) throw CommitUnknown(notices.text());
}

CopyIn::CopyIn(Transaction& transaction, const std::string& table,
               const std::vector<std::string>& columns)
    : transaction_(transaction), width_(columns.size()) {
  transaction_.Prepare();
  Guarded(
      [&] { stream_ = std::make_unique<pqxx::stream_to>(*transaction_.work_, table, columns); });
}

CopyIn::~CopyIn() {
  if (stream_) transaction_.failed_ = true;
}

void CopyIn::Finish() {
  Guarded([&] { stream_->complete(); });
  stream_.reset();
}

void CopyIn::RequireWidth(std::size_t fields) const {
  if (fields != width_) throw std::logic_error("a COPY row has another number of fields");
}

void CopyIn::Guarded(const std::function<void()>& write) {
  try {
    write();
  } catch (...) {
    transaction_.failed_ = true;
    throw;
  }
}

}  // namespace qianmo::pg
