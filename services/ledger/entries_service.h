// qianmo.ledger.v1.EntriesService: what other services post, many at once.
#pragma once

#include <vector>

#include "ledger/posting_store.h"
#include "qianmo/ledger/v1/entries.pb.h"
#include "rpc/endpoint.h"

namespace qianmo::ledger {

class EntriesService {
 public:
  std::vector<Result<v1::Entry>> PostEntry(
      pg::Transaction& tx, const std::vector<rpc::CallWith<v1::PostEntryRequest>>& calls);
};

}  // namespace qianmo::ledger
