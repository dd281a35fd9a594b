#include "registry/member_store.h"

#include <stdexcept>

#include "base/encoding.h"
#include "base/search_terms.h"
#include "base/text.h"
#include "base/time_text.h"
#include "pg/list_statement.h"
#include "pg/reader.h"
#include "registry/domain/household_refusals.h"
#include "registry/personal_key_store.h"
#include "registry/sealed.h"

namespace qianmo::registry {
namespace {

static_assert(static_cast<int>(MemberState::kLost) == v1::Member::STATE_LOST);
static_assert(static_cast<int>(HouseholdRelation::kHead) == v1::HOUSEHOLD_RELATION_HEAD);
static_assert(static_cast<int>(HouseholdRelation::kOther) == v1::HOUSEHOLD_RELATION_OTHER);
static_assert(static_cast<int>(LegalCapacity::kNone) == v1::LEGAL_CAPACITY_NONE);

constexpr pg::ListTable kMembers = {.name = "registry.member",
                                    .alias = "m",
                                    .columns = "org_path, household_id, state, name, search_terms"};

constexpr char kIdNumber[] = "member.id_number";
constexpr char kMemberPhone[] = "member.phone";
constexpr char kBirthDate[] = "member.birth_date";

constexpr char kSelectMember[] = R"(
  SELECT 'counties/' || m.county_id || '/members/' || m.id AS name,
    'counties/' || m.county_id || '/households/' || m.household_id AS household,
    'counties/' || m.county_id || '/collectives/' || m.collective_id AS collective, m.org_path,
    m.state, m.name AS display_name, m.relation, m.capacity,
    encode(m.id_number_sealed, 'hex') AS id_number, encode(m.phone_sealed, 'hex') AS phone,
    m.create_time, m.version AS etag
  FROM registry.member m WHERE m.county_id = $1)";

void MaskMember(const crypto::Keyring& ring, CountyId county, v1::Member* member) {
  const Uuid id = Uuid::Parse(member->name().substr(member->name().rfind('/') + 1)).value();
  if (!member->id_number().empty()) {
    member->set_id_number(
        MaskIdNumber(OpenValue(ring, kIdNumber, county, id, FromHex(member->id_number()))));
  }
  if (!member->phone().empty()) {
    member->set_phone(
        MaskPhone(OpenValue(ring, kMemberPhone, county, id, FromHex(member->phone()))));
  }
}

struct SealedMember {
  std::optional<std::string> id_number, phone, birth_date;
};

SealedMember SealMember(const crypto::Keyring& ring, CountyId county, const MemberRow& row) {
  const std::string birth_date = row.birth_date ? FormatIsoDate(*row.birth_date) : "";
  return {.id_number = SealValue(ring, kIdNumber, county, row.id.uuid, row.id_number),
          .phone = SealValue(ring, kMemberPhone, county, row.id.uuid, row.phone),
          .birth_date = SealValue(ring, kBirthDate, county, row.id.uuid, birth_date)};
}

void SetMemberKeys(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                   const MemberRow& row) {
  const bool active = row.state == MemberState::kActive;
  SetPersonalKey(tx, ring, county, PersonalKey::kIdNumber, row.id.uuid, row.id_number, active);
  SetPersonalKey(tx, ring, county, PersonalKey::kPhone, row.id.uuid, row.phone, active);
}

}  // namespace

Result<MemberRow> FindMember(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                             MemberId id) {
  const auto rows = tx.Run(
      "SELECT household_id, collective_id, org_path, state, name, relation, capacity,"
      "  id_number_sealed, phone_sealed, birth_date_sealed, version"
      " FROM registry.member WHERE county_id = $1 AND id = $2",
      county, id);
  if (rows.empty()) return refusals::MemberNotFound();
  const auto& row = rows[0];
  auto path = OrgPath::Parse(pg::Get<std::string>(row, "org_path"));
  if (!path) throw std::runtime_error("a stored organisation path does not parse");
  const auto open = [&](const char* place, const char* column) {
    return OpenValue(ring, place, county, id.uuid, pg::Get<std::optional<pg::Bytes>>(row, column));
  };
  return MemberRow{.id = id,
                   .household = pg::Get<HouseholdId>(row, "household_id"),
                   .collective = pg::Get<CollectiveId>(row, "collective_id"),
                   .org_path = *std::move(path),
                   .state = static_cast<MemberState>(pg::Get<int>(row, "state")),
                   .name = pg::Get<std::string>(row, "name"),
                   .relation = static_cast<HouseholdRelation>(pg::Get<int>(row, "relation")),
                   .capacity = static_cast<LegalCapacity>(pg::Get<int>(row, "capacity")),
                   .id_number = open(kIdNumber, "id_number_sealed"),
                   .phone = open(kMemberPhone, "phone_sealed"),
                   .birth_date = ParseIsoDate(open(kBirthDate, "birth_date_sealed")),
                   .version = pg::Get<std::int64_t>(row, "version")};
}

