// Rent of several years: spread, drafted part by part, ended.
#pragma once

#include "qianmo/ledger/v1/spreads.pb.h"
#include "rpc/call.h"

namespace qianmo::ledger {

class SpreadsService {
 public:
  Result<v1::Spread> CreateSpread(rpc::Call& call, const v1::CreateSpreadRequest& request);
  Result<v1::Spread> EndSpread(rpc::Call& call, const v1::EndSpreadRequest& request);
  Result<v1::DraftDueSpreadsResponse> DraftDueSpreads(rpc::Call& call,
                                                      const v1::DraftDueSpreadsRequest& request);
  Result<v1::Spread> GetSpread(rpc::Call& call, const v1::GetSpreadRequest& request);
  Result<v1::ListSpreadsResponse> ListSpreads(rpc::Call& call,
                                              const v1::ListSpreadsRequest& request);
};

}  // namespace qianmo::ledger
