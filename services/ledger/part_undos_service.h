// Parts of deposits that were wrong, taken back by two persons.
#pragma once

#include "qianmo/ledger/v1/part_undos.pb.h"
#include "rpc/call.h"

namespace qianmo::ledger {

class PartUndosService {
 public:
  Result<v1::Hold> ProposePartUndo(rpc::Call& call, const v1::ProposePartUndoRequest& request);
  Result<v1::Hold> ApprovePartUndo(rpc::Call& call, const v1::ApprovePartUndoRequest& request);
  Result<v1::Hold> DeclinePartUndo(rpc::Call& call, const v1::DeclinePartUndoRequest& request);
};

}  // namespace qianmo::ledger
