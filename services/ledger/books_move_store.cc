#include "ledger/books_move_store.h"

#include "ledger/domain/refusals.h"
#include "pg/row.h"

namespace qianmo::ledger {
namespace {

constexpr int kPlacesLock = 1852730991;  // a number that nothing else locks, beside the county's
// Clocks of two servers differ by less.
constexpr std::chrono::minutes kClocksDiffer{1};

// In the order in which everybody locks books.
std::vector<BooksId> LockBooksBelow(pg::Transaction& tx, CountyId county, const OrgPath& path) {
  std::vector<BooksId> books;
  for (const auto& row : tx.Run("SELECT id FROM ledger.books"
                                " WHERE county_id = $1 AND starts_with(org_path, $2)"
                                " ORDER BY id FOR UPDATE",
                                county, path.text())) {
    books.push_back(pg::Get<BooksId>(row, "id"));
  }
  return books;
}

int EndBooksAt(pg::Transaction& tx, CountyId county, const OrgPath& path, const MoveCause& cause,
               Time now) {
  std::vector<BooksId> ended;
  for (const auto& row :
       tx.Run("UPDATE ledger.books SET end_date = $3, end_cause = $4"
              " WHERE county_id = $1 AND org_path = $2 AND end_date IS NULL RETURNING id",
              county, path.text(), cause.day, cause.change)) {
    ended.push_back(pg::Get<BooksId>(row, "id"));
  }
  tx.Run(
      "UPDATE ledger.spread SET end_time = $3, end_reason = $4, ender_id = $5"
      " WHERE county_id = $1 AND books_id = ANY ($2::uuid[]) AND end_time IS NULL",
      county, pg::Array(ended), now, cause.change, cause.actor);
  return static_cast<int>(ended.size());
}

}  // namespace

BooksMoved MoveBooks(pg::Transaction& tx, CountyId county, const BooksMove& move,
                     const MoveCause& cause, Time now) {
  tx.Run("SELECT pg_advisory_xact_lock($1, $2)", kPlacesLock, county);
  const auto books = LockBooksBelow(tx, county, move.from);
  BooksMoved moved{.moved = static_cast<int>(books.size())};
  if (move.ended) moved.ended = EndBooksAt(tx, county, move.from, cause, now);
  tx.Run(
      "UPDATE ledger.books SET org_path = $3 || substr(org_path, length($2) + 1)"
      " WHERE county_id = $1 AND id = ANY ($4::uuid[])",
      county, move.from.text(), move.to.text(), pg::Array(books));
  tx.Run(
      "INSERT INTO ledger.books_move (county_id, id, from_path, to_path, ended, cause, actor_id,"
      "  books, move_time)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
      county, Uuid::Make(now), move.from.text(), move.to.text(), move.ended, cause.change,
      cause.actor, moved.moved, now);
  return moved;
}

Result<Done> HoldPlace(pg::Transaction& tx, CountyId county, const OrgPath& place, Time asked) {
  tx.Run("SELECT pg_advisory_xact_lock_shared($1, $2)", kPlacesLock, county);
  const auto left = tx.Run(
      "SELECT FROM ledger.books_move"
      " WHERE county_id = $1 AND move_time >= $2 AND starts_with($3, from_path) LIMIT 1",
      county, asked - kClocksDiffer, place.text());
  if (!left.empty()) return refusals::CollectiveMoved();
  return Done{};
}

}  // namespace qianmo::ledger
