// Batches of letters and wall notices: printed, downloaded, handed over or taken back.
#pragma once

#include <string>

#include "google/api/httpbody.pb.h"
#include "messages/letter_printing.h"
#include "qianmo/messages/v1/letters.pb.h"
#include "rpc/call.h"
#include "rpc/operations.h"

namespace qianmo::messages {

class LettersService {
 public:
  // Defines the work; both outlive this. `site` as in letter_sheets.h.
  LettersService(const rpc::Room& room, rpc::Operations& operations, const std::string& site);

  Result<google::longrunning::Operation> PrintLetters(rpc::Call& call,
                                                      const v1::PrintLettersRequest& request);
  Result<v1::LetterBatch> GetLetterBatch(rpc::Call& call, const v1::GetLetterBatchRequest& request);
  Result<v1::ListLetterBatchesResponse> ListLetterBatches(
      rpc::Call& call, const v1::ListLetterBatchesRequest& request);
  Result<google::api::HttpBody> DownloadLetterBatch(rpc::Call& call,
                                                    const v1::DownloadLetterBatchRequest& request);
  Result<v1::LetterBatch> ConfirmLetterBatch(rpc::Call& call,
                                             const v1::ConfirmLetterBatchRequest& request);
  Result<v1::LetterBatch> CancelLetterBatch(rpc::Call& call,
                                            const v1::CancelLetterBatchRequest& request);

 private:
  rpc::Operations& operations_;
  const LetterPrinting printing_;
};

}  // namespace qianmo::messages
