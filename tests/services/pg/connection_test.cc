#include "pg/connection.h"

#include <stdexcept>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pqxx/nontransaction>

#include "services/pg/scratch.h"

namespace qianmo::pg {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

Session Identity() {
  Session session;
  session.role = "qianmo_identity";
  session.password = "p'a\\s s%40";
  session.application_name = "qianmod 'identity'";
  return session;
}

TEST(ConnectionString, TakesBothFormsOfUrl) {
  const auto expected =
      AllOf(HasSubstr("host='/tmp/a b'"), HasSubstr("port='5499'"), HasSubstr("dbname='qianmo'"),
            HasSubstr("user='qianmo_identity'"), HasSubstr("password='p\\'a\\\\s s%40'"),
            HasSubstr("application_name='qianmod \\'identity\\''"));
  EXPECT_THAT(ConnectionString("postgresql:///qianmo?host=/tmp/a%20b&port=5499&user=root"
                               "&password=other&application_name=x",
                               Identity()),
              expected);
  EXPECT_THAT(ConnectionString("postgres://root:other@%2Ftmp%2Fa%20b:5499/qianmo", Identity()),
              expected);
  EXPECT_THAT(ConnectionString("host='/tmp/a b' port=5499 dbname=qianmo user=root password=other",
                               Identity()),
              expected);
}

TEST(ConnectionString, LeavesUserAndPasswordOfTheUrlWhenNoneAreGiven) {
  EXPECT_THAT(ConnectionString("postgresql://an%40na:s%2Fecret@db:6000,db2:6001/x", {}),
              AllOf(HasSubstr("user='an@na'"), HasSubstr("password='s/ecret'"),
                    HasSubstr("host='db,db2'"), HasSubstr("port='6000,6001'")));
}

TEST(HandOver, KeepsThePasswordOffTheCommandLine) {
  const Handover handover = HandOver("postgresql://an%40na:s%2F'cret@db:6000/x");
  EXPECT_THAT(handover.connection_string,
              AllOf(HasSubstr("user='an@na'"), HasSubstr("host='db'"), HasSubstr("dbname='x'"),
                    Not(HasSubstr("cret")), Not(HasSubstr("password"))));
  EXPECT_EQ(handover.password, "s/'cret");
  EXPECT_EQ(HandOver("host=db").password, "");
}

TEST(ConnectionString, DoesNotOverruleTheConnectTimeoutOfTheUrl) {
  Session session;
  session.connect_timeout = std::chrono::milliseconds(3001);
  EXPECT_THAT(ConnectionString("host=db", session), HasSubstr("connect_timeout='4'"));
  EXPECT_THAT(ConnectionString("host=db connect_timeout=9", session),
              HasSubstr("connect_timeout='9'"));
}

TEST(ConnectionString, NoticesAServerThatVanished) {
  EXPECT_THAT(ConnectionString("host=db", {}), HasSubstr("tcp_user_timeout='25000'"));
  EXPECT_THAT(ConnectionString("host=db tcp_user_timeout=9", {}),
              HasSubstr("tcp_user_timeout='9'"));
}

TEST(ConnectionString, RefusesNonsenseWithoutRepeatingIt) {
  for (const char* url : {"postgresql://user:secret@[half/db", "secret", "host=a secret=b"}) {
    try {
      ConnectionString(url, {});
      FAIL() << url;
    } catch (const std::invalid_argument& error) {
      EXPECT_THAT(error.what(), Not(HasSubstr("secret")));
    }
  }
}

TEST(Connection, IsSetUpBeforeItsFirstStatement) {
  support::Database database = support::Database::Empty();
  database.Execute("ALTER DATABASE " + database.name() + " SET timezone = 'Asia/Shanghai'");
  database.Execute("ALTER DATABASE " + database.name() + " SET datestyle = 'German'");
  PoolOptions options = PoolOn(database.Url());
  options.url += " options='-c work_mem=12MB'";
  options.application_name = "it's";
  options.statement_timeout = std::chrono::milliseconds(1234);
  options.lock_timeout = std::chrono::milliseconds(2345);
  options.idle_in_transaction_timeout = std::chrono::milliseconds(3456);
  Pool pool(options);
  auto lease = pool.Acquire(In(std::chrono::seconds(10)));
  const auto shown = [&](const std::string& setting) {
    pqxx::nontransaction work(lease->raw());
    return std::string(work.exec1("SHOW " + setting).front().c_str());
  };
  EXPECT_EQ(shown("timezone"), "UTC");
  EXPECT_THAT(shown("datestyle"), HasSubstr("ISO"));
  EXPECT_EQ(shown("client_encoding"), "UTF8");
  EXPECT_EQ(shown("bytea_output"), "hex");
  EXPECT_EQ(shown("client_min_messages"), "warning");
  EXPECT_EQ(shown("application_name"), "it's");
  EXPECT_EQ(shown("statement_timeout"), "1234ms");
  EXPECT_EQ(shown("lock_timeout"), "2345ms");
  EXPECT_EQ(shown("idle_in_transaction_session_timeout"), "3456ms");
  EXPECT_EQ(shown("work_mem"), "12MB");
}

// libpqxx 6 would, and later statements would run outside of their transaction.
TEST(Connection, NeverConnectsAgainByItself) {
  const support::Database database = support::Database::Empty();
  Connection connection(database.Url());
  database.Execute("SELECT pg_terminate_backend(" + std::to_string(connection.raw().backendpid()) +
                   ", 5000)");
  for (int attempt = 0; attempt < 3; ++attempt) {
    EXPECT_THROW(pqxx::nontransaction(connection.raw()).exec("SELECT 1"), pqxx::failure);
  }
  EXPECT_FALSE(connection.IsUsable());
}

}  // namespace
}  // namespace qianmo::pg
