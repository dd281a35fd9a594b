// The whole registry on a database and a key ring of its own, and people who bring files.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <grpcpp/grpcpp.h>

#include "google/api/httpbody.pb.h"
#include "qianmo/registry/v1/files.grpc.pb.h"
#include "qianmo/rpc/v1/content.pb.h"
#include "rpc/server.h"
#include "support/clock.h"
#include "support/database.h"
#include "support/process.h"

namespace qianmo::registry {

using Stub = v1::FilesService::Stub;

inline constexpr std::size_t kMiB = 1 << 20;

template <class Reply>
struct Answer {
  grpc::Status status;
  Reply reply;

  bool ok() const { return status.ok(); }
  std::string reason() const;
  // Of the refusal; "" where there is none of this name.
  std::string metadata(const std::string& key) const;
};

class Archive {
 public:
  // `beside` puts other services into the same server.
  explicit Archive(const std::function<void(rpc::Server&)>& beside = {});
  ~Archive();

  // Somebody of county 7, or of another one, with this role.
  static rpc::v1::Caller Person(rpc::v1::Role role = rpc::v1::ROLE_BIDDER, int county = 7);

  template <class Request, class Reply>
  Answer<Reply> Ask(const rpc::v1::Caller& caller,
                    grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Reply*),
                    const Request& request) {
    Answer<Reply> answer;
    const auto context = As(caller);
    answer.status = (stub_.get()->*method)(context.get(), request, &answer.reply);
    return answer;
  }
  std::unique_ptr<grpc::ClientContext> As(const rpc::v1::Caller& caller);

  Answer<v1::Upload> Announce(const rpc::v1::Caller& caller, std::int64_t size,
                              const std::string& file_name = "地块图.png",
                              const std::string& sha256 = "");
  // The name of an upload that must be possible.
  std::string Begin(const rpc::v1::Caller& caller, std::int64_t size);
  Answer<v1::Upload> Put(const rpc::v1::Caller& caller, const std::string& upload,
                         std::int64_t offset, const std::string& bytes);
  Answer<v1::File> Finish(const rpc::v1::Caller& caller, const std::string& upload);
  // The name of a file with this content, by the whole way.
  std::string Bring(const rpc::v1::Caller& caller, const std::string& content,
                    const std::string& file_name = "地块图.png");
  Answer<google::api::HttpBody> Download(const rpc::v1::Caller& caller, const std::string& file,
                                         std::int64_t offset = 0, std::int64_t limit = 0);

  // New data and index keys, known to the server at once.
  void Rotate();
  std::filesystem::path keys() const { return folder_.path() / "keys"; }
  std::string Query(const std::string& sql) const;
  support::Database& database() { return database_; }
  std::shared_ptr<const crypto::Keyring> ring() const { return keyring_->Current(); }
  support::ManualClock& clock() { return clock_; }
  rpc::Server& server() { return *server_; }

 private:
  support::Database database_;
  support::TemporaryFolder folder_;
  support::ManualClock clock_;
  std::unique_ptr<crypto::LiveKeyring> keyring_;
  std::unique_ptr<rpc::Server> server_;
  std::unique_ptr<Stub> stub_;
};

std::string NewRequestId();
// What comes first in the extensions of a download.
rpc::v1::ContentInfo InfoOf(const google::api::HttpBody& body);
// Bytes that look like nothing and differ by seed.
std::string Noise(std::size_t size, unsigned seed = 1);

template <class Request>
Request Named(const std::string& name) {
  Request request;
  request.set_name(name);
  if constexpr (requires { request.set_request_id(""); }) request.set_request_id(NewRequestId());
  return request;
}

std::string ReasonIn(const grpc::Status& status);
std::string MetadataIn(const grpc::Status& status, const std::string& key);

template <class Reply>
std::string Answer<Reply>::reason() const {
  return ReasonIn(status);
}
template <class Reply>
std::string Answer<Reply>::metadata(const std::string& key) const {
  return MetadataIn(status, key);
}

}  // namespace qianmo::registry
