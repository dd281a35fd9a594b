// SetServicePassword speaks libpq itself: libpqxx 6 cannot make SCRAM verifiers.
#include <memory>
#include <stdexcept>

#include <libpq-fe.h>

#include "pg/connection.h"
#include "pg/migrator.h"

namespace qianmo::pg {
namespace {

using Text = std::unique_ptr<char, void (*)(void*)>;

std::string Escaped(PGconn* connection, const Text& text) {
  if (!text)
    throw Trouble(std::string("cannot set a role's password: ") + PQerrorMessage(connection));
  return text.get();
}

}  // namespace

void SetServicePassword(const std::string& admin_url, const std::string& role,
                        const std::string& password) {
  if (!role.starts_with("qianmo_")) throw std::invalid_argument(role + " is no role of ours");
  const std::unique_ptr<PGconn, void (*)(PGconn*)> connection(
      PQconnectdb(ConnectionString(admin_url, {}).c_str()), PQfinish);
  PGconn* const raw = connection.get();
  if (PQstatus(raw) != CONNECTION_OK) {
    throw Unavailable(std::string("the database cannot be reached: ") + PQerrorMessage(raw));
  }
  const std::string verifier = Escaped(
      raw,
      Text(PQencryptPasswordConn(raw, password.c_str(), role.c_str(), "scram-sha-256"), PQfreemem));
  const std::string statement =
      "ALTER ROLE " +
      Escaped(raw, Text(PQescapeIdentifier(raw, role.data(), role.size()), PQfreemem)) +
      " PASSWORD " +
      Escaped(raw, Text(PQescapeLiteral(raw, verifier.data(), verifier.size()), PQfreemem));
  const std::unique_ptr<PGresult, void (*)(PGresult*)> result(PQexec(raw, statement.c_str()),
                                                              PQclear);
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) {
    throw Trouble("cannot set the password of " + role + ": " + PQresultErrorMessage(result.get()));
  }
}

}  // namespace qianmo::pg
