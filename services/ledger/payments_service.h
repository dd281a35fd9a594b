// Payments, and what is wrong with what banks say of them.
#pragma once

#include "qianmo/ledger/v1/payments.pb.h"
#include "rpc/call.h"

namespace qianmo::ledger {

class PaymentsService {
 public:
  Result<v1::Payment> GetPayment(rpc::Call& call, const v1::GetPaymentRequest& request);
  Result<v1::ListPaymentsResponse> ListPayments(rpc::Call& call,
                                                const v1::ListPaymentsRequest& request);
  Result<v1::Payment> RetryPayment(rpc::Call& call, const v1::RetryPaymentRequest& request);
  Result<v1::ListContradictionsResponse> ListContradictions(
      rpc::Call& call, const v1::ListContradictionsRequest& request);
  Result<v1::Contradiction> CloseContradiction(rpc::Call& call,
                                               const v1::CloseContradictionRequest& request);
};

}  // namespace qianmo::ledger
