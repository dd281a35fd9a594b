// What the books say.
#pragma once

#include "qianmo/ledger/v1/reports.pb.h"
#include "rpc/call.h"

namespace qianmo::ledger {

class ReportsService {
 public:
  Result<v1::TrialBalance> GetTrialBalance(rpc::Call& call,
                                           const v1::GetTrialBalanceRequest& request);
  Result<v1::ListPostingsResponse> ListPostings(rpc::Call& call,
                                                const v1::ListPostingsRequest& request);
};

}  // namespace qianmo::ledger
