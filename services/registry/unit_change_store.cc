#include "registry/unit_change_store.h"

#include "pg/reader.h"

namespace qianmo::registry {
namespace {

constexpr char kUnitChangeMessage[] =
    "SELECT 'counties/' || county_id || '/unitChanges/' || id AS name,"
    "  'counties/' || county_id || '/collectives/' || collective_id AS collective, act, kind,"
    "  units, 'counties/' || county_id ||"
    "    CASE WHEN giver_id = collective_id THEN '/collectives/' ELSE '/households/' END"
    "    || giver_id AS giver,"
    "  'counties/' || county_id ||"
    "    CASE WHEN taker_id = collective_id THEN '/collectives/' ELSE '/households/' END"
    "    || taker_id AS taker,"
    "  effective_date, without_vote, ground, state, propose_time,"
    "  giver_time AS giver_confirm_time, taker_time AS taker_confirm_time, end_time, record_time"
    " FROM registry.unit_change WHERE county_id = $1 AND ";

UnitChangeFacts UnitFactsOf(const pqxx::row& row) {
  return {.act = static_cast<UnitAct>(pg::Get<int>(row, "act")),
          .kind = static_cast<UnitKind>(pg::Get<int>(row, "kind")),
          .units = Units(pg::Get<std::int64_t>(row, "units")),
          .sides = {pg::Get<std::optional<Uuid>>(row, "giver_id"),
                    pg::Get<std::optional<Uuid>>(row, "taker_id")},
          .effective_date = pg::Get<std::optional<Date>>(row, "effective_date"),
          .state = static_cast<UnitChangeState>(pg::Get<int>(row, "state")),
          .proposer_person = pg::Get<Uuid>(row, "proposer_person"),
          .giver_person = pg::Get<std::optional<Uuid>>(row, "giver_person"),
          .taker_person = pg::Get<std::optional<Uuid>>(row, "taker_person")};
}

}  // namespace

void InsertUnitChange(pg::Transaction& tx, const UnitChangeRow& change, const UnitActor& proposer,
                      Time now) {
  const UnitChangeFacts& facts = change.facts;
  tx.Run(
      "INSERT INTO registry.unit_change (county_id, id, collective_id, act, kind, units, giver_id,"
      "  taker_id, effective_date, without_vote, ground, state, proposer_id, proposer_person,"
      "  propose_time, giver_person, giver_time)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12, $13, $14, $15::uuid,"
      "  CASE WHEN $15::uuid IS NOT NULL THEN $14::timestamptz END)",
      change.county, change.id, change.collective, static_cast<int>(facts.act),
      static_cast<int>(facts.kind), facts.units.count(), facts.sides.giver, facts.sides.taker,
      facts.effective_date, change.without_vote, change.ground, proposer.account, proposer.person,
      now, facts.giver_person);
}

std::optional<UnitChangeRow> FindUnitChange(pg::Transaction& tx, CountyId county, const Uuid& id) {
  const auto rows = tx.Run(
      "SELECT collective_id, act, kind, units, giver_id, taker_id, effective_date, without_vote,"
      "  ground, state, proposer_person, giver_person, taker_person"
      " FROM registry.unit_change WHERE county_id = $1 AND id = $2",
      county, id);
  if (rows.empty()) return std::nullopt;
  return UnitChangeRow{.county = county,
                       .id = id,
                       .collective = pg::Get<Uuid>(rows[0], "collective_id"),
                       .facts = UnitFactsOf(rows[0]),
                       .without_vote = pg::Get<bool>(rows[0], "without_vote"),
                       .ground = pg::Get<std::string>(rows[0], "ground")};
}

std::vector<std::string> OpenUnitChanges(pg::Transaction& tx, CountyId county,
                                         const Uuid& collective,
                                         const std::optional<Uuid>& holder) {
  std::vector<std::string> names;
  for (const auto& row :
       tx.Run("SELECT 'counties/' || county_id || '/unitChanges/' || id AS name"
              " FROM registry.unit_change WHERE county_id = $1 AND collective_id = $2 AND state = 1"
              "  AND ($3::uuid IS NULL OR giver_id = $3 OR taker_id = $3) ORDER BY id LIMIT 10",
              county, collective, holder)) {
    names.push_back(pg::Get<std::string>(row, "name"));
  }
  return names;
}

void SaveUnitSides(pg::Transaction& tx, const UnitChangeRow& change, Time now) {
  tx.Run(
      "UPDATE registry.unit_change SET giver_person = $3, taker_person = $4,"
      "  giver_time = CASE WHEN $3::uuid IS NOT NULL THEN coalesce(giver_time, $5) END,"
      "  taker_time = CASE WHEN $4::uuid IS NOT NULL THEN coalesce(taker_time, $5) END"
      " WHERE county_id = $1 AND id = $2",
      change.county, change.id, change.facts.giver_person, change.facts.taker_person, now);
}

void FinishUnitChange(pg::Transaction& tx, const UnitChangeRow& change, Date effective_date,
                      const UnitActor& ender, Time record_time, Time now) {
  tx.Run(
      "UPDATE registry.unit_change SET state = 2, effective_date = $3, ender_id = $4,"
      "  ender_person = $5, record_time = $6, end_time = $7"
      " WHERE county_id = $1 AND id = $2",
      change.county, change.id, effective_date, ender.account, ender.person, record_time, now);
}

void EndUnitChange(pg::Transaction& tx, const UnitChangeRow& change, const UnitActor& ender,
                   Time now) {
  tx.Run(
      "UPDATE registry.unit_change SET state = 3, ender_id = $3, ender_person = $4, end_time = $5"
      " WHERE county_id = $1 AND id = $2",
      change.county, change.id, ender.account, ender.person, now);
}

v1::UnitChange ReadUnitChange(pg::Transaction& tx, CountyId county, const Uuid& id) {
  return pg::ReadOne<v1::UnitChange>(
             tx.Run(std::string(kUnitChangeMessage) + "id = $2", county, id))
      .value();
}

google::protobuf::RepeatedPtrField<v1::UnitChange> ListUnitChangesOf(pg::Transaction& tx,
                                                                     const UnitListWish& wish) {
  google::protobuf::RepeatedPtrField<v1::UnitChange> changes;
  pg::ReadAll(
      tx.Run(std::string(kUnitChangeMessage) +
                 "collective_id = $2"
                 " AND ($3::uuid IS NULL OR giver_id = $3 OR taker_id = $3)"
                 " AND ($4::smallint = 0 OR state = $4) AND ($5::uuid IS NULL OR id < $5)"
                 " ORDER BY id DESC LIMIT $6",
             wish.county, wish.collective, wish.holder, wish.state, wish.before, wish.limit),
      &changes);
  return changes;
}

}  // namespace qianmo::registry
