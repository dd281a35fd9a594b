#include "gateway/options.h"

namespace qianmo::gateway {
namespace {

void DeclareOutside(CLI::App* app, Options* options) {
  HttpOptions& http = options->http;
  app->add_option("--listen", http.listen, "Address and port for HTTP")
      ->envname("QIANMO_GATEWAY_LISTEN")
      ->capture_default_str();
  app->add_option("--admin", options->admin, "Address and port for metrics; none if empty")
      ->envname("QIANMO_GATEWAY_ADMIN");
  app->add_option("--tls-cert", http.tls_certificate,
                  "PEM file of the certificate and its chain; read again when it changes")
      ->envname("QIANMO_TLS_CERT");
  app->add_option("--tls-key", http.tls_key, "PEM file of the certificate's key")
      ->envname("QIANMO_TLS_KEY");
  app->add_option("--trusted-proxy", http.trusted_proxies,
                  "Networks of proxies whose X-Forwarded-* headers are believed, "
                  "e.g. 10.0.0.0/8 or 2001:db8::/32")
      ->envname("QIANMO_TRUSTED_PROXIES")
      ->delimiter(',');
  app->add_option("--web", options->web,
                  "The folder of the web application; read at start and at SIGHUP")
      ->envname("QIANMO_WEB");
  app->add_option("--threads", http.threads, "Threads that speak HTTP")
      ->envname("QIANMO_GATEWAY_THREADS")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  app->add_option("--connections-per-address", http.limits.connections_per_address,
                  "Connections that one address may have; proxies may have any number")
      ->envname("QIANMO_CONNECTIONS_PER_ADDRESS")
      ->capture_default_str();
  app->add_option("--requests-per-second", http.limits.requests_a_second,
                  "Requests of one session, token or stranger in the long run; 0 for any number")
      ->envname("QIANMO_REQUESTS_PER_SECOND")
      ->capture_default_str();
  app->add_option("--requests-per-second-per-address", http.limits.requests_a_second_per_address,
                  "Requests of all callers at one address; 0 for any number")
      ->envname("QIANMO_REQUESTS_PER_SECOND_PER_ADDRESS")
      ->capture_default_str();
}

void DeclareInside(CLI::App* app, Options* options) {
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
  app->add_option("--grace", options->grace_seconds, "Seconds to finish requests when told to stop")
      ->envname("QIANMO_GRACE")
      ->check(CLI::Range(0, 600))
      ->capture_default_str();
}

}  // namespace

void Declare(CLI::App* app, Options* options) {
  app->set_config("--config", "", "A TOML file with the same settings");
  app->allow_config_extras(CLI::config_extras_mode::error);
  DeclareOutside(app, options);
  DeclareInside(app, options);
}

}  // namespace qianmo::gateway
