// Uploads: announced, filled chunk by chunk, and made into files.
#pragma once

#include "qianmo/registry/v1/files.pb.h"
#include "rpc/call.h"

namespace qianmo::registry {

class UploadsService {
 public:
  Result<v1::Upload> CreateUpload(rpc::Call& call, const v1::CreateUploadRequest& request);
  Result<v1::Upload> GetUpload(rpc::Call& call, const v1::GetUploadRequest& request);
  Result<v1::Upload> PutChunk(rpc::Call& call, const v1::PutChunkRequest& request);
  Result<v1::File> FinishUpload(rpc::Call& call, const v1::FinishUploadRequest& request);
  Result<v1::Upload> CancelUpload(rpc::Call& call, const v1::CancelUploadRequest& request);
};

}  // namespace qianmo::registry
