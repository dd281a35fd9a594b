// Stands in for the registry's files: keeps them in memory and gives them out window by window, to
// whoever comes with a token. bench-bank-import and the system tests fetch from the registry
// itself.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "qianmo/registry/v1/files.grpc.pb.h"

namespace qianmo::ledger {

class FileShelf final : public registry::v1::FilesService::Service {
 public:
  FileShelf();
  ~FileShelf() override;

  // "127.0.0.1:4321"
  std::string target() const { return "127.0.0.1:" + std::to_string(port_); }
  // A name for it.
  std::string Put(const std::string& bytes);
  // From now on it tells of every file that it has more bytes, or other ones.
  void Lie(std::int64_t more_bytes) { more_bytes_ = more_bytes; }

  grpc::Status DownloadFile(grpc::ServerContext* context,
                            const registry::v1::DownloadFileRequest* request,
                            google::api::HttpBody* body) override;

 private:
  std::mutex mutex_;
  std::map<std::string, std::string> files_;
  std::int64_t more_bytes_ = 0;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace qianmo::ledger
