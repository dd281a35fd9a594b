#include "registry/personal_key_store.h"

#include "pg/row.h"
#include "registry/sealed.h"

namespace qianmo::registry {
namespace {

std::string_view FieldOf(PersonalKey kind) {
  switch (kind) {
    case PersonalKey::kIdNumber:
      return "registry.id_number";
    case PersonalKey::kPhone:
      return "registry.phone";
    default:
      return "registry.bank_account";
  }
}

}  // namespace

void SetPersonalKey(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                    PersonalKey kind, const Uuid& owner, const std::string& plain, bool active) {
  tx.Run("DELETE FROM registry.personal_key WHERE county_id = $1 AND kind = $2 AND owner_id = $3",
         county, static_cast<int>(kind), owner);
  if (plain.empty()) return;
  tx.Run(
      "INSERT INTO registry.personal_key (county_id, kind, key_index, owner_id, active)"
      " SELECT $1, $2, key_index, $4, $5 FROM unnest($3::bytea[]) AS key_index",
      county, static_cast<int>(kind), AsArray(IndexesOf(ring, FieldOf(kind), plain)), owner,
      active);
}

void SetNumberActive(pg::Transaction& tx, CountyId county, MemberId member, bool active) {
  tx.Run(
      "UPDATE registry.personal_key SET active = $4"
      " WHERE county_id = $1 AND kind = $2 AND owner_id = $3",
      county, static_cast<int>(PersonalKey::kIdNumber), member, active);
}

void RenewPersonalKeys(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                       const std::vector<PersonalValue>& values) {
  std::vector<int> kinds;
  std::vector<Uuid> owners;
  std::vector<std::string> newest;
  for (const PersonalValue& value : values) {
    kinds.push_back(static_cast<int>(value.kind));
    owners.push_back(value.owner);
    newest.push_back(IndexesOf(ring, FieldOf(value.kind), value.plain).front());
  }
  tx.Run(
      "INSERT INTO registry.personal_key (county_id, kind, key_index, owner_id, active)"
      " SELECT $1, n.kind, n.newest, n.owner, bool_or(k.active)"
      " FROM unnest($2::smallint[], $3::uuid[], $4::bytea[]) AS n (kind, owner, newest)"
      " JOIN registry.personal_key k"
      "  ON k.county_id = $1 AND k.owner_id = n.owner AND k.kind = n.kind"
      " GROUP BY n.kind, n.newest, n.owner"
      " ON CONFLICT (county_id, kind, key_index, owner_id) DO NOTHING",
      county, pg::Array(kinds), pg::Array(owners), AsArray(newest));
  tx.Run(
      "DELETE FROM registry.personal_key k"
      " USING unnest($2::smallint[], $3::uuid[], $4::bytea[]) AS n (kind, owner, newest)"
      " WHERE k.county_id = $1 AND k.owner_id = n.owner AND k.kind = n.kind"
      "  AND k.key_index <> n.newest",
      county, pg::Array(kinds), pg::Array(owners), AsArray(newest));
}

std::vector<Uuid> OwnersOf(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                           PersonalKey kind, const std::string& plain) {
  std::vector<Uuid> owners;
  for (const auto& row :
       tx.Run("SELECT DISTINCT owner_id FROM registry.personal_key"
              " WHERE county_id = $1 AND kind = $2 AND key_index = ANY ($3::bytea[])"
              " ORDER BY owner_id",
              county, static_cast<int>(kind), AsArray(IndexesOf(ring, FieldOf(kind), plain)))) {
    owners.push_back(pg::Get<Uuid>(row, "owner_id"));
  }
  return owners;
}

std::optional<NumberOwner> OtherWithNumber(pg::Transaction& tx, const crypto::Keyring& ring,
                                           CountyId county, const std::string& id_number,
                                           MemberId self) {
  if (id_number.empty()) return std::nullopt;
  const auto rows = tx.Run(
      "SELECT h.id, h.number FROM registry.personal_key k"
      " JOIN registry.member m ON m.county_id = k.county_id AND m.id = k.owner_id"
      " JOIN registry.household h ON h.county_id = m.county_id AND h.id = m.household_id"
      " WHERE k.county_id = $1 AND k.kind = $2 AND k.key_index = ANY ($3::bytea[])"
      "  AND k.active AND k.owner_id <> $4 LIMIT 1",
      county, static_cast<int>(PersonalKey::kIdNumber),
      AsArray(IndexesOf(ring, FieldOf(PersonalKey::kIdNumber), id_number)), self);
  if (rows.empty()) return std::nullopt;
  return NumberOwner{pg::Get<HouseholdId>(rows[0], "id"), pg::Get<std::string>(rows[0], "number")};
}

}  // namespace qianmo::registry