std::optional<HouseholdId> HouseholdOf(pg::Transaction& tx, CountyId county, MemberId id) {
  const auto rows = tx.Run(
      "SELECT household_id FROM registry.member WHERE county_id = $1 AND id = $2", county, id);
  if (rows.empty()) return std::nullopt;
  return pg::Get<HouseholdId>(rows[0], "household_id");
}

int OtherActiveMembers(pg::Transaction& tx, CountyId county, HouseholdId household, MemberId id) {
  const auto rows = tx.Run(
      "SELECT count(*) AS others FROM registry.member"
      " WHERE county_id = $1 AND household_id = $2 AND state = 1 AND id <> $3",
      county, household, id);
  return pg::Get<int>(rows[0], "others");
}

std::optional<MemberId> HeadOf(pg::Transaction& tx, CountyId county, HouseholdId household) {
  const auto rows = tx.Run(
      "SELECT id FROM registry.member"
      " WHERE county_id = $1 AND household_id = $2 AND state = 1 AND relation = 1",
      county, household);
  if (rows.empty()) return std::nullopt;
  return pg::Get<MemberId>(rows[0], "id");
}

v1::Member ReadMember(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                      MemberId id) {
  auto member =
      pg::ReadOne<v1::Member>(tx.Run(std::string(kSelectMember) + " AND m.id = $2", county, id));
  if (!member) throw std::runtime_error("a member that was there is gone");
  MaskMember(ring, county, &*member);
  return *std::move(member);
}

std::string MemberName(CountyId county, MemberId id) {
  return "counties/" + std::to_string(county.number) + "/members/" + id.ToString();
}

google::protobuf::RepeatedPtrField<v1::Member> ListMembers(pg::Transaction& tx,
                                                           const crypto::Keyring& ring,
                                                           const MemberQuery& query) {
  pg::ListStatement statement(kMembers, query.county);
  const auto own = Uuid::Parse(query.own);
  if (own) {
    statement.WithinOr(query.within, "m.household_id = " + statement.Bind(*own));
  } else {
    statement.Within(query.within);
  }
  if (!query.org_path.empty()) statement.Within({query.org_path});
  if (query.household) statement.WhereFew("m.household_id = " + statement.Bind(*query.household));
  if (query.state) statement.Where("m.state = " + statement.Bind(*query.state));
  if (query.ids) {
    statement.WhereFew("m.id = ANY (" + statement.Bind(pg::Array(*query.ids)) + "::uuid[])");
  }
  if (!query.text.empty()) statement.Where(statement.Matches("m.name", query.text));
  statement.After(query.after);
  google::protobuf::RepeatedPtrField<v1::Member> members;
  pg::ReadAll(statement.Run(tx, kSelectMember, query.limit), &members);
  for (auto& member : members) MaskMember(ring, query.county, &member);
  return members;
}

void InsertMember(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                  const MemberRow& row, Time now) {
  const SealedMember sealed = SealMember(ring, county, row);
  tx.Run(
      "INSERT INTO registry.member (county_id, id, household_id, collective_id, org_path, state,"
      "  name, search_terms, relation, capacity, id_number_sealed, phone_sealed,"
      "  birth_date_sealed, create_time, version)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
      county, row.id, row.household, row.collective, row.org_path.text(),
      static_cast<int>(row.state), row.name, pg::Array(SearchTerms(row.name)),
      static_cast<int>(row.relation), static_cast<int>(row.capacity), AsParam(sealed.id_number),
      AsParam(sealed.phone), AsParam(sealed.birth_date), now, row.version);
  SetMemberKeys(tx, ring, county, row);
}

void SaveMember(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                const MemberRow& row) {
  const SealedMember sealed = SealMember(ring, county, row);
  tx.Run(
      "UPDATE registry.member SET name = $3, search_terms = $4, relation = $5, capacity = $6,"
      "  id_number_sealed = $7, phone_sealed = $8, birth_date_sealed = $9, version = version + 1"
      " WHERE county_id = $1 AND id = $2",
      county, row.id, row.name, pg::Array(SearchTerms(row.name)), static_cast<int>(row.relation),
      static_cast<int>(row.capacity), AsParam(sealed.id_number), AsParam(sealed.phone),
      AsParam(sealed.birth_date));
  SetMemberKeys(tx, ring, county, row);
}

void SetStanding(pg::Transaction& tx, CountyId county, MemberId id, MemberState state,
                 HouseholdRelation relation, HouseholdId household) {
  tx.Run(
      "UPDATE registry.member SET state = $3, relation = $4, household_id = $5,"
      "  version = version + 1"
      " WHERE county_id = $1 AND id = $2",
      county, id, static_cast<int>(state), static_cast<int>(relation), household);
}

}  // namespace qianmo::registry
