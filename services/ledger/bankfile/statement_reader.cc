#include "ledger/bankfile/statement_reader.h"

#include <utility>

#include "ledger/bankfile/camt_reader.h"
#include "ledger/bankfile/csv_statement_reader.h"
#include "ledger/bankfile/profile_check.h"

namespace qianmo::ledger::bankfile {

namespace {

std::unique_ptr<StatementReader::Form> FormOf(const StatementProfile& profile, StatementSink sink,
                                              const Limits& limits) {
  if (profile.form == FileForm::kXml) {
    return std::make_unique<CamtReader>(profile, std::move(sink), limits);
  }
  return std::make_unique<CsvStatementReader>(profile, std::move(sink), limits);
}

}  // namespace

// A profile that cannot work reads nothing.
StatementReader::StatementReader(const StatementProfile& profile, StatementSink sink,
                                 const Limits& limits)
    : form_(FormOf(profile, std::move(sink), limits)) {
  if (auto works = CheckProfile(profile); !works) refusal_ = std::move(works).refusal();
}

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
