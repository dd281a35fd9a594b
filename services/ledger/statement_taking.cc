#include "ledger/statement_taking.h"

#include <algorithm>
#include <map>
#include <unordered_set>

#include "base/text.h"
#include "ledger/bankfile/statement_reader.h"
#include "ledger/day_sheet.h"
#include "ledger/domain/bank_refusals.h"

namespace qianmo::ledger {
namespace {

constexpr std::size_t kLookAtOnce = 5000;
constexpr std::size_t kMostText = 140;
constexpr std::size_t kMostSubAccount = 60;
constexpr std::size_t kMostEndToEnd = 100;
constexpr std::size_t kMostReturnCode = 40;

using Identities = std::unordered_set<Uuid>;

// 32 hex digits.
Uuid IdentityOf(const bankfile::StatementItem& item) {
  const auto id = ParseEndToEndId(item.identity);
  if (!id) throw std::logic_error("a booking has no identity");
  return id->uuid;
}

BankSide SideOf(bankfile::Direction direction) {
  return direction == bankfile::Direction::kCredit ? BankSide::kCredit : BankSide::kDebit;
}

std::string Digits(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '-'; });
  return text;
}

Result<Done> CheckLength(const std::string& text, std::size_t most, std::int64_t line,
                         const char* field) {
  if (CountCodePoints(text) > most) return refusals::StatementValueTooLong(line, field);
  return Done{};
}

Result<Done> CheckItem(const bankfile::StatementItem& item, Date today) {
  if (item.booking_date > today) return refusals::StatementAhead(item.line);
  QM_TRY(CheckLength(item.reference, kMostText, item.line, "reference"));
  QM_TRY(CheckLength(item.code, kMostText, item.line, "code"));
  QM_TRY(CheckLength(item.end_to_end_id, kMostEndToEnd, item.line, "end_to_end_id"));
  QM_TRY(CheckLength(item.sub_account, kMostSubAccount, item.line, "sub_account"));
  return CheckLength(item.return_code, kMostReturnCode, item.line, "return_code");
}

// Runs the file through a reader. A sink cannot refuse: what it found wrong is asked for between
// the pieces.
Result<Done> ReadThrough(pg::Transaction& tx, const crypto::Keyring& ring,
                         const StatementSource& source, bankfile::StatementSink sink,
                         const std::function<Result<Done>()>& between) {
  bankfile::StatementReader reader(source.profile.statement, std::move(sink));
  QM_TRY(ForEachPiece(tx, source.county, ring, source.file,
                      [&](std::string_view piece) -> Result<Done> {
                        QM_TRY(reader.Feed(piece));
                        return between();
                      }));
  QM_TRY(reader.Finish());
  return between();
}

// Looks at the whole file, and changes nothing.
class Survey {
 public:
  Survey(pg::Transaction& tx, const StatementSource& source, Time now)
      : tx_(tx), source_(source), now_(now) {}

  bankfile::StatementSink Sink() {
    return {.head = [this](const auto& head) { TakeHead(head); },
            .item = [this](const auto& item) { TakeItem(item); },
            .tail = [this](const auto& tail) { TakeTail(tail); }};
  }

  Result<Done> Check() {
    if (fault_) return *fault_;
    if (waiting_.size() >= kLookAtOnce) LookUp();
    return Done{};
  }

  // After the last piece.
  Result<Done> End() {
    LookUp();
    for (const Suspect& suspect : suspects_) {
      if (all_.contains(suspect.stored)) continue;
      return refusals::StatementContradicts(suspect.line, suspect.reference);
    }
    for (std::size_t i = 0; i < statements_.size(); ++i) statements_[i].known = known_of_[i];
    return Done{};
  }

  std::vector<NewBankStatement>& statements() { return statements_; }
  // Which bookings the account has.
  const Identities& known() const { return known_; }
  // The first that anything of it is of.
  Date first_day() const {
    Date first = earliest_;
    for (const NewBankStatement& statement : statements_) {
      first = std::min(first, statement.first_day);
    }
    return first;
  }
  BankFileCounts counts() const {
    return {.items = items_, .known = repeated_ + static_cast<std::int64_t>(known_.size())};
  }

 private:
  struct Seen {
    Uuid identity;
    std::size_t statement;
    std::int64_t line;
    std::string reference;  // empty where it proves nothing
    BankSide side;
    Date booking_date;
  };
  // Something that the account has under the reference of something new, and that this file must
  // therefore have too.
  struct Suspect {
    Uuid stored;
    std::int64_t line;
    std::string reference;
  };

  void TakeHead(const bankfile::StatementHead& head) {
    const bool is_ours =
        head.account.empty() || Digits(head.account) == Digits(source_.account.number);
    if (!is_ours) Fault(refusals::StatementOfOtherAccount(0));
    covers_ = {head.first_day, head.last_day};
    first_ = {};
    last_ = {};
    const bool is_statement = head.kind == bankfile::StatementKind::kStatement;
    statements_.push_back(
        {.id = BankStatementId::Make(now_),
         .kind = is_statement ? BankStatementKind::kStatement : BankStatementKind::kNotification,
         .bank_number = head.id.empty() ? head.message : head.id});
    known_of_.push_back(0);
  }

