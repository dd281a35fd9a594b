#include "ledger/result_taking.h"

#include <algorithm>
#include <set>

#include "ledger/bankfile/payout_result.h"
#include "ledger/domain/matching.h"
#include "ledger/payout_store.h"

namespace qianmo::ledger {
namespace {

constexpr std::size_t kTakeAtOnce = 1000;
constexpr std::size_t kMostTold = 400;

struct ToldResult {
  AttemptReport report;
  std::string told;
  std::int64_t line;
};

BankReport ReportOf(bankfile::Outcome outcome) {
  switch (outcome) {
    case bankfile::Outcome::kAccepted:
      return BankReport::kAccepted;
    case bankfile::Outcome::kPaid:
      return BankReport::kPaid;
    case bankfile::Outcome::kRejected:
      return BankReport::kRejected;
    case bankfile::Outcome::kReturned:
      return BankReport::kReturned;
    case bankfile::Outcome::kPending:
      return BankReport::kPending;
    case bankfile::Outcome::kUnknown:
      break;
  }
  return BankReport::kUnknown;
}

// The bank has the file or the payment already: that says nothing of what became of it, and least
// of all that it was not paid (ISO 20022: duplicates of messages, instructions, amounts).
bool SaysTwice(const std::string& code) {
  return code.starts_with("DU0") || code == "AM05" || code == "DUPL";
}

// At most so many bytes, and no half character.
std::string Cut(std::string text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  return text.substr(0, most);
}

std::string Joined(std::initializer_list<std::string> parts) {
  std::string all;
  for (const std::string& part : parts) {
    if (!part.empty()) all += (all.empty() ? "" : " ") + part;
  }
  return Cut(all, kMostTold);
}

class ResultTaking {
 public:
  ResultTaking(pg::Transaction& tx, const crypto::Keyring& ring, const ResultSource& source,
               Time now)
      : tx_(tx), ring_(ring), source_(source), now_(now), today_(BeijingDate(now)) {}

  Result<Done> Read() {
    bankfile::ResultReader reader(source_.profile.results,
                                  {.head = [this](const auto& head) { heads_.push_back(head); },
                                   .result = [this](const auto& result) { Add(result); }});
    QM_TRY(ForEachPiece(tx_, source_.county, ring_, source_.file,
                        [&](std::string_view piece) { return reader.Feed(piece); }));
    return reader.Finish();
  }

  BankFileCounts Take() {
    for (const bankfile::ResultHead& head : heads_) {
      if (head.group == bankfile::Outcome::kRejected) RejectAll(head);
    }
    for (std::size_t start = 0; start < results_.size(); start += kTakeAtOnce) {
      TakeSome(start, std::min(results_.size(), start + kTakeAtOnce));
    }
    counts_.items = static_cast<std::int64_t>(results_.size());
    return counts_;
  }

 private:
  void Add(const bankfile::PayoutResult& result) {
    results_.push_back(
        {.report = {.end_to_end_id = result.end_to_end_id,
                    .report = SaysTwice(result.reason_code) ? BankReport::kPending
                                                            : ReportOf(result.outcome),
                    .day = today_,
                    .amount = result.amount,
                    .payee_account = WholeAccount(result.account),
                    .reason_code = Cut(result.reason_code, 40),
                    .reason = Cut(result.reason, kMostTold),
                    .bank_reference = Cut(result.reference, 140)},
         .told = Joined({result.status, result.reason_code, result.reason, result.reference}),
         .line = result.line});
  }

  // A file that the bank rejected as a whole need not list what was in it.
  void RejectAll(const bankfile::ResultHead& head) {
    std::set<std::string> named;
    for (const ToldResult& result : results_) named.insert(result.report.end_to_end_id);
    const std::string told = Joined({"RJCT", head.reason_code, head.reason});
    const auto add = [&](const std::string& id) {
      results_.push_back({.report = {.end_to_end_id = id,
                                     .report = SaysTwice(head.reason_code) ? BankReport::kPending
                                                                           : BankReport::kRejected,
                                     .day = today_,
                                     .reason_code = Cut(head.reason_code, 40),
                                     .reason = Cut(head.reason, kMostTold)},
                          .told = told,
                          .line = 0});
    };
    const auto batch = BatchOf(head.original_message);
    if (!batch) return add(Cut(head.original_message, 140));
    for (const BatchItem& item : ItemsOf(tx_, source_.county, ring_, *batch)) {
      const std::string attempt = EndToEndId(item.attempt);
      if (!named.contains(attempt)) add(attempt);
    }
  }

  // Of this account; the bank knows it by the digits of its id.
  std::optional<BatchId> BatchOf(const std::string& message) const {
    const auto id = ParseEndToEndId(message);
    if (!id) return std::nullopt;
    const auto batch = FindBatch(tx_, source_.county, BatchId{id->uuid});
    if (!batch || batch->account != source_.account.id) return std::nullopt;
    return batch->id;
  }

  void TakeSome(std::size_t start, std::size_t end) {
    std::vector<AttemptReport> reports;
    for (std::size_t i = start; i < end; ++i) reports.push_back(results_[i].report);
    const auto outcomes = TakeReports(tx_, source_.county, ring_, source_.account, reports, now_);
    std::vector<NewContradiction> odd;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      const ReportOutcome& outcome = outcomes[i];
      if (outcome.fate == ReportFate::kKnown) ++counts_.known;
      if (outcome.fate == ReportFate::kChanged) ++counts_.matched;
      if (!IsContradiction(outcome.fate)) continue;
      const ToldResult& result = results_[start + i];
      odd.push_back({.fate = outcome.fate,
                     .end_to_end_id = Cut(result.report.end_to_end_id, 140),
                     .payment = outcome.payment,
                     .told = Joined({result.told, outcome.refusal}),
                     .line = result.line});
    }
    counts_.odd += static_cast<std::int64_t>(odd.size());
    InsertContradictions(tx_, source_.county, source_.account.id, source_.file, odd, now_);
  }

  pg::Transaction& tx_;
  const crypto::Keyring& ring_;
  const ResultSource& source_;
  const Time now_;
  const Date today_;
  std::vector<bankfile::ResultHead> heads_;
  std::vector<ToldResult> results_;
  BankFileCounts counts_;
};

}  // namespace

Result<BankFileCounts> TakeResults(pg::Transaction& tx, const crypto::Keyring& ring,
                                   const ResultSource& source, Time now) {
  ResultTaking taking(tx, ring, source, now);
  QM_TRY(taking.Read());
  return taking.Take();
}

}  // namespace qianmo::ledger
