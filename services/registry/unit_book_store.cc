#include "registry/unit_book_store.h"

#include "pg/reader.h"

namespace qianmo::registry {
namespace {

// By a statement of its own after the lock: whoever waited for it sees what happened meanwhile.
bool HasEnded(pg::Transaction& tx, CountyId county, const Uuid& collective) {
  const auto rows =
      tx.Run("SELECT state = 2 AS ended FROM registry.collective WHERE county_id = $1 AND id = $2",
             county, collective);
  return pg::Get<bool>(rows[0], "ended");
}

}  // namespace

std::optional<UnitPlace> FindUnitPlace(pg::Transaction& tx, CountyId county,
                                       const Uuid& collective) {
  const auto rows = tx.Run(
      "SELECT org_path, state = 2 AS ended, name FROM registry.collective"
      " WHERE county_id = $1 AND id = $2",
      county, collective);
  if (rows.empty()) return std::nullopt;
  return UnitPlace{pg::Get<std::string>(rows[0], "org_path"), pg::Get<bool>(rows[0], "ended"),
                   pg::Get<std::string>(rows[0], "name")};
}

std::optional<UnitHousehold> FindUnitHousehold(pg::Transaction& tx, CountyId county,
                                               const Uuid& household) {
  const auto rows = tx.Run(
      "SELECT h.collective_id, h.org_path, h.state = 2 AS ended, h.number,"
      "  coalesce(m.name, '') AS head"
      " FROM registry.household h LEFT JOIN registry.member m ON m.county_id = h.county_id"
      "  AND m.household_id = h.id AND m.relation = 1 AND m.state = 1"
      " WHERE h.county_id = $1 AND h.id = $2",
      county, household);
  if (rows.empty()) return std::nullopt;
  return UnitHousehold{pg::Get<Uuid>(rows[0], "collective_id"),
                       pg::Get<std::string>(rows[0], "org_path"), pg::Get<bool>(rows[0], "ended"),
                       pg::Get<std::string>(rows[0], "number"),
                       pg::Get<std::string>(rows[0], "head")};
}

UnitBook LockUnitBook(pg::Transaction& tx, CountyId county, const Uuid& collective) {
  tx.Run(
      "INSERT INTO registry.unit_book (county_id, collective_id, cap_numerator, cap_denominator,"
      "  heirs_without_vote, ground, last_record_time, version)"
      " VALUES ($1, $2, 1, 1, false, '', $3, 1) ON CONFLICT DO NOTHING",
      county, collective, Time());
  const auto row = tx.Run(
      "SELECT cap_numerator, cap_denominator, heirs_without_vote, house_fen_per_share,"
      "  last_record_time"
      " FROM registry.unit_book WHERE county_id = $1 AND collective_id = $2 FOR NO KEY UPDATE",
      county, collective)[0];
  UnitBook book{.county = county,
                .collective = collective,
                .ended = HasEnded(tx, county, collective),
                .charter = {},
                .last_record_time = pg::Get<Time>(row, "last_record_time")};
  book.charter.transfer_cap = Fraction(pg::Get<std::int64_t>(row, "cap_numerator"),
                                       pg::Get<std::int64_t>(row, "cap_denominator"));
  book.charter.heirs_without_vote = pg::Get<bool>(row, "heirs_without_vote");
  if (const auto rate = pg::Get<std::optional<std::int64_t>>(row, "house_fen_per_share")) {
    book.charter.house_fen_per_share = Fen(*rate);
  }
  return book;
}

std::optional<Time> LastRecordTime(pg::Transaction& tx, CountyId county, const Uuid& collective) {
  const auto rows = tx.Run(
      "SELECT last_record_time FROM registry.unit_book"
      " WHERE county_id = $1 AND collective_id = $2",
      county, collective);
  if (rows.empty()) return std::nullopt;
  return pg::Get<Time>(rows[0], "last_record_time");
}

void SetLastRecordTime(pg::Transaction& tx, const UnitBook& book, Time record_time) {
  tx.Run(
      "UPDATE registry.unit_book SET last_record_time = $3"
      " WHERE county_id = $1 AND collective_id = $2",
      book.county, book.collective, record_time);
}

v1::UnitCharter ReadUnitCharter(pg::Transaction& tx, CountyId county, const Uuid& collective) {
  const auto charter = pg::ReadOne<v1::UnitCharter>(tx.Run(
      "SELECT 'counties/' || c.county_id || '/collectives/' || c.id || '/unitCharter' AS name,"
      "  coalesce(b.cap_numerator, 1) AS \"transfer_cap.numerator\","
      "  coalesce(b.cap_denominator, 1) AS \"transfer_cap.denominator\","
      "  coalesce(b.heirs_without_vote, false) AS heirs_without_vote,"
      "  b.house_fen_per_share, coalesce(b.ground, '') AS ground"
      " FROM registry.collective c LEFT JOIN registry.unit_book b"
      "  ON b.county_id = c.county_id AND b.collective_id = c.id"
      " WHERE c.county_id = $1 AND c.id = $2",
      county, collective));
  return charter.value();
}

void SaveUnitCharter(pg::Transaction& tx, const UnitBook& book, const UnitCharter& charter,
                     const std::string& ground) {
  std::optional<std::int64_t> rate;
  if (charter.house_fen_per_share) rate = charter.house_fen_per_share->count();
  tx.Run(
      "UPDATE registry.unit_book SET cap_numerator = $3, cap_denominator = $4,"
      "  heirs_without_vote = $5, house_fen_per_share = $6, ground = $7, version = version + 1"
      " WHERE county_id = $1 AND collective_id = $2",
      book.county, book.collective, charter.transfer_cap.numerator(),
      charter.transfer_cap.denominator(), charter.heirs_without_vote, rate, ground);
}

}  // namespace qianmo::registry
