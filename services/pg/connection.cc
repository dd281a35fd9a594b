#include "pg/connection.h"

#include <algorithm>
#include <memory>
#include <stdexcept>

#include <libpq-fe.h>
#include <poll.h>
#include <pqxx/connection_base>

namespace qianmo::pg {
namespace {

// Statement texts are constants of the program, so this many means that one is built from values.
constexpr std::size_t kMostStatements = 1000;

using Keywords = std::map<std::string, std::string>;

Keywords Parse(const std::string& url) {
  char* error = nullptr;
  const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> options(
      PQconninfoParse(url.c_str(), &error), PQconninfoFree);
  PQfreemem(error);
  if (!options) throw std::invalid_argument("the database url is neither a URI nor keyword=value");
  Keywords keywords;
  for (const auto* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val != nullptr) keywords[option->keyword] = option->val;
  }
  return keywords;
}

std::string Quoted(const std::string& value) {
  std::string quoted = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "'";
}

std::string Joined(const Keywords& keywords) {
  std::string text;
  for (const auto& [keyword, value] : keywords) {
    if (!text.empty()) text += ' ';
    text.append(keyword).append("=").append(Quoted(value));
  }
  return text;
}

std::string ServerOptions(const Session& session) {
  std::string options =
      " -c timezone=UTC -c datestyle=ISO -c bytea_output=hex -c client_min_messages=warning"
      " -c standard_conforming_strings=on";
  const auto limit = [&](const char* name, std::chrono::milliseconds value) {
    if (value.count() > 0) {
      options.append(" -c ").append(name).append("=").append(std::to_string(value.count()));
    }
  };
  limit("statement_timeout", session.statement_timeout);
  limit("lock_timeout", session.lock_timeout);
  limit("idle_in_transaction_session_timeout", session.idle_in_transaction_timeout);
  return options;
}

}  // namespace

std::string ConnectionString(const std::string& url, const Session& session) {
  Keywords keywords = Parse(url);
  if (!session.role.empty()) keywords["user"] = session.role;
  if (!session.password.empty()) keywords["password"] = session.password;
  if (!session.application_name.empty()) keywords["application_name"] = session.application_name;
  keywords["client_encoding"] = "UTF8";
  keywords["options"] += ServerOptions(session);  // the last -c of a name counts
  // A server that vanished without a word is given up after 25 s of silence.
  for (const auto& [keyword, value] : {std::pair{"keepalives_idle", "10"},
                                       {"keepalives_interval", "5"},
                                       {"keepalives_count", "3"},
                                       {"tcp_user_timeout", "25000"}}) {
    keywords.emplace(keyword, value);
  }
  if (session.connect_timeout.count() > 0) {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(session.connect_timeout).count();
    keywords.emplace("connect_timeout", std::to_string(std::max<long>(2, seconds)));
  }
  return Joined(keywords);
}

Handover HandOver(const std::string& url) {
  Keywords keywords = Parse(url);
  Handover handover;
  if (const auto password = keywords.extract("password")) handover.password = password.mapped();
  handover.connection_string = Joined(keywords);
  return handover;
}

Connection::Connection(const std::string& connection_string)
    : connection_(std::make_unique<pqxx::connection>(connection_string)) {
  // libpqxx 6 would silently connect again in the middle of a transaction and run its later
  // statements outside of it.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
  connection_->inhibit_reactivation(true);
  // Details of errors repeat the row, which is personal, and errors go to the log.
  connection_->set_verbosity(pqxx::connection_base::terse);
#pragma GCC diagnostic pop
}

std::string_view Connection::StatementFor(std::string_view sql) {
  const auto found = statements_.find(sql);
  if (found != statements_.end()) return found->second;
  if (statements_.size() >= kMostStatements) return {};
  std::string name = "s" + std::to_string(statements_.size() + 1);
  connection_->prepare(name, std::string(sql));
  return statements_.emplace(sql, std::move(name)).first->second;
}

bool Connection::IsUsable() const {
  if (condemned_ || !connection_->is_open()) return false;
  // Nothing is due on an idle connection, so a readable socket is its end.
  pollfd waiting{connection_->sock(), POLLIN, 0};
  return poll(&waiting, 1, 0) == 0;
}

}  // namespace qianmo::pg
