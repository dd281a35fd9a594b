// What two persons say of payments that the bank's files do not.
#pragma once

#include "qianmo/ledger/v1/corrections.pb.h"
#include "rpc/call.h"

namespace qianmo::ledger {

class CorrectionsService {
 public:
  Result<v1::PaymentCorrection> CorrectPayee(rpc::Call& call,
                                             const v1::CorrectPayeeRequest& request);
  Result<v1::PaymentCorrection> DeclareNotExecuted(rpc::Call& call,
                                                   const v1::DeclareNotExecutedRequest& request);
  Result<v1::PaymentCorrection> ApproveCorrection(rpc::Call& call,
                                                  const v1::ApproveCorrectionRequest& request);
  Result<v1::PaymentCorrection> DeclineCorrection(rpc::Call& call,
                                                  const v1::DeclineCorrectionRequest& request);
  Result<v1::PaymentCorrection> GetCorrection(rpc::Call& call,
                                              const v1::GetCorrectionRequest& request);
  Result<v1::ListCorrectionsResponse> ListCorrections(rpc::Call& call,
                                                      const v1::ListCorrectionsRequest& request);
};

}  // namespace qianmo::ledger
