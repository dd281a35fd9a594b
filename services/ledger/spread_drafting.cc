#include "ledger/spread_drafting.h"

#include <chrono>

#include "base/time_text.h"
#include "rpc/log.h"

namespace qianmo::ledger {
namespace {

using namespace std::chrono_literals;

VoucherDraft DraftOf(const DuePart& due, const BooksRow& books, Date day, const Hand& maker,
                     Time now) {
  VoucherLine income = due.debt;
  income.side = Side::kCredit;
  income.account = due.income;
  income.party.reset();
  return {.id = VoucherId::Make(now),
          .books = books.id,
          .date = day,
          .summary =
              "结转" + FormatIsoDate(due.part.first) + "至" + FormatIsoDate(due.part.last) + "租金",
          .lines = {due.debt, income},
          .maker = maker};
}

void TellStuck(CountyId county, BooksId books, const std::vector<StuckPart>& stuck) {
  for (const StuckPart& part : stuck) {
    rpc::Log(rpc::Level::kWarning, "spread_part_stuck",
             {{"county", std::int64_t{county.number}},
              {"books", books.ToString()},
              {"spread", part.spread.ToString()},
              {"part", std::int64_t{part.number}},
              {"divided_account", part.account.text()}});
  }
}

// Books whose parts cannot be drafted hold up no others.
void DraftFor(pg::Pool& pool, CountyId county, BooksId id, Time now) {
  const pg::TransactOptions options{.deadline = std::chrono::steady_clock::now() + 10s};
  const auto drafted =
      pg::Transact(pool, options, [&](pg::Transaction& tx) -> Result<DraftedParts> {
        QM_ASSIGN(const BooksRow books, HoldBooks(tx, county, id));
        return DraftDueParts(tx, county, books, std::nullopt, now);
      });
  if (drafted) {
    TellStuck(county, id, drafted->stuck);
    return;
  }
  rpc::Log(rpc::Level::kWarning, "spread_not_drafted",
           {{"county", std::int64_t{county.number}},
            {"books", id.ToString()},
            {"reason", drafted.refusal().reason}});
}

}  // namespace

Result<DraftedParts> DraftDueParts(pg::Transaction& tx, CountyId county, const BooksRow& books,
                                   const std::optional<Hand>& hand, Time now) {
  const Date today = BeijingDate(now);
  DraftedParts drafted;
  for (const DuePart& due :
       LockDueParts(tx, county, books.id, today, hand.has_value(), kMostDraftedAtOnce)) {
    const auto day = DayOfPart(books.terms, due.part.due, today);
    if (!day) continue;
    VoucherDraft draft = DraftOf(due, books, *day, hand.value_or(due.creator), now);
    QM_TRY(MarkIncome(books.chart(), &draft.lines));
    InsertDraft(tx, county, draft, now);
    SetPartVoucher(tx, county, due, draft.id);
    drafted.vouchers.push_back(draft.id);
  }
  drafted.stuck = StuckParts(tx, county, books.id, today, kMostDraftedAtOnce);
  return drafted;
}

bool DraftAllDueParts(pg::Pool& pool, CountyId county, Time now) {
  const pg::TransactOptions options{.deadline = std::chrono::steady_clock::now() + 10s,
                                    .mode = pg::Mode::kReadOnly};
  const auto due =
      pg::Transact(pool, options, [&](pg::Transaction& tx) -> Result<std::vector<BooksId>> {
        return BooksWithDueParts(tx, county, BeijingDate(now));
      });
  for (const BooksId books : *due) DraftFor(pool, county, books, now);
  return false;
}

}  // namespace qianmo::ledger
