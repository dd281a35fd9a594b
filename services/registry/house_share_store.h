// Houses as shares, in the database. How far one is follows from its two changes of units.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <google/protobuf/repeated_field.h>

#include "pg/transaction.h"
#include "qianmo/registry/v1/house_shares.pb.h"
#include "registry/domain/house_share.h"

namespace qianmo::registry {

struct HouseRow {
  CountyId county;
  Uuid id;
  Uuid collective;
  Uuid household;
  std::string house;
  HouseFacts facts;
  Fen fen_per_share;
  Units units;
  Uuid issue_change;
};
void InsertHouse(pg::Transaction& tx, const HouseRow& house);
std::optional<HouseRow> FindHouse(pg::Transaction& tx, CountyId county, const Uuid& id);
void SetHouseExit(pg::Transaction& tx, const HouseRow& house, const Uuid& exit_change);

// The name of one of the household's that is in and not out.
std::optional<std::string> HouseIn(pg::Transaction& tx, CountyId county, const Uuid& household);

// They follow their households, or all go.
void CarryHouses(pg::Transaction& tx, CountyId county, const Uuid& from, const Uuid& to,
                 const std::optional<std::vector<Uuid>>& households);

// It must exist.
v1::HouseShare ReadHouse(pg::Transaction& tx, CountyId county, const Uuid& id);
// Newest first.
google::protobuf::RepeatedPtrField<v1::HouseShare> ListHouses(pg::Transaction& tx, CountyId county,
                                                              const Uuid& collective,
                                                              const std::optional<Uuid>& before,
                                                              int limit);

}  // namespace qianmo::registry
