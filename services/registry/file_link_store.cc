#include "registry/file_link_store.h"

namespace qianmo::registry {
namespace {

// One row for each object, with what its scope is made of.
constexpr char kFileObjects[] = R"(
  SELECT 1 AS kind, county_id, id, org_path, NULL::uuid AS account_id, NULL::uuid AS party_id
  FROM registry.asset
  UNION ALL
  SELECT 2, county_id, id, org_path, NULL, NULL FROM registry.parcel
  UNION ALL
  SELECT 3, county_id, id, org_path, NULL, NULL FROM registry.recovery_case
  UNION ALL
  SELECT 4, county_id, id, '', account_id, party_id FROM registry.bidder)";

std::string TextOf(const std::optional<Uuid>& id) { return id ? id->ToString() : ""; }

FilePlace ReadFilePlace(CountyId county, const pqxx::row& row) {
  return {.kind = static_cast<FileObjectKind>(pg::Get<int>(row, "kind")),
          .scope = {.county = county,
                    .org_path = pg::Get<std::string>(row, "org_path"),
                    .account_id = TextOf(pg::Get<std::optional<Uuid>>(row, "account_id")),
                    .party_id = TextOf(pg::Get<std::optional<Uuid>>(row, "party_id"))}};
}

}  // namespace

void HangFiles(pg::Transaction& tx, CountyId county, const FileObject& object,
               const std::vector<Uuid>& files) {
  tx.Run(
      "DELETE FROM registry.file_link WHERE county_id = $1 AND object_kind = $2"
      "  AND object_id = $3 AND NOT file_id = ANY ($4::uuid[])",
      county, static_cast<int>(object.kind), object.id, pg::Array(files));
  tx.Run(
      "INSERT INTO registry.file_link (county_id, file_id, object_kind, object_id)"
      " SELECT DISTINCT $1::integer, file_id, $2::smallint, $3::uuid"
      " FROM unnest($4::uuid[]) AS f (file_id)"
      " ON CONFLICT DO NOTHING",
      county, static_cast<int>(object.kind), object.id, pg::Array(files));
}

void HangFile(pg::Transaction& tx, CountyId county, const FileObject& object, const Uuid& file) {
  tx.Run(
      "INSERT INTO registry.file_link (county_id, file_id, object_kind, object_id)"
      " VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
      county, file, static_cast<int>(object.kind), object.id);
}

std::vector<FilePlace> PlacesOf(pg::Transaction& tx, CountyId county, FileId file) {
  std::vector<FilePlace> places;
  for (const auto& row :
       tx.Run("SELECT o.kind, o.org_path, o.account_id, o.party_id FROM registry.file_link l"
              " JOIN (" +
                  std::string(kFileObjects) +
                  ") AS o ON o.county_id = l.county_id AND o.kind = l.object_kind"
                  "  AND o.id = l.object_id"
                  " WHERE l.county_id = $1 AND l.file_id = $2",
              county, file)) {
    places.push_back(ReadFilePlace(county, row));
  }
  // Of an asset also its other owners, who see it like its keeper.
  for (const auto& row :
       tx.Run("SELECT 1 AS kind, c.org_path, NULL::uuid AS account_id, NULL::uuid AS party_id"
              " FROM registry.file_link l"
              " JOIN registry.asset_owner o ON o.county_id = l.county_id"
              "  AND o.asset_id = l.object_id AND o.numerator < o.denominator"
              " JOIN registry.collective c ON c.county_id = o.county_id AND c.id = o.collective_id"
              " WHERE l.county_id = $1 AND l.file_id = $2 AND l.object_kind = 1",
              county, file)) {
    places.push_back(ReadFilePlace(county, row));
  }
  return places;
}

std::optional<FilePlace> FindFilePlace(pg::Transaction& tx, CountyId county,
                                       const FileObject& object) {
  const auto rows = tx.Run("SELECT o.kind, o.org_path, o.account_id, o.party_id FROM (" +
                               std::string(kFileObjects) +
                               ") AS o WHERE o.county_id = $1 AND o.kind = $2 AND o.id = $3",
                           county, static_cast<int>(object.kind), object.id);
  if (rows.empty()) return std::nullopt;
  return ReadFilePlace(county, rows[0]);
}

}  // namespace qianmo::registry
