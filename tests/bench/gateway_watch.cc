// gateway.watch: very many clients of one public stream behind one thread of a gateway. The gateway
// is a process of its own (this program again), so that its memory and time can be told apart.
#include <condition_variable>
#include <iomanip>
#include <iostream>
#include <mutex>

#include <CLI/CLI.hpp>
#include <grpcpp/grpcpp.h>
#include <signal.h>

#include "base/clock.h"
#include "bench/usage.h"
#include "bench/watcher_crowd.h"
#include "gateway/http/server.h"
#include "gateway/live/live.h"
#include "gateway/transcode/api.h"
#include "qianmo/test/v1/ticker.grpc.pb.h"
#include "support/process.h"

namespace qianmo::bench {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr char kTarget[] = "/v1/tickers/bench:watch";
constexpr milliseconds kTick{250};
constexpr std::int64_t kMostKib = 64 * 1024;
constexpr milliseconds kMostDelay{250};

struct Options {
  int watchers = 10'000;
  int seconds = 10;
  int gateway = 0;  // the port, in the process that is the gateway
  int upstream = 0;
};

class Ticker final : public test::v1::TickerService::Service {
 public:
  void Set(std::int64_t position) {
    std::lock_guard lock(mutex_);
    position_ = position;
    changed_.notify_all();
  }
  void Close() {
    std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }

