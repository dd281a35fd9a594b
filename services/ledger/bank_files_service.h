// Files of banks on their way in.
#pragma once

#include "google/api/httpbody.pb.h"
#include "ledger/bank_file_store.h"
#include "rpc/call.h"
#include "rpc/channels.h"
#include "rpc/operations.h"

namespace qianmo::ledger {

class BankFilesService {
 public:
  // Defines the work; all outlive this.
  BankFilesService(const rpc::Room& room, rpc::Operations& operations,
                   const rpc::Channels& channels);

  Result<google::longrunning::Operation> ImportBankStatement(
      rpc::Call& call, const v1::ImportBankStatementRequest& request);
  Result<google::longrunning::Operation> ImportPayoutResult(
      rpc::Call& call, const v1::ImportPayoutResultRequest& request);
  Result<v1::BankFile> GetBankFile(rpc::Call& call, const v1::GetBankFileRequest& request);
  Result<v1::ListBankFilesResponse> ListBankFiles(rpc::Call& call,
                                                  const v1::ListBankFilesRequest& request);
  Result<google::api::HttpBody> DownloadBankFile(rpc::Call& call,
                                                 const v1::DownloadBankFileRequest& request);

 private:
  template <class Request>
  Result<google::longrunning::Operation> Import(rpc::Call& call, BankFileKind kind,
                                                const Request& request);
  Result<rpc::Step> StatementStep(pg::Transaction& tx, const rpc::Progress& progress) const;
  Result<rpc::Step> ResultStep(pg::Transaction& tx, const rpc::Progress& progress) const;
  void GiveUp(pg::Transaction& tx, const rpc::Progress& progress) const;

  const rpc::Room& room_;
  rpc::Operations& operations_;
  const rpc::Channels& channels_;
};

}  // namespace qianmo::ledger
