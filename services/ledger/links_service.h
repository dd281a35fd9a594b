// What other services tell of books.
#pragma once

#include "qianmo/ledger/v1/links.pb.h"
#include "rpc/call.h"

namespace qianmo::ledger {

class LinksService {
 public:
  Result<v1::MoveBooksResponse> MoveBooks(rpc::Call& call, const v1::MoveBooksRequest& request);
};

}  // namespace qianmo::ledger