 private:
  grpc::Status WatchTicker(grpc::ServerContext* context,
                           const test::v1::WatchTickerRequest* request,
                           grpc::ServerWriter<test::v1::TickerState>* writer) override {
    std::int64_t told = 0;
    std::unique_lock lock(mutex_);
    while (!closed_ && !context->IsCancelled()) {
      if (told == position_) {
        changed_.wait_for(lock, milliseconds(500));
        continue;
      }
      told = position_;
      test::v1::TickerState state;
      state.set_name(request->name());
      state.set_position(told);
      state.set_version(std::to_string(told));
      lock.unlock();
      writer->Write(state);
      lock.lock();
    }
    return grpc::Status::OK;
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::int64_t position_ = 0;
  bool closed_ = false;
};

// The gateway as it is, with the ticker's descriptors linked in and one thread for all sockets.
void BeGateway(const Options& options) {
  using namespace gateway;
  RaiseFileLimit();
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  const SystemClock clock;
  Live live;
  const Api api(
      {"127.0.0.1:" + std::to_string(options.upstream), {}},
      [](const std::string& target, const std::string&, const grpc::ChannelArguments& arguments) {
        return grpc::CreateCustomChannel(target, grpc::InsecureChannelCredentials(), arguments);
      },
      clock,
      [&live](std::shared_ptr<Exchange> exchange, const Route& route, std::string request,
              UpstreamCaller caller) {
        live.Serve(std::move(exchange), route, std::move(request), std::move(caller));
      });
  HttpOptions http;
  http.listen = "127.0.0.1:" + std::to_string(options.gateway);
  http.threads = 1;
  // All clients are one address and one stranger here.
  http.limits.connections_per_address = http.limits.connections;
  http.limits.requests_a_second = 0;
  http.limits.requests_a_second_per_address = 0;
  const auto server = std::make_unique<HttpServer>(http, api.Server());
  int signal = 0;
  sigwait(&signals, &signal);
  live.Drain();
  server->Drain(std::chrono::seconds(5));
  live.Close();
}

bool Wait(const std::function<bool()>& done, std::chrono::seconds patience) {
  const auto end = steady_clock::now() + patience;
  while (!done() && steady_clock::now() < end) std::this_thread::sleep_for(milliseconds(20));
  return done();
}

std::string Shown(const std::optional<milliseconds>& delay) {
  return delay ? std::to_string(delay->count()) + "ms" : "never";
}

// 1 is the state that everybody finds; counting begins with 2.
void Measure(const Options& options, Ticker& ticker, pid_t gateway, int port) {
  ticker.Set(1);
  const auto everybody = static_cast<std::uint64_t>(options.watchers);
  const Usage empty = UsageOf(gateway);
  WatcherCrowd crowd(port, kTarget, options.watchers);
  if (!Wait([&] { return crowd.Arrived() == everybody; }, std::chrono::seconds(60))) {
    throw std::runtime_error("only " + std::to_string(crowd.Arrived()) + " clients were let in");
  }
  const Usage before = UsageOf(gateway);
  const int ticks = options.seconds * 4;
  const auto began = steady_clock::now();
  for (int i = 1; i <= ticks; ++i) {
    const auto version = static_cast<std::uint64_t>(i + 1);
    crowd.Announce(version);
    ticker.Set(i + 1);
    std::this_thread::sleep_until(began + kTick * i);
  }
  const std::uint64_t wanted = everybody * static_cast<std::uint64_t>(ticks + 1);
  Wait([&] { return crowd.Arrived() >= wanted; }, std::chrono::seconds(5));
  const Usage after = UsageOf(gateway);
  crowd.Stop();
  const bool all = crowd.EachEndsWith(static_cast<std::uint64_t>(ticks + 1));
  const auto events = everybody * static_cast<std::uint64_t>(ticks);
  const auto p99 = crowd.DelayOf(990, events);
  const double cpu = after.cpu_seconds - before.cpu_seconds;
  std::cerr << "gateway.watch: " << options.watchers << " watchers, " << wanted - crowd.Arrived()
            << " of " << wanted << " events skipped, p50 " << Shown(crowd.DelayOf(500, events))
            << ", p99 " << Shown(p99) << "\n  gateway: " << after.rss_kib / 1024
            << " MiB resident (" << empty.rss_kib / 1024 << " before anybody came), "
            << cpu * 1e6 / static_cast<double>(events) << " us of CPU an event, "
            << cpu / options.seconds << " of a core\n";
  const bool well =
      after.rss_kib <= kMostKib && p99 && *p99 <= kMostDelay && options.watchers >= 10'000;
  std::cout << "gateway.watch " << options.watchers << " watchers " << Shown(p99) << "/"
            << after.rss_kib / 1024 << "MiB p99<=250ms,<=64MiB"
            << (!all   ? " FAILED"
                : well ? ""
                       : " MISSED")
            << std::endl;
}

void Run(const Options& options) {
  RaiseFileLimit();
  Ticker ticker;
  grpc::ServerBuilder builder;
  int upstream = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &upstream);
  builder.RegisterService(&ticker);
  const auto server = builder.BuildAndStart();
  const int port = support::FreePort();
  const support::TemporaryFolder folder;
  support::Process gateway({std::filesystem::read_symlink("/proc/self/exe"), "--gateway",
                            std::to_string(port), "--upstream", std::to_string(upstream)},
                           {}, folder.path() / "log");
  std::this_thread::sleep_for(milliseconds(500));
  Measure(options, ticker, gateway.pid(), port);
  gateway.Signal(SIGTERM);
  gateway.Wait();
  ticker.Close();
  server->Shutdown();
}

}  // namespace
}  // namespace qianmo::bench

int main(int argc, char** argv) {
  qianmo::bench::Options options;
  CLI::App app("Measures gateway.watch; ./qianmo bench runs it");
  app.add_option("--watchers", options.watchers);
  app.add_option("--seconds", options.seconds);
  app.add_option("--gateway", options.gateway, "Only be the gateway, at this port");
  app.add_option("--upstream", options.upstream, "Port of the services behind it");
  CLI11_PARSE(app, argc, argv);
  try {
    if (options.gateway != 0) {
      qianmo::bench::BeGateway(options);
    } else {
      qianmo::bench::Run(options);
    }
    return 0;
  } catch (const std::exception& trouble) {
    std::cerr << "gateway.watch: " << trouble.what() << '\n';
    return 1;
  }
}
