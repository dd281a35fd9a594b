// Files: looked at, listed, downloaded, deleted, published.
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
  Result<v1::DeleteFileResponse> DeleteFile(rpc::Call& call, const v1::DeleteFileRequest& request);
  Result<v1::PublishFilesResponse> PublishFiles(rpc::Call& call,
                                                const v1::PublishFilesRequest& request);
  Result<google::api::HttpBody> DownloadPublicFile(rpc::Call& call,
                                                   const v1::DownloadPublicFileRequest& request);
};

}  // namespace qianmo::registry