  void TakeItem(const bankfile::StatementItem& item) {
    if (fault_) return;
    const auto checked = CheckItem(item, BeijingDate(now_));
    if (!checked) return Fault(checked.refusal());
    ++items_;
    earliest_ = std::min(earliest_, item.booking_date);
    first_ = std::min(first_.value_or(item.booking_date), item.booking_date);
    last_ = std::max(last_.value_or(item.booking_date), item.booking_date);
    // Two statements of one file can say the same.
    const Uuid identity = IdentityOf(item);
    if (!all_.insert(identity).second) {
      ++repeated_;
      ++known_of_.back();
      return;
    }
    const bool proves = statements_.back().kind == BankStatementKind::kStatement;
    waiting_.push_back({.identity = identity,
                        .statement = statements_.size() - 1,
                        .line = item.line,
                        .reference = proves ? item.reference : "",
                        .side = SideOf(item.direction),
                        .booking_date = item.booking_date});
  }

  void TakeTail(const bankfile::StatementTail& tail) {
    NewBankStatement& statement = statements_.back();
    const Date today = BeijingDate(now_);
    statement.last_day = covers_.second.value_or(last_.value_or(today));
    statement.first_day =
        std::min(covers_.first.value_or(first_.value_or(today)), statement.last_day);
    statement.opening = tail.opening;
    statement.closing = tail.closing;
    statement.credits = tail.credits;
    statement.debits = tail.debits;
    statement.credit_sum = tail.credit_sum;
    statement.debit_sum = tail.debit_sum;
  }

  void Fault(Refusal refusal) {
    if (!fault_) fault_ = std::move(refusal);
  }

  // Asks for those that were read since the last time.
  void LookUp() {
    std::vector<Uuid> identities;
    std::vector<std::string> references;
    for (const Seen& seen : waiting_) {
      identities.push_back(seen.identity);
      if (!seen.reference.empty()) references.push_back(seen.reference);
    }
    const auto known = KnownIdentities(tx_, source_.county, source_.account.id, identities);
    const auto stored = StoredUnder(tx_, source_.county, source_.account.id, references);
    std::multimap<std::string, const ReferenceRow*> by_reference;
    for (const ReferenceRow& row : stored) by_reference.emplace(row.reference, &row);
    for (const Seen& seen : waiting_) {
      if (known.contains(seen.identity)) {
        ++known_of_[seen.statement];
        continue;
      }
      const auto [begin, end] = by_reference.equal_range(seen.reference);
      for (auto row = begin; row != end; ++row) {
        const bool same_booking =
            row->second->side == seen.side && row->second->booking_date == seen.booking_date;
        if (same_booking) suspects_.push_back({row->second->identity, seen.line, seen.reference});
      }
    }
    known_.insert(known.begin(), known.end());
    waiting_.clear();
  }

  pg::Transaction& tx_;
  const StatementSource& source_;
  const Time now_;
  std::optional<Refusal> fault_;
  std::vector<NewBankStatement> statements_;
  std::vector<std::int64_t> known_of_;  // of each statement
  std::pair<std::optional<Date>, std::optional<Date>> covers_;
  std::optional<Date> first_, last_;   // of the bookings of the statement that is being read
  Date earliest_ = BeijingDate(now_);  // of all bookings
  std::vector<Seen> waiting_;
  std::vector<Suspect> suspects_;
  Identities all_, known_;
  std::int64_t items_ = 0;
  std::int64_t repeated_ = 0;
};

NewBankEntry EntryOf(const bankfile::StatementItem& item, BankStatementId statement) {
  return {.statement = statement,
          .identity = IdentityOf(item),
          .line = item.line,
          .side = SideOf(item.direction),
          .amount = item.amount,
          .reversal = item.reversal,
          .booking_date = item.booking_date,
          .value_date = item.value_date,
          .reference = item.reference,
          .code = item.code,
          .end_to_end_id = item.end_to_end_id,
          .sub_account = item.sub_account,
          .return_code = item.return_code,
          .party = {.name = item.counterparty.name,
                    .account = item.counterparty.account,
                    .bank = item.counterparty.bank,
                    .remittance = item.remittance}};
}

}  // namespace

Result<BankFileCounts> TakeStatement(pg::Transaction& tx, const crypto::Keyring& ring,
                                     const StatementSource& source, Time now) {
  Survey survey(tx, source, now);
  QM_TRY(ReadThrough(tx, ring, source, survey.Sink(), [&] { return survey.Check(); }));
  QM_TRY(survey.End());
  const Date first_day = survey.first_day();
  DropCheckpoints(tx, source.county, source.account.books, first_day);
  JumpFinder jumps(tx, source.county, source.account, first_day);
  for (NewBankStatement& statement : survey.statements()) {
    statement.jump = jumps.Of(statement);
    InsertBankStatement(tx, source.county, source.account.id, source.file, statement, now);
  }
  // Nothing else runs while rows stream in, so they are gathered piece by piece.
  std::vector<NewBankEntry> fresh;
  const auto flush = [&]() -> Result<Done> {
    if (fresh.empty()) return Done{};
    BankEntryCopy copy(tx, source.county, ring, source.account.id, now);
    for (const NewBankEntry& entry : fresh) copy.Add(entry);
    copy.Finish();
    fresh.clear();
    return Done{};
  };
  std::size_t statement = 0;
  Identities had = survey.known();
  const bankfile::StatementSink sink{
      .head = [&](const auto&) {},
      .item =
          [&](const bankfile::StatementItem& item) {
            if (!had.insert(IdentityOf(item)).second) return;
            fresh.push_back(EntryOf(item, survey.statements().at(statement).id));
          },
      .tail = [&](const auto&) { ++statement; }};
  QM_TRY(ReadThrough(tx, ring, source, sink, flush));
  return survey.counts();
}

}  // namespace qianmo::ledger
