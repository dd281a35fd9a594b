// The usual entries, ready to be filled.
#pragma once

#include "qianmo/ledger/v1/templates.pb.h"
#include "rpc/call.h"

namespace qianmo::ledger {

class TemplatesService {
 public:
  Result<v1::ListTemplatesResponse> ListTemplates(rpc::Call& call,
                                                  const v1::ListTemplatesRequest& request);
  Result<v1::Voucher> FillTemplate(rpc::Call& call, const v1::FillTemplateRequest& request);
};

}  // namespace qianmo::ledger
