#include "ledger/day_sheet.h"

#include <algorithm>
#include <limits>

#include "ledger/domain/period.h"
#include "ledger/statement_store.h"
#include "pg/row.h"

namespace qianmo::ledger {
namespace {

constexpr Date kBeforeAll = std::chrono::year(1900) / 1 / 1;
constexpr std::chrono::days kOneDay{1};

// What statements say behind a checkpoint, which counts as a statement of its own.
struct BankHistory {
  std::vector<StatementSpan> chained;  // that begin behind it
  std::vector<StatementSpan> ending;   // that end behind it
  std::vector<DayNet> nets;
};

BankHistory HistoryAfter(pg::Transaction& tx, CountyId county, BankAccountId account,
                         const std::optional<Checkpoint>& checkpoint) {
  const Date after = checkpoint ? checkpoint->day : kBeforeAll;
  BankHistory history{.chained = {},
                      .ending = SpansAfter(tx, county, account, after),
                      .nets = NetsAfter(tx, county, account, after)};
  if (checkpoint) history.chained.push_back(SpanUpTo(checkpoint->day, checkpoint->bank));
  std::ranges::copy_if(history.ending, std::back_inserter(history.chained),
                       [&](const StatementSpan& span) { return span.first_day > after; });
  return history;
}

// The last day up to this one that a statement covers, of those that begin by then.
std::optional<Date> CoveredBy(const std::vector<StatementSpan>& spans, Date day) {
  std::optional<Date> covered;
  for (const StatementSpan& span : spans) {
    if (span.first_day > day) continue;
    covered = std::max(covered.value_or(span.first_day), std::min(span.last_day, day));
  }
  return covered;
}

template <class Tag>
std::vector<Id<Tag>> SourcesOf(const DifferenceLines& lines) {
  std::vector<Id<Tag>> ids;
  for (const v1::DayDifferenceLine& line : lines.lines) {
    ids.push_back(Id<Tag>::Parse(line.source().substr(line.source().rfind('/') + 1)).value());
  }
  return ids;
}

std::optional<Date> LastCovered(pg::Transaction& tx, CountyId county, BankAccountId account) {
  const auto rows = tx.Run(
      "SELECT last_day FROM ledger.bank_statement WHERE county_id = $1 AND bank_account_id = $2"
      " AND opening_fen IS NOT NULL ORDER BY last_day DESC LIMIT 1",
      county, account);
  if (rows.empty()) return std::nullopt;
  return pg::Get<Date>(rows[0], "last_day");
}

}  // namespace

Fen DaySheet::unexplained() const {
  Fen explained = vouchers.sum + entries.sum - opening;
  for (const Jump& jump : jumps) explained -= jump.amount;
  return books - bank - explained;
}

std::optional<DaySheet> SheetOf(pg::Transaction& tx, CountyId county, const BankAccountRow& account,
                                Date day, int most) {
  const auto checkpoint = LastCheckpoint(tx, county, account, day);
  const BankHistory history = HistoryAfter(tx, county, account.id, checkpoint);
  const auto covered = CoveredBy(history.ending, day);
  if (!covered && !checkpoint) return std::nullopt;
  const BankChain chain = ChainOf(history.chained, history.nets);
  DaySheet sheet{.covered = covered.value_or(day),
                 .books = BalanceOn(tx, county, account.books, account.code, day),
                 .bank = StatedBalance(chain, history.ending, history.nets, day),
                 .first_day = chain.first_day,
                 .opening = chain.opening};
  DifferenceQuery query{.account = account, .first_day = chain.first_day, .day = day, .most = most};
  if (checkpoint) {
    sheet.covered = std::max(covered.value_or(checkpoint->day), checkpoint->day);
    sheet.first_day = query.first_day = checkpoint->first_day;
    sheet.opening = checkpoint->opening;
    sheet.jumps = checkpoint->jumps;
    query.settled = checkpoint->day;
    query.vouchers = checkpoint->vouchers;
    query.entries = checkpoint->entries;
  }
  std::ranges::copy_if(chain.jumps, std::back_inserter(sheet.jumps),
                       [&](const Jump& jump) { return jump.day <= day; });
  sheet.vouchers = VouchersNotAtBank(tx, county, query);
  sheet.entries = EntriesNotInBooks(tx, county, query);
  return sheet;
}

JumpFinder::JumpFinder(pg::Transaction& tx, CountyId county, const BankAccountRow& account,
                       Date first_day)
    : checkpoint_(LastCheckpoint(tx, county, account, first_day - kOneDay)) {
  BankHistory history = HistoryAfter(tx, county, account.id, checkpoint_);
  spans_ = std::move(history.chained);
  nets_ = std::move(history.nets);
}

Fen JumpFinder::Of(const NewBankStatement& statement) {
  if (!statement.opening) return Fen();
  const StatementSpan span{statement.first_day, statement.last_day, *statement.opening,
                           *statement.closing};
  const Fen jump = JumpOf(span);
  before_ = span;
  return jump;
}

Fen JumpFinder::JumpOf(const StatementSpan& span) const {
  if (before_) return span.opening - before_->closing;
  std::vector<StatementSpan> earlier = spans_;
  std::erase_if(earlier, [&](const auto& one) { return one.first_day > span.first_day; });
  const bool is_first =
      earlier.empty() || (!checkpoint_ && span.first_day <= earlier.front().first_day);
  if (is_first || earlier.back().closing == span.opening) return Fen();
  return span.opening - BankBalance(ChainOf(earlier, nets_), nets_, span.first_day - kOneDay);
}

void KeepCheckpoint(pg::Transaction& tx, CountyId county, const BankAccountRow& account) {
  const auto last = LastCovered(tx, county, account.id);
  if (!last) return;
  const Date day = Month(*last).last_day() == *last ? *last : Month(*last).first_day() - kOneDay;
  const auto before = LastCheckpoint(tx, county, account, day);
  if (before && before->day == day) return;
  // Read first: what is posted meanwhile shows that the checkpoint does not hold.
  const MovedUpTo moved = TurnoverUpTo(tx, county, account.books, account.code, day);
  const auto sheet = SheetOf(tx, county, account, day, std::numeric_limits<int>::max());
  if (!sheet || sheet->first_day > day || sheet->unexplained() != Fen()) return;
  InsertCheckpoint(tx, county, account.id,
                   {.day = day,
                    .bank = sheet->bank,
                    .debit = moved.debit,
                    .credit = moved.credit,
                    .first_day = sheet->first_day,
                    .opening = sheet->opening,
                    .jumps = sheet->jumps,
                    .vouchers = SourcesOf<VoucherTag>(sheet->vouchers),
                    .entries = SourcesOf<BankEntryTag>(sheet->entries)});
}

}  // namespace qianmo::ledger
