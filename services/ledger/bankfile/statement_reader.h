// Reads a bank's statement as it arrives: camt.053.001.08 and camt.054.001.08, or CSV by profile.
// Memory is bounded by the limits whatever comes.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "ledger/bankfile/limits.h"
#include "ledger/bankfile/profile.h"
#include "ledger/bankfile/statement.h"

namespace qianmo::ledger::bankfile {

class StatementReader {
 public:
  StatementReader(const StatementProfile& profile, StatementSink sink, const Limits& limits = {});
  ~StatementReader();
  StatementReader(const StatementReader&) = delete;
  StatementReader& operator=(const StatementReader&) = delete;

  // The next bytes of the file, in pieces of any size. A refusal (see refusals.h) is of the whole
  // file, names the line, and is given again by every later call. What a sink throws comes out.
  Result<Done> Feed(std::string_view bytes);
  // At the end of the bytes. Only now the file is known to be whole and right.
  Result<Done> Finish();

  class Form;

 private:
  std::unique_ptr<Form> form_;
  std::optional<Refusal> refusal_;
};

}  // namespace qianmo::ledger::bankfile
