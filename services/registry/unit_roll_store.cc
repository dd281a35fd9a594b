#include "registry/unit_roll_store.h"

#include "pg/reader.h"

namespace qianmo::registry {

namespace {

std::string HolderName(const UnitRollWish& wish, const std::string& holder) {
  const bool itself = holder == wish.collective.ToString();
  return "counties/" + std::to_string(wish.county.number) +
         (itself ? "/collectives/" : "/households/") + holder;
}

}  // namespace

// The sums follow the order of the index, and end with the last holder of the page. Rolls are read
// whole, by the hundred thousand: rows are put into lines without the detour of JSON.
google::protobuf::RepeatedPtrField<v1::RollLine> ReadRoll(pg::Transaction& tx,
                                                          const UnitRollWish& wish) {
  google::protobuf::RepeatedPtrField<v1::RollLine> lines;
  std::string last;
  for (const auto& row :
       tx.Run("SELECT s.holder_id, coalesce(h.number, '') AS number, s.kind, s.units, s.frozen,"
              "  s.pledged"
              " FROM (SELECT holder_id, kind, sum(units) AS units, sum(frozen) AS frozen,"
              "    sum(pledged) AS pledged, dense_rank() OVER (ORDER BY holder_id) AS place"
              "   FROM registry.unit_event"
              "   WHERE county_id = $1 AND collective_id = $2 AND effective_date <= $3"
              "    AND record_time <= $4"
              "    AND holder_id > coalesce($5, '00000000-0000-0000-0000-000000000000'::uuid)"
              "   GROUP BY holder_id, kind HAVING sum(units) > 0) s"
              " LEFT JOIN registry.household h ON h.county_id = $1 AND h.id = s.holder_id"
              " WHERE s.place <= $6 ORDER BY s.holder_id, s.kind",
              wish.county, wish.collective, wish.as_of, wish.known, wish.after, wish.limit)) {
    auto holder = pg::Get<std::string>(row, "holder_id");
    if (holder != last) {
      last = std::move(holder);
      auto* line = lines.Add();
      line->set_holder(HolderName(wish, last));
      line->set_household_number(pg::Get<std::string>(row, "number"));
    }
    auto* holding = lines.rbegin()->add_holdings();
    holding->set_kind(static_cast<v1::UnitKind>(pg::Get<int>(row, "kind")));
    holding->set_units(pg::Get<std::int64_t>(row, "units"));
    holding->set_frozen_units(pg::Get<std::int64_t>(row, "frozen"));
    holding->set_pledged_units(pg::Get<std::int64_t>(row, "pledged"));
  }
  return lines;
}

google::protobuf::RepeatedPtrField<v1::RollTotal> ReadRollTotals(pg::Transaction& tx,
                                                                 const UnitRollWish& wish) {
  google::protobuf::RepeatedPtrField<v1::RollTotal> totals;
  pg::ReadAll(
      tx.Run("SELECT kind, sum(units)::bigint AS units, sum(frozen)::bigint AS frozen_units,"
             "  sum(pledged)::bigint AS pledged_units,"
             "  (sum(units) FILTER (WHERE act = 1))::bigint AS issued_units,"
             "  (-sum(units) FILTER (WHERE act = 4))::bigint AS bought_back_units,"
             "  (sum(units) FILTER (WHERE act = 9))::bigint AS carried_units"
             " FROM registry.unit_event"
             " WHERE county_id = $1 AND collective_id = $2 AND effective_date <= $3"
             "  AND record_time <= $4"
             " GROUP BY kind ORDER BY kind",
             wish.county, wish.collective, wish.as_of, wish.known),
      &totals);
  return totals;
}

google::protobuf::RepeatedPtrField<v1::RollHolding> ReadHoldings(pg::Transaction& tx,
                                                                 const UnitRollWish& wish,
                                                                 const Uuid& holder) {
  google::protobuf::RepeatedPtrField<v1::RollHolding> holdings;
  pg::ReadAll(tx.Run("SELECT kind, sum(units)::bigint AS units,"
                     "  sum(frozen)::bigint AS frozen_units, sum(pledged)::bigint AS pledged_units"
                     " FROM registry.unit_event WHERE county_id = $1 AND collective_id = $2"
                     "  AND effective_date <= $3 AND record_time <= $4 AND holder_id = $5"
                     " GROUP BY kind HAVING sum(units) > 0 ORDER BY kind",
                     wish.county, wish.collective, wish.as_of, wish.known, holder),
              &holdings);
  return holdings;
}

}  // namespace qianmo::registry
