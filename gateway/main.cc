// qianmo-gateway: HTTP from outside, gRPC to the services. Configured by flags or by the
// environment; see --help.
#include <iostream>

#include <CLI/CLI.hpp>
#include <signal.h>

#include "gateway/http/health.h"
#include "gateway/http/routes.h"
#include "gateway/http/server.h"
#include "gateway/live/live.h"
#include "gateway/openapi/docs.h"
#include "gateway/options.h"
#include "gateway/transcode/api.h"
#include "rpc/log.h"
#include "rpc/transport.h"

namespace {

using namespace qianmo::gateway;

// Inside, by mutual TLS; in plain text only within this machine.
Connect ConnectBy(const std::string& mesh) {
  using qianmo::rpc::Transport;
  const Transport transport = mesh.empty() ? Transport::Plain() : Transport::Mesh(mesh);
  return [transport](const std::string& target, const std::string& service,
                     const grpc::ChannelArguments& arguments) {
    if (!transport.is_mesh() && !qianmo::rpc::IsLoopback(target)) {
      throw std::runtime_error("without --mesh, services must be on this machine, not at " +
                               target);
    }
    return transport.Connect(target, qianmo::rpc::MeshNameOfService(service), arguments);
  };
}

// Returns when somebody asks the process to stop.
void AwaitStop(const sigset_t& signals) {
  int signal = 0;
  sigwait(&signals, &signal);
  qianmo::rpc::Log(qianmo::rpc::Level::kInfo, "stopping", {{"signal", std::int64_t{signal}}});
}

void Run(const Options& options) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  signal(SIGPIPE, SIG_IGN);  // a client that goes away must not take the process with it
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // every thread inherits it

  const qianmo::SystemClock clock;
  Live live;
  const Api api(ParseUpstreams(options.upstream, options.peers), ConnectBy(options.mesh), clock,
                [&live](std::shared_ptr<Exchange> exchange, const Route& route, std::string request,
                        UpstreamCaller caller) {
                  live.Serve(std::move(exchange), route, std::move(request), std::move(caller));
                });
  std::atomic<bool> draining = false;
  Routes routes;
  routes.Add("/healthz", Healthz());
  routes.Add("/readyz", Readyz([&] { return !draining && api.IsReady(); }));
  routes.Add("/v1/", api.Server());
  AddDocs(&routes);
  HttpServer server(options.http, routes);
  qianmo::rpc::Log(qianmo::rpc::Level::kInfo, "serving", {{"port", std::int64_t{server.port()}}});
  AwaitStop(signals);
  draining = true;
  live.Drain();  // streams would never end by themselves
  server.Drain(std::chrono::seconds(options.grace_seconds));
  live.Close();
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("qianmo-gateway serves the API, the events and the web application over HTTP");
  Declare(&app, &options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  try {
    Run(options);
    return 0;
  } catch (const std::exception& trouble) {
    std::cerr << "qianmo-gateway: " << trouble.what() << '\n';
    return 1;
  }
}
