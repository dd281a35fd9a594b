#include "gateway/options.h"

namespace qianmo::gateway {

void Declare(CLI::App* app, Options* options) {
  app->set_config("--config", "", "A TOML file with the same settings");
  app->allow_config_extras(CLI::config_extras_mode::error);
  app->add_option("--listen", options->http.listen, "Address and port for HTTP")
      ->envname("QIANMO_GATEWAY_LISTEN")
      ->capture_default_str();
  app->add_option("--upstream", options->upstream, "host:port of the services")
      ->envname("QIANMO_UPSTREAM")
      ->capture_default_str();
  app->add_option("--peer", options->peers,
                  "service=host:port of a service that lives elsewhere: messages, or "
                  "qianmo.messages.v1.MessagesService")
      ->envname("QIANMO_PEERS")
      ->delimiter(',');
  app->add_option("--mesh", options->mesh,
                  "A folder with cert.pem, key.pem and ca.pem for TLS to the services")
      ->envname("QIANMO_MESH");
  app->add_option("--threads", options->http.threads, "Threads that speak HTTP")
      ->envname("QIANMO_GATEWAY_THREADS")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  app->add_option("--grace", options->grace_seconds, "Seconds to finish requests when told to stop")
      ->envname("QIANMO_GRACE")
      ->check(CLI::Range(0, 600))
      ->capture_default_str();
}

}  // namespace qianmo::gateway
