// gateway.echo: WhoAmI over HTTP/JSON through the real gateway and the real services, beside a bare
// gRPC echo in a process of its own.
#include <algorithm>
#include <condition_variable>
#include <iomanip>
#include <iostream>
#include <mutex>
#include <thread>

#include <CLI/CLI.hpp>
#include <grpcpp/grpcpp.h>

#include "base/clock.h"
#include "base/id.h"
#include "bench/http_load.h"
#include "bench/usage.h"
#include "qianmo/test/v1/notebook.grpc.pb.h"
#include "support/process.h"

namespace qianmo::bench {
namespace {

using std::chrono::steady_clock;

constexpr int kInFlight = 64;
constexpr int kRounds = 3;
constexpr double kTarget = 0.35;

struct Options {
  std::string gateway = "qianmo-gateway";  // the program
  int upstream = 7401;
  std::string handle;
  std::string password;
  pid_t services = 0;
  int seconds = 4;
  int serve_echo = 0;  // the port, in the process that only echoes
};

class EchoService final : public test::v1::NotebookService::CallbackService {
  grpc::ServerUnaryReactor* Echo(grpc::CallbackServerContext* context,
                                 const test::v1::EchoRequest* request,
                                 test::v1::EchoResponse* reply) override {
    reply->set_text(request->text());
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

void ServeEcho(int port) {
  EchoService service;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:" + std::to_string(port), grpc::InsecureServerCredentials());
  builder.RegisterService(&service);
  builder.BuildAndStart()->Wait();
}

// So many calls at any time; each begins the next when it has ended.
class EchoLoad {
 public:
  explicit EchoLoad(int port)
      : channel_(grpc::CreateChannel("127.0.0.1:" + std::to_string(port),
                                     grpc::InsecureChannelCredentials())),
        stub_(test::v1::NotebookService::NewStub(channel_)) {
    channel_->WaitForConnected(gpr_time_from_seconds(10, GPR_TIMESPAN));
    request_.set_text(std::string(300, 'x'));  // as long as the answer of WhoAmI
  }

  double PerSecond(std::chrono::seconds time) {
    good_ = 0;
    const auto began = steady_clock::now();
    end_ = began + time;
    running_ = kInFlight;
    for (int i = 0; i < kInFlight; ++i) Next();
    std::unique_lock lock(mutex_);
    ended_.wait(lock, [this] { return running_ == 0; });
    return static_cast<double>(good_) /
           std::chrono::duration<double>(steady_clock::now() - began).count();
  }

 private:
  struct One {
    grpc::ClientContext context;
    test::v1::EchoResponse reply;
  };

  void Next() {
    auto one = std::make_shared<One>();
    stub_->async()->Echo(&one->context, &request_, &one->reply, [this, one](grpc::Status status) {
      std::unique_lock lock(mutex_);
      if (status.ok() && one->reply.text().size() == request_.text().size()) ++good_;
      if (steady_clock::now() < end_) {
        lock.unlock();
        return Next();
      }
      --running_;
      ended_.notify_all();
    });
  }

  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<test::v1::NotebookService::Stub> stub_;
  test::v1::EchoRequest request_;
  std::mutex mutex_;
  std::condition_variable ended_;
  std::uint64_t good_ = 0;
  int running_ = 0;
  steady_clock::time_point end_;
};

std::string SignIn(const Options& options, int http) {
  const std::string body = R"({"requestId":")" + Uuid::Make(SystemClock().Now()).ToString() +
                           R"(","handle":")" + options.handle + R"(","password":")" +
                           options.password + R"("})";
  const std::string answer =
      Ask(http,
          "POST /v1/sessions:signIn HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: "
          "application/json\r\nContent-Length: " +
              std::to_string(body.size()) + "\r\n\r\n" + body);
  static constexpr std::string_view kField = "\"sessionToken\":\"";
  const std::size_t at = answer.find(kField);
  if (at == answer.npos) throw std::runtime_error("no session: " + answer);
  const std::size_t from = at + kField.size();
  return answer.substr(from, answer.find('"', from) - from);
}

// The gateway as it is, but without a limit on what one caller may ask in a second.
class Gateway {
 public:
  explicit Gateway(const Options& options)
      : process_({options.gateway, "--listen", "127.0.0.1:" + std::to_string(port_), "--upstream",
                  "127.0.0.1:" + std::to_string(options.upstream), "--requests-per-second", "0",
                  "--requests-per-second-per-address", "0"},
                 {}, folder_.path() / "log") {
    for (int i = 0; i < 100 && !IsReady(); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    if (!IsReady()) throw std::runtime_error(support::ReadFile(folder_.path() / "log"));
  }
  int port() const { return port_; }
  pid_t pid() const { return process_.pid(); }

 private:
  bool IsReady() const {
    try {
      Ask(port_, "GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
      return true;
    } catch (const std::runtime_error&) {
      return false;
    }
  }

  const int port_ = support::FreePort();
  const support::TemporaryFolder folder_;
  support::Process process_;
};

void TellUsage(const char* name, pid_t pid, const Usage& before, std::uint64_t requests) {
  const Usage now = UsageOf(pid);
  std::cerr << "  " << name << ": " << now.rss_kib / 1024 << " MiB resident, "
            << (now.cpu_seconds - before.cpu_seconds) * 1e6 / static_cast<double>(requests)
            << " us of CPU a request\n";
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void Run(const Options& options) {
  const int echo_port = support::FreePort();
  const support::TemporaryFolder folder;
  const support::Process echo(
      {std::filesystem::read_symlink("/proc/self/exe"), "--serve-echo", std::to_string(echo_port)},
      {}, folder.path() / "log");
  const Gateway gateway(options);
  EchoLoad echo_load(echo_port);
  const std::string request = "GET /v1/me HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " +
                              SignIn(options, gateway.port()) + "\r\n\r\n";
  std::vector<double> ratios, rates;
  std::uint64_t requests = 0, bad = 0;
  const Usage gateway_before = UsageOf(gateway.pid()), services_before = UsageOf(options.services);
  for (int round = 1; round <= kRounds; ++round) {
    const double bare = echo_load.PerSecond(std::chrono::seconds(options.seconds));
    const Load load = Hammer(gateway.port(), request, "\"account\":", kInFlight,
                             std::chrono::seconds(options.seconds));
    rates.push_back(static_cast<double>(load.good) / load.seconds);
    ratios.push_back(rates.back() / bare);
    requests += load.good + load.bad;
    bad += load.bad;
    std::cerr << "gateway.echo, round " << round << ": " << rates.back() << "/s, bare gRPC " << bare
              << "/s\n";
  }
  TellUsage("qianmo-gateway", gateway.pid(), gateway_before, requests);
  TellUsage("qianmod", options.services, services_before, requests);
  const double ratio = Median(ratios);
  std::cout << std::fixed << std::setprecision(0) << "gateway.echo " << Median(rates) << " req/s "
            << std::setprecision(2) << ratio << " >=" << kTarget
            << (bad > 0           ? " FAILED"
                : ratio < kTarget ? " MISSED"
                                  : "")
            << std::endl;
}

}  // namespace
}  // namespace qianmo::bench

int main(int argc, char** argv) {
  qianmo::bench::Options options;
  CLI::App app("Measures gateway.echo; ./qianmo bench runs it");
  app.add_option("--gateway", options.gateway, "The program qianmo-gateway");
  app.add_option("--upstream", options.upstream, "Port of the services");
  app.add_option("--handle", options.handle, "Who asks who they are");
  app.add_option("--password", options.password);
  app.add_option("--services", options.services, "Their process, whose use is told");
  app.add_option("--seconds", options.seconds, "Of each of six measures");
  app.add_option("--serve-echo", options.serve_echo, "Only echo, at this port");
  CLI11_PARSE(app, argc, argv);
  try {
    if (options.serve_echo != 0) {
      qianmo::bench::ServeEcho(options.serve_echo);
    } else {
      qianmo::bench::Run(options);
    }
    return 0;
  } catch (const std::exception& trouble) {
    std::cerr << "gateway.echo: " << trouble.what() << '\n';
    return 1;
  }
}
