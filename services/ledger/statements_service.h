// What the books held on a day, and the statements of a year, to be read and to be signed.
#pragma once

#include "google/api/httpbody.pb.h"
#include "qianmo/ledger/v1/statements.pb.h"
#include "rpc/call.h"

namespace qianmo::ledger {

class StatementsService {
 public:
  Result<v1::AccountBalance> GetBalance(rpc::Call& call, const v1::GetBalanceRequest& request);
  Result<v1::Statement> GetStatement(rpc::Call& call, const v1::GetStatementRequest& request);
  Result<google::api::HttpBody> ExportStatement(rpc::Call& call,
                                                const v1::ExportStatementRequest& request);
};

}  // namespace qianmo::ledger
