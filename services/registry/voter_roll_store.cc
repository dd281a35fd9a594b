#include "registry/voter_roll_store.h"

#include "base/time_text.h"
#include "pg/reader.h"
#include "pg/row.h"
#include "registry/sealed.h"

namespace qianmo::registry {
namespace {

constexpr char kSelectVoterRoll[] = R"(
  SELECT 'counties/' || r.county_id || '/voterRolls/' || r.id AS name,
    'counties/' || r.county_id || '/collectives/' || r.collective_id AS collective, r.org_path,
    r.meeting_id, r.meeting_date, r.title, r.voters AS voter_count,
    encode(r.sha256, 'hex') AS sha256, r.freeze_time,
    'counties/' || r.county_id || '/accounts/' || r.account_id AS account
  FROM registry.voter_roll r WHERE r.county_id = $1)";

}  // namespace

std::vector<Elector> ElectorsOf(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                                const OrgPath& org_path, Date meeting_date) {
  std::string end = org_path.text();
  ++end.back();
  std::vector<Elector> electors;
  for (const auto& row : tx.Run("SELECT id, household_id, name, state, capacity, birth_date_sealed"
                                " FROM registry.member WHERE county_id = $1 AND org_path ~>=~ $2"
                                "  AND org_path ~<~ $3 AND state = 1 AND capacity = 1 ORDER BY id",
                                county, org_path.text(), end)) {
    const auto id = pg::Get<MemberId>(row, "id");
    const auto birth_date =
        ParseIsoDate(OpenValue(ring, "member.birth_date", county, id.uuid,
                               pg::Get<std::optional<pg::Bytes>>(row, "birth_date_sealed")));
    const bool votes = MayVote(static_cast<MemberState>(pg::Get<int>(row, "state")),
                               static_cast<LegalCapacity>(pg::Get<int>(row, "capacity")),
                               birth_date, meeting_date);
    if (!votes) continue;
    electors.push_back({.member = id,
                        .household = pg::Get<HouseholdId>(row, "household_id"),
                        .name = pg::Get<std::string>(row, "name")});
  }
  return electors;
}

bool MeetingHasRoll(pg::Transaction& tx, CountyId county, const Uuid& meeting) {
  return !tx.Run("SELECT id FROM registry.voter_roll WHERE county_id = $1 AND meeting_id = $2",
                 county, meeting)
              .empty();
}

void InsertVoterRoll(pg::Transaction& tx, CountyId county, const NewVoterRoll& roll, Time now) {
  tx.Run(
      "INSERT INTO registry.voter_roll (county_id, id, collective_id, org_path, meeting_id,"
      "  meeting_date, title, voters, sha256, account_id, freeze_time)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
      county, roll.id, roll.collective, roll.org_path.text(), roll.meeting, roll.meeting_date,
      roll.title, roll.voters.size(), pg::Bytes{roll.sha256}, roll.account, now);
  std::vector<Uuid> members, households;
  std::vector<std::string> names;
  for (const Elector& voter : roll.voters) {
    members.push_back(voter.member.uuid);
    households.push_back(voter.household.uuid);
    names.push_back(voter.name);
  }
  tx.Run(
      "INSERT INTO registry.voter (county_id, voter_roll_id, member_id, household_id, name)"
      " SELECT $1, $2, v.member_id, v.household_id, v.name"
      " FROM unnest($3::uuid[], $4::uuid[], $5::text[]) AS v (member_id, household_id, name)",
      county, roll.id, pg::Array(members), pg::Array(households), pg::Array(names));
}

std::optional<v1::VoterRoll> ReadVoterRoll(pg::Transaction& tx, CountyId county, VoterRollId id) {
  return pg::ReadOne<v1::VoterRoll>(
      tx.Run(std::string(kSelectVoterRoll) + " AND r.id = $2", county, id));
}

google::protobuf::RepeatedPtrField<v1::VoterRoll> ListVoterRolls(pg::Transaction& tx,
                                                                 CountyId county,
                                                                 CollectiveId collective,
                                                                 const std::optional<Uuid>& after,
                                                                 int limit) {
  google::protobuf::RepeatedPtrField<v1::VoterRoll> rolls;
  pg::ReadAll(tx.Run(std::string(kSelectVoterRoll) +
                         " AND r.collective_id = $2 AND ($3::uuid IS NULL OR r.id > $3)"
                         " ORDER BY r.id LIMIT $4",
                     county, collective, after, limit),
              &rolls);
  return rolls;
}

google::protobuf::RepeatedPtrField<v1::Voter> ListVoters(pg::Transaction& tx, CountyId county,
                                                         VoterRollId id,
                                                         const std::optional<Uuid>& after,
                                                         int limit) {
  google::protobuf::RepeatedPtrField<v1::Voter> voters;
  pg::ReadAll(tx.Run("SELECT 'counties/' || v.county_id || '/members/' || v.member_id AS name,"
                     "  v.name AS display_name,"
                     "  'counties/' || v.county_id || '/households/' || v.household_id AS household"
                     " FROM registry.voter v WHERE v.county_id = $1 AND v.voter_roll_id = $2"
                     "  AND ($3::uuid IS NULL OR v.member_id > $3) ORDER BY v.member_id LIMIT $4",
                     county, id, after, limit),
              &voters);
  return voters;
}

}  // namespace qianmo::registry
