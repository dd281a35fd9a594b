#include "registry/house_share_store.h"

#include "pg/reader.h"

namespace qianmo::registry {
namespace {

// A cancelled exit is none: the house is still in, and another one may be proposed.
constexpr char kHouseState[] =
    " CASE WHEN i.state <> 2 THEN 1 WHEN e.state = 2 THEN 4 WHEN e.state = 1 THEN 3 ELSE 2 END";

constexpr char kHouseTables[] =
    " FROM registry.house_share s"
    " JOIN registry.unit_change i ON i.county_id = s.county_id AND i.id = s.issue_change_id"
    " LEFT JOIN registry.unit_change e ON e.county_id = s.county_id AND e.id = s.exit_change_id"
    " WHERE s.county_id = $1 AND ";

std::string HouseMessage() {
  return std::string(
             "SELECT 'counties/' || s.county_id || '/houseShares/' || s.id AS name,"
             "  'counties/' || s.county_id || '/collectives/' || s.collective_id AS collective,"
             "  'counties/' || s.county_id || '/households/' || s.household_id AS household,"
             "  s.house, s.valuation_fen, s.fen_per_share, s.units, s.exit, s.start_date,"
             "  'counties/' || s.county_id || '/unitChanges/' || s.issue_change_id"
             "    AS issue_change,"
             "  'counties/' || s.county_id || '/unitChanges/' || s.exit_change_id AS exit_change,"
             " ") +
         kHouseState + " AS state" + kHouseTables;
}

void SetPriceOfExit(v1::HouseShare* house) {
  const HouseFacts facts{.valuation = Fen(house->valuation_fen()),
                         .exit = static_cast<HouseExit>(house->exit())};
  house->set_exit_price_fen(PriceOfExit(facts).count());
}

}  // namespace

void InsertHouse(pg::Transaction& tx, const HouseRow& house) {
  tx.Run(
      "INSERT INTO registry.house_share (county_id, id, collective_id, household_id, house,"
      "  valuation_fen, fen_per_share, units, exit, start_date, issue_change_id)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
      house.county, house.id, house.collective, house.household, house.house,
      house.facts.valuation.count(), house.fen_per_share.count(), house.units.count(),
      static_cast<int>(house.facts.exit), house.facts.start_date, house.issue_change);
}

std::optional<HouseRow> FindHouse(pg::Transaction& tx, CountyId county, const Uuid& id) {
  const auto rows =
      tx.Run(std::string("SELECT s.collective_id, s.household_id, s.house, s.valuation_fen,"
                         "  s.fen_per_share, s.units, s.exit, s.start_date, s.issue_change_id,") +
                 kHouseState + " AS state" + kHouseTables + "s.id = $2",
             county, id);
  if (rows.empty()) return std::nullopt;
  const auto& row = rows[0];
  return HouseRow{.county = county,
                  .id = id,
                  .collective = pg::Get<Uuid>(row, "collective_id"),
                  .household = pg::Get<Uuid>(row, "household_id"),
                  .house = pg::Get<std::string>(row, "house"),
                  .facts = {.valuation = Fen(pg::Get<std::int64_t>(row, "valuation_fen")),
                            .exit = static_cast<HouseExit>(pg::Get<int>(row, "exit")),
                            .state = static_cast<HouseState>(pg::Get<int>(row, "state")),
                            .start_date = pg::Get<Date>(row, "start_date")},
                  .fen_per_share = Fen(pg::Get<std::int64_t>(row, "fen_per_share")),
                  .units = Units(pg::Get<std::int64_t>(row, "units")),
                  .issue_change = pg::Get<Uuid>(row, "issue_change_id")};
}

void SetHouseExit(pg::Transaction& tx, const HouseRow& house, const Uuid& exit_change) {
  tx.Run("UPDATE registry.house_share SET exit_change_id = $3 WHERE county_id = $1 AND id = $2",
         house.county, house.id, exit_change);
}

std::optional<std::string> HouseIn(pg::Transaction& tx, CountyId county, const Uuid& household) {
  const auto rows =
      tx.Run(std::string("SELECT 'counties/' || s.county_id || '/houseShares/' || s.id AS name") +
                 kHouseTables +
                 "s.household_id = $2 AND i.state = 2 AND e.state IS DISTINCT FROM 2"
                 " ORDER BY s.id LIMIT 1",
             county, household);
  if (rows.empty()) return std::nullopt;
  return pg::Get<std::string>(rows[0], "name");
}

void CarryHouses(pg::Transaction& tx, CountyId county, const Uuid& from, const Uuid& to,
                 const std::optional<std::vector<Uuid>>& households) {
  std::optional<pg::Array<Uuid>> only;
  if (households) only.emplace(*households);
  tx.Run(
      "UPDATE registry.house_share SET collective_id = $3"
      " WHERE county_id = $1 AND collective_id = $2"
      "  AND ($4::uuid[] IS NULL OR household_id = ANY ($4))",
      county, from, to, only);
}

v1::HouseShare ReadHouse(pg::Transaction& tx, CountyId county, const Uuid& id) {
  auto house =
      pg::ReadOne<v1::HouseShare>(tx.Run(HouseMessage() + "s.id = $2", county, id)).value();
  SetPriceOfExit(&house);
  return house;
}

google::protobuf::RepeatedPtrField<v1::HouseShare> ListHouses(pg::Transaction& tx, CountyId county,
                                                              const Uuid& collective,
                                                              const std::optional<Uuid>& before,
                                                              int limit) {
  google::protobuf::RepeatedPtrField<v1::HouseShare> houses;
  pg::ReadAll(tx.Run(HouseMessage() + "s.collective_id = $2 AND ($3::uuid IS NULL OR s.id < $3)"
                                      " ORDER BY s.id DESC LIMIT $4",
                     county, collective, before, limit),
              &houses);
  for (v1::HouseShare& house : houses) SetPriceOfExit(&house);
  return houses;
}

}  // namespace qianmo::registry
