// Going away: the server answers what it was asked, and says that it goes. And the program that
// does so when it is told to stop.
#include <atomic>
#include <fstream>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include "gateway/http/server.h"
#include "stand.h"
#include "support/becomes.h"
#include "support/process.h"

namespace qianmo::gateway {
namespace {

using namespace std::chrono_literals;
using support::Fetch;
using support::HttpReply;
using support::RawConnection;
using testing::HasSubstr;

TEST(Draining, AnswersWhatIsUnderWayAndEndsItsConnection) {
  Told<std::shared_ptr<Exchange>> told;
  HttpServer server(TestOptions(), [&](auto exchange) { told.Tell(exchange); });
  RawConnection client(server.port());
  client.Send(Get("/a"));
  auto exchange = told.Wait();
  std::thread drain([&] { server.Drain(5s); });
  std::this_thread::sleep_for(300ms);
  EXPECT_THROW(RawConnection(server.port()), std::runtime_error) << "nobody new is let in";
  Echo(exchange);
  exchange = nullptr;
  const HttpReply reply = client.ReadReply();
  EXPECT_EQ(reply.body, "GET /a ");
  EXPECT_EQ(reply.Header("Connection"), "close");
  drain.join();
}

TEST(Draining, GivesUpAfterItsGrace) {
  Told<std::shared_ptr<Exchange>> told;
  HttpServer server(TestOptions(), [&](auto exchange) { told.Tell(exchange); });
  RawConnection client(server.port());
  client.Send(Get("/a"));
  told.Wait();
  const auto begin = std::chrono::steady_clock::now();
  server.Drain(300ms);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 2s);
}

TEST(Draining, LeavesStreamsToTheirOwnersAndCutsThemAfterItsGrace) {
  Told<bool> gone;
  for (const std::string type : {"text/event-stream", "application/x-ndjson", "application/json"}) {
    auto server =
        std::make_unique<HttpServer>(TestOptions(), [&](std::shared_ptr<Exchange> exchange) {
          exchange->WhenGone([&, exchange] { gone.Tell(true); });
          HttpResponse head;
          head.headers.Add("Content-Type", type);
          exchange->Open(std::move(head), {});
          exchange->Write(std::make_shared<const std::string>("data: 1\n\n"), [](bool) {});
        });
    RawConnection client(server->port());
    client.Send(Get("/events"));
    client.ReadHead();
    EXPECT_EQ(client.ReadChunk(), "data: 1\n\n");
    server->Drain(200ms);
    server = nullptr;
    EXPECT_THROW(client.ReadChunk(), std::runtime_error) << "a cut: nobody may take it for whole";
    EXPECT_TRUE(gone.Wait());
  }
}

// Clients that ask as fast as they can, each on a connection that it keeps; none may send a whole
// request and get no whole answer.
TEST(Draining, DropsNoRequestUnderLoad) {
  for (int round = 0; round < 5; ++round) {
    HttpOptions options = TestOptions();
    options.limits.last_request = 5s;  // a client that lost its turn on a busy machine comes late
    auto server = std::make_unique<HttpServer>(options, Echo);
    const int port = server->port();
    std::atomic<int> answered = 0;
    std::atomic<int> cut = 0;
    std::vector<std::thread> clients;
    for (int i = 0; i < 8; ++i) {
      clients.emplace_back([&] {
        for (;;) {
          std::optional<RawConnection> connection;
          try {
            connection.emplace(port);
          } catch (const std::runtime_error&) {
            return;  // the server takes nobody any more
          }
          for (bool open = true; open;) {
            if (!connection->Send(Get("/a"))) break;
            try {
              open = connection->ReadReply().Header("Connection") != "close";
              ++answered;
            } catch (const std::runtime_error&) {
              ++cut;
              open = false;
            }
          }
        }
      });
    }
    EXPECT_TRUE(support::Becomes([&] { return answered > 100; }));
    server->Drain(5s);
    server = nullptr;
    for (auto& client : clients) client.join();
    EXPECT_EQ(cut, 0);
  }
}

class Program : public testing::Test {
 protected:
  Program() {
    std::filesystem::create_directory(folder_.path() / "web");
    std::ofstream(folder_.path() / "web/index.html") << "<p>one</p>";
  }

