// Batches of payments on their way to a bank.
#pragma once

#include "google/api/httpbody.pb.h"
#include "qianmo/ledger/v1/payouts.pb.h"
#include "rpc/call.h"

namespace qianmo::ledger {

class PayoutsService {
 public:
  Result<v1::PayoutBatch> CreatePayoutBatch(rpc::Call& call,
                                            const v1::CreatePayoutBatchRequest& request);
  Result<v1::PayoutBatch> GetPayoutBatch(rpc::Call& call, const v1::GetPayoutBatchRequest& request);
  Result<v1::ListPayoutBatchesResponse> ListPayoutBatches(
      rpc::Call& call, const v1::ListPayoutBatchesRequest& request);
  Result<v1::PayoutBatch> ApprovePayoutBatch(rpc::Call& call,
                                             const v1::ApprovePayoutBatchRequest& request);
  Result<v1::PayoutBatch> CancelPayoutBatch(rpc::Call& call,
                                            const v1::CancelPayoutBatchRequest& request);
  Result<v1::PayoutBatch> ExportPayoutFile(rpc::Call& call,
                                           const v1::ExportPayoutFileRequest& request);
  Result<google::api::HttpBody> DownloadPayoutFile(rpc::Call& call,
                                                   const v1::DownloadPayoutFileRequest& request);
};

}  // namespace qianmo::ledger
