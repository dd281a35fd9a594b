// How processes of one exchange reach each other: in plain text within one machine, or by mutual
// TLS, where each side shows a certificate of the exchange's own CA.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

#include <grpcpp/grpcpp.h>
#include <grpcpp/security/tls_certificate_provider.h>

namespace qianmo::rpc {

// Cheap to copy.
class Transport {
 public:
  // Without TLS. Only for addresses that IsLoopback takes.
  static Transport Plain() { return Transport(nullptr, {}); }
  // By the certificate in `folder` (cert.pem, key.pem, ca.pem), which is read anew within a second
  // or two when it changes. Throws std::runtime_error when it cannot be used. TLS 1.3 only.
  static Transport Mesh(const std::filesystem::path& folder);

  bool is_mesh() const { return certificates_ != nullptr; }
  // Takes only peers with a certificate of our CA.
  std::shared_ptr<grpc::ServerCredentials> ForServer() const;
  // Over the mesh: a connection is replaced by a new one long before the certificates it was made
  // with are over. Calls under way go on; a stream that outlasts the grace is to be resumed.
  void BoundConnections(grpc::ServerBuilder* builder) const;
  // Connects when it is first used, and again whenever the connection is lost: after 100 ms, then
  // ever more slowly up to 2 s. Over the mesh it trusts only a peer called `name` ("identity").
  std::shared_ptr<grpc::Channel> Connect(
      const std::string& target, const std::string& name,
      grpc::ChannelArguments arguments = grpc::ChannelArguments()) const;

 private:
  using Certificates = grpc::experimental::FileWatcherCertificateProvider;
  Transport(std::shared_ptr<Certificates> certificates, std::chrono::milliseconds connection_life)
      : certificates_(std::move(certificates)), connection_life_(connection_life) {}

  std::shared_ptr<Certificates> certificates_;
  std::chrono::milliseconds connection_life_;
};

// "messages" of "qianmo.messages.v1.MessagesService"; a name without dots stays as it is.
std::string MeshNameOfService(const std::string& service);

// Whether an address to listen on or to call stays on this machine.
bool IsLoopback(const std::string& address);

// Who is at the other end of a call.
struct PeerOfCall {
  std::string address;         // without the port
  std::string mesh_name = {};  // empty in plain text
  // Whether it may speak for clients of its own: a process of this machine without TLS, or the
  // gateway. Whatever others say about their clients is not heard.
  bool is_gateway = false;

  static PeerOfCall Of(const grpc::ServerContextBase& context);
};

}  // namespace qianmo::rpc
