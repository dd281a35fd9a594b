#include "services/ledger/file_shelf.h"

#include <algorithm>

#include <grpcpp/grpcpp.h>

#include "base/encoding.h"
#include "crypto/digest.h"
#include "qianmo/rpc/v1/content.pb.h"
#include "services/ledger/bureau.h"

namespace qianmo::ledger {

FileShelf::FileShelf() {
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
  builder.RegisterService(this);
  server_ = builder.BuildAndStart();
}

FileShelf::~FileShelf() { server_->Shutdown(); }

std::string FileShelf::Put(const std::string& bytes) {
  const std::lock_guard lock(mutex_);
  const std::string name = "counties/7/files/" + NewRequestId();
  files_[name] = bytes;
  return name;
}

grpc::Status FileShelf::DownloadFile(grpc::ServerContext* context,
                                     const registry::v1::DownloadFileRequest* request,
                                     google::api::HttpBody* body) {
  const std::lock_guard lock(mutex_);
  const auto token = context->client_metadata().find("authorization");
  if (token == context->client_metadata().end()) {
    return {grpc::StatusCode::UNAUTHENTICATED, "no token"};
  }
  const auto file = files_.find(request->name());
  if (file == files_.end()) return {grpc::StatusCode::NOT_FOUND, "no such file"};
  const std::string& bytes = file->second;
  const auto offset = static_cast<std::size_t>(request->window().offset());
  rpc::v1::ContentInfo info;
  info.set_file_name("对账单.xml");
  info.set_etag(ToHex(AsText(crypto::Sha256(bytes))));
  info.set_total_size(static_cast<std::int64_t>(bytes.size()) + more_bytes_);
  info.set_offset(request->window().offset());
  body->set_data(bytes.substr(std::min(offset, bytes.size()),
                              static_cast<std::size_t>(request->window().limit())));
  body->add_extensions()->PackFrom(info);
  return grpc::Status::OK;
}

}  // namespace qianmo::ledger
