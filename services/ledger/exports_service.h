// Books as files: a journal for hledger, and tables.
#pragma once

#include "google/api/httpbody.pb.h"
#include "qianmo/ledger/v1/exports.pb.h"
#include "rpc/call.h"

namespace qianmo::ledger {

class ExportsService {
 public:
  Result<google::api::HttpBody> ExportJournal(rpc::Call& call,
                                              const v1::ExportJournalRequest& request);
  Result<google::api::HttpBody> ExportVouchers(rpc::Call& call,
                                               const v1::ExportVouchersRequest& request);
  Result<google::api::HttpBody> ExportTrialBalance(rpc::Call& call,
                                                   const v1::ExportTrialBalanceRequest& request);
  Result<google::api::HttpBody> ExportPostings(rpc::Call& call,
                                               const v1::ExportPostingsRequest& request);
};

}  // namespace qianmo::ledger
