// qianmo-gateway: HTTP from outside, gRPC to the services. Configured by flags or by the
// environment; see --help.
#include <iostream>
#include <set>

#include <CLI/CLI.hpp>
#include <signal.h>

#include "gateway/http/admin_port.h"
#include "gateway/http/health.h"
#include "gateway/http/routes.h"
#include "gateway/http/server.h"
#include "gateway/http/static_files.h"
#include "gateway/live/live.h"
#include "gateway/openapi/docs.h"
#include "gateway/options.h"
#include "gateway/transcode/api.h"
#include "gateway/transcode/route_table.h"
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

// The methods that answer nobody without a caller token.
std::set<std::string> NamesForCallersOnly() {
  std::set<std::string> names;
  const RouteTable table(RouteTable::LinkedServices());
  for (const Route& route : table.routes()) {
    if (!route.is_public) names.insert(route.method->full_name());
  }
  return names;
}

// Returns when somebody asks the process to stop; SIGHUP reads the web folder again.
void AwaitStop(const sigset_t& signals, StaticFiles* web) {
  int signal = 0;
  while (sigwait(&signals, &signal) == 0 && signal == SIGHUP) {
    if (web != nullptr) web->Reload();
  }
  qianmo::rpc::Log(qianmo::rpc::Level::kInfo, "stopping", {{"signal", std::int64_t{signal}}});
}

sigset_t BlockSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, signal);
  signal(SIGPIPE, SIG_IGN);  // a client that goes away must not take the process with it
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // every thread inherits it
  return signals;
}

void Run(const Options& options) {
  const sigset_t signals = BlockSignals();
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
  std::unique_ptr<StaticFiles> web;
  if (!options.web.empty()) {
    web = std::make_unique<StaticFiles>(options.web);
    routes.Add("/", std::ref(*web));
  }
  HttpOptions http = options.http;
  http.proves_caller = [names = NamesForCallersOnly()](const std::string& called) {
    return names.contains(called);
  };
  HttpServer server(http, routes);
  const AdminPort admin(options.admin, server.metrics());
  qianmo::rpc::Log(qianmo::rpc::Level::kInfo, "serving", {{"port", std::int64_t{server.port()}}});
  AwaitStop(signals, web.get());
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
