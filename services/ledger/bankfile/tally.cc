#include "ledger/bankfile/tally.h"

#include <cstring>

#include "base/encoding.h"
#include "base/time_text.h"
#include "crypto/digest.h"
#include "ledger/bankfile/value.h"

namespace qianmo::ledger::bankfile {
namespace {

constexpr std::size_t kIdentityBytes = 16;
constexpr std::string_view kSum = "Sum";

// Each part behind its length, so that no two lists of parts are the same text.
void AppendPart(std::string* text, std::string_view part) {
  *text += std::to_string(part.size());
  *text += ':';
  *text += part;
}

// The sub-account is left out: it is found by a rule, which can change.
std::string Content(const StatementItem& item) {
  std::string text;
  AppendPart(&text, item.reference);
  AppendPart(&text, item.direction == Direction::kCredit ? "C" : "D");
  AppendPart(&text, std::to_string(item.amount.count()));
  AppendPart(&text, FormatIsoDate(item.booking_date));
  if (!item.reference.empty()) return text;
  AppendPart(&text, FormatIsoDate(item.value_date));
  for (const std::string& part :
       {item.code, item.end_to_end_id, item.counterparty.name, item.counterparty.account,
        item.counterparty.bank, item.remittance, item.return_code}) {
    AppendPart(&text, part);
  }
  return text;
}

std::uint64_t HashOf(const crypto::Digest& digest) {
  std::uint64_t hash = 0;
  std::memcpy(&hash, digest.data(), sizeof(hash));
  return hash;
}

}  // namespace

void StatementTally::Begin() {
  sightings_ = {};
  booked_ = all_ = {};
  tail_ = {};
}

Result<Done> StatementTally::AddEntry(const TallyEntry& entry, const refusals::Place& place) {
  QM_TRY(Add(entry, place, &all_));
  if (entry.booked) return Add(entry, place, &booked_);
  ++tail_.skipped;
  return Done();
}

Result<Done> StatementTally::Add(const TallyEntry& entry, const refusals::Place& place,
                                 Sums* sums) {
  const bool credit = entry.direction == Direction::kCredit;
  ++(credit ? sums->credits : sums->debits);
  return AddTo(credit ? &sums->credit_sum : &sums->debit_sum, entry.amount, {place, kSum});
}

Result<Done> StatementTally::AddItem(StatementItem* item) {
  std::string content = Content(*item);
  crypto::Digest digest = crypto::Sha256(content);
  const std::int64_t before = sightings_.See(HashOf(digest));
  if (before > 0) {
    AppendPart(&content, std::to_string(before));
    digest = crypto::Sha256(content);
  }
  item->identity = ToHex(AsText(digest).substr(0, kIdentityBytes));
  const bool credit = item->direction == Direction::kCredit;
  ++(credit ? tail_.credits : tail_.debits);
  return AddTo(credit ? &tail_.credit_sum : &tail_.debit_sum, item->amount,
               {{item->line, item->entry}, kSum});
}

namespace {

Result<Done> SameCount(const std::optional<std::int64_t>& stated, std::int64_t expected,
                       const char* which, const refusals::Place& place) {
  if (!stated || *stated == expected) return Done();
  return refusals::CountMismatch(place, which, expected, *stated);
}

Result<Done> SameSum(const std::optional<Fen>& stated, Fen expected, const char* which,
                     const refusals::Place& place) {
  if (!stated || *stated == expected) return Done();
  return refusals::SumMismatch(place, which, expected, *stated);
}

}  // namespace

Result<Done> StatementTally::Check(const StatedTotals& stated, const Sums& sums,
                                   const refusals::Place& place) {
  Fen both = sums.credit_sum;
  QM_TRY(AddTo(&both, sums.debit_sum, {place, kSum}));
  QM_TRY(SameCount(stated.count, sums.credits + sums.debits, "entries", place));
  QM_TRY(SameCount(stated.credit_count, sums.credits, "credits", place));
  QM_TRY(SameCount(stated.debit_count, sums.debits, "debits", place));
  QM_TRY(SameSum(stated.sum, both, "entries", place));
  QM_TRY(SameSum(stated.credit_sum, sums.credit_sum, "credits", place));
  QM_TRY(SameSum(stated.debit_sum, sums.debit_sum, "debits", place));
  return SameSum(stated.net, sums.credit_sum - sums.debit_sum, "net", place);
}

// Banks differ in whether totals count what is still pending, but not within one statement.
Result<StatementTail> StatementTally::End(const StatedTotals& stated,
                                          const refusals::Place& place) const {
  const auto booked = Check(stated, booked_, place);
  if (!booked && !Check(stated, all_, place)) return booked.refusal();
  StatementTail tail = tail_;
  tail.opening = stated.opening;
  tail.closing = stated.closing;
  if (stated.opening && stated.closing) {
    Fen closing = *stated.opening;
    QM_TRY(AddTo(&closing, booked_.credit_sum, {place, kSum}));
    QM_TRY(AddTo(&closing, -booked_.debit_sum, {place, kSum}));
    if (closing != *stated.closing) {
      return refusals::BalanceMismatch(place, closing, *stated.closing);
    }
  }
  return tail;
}

}  // namespace qianmo::ledger::bankfile
