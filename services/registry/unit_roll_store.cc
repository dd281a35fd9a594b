#include "registry/unit_roll_store.h"

#include "pg/reader.h"

namespace qianmo::registry {

// The sums follow the order of the index, so that a page costs what is on it.
google::protobuf::RepeatedPtrField<v1::RollLine> ReadRoll(pg::Transaction& tx,
                                                          const UnitRollWish& wish) {
  google::protobuf::RepeatedPtrField<v1::RollLine> lines;
  pg::ReadAll(
      tx.Run("SELECT 'counties/' || $1::integer || CASE WHEN p.holder_id = $2"
             "    THEN '/collectives/' ELSE '/households/' END || p.holder_id AS holder,"
             "  coalesce(h.number, '') AS household_number, p.holdings"
             " FROM (SELECT s.holder_id, json_agg(json_build_object('kind', s.kind,"
             "    'units', s.units, 'frozen_units', s.frozen, 'pledged_units', s.pledged)"
             "    ORDER BY s.kind) AS holdings"
             "   FROM (SELECT holder_id, kind, sum(units) AS units, sum(frozen) AS frozen,"
             "      sum(pledged) AS pledged FROM registry.unit_event"
             "    WHERE county_id = $1 AND collective_id = $2 AND effective_date <= $3"
             "     AND record_time <= $4"
             "     AND holder_id > coalesce($5, '00000000-0000-0000-0000-000000000000'::uuid)"
             "    GROUP BY holder_id, kind HAVING sum(units) > 0 ORDER BY holder_id, kind) s"
             "   GROUP BY s.holder_id ORDER BY s.holder_id LIMIT $6) p"
             " LEFT JOIN registry.household h ON h.county_id = $1 AND h.id = p.holder_id"
             " ORDER BY p.holder_id",
             wish.county, wish.collective, wish.as_of, wish.known, wish.after, wish.limit),
      &lines);
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
