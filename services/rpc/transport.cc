#include "rpc/transport.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <mutex>
#include <stdexcept>

#include <grpc/grpc_security_constants.h>
#include <grpcpp/security/tls_credentials_options.h>
#include <stdlib.h>

#include "base/clock.h"
#include "crypto/certificate.h"

namespace qianmo::rpc {
namespace {

namespace tls = grpc::experimental;

constexpr unsigned kRereadSeconds = 1;
constexpr int kFirstBackoffMs = 100;
constexpr int kLongestBackoffMs = 2'000;
constexpr int kConnectTimeoutMs = 2'000;
constexpr char kGateway[] = "gateway";
constexpr std::chrono::milliseconds kLongestConnection = std::chrono::hours(1);
// For streams; and an idle client looks every five seconds whether it is told to go.
constexpr std::chrono::milliseconds kShortestGrace = std::chrono::seconds(10);
constexpr std::chrono::milliseconds kLongestGrace = std::chrono::minutes(5);

// gRPC 1.51 offers no way to refuse TLS 1.2 from C++. Of the suites of 1.2, which this names, it
// leaves only one for RSA certificates, and ours are not: no handshake below 1.3 can succeed.
// gRPC reads it once, when the first credentials are made.
void AllowOnlyTls13() {
  static std::once_flag once;
  std::call_once(once, [] { setenv("GRPC_SSL_CIPHER_SUITES", "ECDHE-RSA-AES256-GCM-SHA384", 1); });
}

crypto::CertificateFacts RequireReadable(const std::filesystem::path& folder) {
  for (const char* name : {"cert.pem", "key.pem", "ca.pem"}) {
    std::ifstream file(folder / name);
    if (file.peek() == std::ifstream::traits_type::eof()) {
      throw std::runtime_error("cannot read " + (folder / name).string() + " of the mesh");
    }
  }
  std::ifstream file(folder / "cert.pem");
  const std::string certificate(std::istreambuf_iterator<char>(file), {});
  const auto facts = crypto::ReadCertificate(certificate);
  if (!facts) throw std::runtime_error((folder / "cert.pem").string() + " is no certificate");
  return *facts;
}

// A small part of what is left of the certificate: those that come after it live as long, and are
// renewed well before their end.
std::chrono::milliseconds ConnectionLife(const crypto::CertificateFacts& certificate) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(certificate.not_after -
                                                                          SystemClock().Now());
  return std::clamp(left / 8, std::chrono::milliseconds(100), kLongestConnection);
}

// "ipv4:127.0.0.1:4711" -> "127.0.0.1", "ipv6:%5B::1%5D:4711" -> "::1"; anything else stays whole.
std::string AddressOf(const std::string& peer) {
  static constexpr std::string_view kOpen = "ipv6:%5B";
  if (peer.starts_with(kOpen)) return peer.substr(kOpen.size(), peer.find("%5D") - kOpen.size());
  const std::size_t from = peer.find(':');
  const std::size_t to = peer.rfind(':');
  return from == peer.npos || from == to ? peer : peer.substr(from + 1, to - from - 1);
}

// Of a peer without TLS. gRPC has no word for one within the process.
bool IsLocal(const std::string& peer) {
  for (const char* local : {"ipv4:127.", "ipv6:%5B::1%5D:", "unix:"}) {
    if (peer.starts_with(local)) return true;
  }
  return peer == "unknown";
}

// Nothing when the connection has no TLS.
std::optional<std::string> MeshNameIn(const grpc::AuthContext& peer) {
  const auto security = peer.FindPropertyValues(GRPC_TRANSPORT_SECURITY_TYPE_PROPERTY_NAME);
  if (security.empty() || security.front() == "insecure") return std::nullopt;
  for (const auto& host : peer.FindPropertyValues(GRPC_X509_SAN_PROPERTY_NAME)) {
    const std::string name = crypto::MeshNameOf({host.data(), host.size()});
    if (!name.empty()) return name;
  }
  return "";
}

}  // namespace

Transport Transport::Mesh(const std::filesystem::path& folder) {
  const auto certificate = RequireReadable(folder);
  AllowOnlyTls13();
  return Transport(std::make_shared<Certificates>(folder / "key.pem", folder / "cert.pem",
                                                  folder / "ca.pem", kRereadSeconds),
                   ConnectionLife(certificate));
}

std::shared_ptr<grpc::ServerCredentials> Transport::ForServer() const {
  if (!is_mesh()) return grpc::InsecureServerCredentials();
  tls::TlsServerCredentialsOptions options(certificates_);
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
  options.set_cert_request_type(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  return tls::TlsServerCredentials(options);
}

void Transport::BoundConnections(grpc::ServerBuilder* builder) const {
  if (!is_mesh()) return;
  const auto grace = std::clamp(connection_life_, kShortestGrace, kLongestGrace);
  builder->AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS,
                              static_cast<int>(connection_life_.count()));
  builder->AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS,
                              static_cast<int>(grace.count()));
}

std::shared_ptr<grpc::Channel> Transport::Connect(const std::string& target,
                                                  const std::string& name,
                                                  grpc::ChannelArguments arguments) const {
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kFirstBackoffMs);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kConnectTimeoutMs);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kLongestBackoffMs);
  if (!is_mesh()) {
    return grpc::CreateCustomChannel(target, grpc::InsecureChannelCredentials(), arguments);
  }
  tls::TlsChannelCredentialsOptions options;
  options.set_certificate_provider(certificates_);
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
  options.set_certificate_verifier(std::make_shared<tls::HostNameCertificateVerifier>());
  arguments.SetSslTargetNameOverride(crypto::MeshHostOf(name));
  return grpc::CreateCustomChannel(target, tls::TlsCredentials(options), arguments);
}

std::string MeshNameOfService(const std::string& service) {
  const std::size_t from = service.find('.');
  if (from == service.npos) return service;
  return service.substr(from + 1, service.find('.', from + 1) - from - 1);
}

bool IsLoopback(const std::string& address) {
  for (const char* inside : {"127.", "localhost:", "[::1]:", "unix:"}) {
    if (address.starts_with(inside)) return true;
  }
  return false;
}

PeerOfCall PeerOfCall::Of(const grpc::ServerContextBase& context) {
  const std::string peer = context.peer();
  PeerOfCall caller{.address = AddressOf(peer)};
  const auto name = MeshNameIn(*context.auth_context());
  if (name) {
    caller.mesh_name = *name;
    caller.is_gateway = *name == kGateway;
  } else {
    caller.is_gateway = IsLocal(peer);
  }
  return caller;
}

}  // namespace qianmo::rpc
