// One connection to PostgreSQL and the statements prepared on it.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include <pqxx/connection>

namespace qianmo::pg {

// What a connection is opened with, on top of what its url says.
struct Session {
  std::string role;
  std::string password;
  std::string application_name;
  std::chrono::milliseconds connect_timeout{0};  // 0: what the url says
  std::chrono::milliseconds statement_timeout{0};
  std::chrono::milliseconds lock_timeout{0};
  std::chrono::milliseconds idle_in_transaction_timeout{0};
};

// The keyword form of `url` (URI or keyword form) with `session` applied. The settings travel in
// the start-up message, so no connection ever exists without them: UTC, UTF-8, ISO dates,
// time-outs. Throws std::invalid_argument when `url` cannot be understood; the message never
// repeats it, since it may hold a password.
std::string ConnectionString(const std::string& url, const Session& session);

// `url` for another program's command line, which everybody can read: the password apart.
struct Handover {
  std::string connection_string;
  std::string password;  // empty when the url has none
};
Handover HandOver(const std::string& url);

class Connection {
 public:
  // Throws pqxx::broken_connection when the server cannot be reached.
  explicit Connection(const std::string& connection_string);

  // The name of the statement that `sql` is prepared as here; prepares it on first use. Empty when
  // so many are prepared already that this one should be sent unprepared.
  std::string_view StatementFor(std::string_view sql);

  // False once the connection broke; also when the server closed it while it lay idle.
  bool IsUsable() const;
  // Never to be used again, whatever IsUsable would say.
  void Condemn() { condemned_ = true; }

  pqxx::connection& raw() { return *connection_; }

 private:
  std::unique_ptr<pqxx::connection> connection_;
  std::map<std::string, std::string, std::less<>> statements_;
  bool condemned_ = false;
};

}  // namespace qianmo::pg
