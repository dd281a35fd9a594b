#include "registry/unit_event_store.h"

#include "pg/reader.h"

namespace qianmo::registry {
namespace {

UnitBalance UnitBalanceOf(const pqxx::row& row) {
  return {Units(pg::Get<std::int64_t>(row, "units")), Units(pg::Get<std::int64_t>(row, "frozen")),
          Units(pg::Get<std::int64_t>(row, "pledged"))};
}

// Columns of many events, for unnest.
struct UnitEventColumns {
  std::vector<Uuid> ids, holders, accounts;
  std::vector<std::optional<Uuid>> changes;
  std::vector<int> kinds, acts;
  std::vector<std::int64_t> units, frozen, pledged;
  std::vector<Date> dates;
  std::vector<Time> times;
};

UnitEventColumns ColumnsOf(const std::vector<UnitEventRow>& events, Time now) {
  UnitEventColumns all;
  for (const UnitEventRow& event : events) {
    all.ids.push_back(Uuid::Make(now));
    all.holders.push_back(event.of.holder);
    all.kinds.push_back(static_cast<int>(event.of.kind));
    all.acts.push_back(static_cast<int>(event.act));
    all.units.push_back(event.entry.delta.held.count());
    all.frozen.push_back(event.entry.delta.frozen.count());
    all.pledged.push_back(event.entry.delta.pledged.count());
    all.dates.push_back(event.entry.effective_date);
    all.times.push_back(event.entry.record_time);
    all.changes.push_back(event.change);
    all.accounts.push_back(event.account);
  }
  return all;
}

// A holding that is there is updated; an insert that meets it would be checked before it is added.
void MoveUnitHoldings(pg::Transaction& tx, const UnitBook& book, const UnitEventColumns& all) {
  tx.Run(
      "WITH delta AS (SELECT holder_id, kind, units, frozen, pledged FROM"
      "    unnest($3::uuid[], $4::smallint[], $5::bigint[], $6::bigint[], $7::bigint[])"
      "    AS d (holder_id, kind, units, frozen, pledged)),"
      " moved AS (UPDATE registry.unit_holding h SET units = h.units + d.units,"
      "    frozen = h.frozen + d.frozen, pledged = h.pledged + d.pledged"
      "  FROM delta d WHERE h.county_id = $1 AND h.collective_id = $2"
      "    AND h.holder_id = d.holder_id AND h.kind = d.kind RETURNING h.holder_id, h.kind)"
      " INSERT INTO registry.unit_holding"
      "  (county_id, collective_id, holder_id, kind, household_id, units, frozen, pledged)"
      " SELECT $1, $2, d.holder_id, d.kind, nullif(d.holder_id, $2), d.units, d.frozen, d.pledged"
      " FROM delta d WHERE NOT EXISTS"
      "  (SELECT FROM moved m WHERE m.holder_id = d.holder_id AND m.kind = d.kind)",
      book.county, book.collective, pg::Array(all.holders), pg::Array(all.kinds),
      pg::Array(all.units), pg::Array(all.frozen), pg::Array(all.pledged));
}

}  // namespace

std::vector<UnitEntry> LoadUnitHistory(pg::Transaction& tx, const UnitBook& book,
                                       const UnitHolder& of) {
  std::vector<UnitEntry> history;
  for (const auto& row :
       tx.Run("SELECT units, frozen, pledged, effective_date, record_time FROM registry.unit_event"
              " WHERE county_id = $1 AND collective_id = $2 AND holder_id = $3 AND kind = $4",
              book.county, book.collective, of.holder, static_cast<int>(of.kind))) {
    history.push_back({pg::Get<Date>(row, "effective_date"), pg::Get<Time>(row, "record_time"),
                       UnitBalanceOf(row)});
  }
  return history;
}

void AppendUnitEvents(pg::Transaction& tx, const UnitBook& book,
                      const std::vector<UnitEventRow>& events, Time now) {
  const UnitEventColumns all = ColumnsOf(events, now);
  MoveUnitHoldings(tx, book, all);
  tx.Run(
      "INSERT INTO registry.unit_event (county_id, collective_id, id, holder_id, kind, act, units,"
      "  frozen, pledged, effective_date, record_time, change_id, account_id)"
      " SELECT $1, $2, e.id, e.holder_id, e.kind, e.act, e.units, e.frozen, e.pledged, e.day,"
      "  e.learnt, e.change_id, e.account_id"
      " FROM unnest($3::uuid[], $4::uuid[], $5::smallint[], $6::smallint[], $7::bigint[],"
      "  $8::bigint[], $9::bigint[], $10::date[], $11::timestamptz[], $12::uuid[], $13::uuid[])"
      "  AS e (id, holder_id, kind, act, units, frozen, pledged, day, learnt, change_id,"
      "        account_id)",
      book.county, book.collective, pg::Array(all.ids), pg::Array(all.holders),
      pg::Array(all.kinds), pg::Array(all.acts), pg::Array(all.units), pg::Array(all.frozen),
      pg::Array(all.pledged), pg::Array(all.dates), pg::Array(all.times), pg::Array(all.changes),
      pg::Array(all.accounts));
}

void AddToUnitTotal(pg::Transaction& tx, const UnitBook& book, UnitKind kind,
                    const UnitTotal& more) {
  tx.Run(
      "INSERT INTO registry.unit_total"
      "  (county_id, collective_id, kind, issued, bought_back, carried_in, carried_out,"
      "   outstanding)"
      " VALUES ($1, $2, $3, 0, 0, 0, 0, 0) ON CONFLICT DO NOTHING",
      book.county, book.collective, static_cast<int>(kind));
  tx.Run(
      "UPDATE registry.unit_total SET issued = issued + $4, bought_back = bought_back + $5,"
      "  carried_in = carried_in + $6, carried_out = carried_out + $7,"
      "  outstanding = outstanding + $4 - $5 + $6 - $7"
      " WHERE county_id = $1 AND collective_id = $2 AND kind = $3",
      book.county, book.collective, static_cast<int>(kind), more.issued.count(),
      more.bought_back.count(), more.carried_in.count(), more.carried_out.count());
}

Units UnitsHeldBy(pg::Transaction& tx, const UnitBook& book, const Uuid& holder) {
  const auto rows = tx.Run(
      "SELECT coalesce(sum(units), 0)::bigint AS units FROM registry.unit_holding"
      " WHERE county_id = $1 AND collective_id = $2 AND holder_id = $3",
      book.county, book.collective, holder);
  return Units(pg::Get<std::int64_t>(rows[0], "units"));
}

Units UnitsOutstanding(pg::Transaction& tx, const UnitBook& book) {
  const auto rows = tx.Run(
      "SELECT coalesce(sum(outstanding), 0)::bigint AS units FROM registry.unit_total"
      " WHERE county_id = $1 AND collective_id = $2",
      book.county, book.collective);
  return Units(pg::Get<std::int64_t>(rows[0], "units"));
}

std::vector<UnitHoldingRow> LoadUnitHoldings(pg::Transaction& tx, const UnitBook& book,
                                             const std::optional<std::vector<Uuid>>& households) {
  std::optional<pg::Array<Uuid>> only;
  if (households) only.emplace(*households);
  std::vector<UnitHoldingRow> holdings;
  for (const auto& row : tx.Run("SELECT holder_id, kind, units, frozen, pledged"
                                " FROM registry.unit_holding"
                                " WHERE county_id = $1 AND collective_id = $2 AND units > 0"
                                "  AND ($3::uuid[] IS NULL OR holder_id = ANY ($3))"
                                " ORDER BY holder_id, kind",
                                book.county, book.collective, only)) {
    holdings.push_back(
        {{pg::Get<Uuid>(row, "holder_id"), static_cast<UnitKind>(pg::Get<int>(row, "kind"))},
         UnitBalanceOf(row)});
  }
  return holdings;
}

std::optional<Date> LatestUnitDay(pg::Transaction& tx, const UnitBook& book) {
  const auto rows = tx.Run(
      "SELECT max(effective_date) AS day FROM registry.unit_event"
      " WHERE county_id = $1 AND collective_id = $2",
      book.county, book.collective);
  return pg::Get<std::optional<Date>>(rows[0], "day");
}

google::protobuf::RepeatedPtrField<v1::UnitEvent> ListUnitEventsOf(pg::Transaction& tx,
                                                                   const UnitListWish& wish) {
  google::protobuf::RepeatedPtrField<v1::UnitEvent> events;
  pg::ReadAll(tx.Run("SELECT 'counties/' || county_id || '/unitEvents/' || id AS name,"
                     "  'counties/' || county_id || CASE WHEN holder_id = collective_id"
                     "    THEN '/collectives/' ELSE '/households/' END || holder_id AS holder,"
                     "  kind, act, units, frozen AS frozen_units, pledged AS pledged_units,"
                     "  effective_date, record_time,"
                     "  'counties/' || county_id || '/unitChanges/' || change_id AS unit_change"
                     " FROM registry.unit_event WHERE county_id = $1 AND collective_id = $2"
                     "  AND ($3::uuid IS NULL OR holder_id = $3) AND ($4::uuid IS NULL OR id < $4)"
                     " ORDER BY id DESC LIMIT $5",
                     wish.county, wish.collective, wish.holder, wish.before, wish.limit),
              &events);
  return events;
}

}  // namespace qianmo::registry
