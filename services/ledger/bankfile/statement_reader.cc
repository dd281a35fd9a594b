#include "ledger/bankfile/statement_reader.h"

#include <utility>

#include "ledger/bankfile/camt_reader.h"

namespace qianmo::ledger::bankfile {

StatementReader::StatementReader(const StatementProfile& profile, StatementSink sink,
                                 const Limits& limits)
    : form_(std::make_unique<CamtReader>(profile, std::move(sink), limits)) {}

StatementReader::~StatementReader() = default;

Result<Done> StatementReader::Feed(std::string_view bytes) {
  if (refusal_) return *refusal_;
  auto outcome = form_->Feed(bytes);
  if (!outcome) refusal_ = outcome.refusal();
  return outcome;
}

Result<Done> StatementReader::Finish() {
  if (refusal_) return *refusal_;
  auto outcome = form_->Finish();
  if (!outcome) refusal_ = outcome.refusal();
  return outcome;
}

}  // namespace qianmo::ledger::bankfile
