// A desk at which tables are brought and confirmed.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "google/longrunning/operations.pb.h"
#include "qianmo/registry/v1/imports.grpc.pb.h"
#include "services/registry/county.h"

namespace qianmo::registry {

using Imports = v1::ImportsService::Stub;

// How an operation ended.
struct ImportEnd {
  bool ok;
  std::string reason;  // of the refusal
  v1::Import import;
};

class ImportDesk {
 public:
  ImportDesk();

  template <class Request, class Reply>
  Answer<Reply> Ask(const rpc::v1::Caller& caller,
                    grpc::Status (Imports::*method)(grpc::ClientContext*, const Request&, Reply*),
                    const Request& request) {
    Answer<Reply> answer;
    const auto context = county_.archive().As(caller);
    answer.status = (stub_.get()->*method)(context.get(), request, &answer.reply);
    return answer;
  }

  // A request for a table with this content, in a file of the caller's.
  v1::ImportHouseholdsRequest Table(const rpc::v1::Caller& maker, const std::string& content);
  // To its end; what is refused at once ends so, too.
  ImportEnd Check(const rpc::v1::Caller& maker, const v1::ImportHouseholdsRequest& request);
  ImportEnd Check(const rpc::v1::Caller& maker, const std::string& content);
  // Likewise of assets.
  ImportEnd CheckAssets(const rpc::v1::Caller& maker, const std::string& content,
                        bool skip_bad_rows = false);
  ImportEnd Confirm(const rpc::v1::Caller& checker, const std::string& import);
  ImportEnd Await(const rpc::v1::Caller& caller, const std::string& operation);

  // Rows that are in the registry now: "households members events keys holdings units".
  std::string Contents();

  County& county() { return county_; }
  const rpc::v1::Caller& maker() const { return maker_; }      // the clerk of village()
  const rpc::v1::Caller& checker() const { return checker_; }  // the approver of its township

 private:
  County county_;
  std::unique_ptr<Imports> stub_;
  rpc::v1::Caller maker_, checker_;
};

}  // namespace qianmo::registry
