#include "gateway/http/tls.h"

#include <fstream>
#include <thread>

#include <boost/asio/buffers_iterator.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>

#include "gateway/http/server.h"
#include "stand.h"
#include "support/becomes.h"
#include "support/process.h"

namespace qianmo::gateway {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;

class TlsFolder : public testing::Test {
 protected:
  TlsFolder() { Make("first"); }

  // A certificate of its own, in place of what is there.
  void Make(const std::string& name) {
    const auto outcome = support::RunToEnd(
        {"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-days", "2", "-subj", "/CN=" + name, "-keyout", key() + ".new", "-out",
         certificate() + ".new"},
        {});
    ASSERT_EQ(outcome.code, 0) << outcome.output;
    std::filesystem::rename(key() + ".new", key());
    std::filesystem::rename(certificate() + ".new", certificate());
  }

  std::string certificate() const { return folder_.path() / "cert.pem"; }
  std::string key() const { return folder_.path() / "key.pem"; }

  HttpOptions Options() const {
    HttpOptions options = TestOptions();
    options.limits.linger = 100ms;  // the files are looked at as often as the limits
    options.tls_certificate = certificate();
    options.tls_key = key();
    return options;
  }

  support::TemporaryFolder folder_;
};

class Client {
 public:
  explicit Client(int port, int newest = TLS1_3_VERSION) : context_(ssl::context::tls_client) {
    SSL_CTX_set_max_proto_version(context_.native_handle(), newest);
    SSL_CTX_set_min_proto_version(context_.native_handle(), TLS1_VERSION);
    SSL_CTX_set_security_level(context_.native_handle(), 0);
    stream_.emplace(io_, context_);
    stream_->next_layer().connect(
        {asio::ip::make_address("127.0.0.1"), static_cast<std::uint16_t>(port)});
    stream_->handshake(ssl::stream_base::client);
  }

  std::string Ask(const std::string& request) {
    asio::write(*stream_, asio::buffer(request));
    asio::streambuf answer;
    boost::system::error_code error;
    asio::read(*stream_, answer, error);
    return {asio::buffers_begin(answer.data()), asio::buffers_end(answer.data())};
  }

  std::string ServerName() {
    X509* const certificate = SSL_get1_peer_certificate(stream_->native_handle());
    char name[100] = "";
    X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name,
                              sizeof name);
    X509_free(certificate);
    return name;
  }

 private:
  asio::io_context io_;
  ssl::context context_;
  std::optional<ssl::stream<asio::ip::tcp::socket>> stream_;
};

TEST_F(TlsFolder, ServesThroughTls) {
  HttpServer server(Options(), [](std::shared_ptr<Exchange> exchange) {
    HttpResponse response;
    response.body = exchange->request().secure ? std::string(100'000, 's') : "insecure";
    exchange->Respond(std::move(response));
  });
  const std::string answer = Client(server.port()).Ask(Get("/", "Connection: close\r\n"));
  EXPECT_NE(answer.find("HTTP/1.1 200 OK\r\n"), std::string::npos) << answer;
  EXPECT_NE(answer.find("Strict-Transport-Security: max-age="), std::string::npos);
  EXPECT_TRUE(answer.ends_with(std::string(100'000, 's')));
  const std::string older =
      Client(server.port(), TLS1_2_VERSION).Ask(Get("/", "Connection: close\r\n"));
  EXPECT_NE(older.find("HTTP/1.1 200 OK\r\n"), std::string::npos);
}

TEST_F(TlsFolder, RefusesOldVersionsAndPlainText) {
  HttpServer server(Options(), Echo);
  EXPECT_THROW(Client(server.port(), TLS1_1_VERSION), boost::system::system_error);
  support::RawConnection plain(server.port());
  plain.Send(Get("/"));
  EXPECT_EQ(plain.ReadToEnd().find("HTTP/1.1"), std::string::npos);
}

TEST_F(TlsFolder, EndsAHandshakeThatNeverComes) {
  HttpOptions options = Options();
  options.limits.head = 200ms;
  HttpServer server(options, Echo);
  support::RawConnection silent(server.port());
  EXPECT_TRUE(silent.IsClosed(3s));
}

TEST_F(TlsFolder, TakesANewCertificateWithoutARestart) {
  HttpServer server(Options(), Echo);
  Client old(server.port());
  EXPECT_EQ(old.ServerName(), "first");
  Make("second");
  EXPECT_TRUE(support::Becomes([&] { return Client(server.port()).ServerName() == "second"; }));
  EXPECT_NE(old.Ask(Get("/", "Connection: close\r\n")).find("200 OK"), std::string::npos)
      << "who is connected stays so";
}

TEST_F(TlsFolder, KeepsTheOldPairWhenTheNewOneIsBroken) {
  HttpServer server(Options(), Echo);
  testing::internal::CaptureStderr();
  std::ofstream(certificate()) << "no certificate";
  std::this_thread::sleep_for(200ms);
  EXPECT_EQ(Client(server.port()).ServerName(), "first");
  const std::string log = testing::internal::GetCapturedStderr();
  EXPECT_NE(log.find("certificate kept"), std::string::npos) << log;
}

TEST_F(TlsFolder, StartsOnlyWithAPairThatFits) {
  HttpOptions options = Options();
  options.tls_key = "";
  EXPECT_THROW(HttpServer(options, Echo), std::runtime_error);
  std::filesystem::rename(key(), folder_.path() / "old.pem");
  EXPECT_THROW(HttpServer(Options(), Echo), std::runtime_error);
  Make("second");
  std::filesystem::rename(folder_.path() / "old.pem", key());
  EXPECT_THROW(HttpServer(Options(), Echo), std::runtime_error);
}

}  // namespace
}  // namespace qianmo::gateway
