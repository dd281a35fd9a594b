// A form of statement files, behind StatementReader.
#pragma once

#include "ledger/bankfile/statement_reader.h"

namespace qianmo::ledger::bankfile {

class StatementReader::Form {
 public:
  virtual ~Form() = default;
  virtual Result<Done> Feed(std::string_view bytes) = 0;
  virtual Result<Done> Finish() = 0;
};

}  // namespace qianmo::ledger::bankfile
