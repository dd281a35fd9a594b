// qianmod: hosts any set of the services. Configured by flags or by the environment; see --help.
#include <algorithm>
#include <iostream>
#include <map>
#include <set>
#include <sstream>

#include <CLI/CLI.hpp>
#include <signal.h>

#include "identity/install.h"
#include "ledger/install.h"
#include "messages/install.h"
#include "registry/install.h"
#include "rpc/log.h"
#include "rpc/server.h"

namespace {

using qianmo::rpc::Hosted;
using qianmo::rpc::LogField;
using qianmo::rpc::Server;

struct Options {
  qianmo::rpc::ServerOptions server;
  qianmo::messages::SenderOptions sender;
  std::string services = "all";
  std::string mesh;
  std::string keys;
  std::vector<std::string> peers;
  int connections = 24;
  int grace_seconds = 15;
};

using Installer = void (*)(Hosted&, const Options&);

const std::map<std::string, Installer>& Installers() {
  static const std::map<std::string, Installer> installers = {
      {"identity", [](Hosted& hosted, const Options&) { qianmo::identity::Install(hosted); }},
      {"ledger", [](Hosted& hosted, const Options&) { qianmo::ledger::Install(hosted); }},
      {"messages",
       [](Hosted& hosted, const Options& options) {
         qianmo::messages::Install(hosted, options.sender);
       }},
      {"registry",
       [](Hosted& hosted, const Options& options) {
         qianmo::registry::Install(hosted, options.sender.site);
       }},
  };
  return installers;
}

std::vector<std::string> Split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, separator);) parts.push_back(part);
  return parts;
}

void ListServices() {
  for (const auto& [name, install] : Installers()) std::cout << name << '\n';
  throw CLI::Success();
}

void Declare(CLI::App* app, Options* options) {
  app->set_config("--config", "", "A TOML file with the same settings");
  app->allow_config_extras(CLI::config_extras_mode::error);
  app->add_option("--services", options->services, "Comma-separated services, or all")
      ->envname("QIANMO_SERVICES")
      ->capture_default_str();
  app->add_flag_callback("--list-services", ListServices,
                         "Prints the name of every service, one a line, and does nothing else");
  app->add_option("--mesh", options->mesh,
                  "Folder with cert.pem, key.pem and ca.pem: TLS with certificates on both sides, "
                  "with peers too; without it everything stays on this machine in plain text")
      ->envname("QIANMO_MESH");
  app->add_option("--listen", options->server.listen, "Address and port for gRPC (inside only)")
      ->envname("QIANMO_LISTEN")
      ->capture_default_str();
  app->add_option("--admin", options->server.admin, "Address and port for metrics; none if empty")
      ->envname("QIANMO_ADMIN");
  app->add_option("--database", options->server.database_url,
                  "PostgreSQL; the user is replaced by "
                  "each service's own role")
      ->envname("QIANMO_DATABASE_URL")
      ->required();
  app->add_option("--keys", options->keys, "The folder of the key ring")
      ->envname("QIANMO_KEYS")
      ->required();
  app->add_option("--connections", options->connections,
                  "Database connections of this process, shared out among its services")
      ->envname("QIANMO_CONNECTIONS")
      ->check(CLI::Range(2, 500))
      ->capture_default_str();
  app->add_option("--peer", options->peers,
                  "service=host:port of a service that lives elsewhere: messages, or one of its "
                  "gRPC services, qianmo.messages.v1.MessagesService")
      ->envname("QIANMO_PEERS")
      ->delimiter(',');
  app->add_option("--sms-url", options->sender.provider.url,
                  "Where the provider of text messages listens; without it texts wait")
      ->envname("QIANMO_SMS_URL");
  app->add_option("--sms-key-file", options->sender.provider.key_file,
                  "The key that requests to it are signed with")
      ->envname("QIANMO_SMS_KEY_FILE");
  app->add_option("--site", options->sender.site,
                  "The address of the web app, such as https://county.example, for links in texts")
      ->envname("QIANMO_SITE");
  app->add_option("--grace", options->grace_seconds, "Seconds to finish calls when told to stop")
      ->envname("QIANMO_GRACE")
      ->check(CLI::Range(0, 600))
      ->capture_default_str();
}

std::set<std::string> Wanted(const Options& options) {
  std::set<std::string> wanted;
  if (options.services == "all") {
    for (const auto& [name, install] : Installers()) wanted.insert(name);
    return wanted;
  }
  for (const std::string& name : Split(options.services, ',')) {
    if (!wanted.insert(name).second) throw std::runtime_error(name + " is named twice");
  }
  return wanted;
}

// Plain text stays on one machine.
void RequireLoopback(const Options& options, const std::string& option,
                     const std::string& address) {
  if (!options.mesh.empty() || qianmo::rpc::IsLoopback(address)) return;
  throw std::runtime_error(option + " must stay on this machine (127.0.0.1, [::1], unix:), not " +
                           address + ", unless --mesh names certificates");
}

void HostServices(const Options& options, Server* server) {
  for (const std::string& name : Wanted(options)) {
    const auto installer = Installers().find(name);
    if (installer == Installers().end()) throw std::runtime_error("there is no service " + name);
    installer->second(server->Host(name), options);
  }
  for (const std::string& peer : options.peers) {
    const auto parts = Split(peer, '=');
    if (parts.size() != 2) throw std::runtime_error("--peer must be service=host:port: " + peer);
    RequireLoopback(options, "--peer", parts[1]);
    server->Peer(parts[0], parts[1]);
  }
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
  signal(SIGPIPE, SIG_IGN);  // a log reader that goes away must not take the server with it
  pthread_sigmask(SIG_BLOCK, &signals,
                  nullptr);  // every thread inherits it; only sigwait sees them

  auto keyring = qianmo::crypto::LiveKeyring::Open(options.keys);
  if (!keyring) throw std::runtime_error(keyring.refusal().message);
  const qianmo::SystemClock clock;
  RequireLoopback(options, "--listen", options.server.listen);
  qianmo::rpc::ServerOptions shared_out = options.server;
  shared_out.pool_size =
      std::clamp(options.connections / static_cast<int>(Wanted(options).size()), 2, 8);
  if (!options.mesh.empty()) shared_out.transport = qianmo::rpc::Transport::Mesh(options.mesh);
  Server server(shared_out, **keyring, clock);
  HostServices(options, &server);
  server.Start();
  qianmo::rpc::Log(qianmo::rpc::Level::kInfo, "serving",
                   {{"services", options.services}, {"port", std::int64_t{server.port()}}});
  AwaitStop(signals);
  server.Drain(std::chrono::seconds(options.grace_seconds));
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("qianmod hosts the services of Qianmo");
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
    std::cerr << "qianmod: " << trouble.what() << '\n';
    return 1;
  }
}
