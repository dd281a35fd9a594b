// Imports of tables: started, confirmed by a second person, withdrawn, looked at; and the long
// work behind them.
#pragma once

#include "google/longrunning/operations.pb.h"
#include "qianmo/registry/v1/imports.pb.h"
#include "registry/import_store.h"
#include "rpc/call.h"
#include "rpc/operations.h"

namespace qianmo::registry {

class ImportsService {
 public:
  // Defines the work; both outlive this.
  ImportsService(const rpc::Room& room, rpc::Operations& operations);

  Result<google::longrunning::Operation> ImportHouseholds(
      rpc::Call& call, const v1::ImportHouseholdsRequest& request);
  Result<google::longrunning::Operation> ImportAssets(rpc::Call& call,
                                                      const v1::ImportAssetsRequest& request);
  Result<google::longrunning::Operation> ConfirmImport(rpc::Call& call,
                                                       const v1::ConfirmImportRequest& request);
  Result<v1::Import> WithdrawImport(rpc::Call& call, const v1::WithdrawImportRequest& request);
  Result<v1::Import> GetImport(rpc::Call& call, const v1::GetImportRequest& request);
  Result<v1::ListImportsResponse> ListImports(rpc::Call& call,
                                              const v1::ListImportsRequest& request);

 private:
  template <class Request>
  Result<google::longrunning::Operation> Begin(rpc::Call& call, ImportKind kind,
                                               const Request& request);
  Result<rpc::Step> CheckSome(pg::Transaction& tx, const rpc::Progress& progress) const;
  Result<rpc::Step> Load(pg::Transaction& tx, const rpc::Progress& progress) const;
  void GiveUp(pg::Transaction& tx, const rpc::Progress& progress) const;

  const rpc::Room& room_;
  rpc::Operations& operations_;
};

// Throws away what an import keeps ready that nobody confirmed for weeks; whether there was one.
bool ForgetOneImport(const rpc::Room& room, CountyId county);

}  // namespace qianmo::registry
