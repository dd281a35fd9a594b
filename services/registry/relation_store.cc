#include "registry/relation_store.h"

#include "pg/reader.h"

namespace qianmo::registry {
namespace {

static_assert(static_cast<int>(RelationKind::kKinOfCadre) == v1::Relation::KIND_KIN_OF_CADRE);
static_assert(static_cast<int>(RelationKind::kKinOfOfficer) == v1::Relation::KIND_KIN_OF_OFFICER);
static_assert(static_cast<int>(RelationKind::kPlatformStaff) == v1::Relation::KIND_PLATFORM_STAFF);
static_assert(static_cast<int>(RelationKind::kCentreStaff) == v1::Relation::KIND_CENTRE_STAFF);
static_assert(static_cast<int>(RelationKind::kCadre) == v1::Relation::KIND_CADRE);

constexpr char kRelationFacts[] =
    "SELECT kind, officer_account_id, officer_person_id, start_date, end_date,"
    "  recuse_time IS NOT NULL AS recused"
    " FROM registry.relation WHERE county_id = $1 AND bidder_id = $2";

Relation ReadRelationFacts(const pqxx::row& row) {
  return {.kind = static_cast<RelationKind>(pg::Get<int>(row, "kind")),
          .account = pg::Get<std::optional<Uuid>>(row, "officer_account_id"),
          .person = pg::Get<std::optional<Uuid>>(row, "officer_person_id"),
          .start_date = pg::Get<Date>(row, "start_date"),
          .end_date = pg::Get<std::optional<Date>>(row, "end_date"),
          .recused = pg::Get<bool>(row, "recused")};
}

constexpr char kRelationMessage[] =
    "SELECT 'counties/' || county_id || '/bidders/' || bidder_id || '/relations/' || id AS name,"
    "  kind, person_name, 'counties/' || county_id || '/accounts/' || officer_account_id"
    "    AS officer,"
    "  start_date, end_date, by_party,"
    "  'counties/' || county_id || '/accounts/' || account_id AS account, create_time,"
    "  recuse_time, recuse_reason"
    " FROM registry.relation WHERE county_id = $1 AND ";

}  // namespace

std::vector<Relation> RelationsOf(pg::Transaction& tx, CountyId county, BidderId bidder) {
  std::vector<Relation> relations;
  for (const auto& row : tx.Run(std::string(kRelationFacts) + " ORDER BY id", county, bidder)) {
    relations.push_back(ReadRelationFacts(row));
  }
  return relations;
}

std::optional<Relation> LockRelation(pg::Transaction& tx, CountyId county, BidderId bidder,
                                     RelationId id) {
  const auto rows =
      tx.Run(std::string(kRelationFacts) + " AND id = $3 FOR UPDATE", county, bidder, id);
  if (rows.empty()) return std::nullopt;
  return ReadRelationFacts(rows[0]);
}

RelationId InsertRelation(pg::Transaction& tx, CountyId county, BidderId bidder,
                          const NewRelation& relation, Time now) {
  const auto id = RelationId::Make(now);
  tx.Run(
      "INSERT INTO registry.relation (county_id, id, bidder_id, kind, person_name,"
      "  officer_account_id, officer_person_id, start_date, end_date, account_id, by_party,"
      "  create_time, recuse_reason)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '')",
      county, id, bidder, static_cast<int>(relation.facts.kind), relation.person_name,
      relation.facts.account, relation.facts.person, relation.facts.start_date,
      relation.facts.end_date, relation.account, relation.by_party, now);
  return id;
}

void SetRelationEnd(pg::Transaction& tx, CountyId county, RelationId id, Date end) {
  tx.Run("UPDATE registry.relation SET end_date = $3 WHERE county_id = $1 AND id = $2", county, id,
         end);
}

void SetRecused(pg::Transaction& tx, CountyId county, RelationId id, const std::string& reason,
                Time now) {
  tx.Run(
      "UPDATE registry.relation SET recuse_time = $3, recuse_reason = $4"
      " WHERE county_id = $1 AND id = $2",
      county, id, now, reason);
}

v1::Relation ReadRelation(pg::Transaction& tx, CountyId county, RelationId id) {
  return pg::ReadOne<v1::Relation>(tx.Run(std::string(kRelationMessage) + "id = $2", county, id))
      .value();
}

google::protobuf::RepeatedPtrField<v1::Relation> ListRelationsOf(pg::Transaction& tx,
                                                                 CountyId county, BidderId bidder,
                                                                 const std::optional<Uuid>& after,
                                                                 int limit) {
  google::protobuf::RepeatedPtrField<v1::Relation> relations;
  pg::ReadAll(tx.Run(std::string(kRelationMessage) +
                         "bidder_id = $2 AND ($3::uuid IS NULL OR id > $3) ORDER BY id LIMIT $4",
                     county, bidder, after, limit),
              &relations);
  return relations;
}

}  // namespace qianmo::registry
