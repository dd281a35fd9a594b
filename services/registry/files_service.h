// Files: looked at, listed, downloaded.
#pragma once

#include "google/api/httpbody.pb.h"
#include "qianmo/registry/v1/files.pb.h"
#include "rpc/call.h"

namespace qianmo::registry {

class FilesService {
 public:
  Result<v1::File> GetFile(rpc::Call& call, const v1::GetFileRequest& request);
  Result<v1::ListFilesResponse> ListFiles(rpc::Call& call, const v1::ListFilesRequest& request);
  Result<google::api::HttpBody> DownloadFile(rpc::Call& call,
                                             const v1::DownloadFileRequest& request);
};

}  // namespace qianmo::registry
