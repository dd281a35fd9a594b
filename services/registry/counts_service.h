// Counts: started, filled line by line, signed by another person.
#pragma once

#include "qianmo/registry/v1/counts.pb.h"
#include "rpc/call.h"

namespace qianmo::registry {

class CountsService {
 public:
  Result<v1::CountSession> StartCount(rpc::Call& call, const v1::StartCountRequest& request);
  Result<v1::CountSession> GetCount(rpc::Call& call, const v1::GetCountRequest& request);
  Result<v1::ListCountsResponse> ListCounts(rpc::Call& call, const v1::ListCountsRequest& request);
  Result<v1::ListCountLinesResponse> ListCountLines(rpc::Call& call,
                                                    const v1::ListCountLinesRequest& request);
  Result<v1::RecordCountResponse> RecordCount(rpc::Call& call,
                                              const v1::RecordCountRequest& request);
  Result<v1::CountSession> ConfirmCount(rpc::Call& call, const v1::ConfirmCountRequest& request);
  Result<v1::CountSession> CancelCount(rpc::Call& call, const v1::CancelCountRequest& request);
};

}  // namespace qianmo::registry
