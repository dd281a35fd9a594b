#include "ledger/bankfile/payout_result.h"

#include <utility>

#include "ledger/bankfile/csv_result_reader.h"
#include "ledger/bankfile/pain002_reader.h"
#include "ledger/bankfile/profile_check.h"

namespace qianmo::ledger::bankfile {
namespace {

std::unique_ptr<ResultReader::Form> ResultFormOf(const ResultProfile& profile, ResultSink sink,
                                                 const Limits& limits) {
  if (profile.form == FileForm::kXml) {
    return std::make_unique<Pain002Reader>(std::move(sink), limits);
  }
  return std::make_unique<CsvResultReader>(profile, std::move(sink), limits);
}

}  // namespace

// A profile that cannot work reads nothing.
ResultReader::ResultReader(const ResultProfile& profile, ResultSink sink, const Limits& limits)
    : form_(ResultFormOf(profile, std::move(sink), limits)) {
  if (auto works = CheckProfile(profile); !works) refusal_ = std::move(works).refusal();
}

ResultReader::~ResultReader() = default;

Result<Done> ResultReader::Feed(std::string_view bytes) {
  if (refusal_) return *refusal_;
  auto outcome = form_->Feed(bytes);
  if (!outcome) refusal_ = outcome.refusal();
  return outcome;
}

Result<Done> ResultReader::Finish() {
  if (refusal_) return *refusal_;
  auto outcome = form_->Finish();
  if (!outcome) refusal_ = outcome.refusal();
  return outcome;
}

}  // namespace qianmo::ledger::bankfile