  void Start() {
    process_.emplace(std::vector<std::string>{support::BuiltProgram("qianmo-gateway"), "--listen",
                                              "127.0.0.1:" + std::to_string(port_), "--admin",
                                              "127.0.0.1:" + std::to_string(admin_), "--web",
                                              folder_.path() / "web", "--grace", "5"},
                     std::map<std::string, std::string>{}, folder_.path() / "log");
    const bool serves = support::Becomes([&] {
      try {
        return Fetch(port_, "GET", "/healthz").status == 200;
      } catch (const std::runtime_error&) {
        return false;  // not listening yet
      }
    });
    ASSERT_TRUE(serves) << support::ReadFile(folder_.path() / "log");
  }

  support::TemporaryFolder folder_;
  const int port_ = support::FreePort();
  const int admin_ = support::FreePort();
  std::optional<support::Process> process_;
};

TEST_F(Program, ServesTheWebAndItsFigures) {
  Start();
  EXPECT_EQ(Fetch(port_, "GET", "/").body, "<p>one</p>");
  EXPECT_EQ(Fetch(port_, "GET", "/readyz").status, 503) << "no service is there";
  RawConnection bad(port_);
  bad.Send("GET / HTTP/1.1\r\n\r\n");
  EXPECT_EQ(bad.ReadReply().status, 400);
  EXPECT_EQ(Fetch(admin_, "GET", "/").status, 404);
  EXPECT_EQ(Fetch(admin_, "POST", "/metrics").status, 405);
  const std::string metrics = Fetch(admin_, "GET", "/metrics").body;
  EXPECT_THAT(metrics, HasSubstr(R"(qianmo_http_requests_total{method="static",status="2xx"} 1)"));
  EXPECT_THAT(metrics, HasSubstr(R"(qianmo_http_refusals_total{reason="HOST_MISSING"} 1)"));
  EXPECT_THAT(metrics, HasSubstr(R"(qianmo_http_request_seconds_count{method="health"})"));
  EXPECT_THAT(metrics, HasSubstr("qianmo_http_connections "));
  EXPECT_THAT(metrics, HasSubstr("qianmo_resident_bytes "));
}

TEST_F(Program, ReadsTheWebAgainAtSighup) {
  Start();
  std::ofstream(folder_.path() / "web/index.html") << "<p>two</p>";
  process_->Signal(SIGHUP);
  EXPECT_TRUE(support::Becomes([&] { return Fetch(port_, "GET", "/").body == "<p>two</p>"; }));
}

TEST_F(Program, StopsInOrderWhenItIsTold) {
  Start();
  RawConnection idle(port_);
  process_->Signal(SIGTERM);
  EXPECT_EQ(process_->Wait(), 0);
  EXPECT_TRUE(idle.IsClosed());
  EXPECT_THAT(support::ReadFile(folder_.path() / "log"), HasSubstr(R"("event":"stopping")"));
}

TEST_F(Program, RefusesSettingsThatItCannotKeep) {
  const std::string program = support::BuiltProgram("qianmo-gateway");
  EXPECT_EQ(support::RunToEnd({program, "--listen", "nowhere"}, {}).code, 1);
  EXPECT_EQ(support::RunToEnd({program, "--trusted-proxy", "10.0.0.0/40"}, {}).code, 1);
  EXPECT_EQ(support::RunToEnd({program, "--web", folder_.path() / "none"}, {}).code, 1);
  EXPECT_EQ(support::RunToEnd({program, "--unknown"}, {}).code, 2);
}

}  // namespace
}  // namespace qianmo::gateway
