// A form of result files, behind ResultReader.
#pragma once

#include "ledger/bankfile/payout_result.h"

namespace qianmo::ledger::bankfile {

class ResultReader::Form {
 public:
  virtual ~Form() = default;
  virtual Result<Done> Feed(std::string_view bytes) = 0;
  virtual Result<Done> Finish() = 0;
};

}  // namespace qianmo::ledger::bankfile
