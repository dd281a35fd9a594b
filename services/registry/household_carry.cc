#include "registry/household_carry.h"

#include "pg/row.h"
#include "registry/domain/household_refusals.h"
#include "registry/domain/member.h"

namespace qianmo::registry {
namespace {

// Active members of these households: their roll goes on at the successor.
void AddCarriedEvents(pg::Transaction& tx, const Carry& carry, const pqxx::result& households) {
  std::vector<Uuid> moved;
  for (const auto& row : households) moved.push_back(pg::Get<Uuid>(row, "id"));
  const auto members = tx.Run(
      "SELECT id FROM registry.member"
      " WHERE county_id = $1 AND household_id = ANY ($2::uuid[]) AND state = 1 ORDER BY id",
      carry.county, pg::Array(moved));
  std::vector<Uuid> ids, events;
  for (const auto& row : members) {
    ids.push_back(pg::Get<Uuid>(row, "id"));
    events.push_back(Uuid::Make(carry.now));
  }
  tx.Run(
      "INSERT INTO registry.member_event (county_id, member_id, effective_date, id, kind, reason,"
      "  note, household_id, collective_id, record_time, account_id)"
      " SELECT $1, m.id, $4, n.event_id, $5, 0, '', m.household_id, $6, $7, $8"
      " FROM unnest($2::uuid[], $3::uuid[]) AS n (member_id, event_id)"
      " JOIN registry.member m ON m.county_id = $1 AND m.id = n.member_id",
      carry.county, pg::Array(ids), pg::Array(events), carry.day,
      static_cast<int>(MemberEventKind::kCarried), carry.to, carry.now, carry.account);
}

// A meeting of a collective that has ended cannot take place. Who may freeze a roll holds the
// collective, so none comes in between.
Result<Done> CheckNoMeetingAhead(pg::Transaction& tx, const Carry& carry) {
  const auto rolls = tx.Run(
      "SELECT 'counties/' || county_id || '/voterRolls/' || id AS name, meeting_date"
      " FROM registry.voter_roll WHERE county_id = $1 AND collective_id = $2 AND meeting_date > $3"
      " ORDER BY meeting_date LIMIT 1",
      carry.county, carry.from, carry.day);
  if (rolls.empty()) return Done{};
  return refusals::MeetingAhead(pg::Get<std::string>(rolls[0], "name"),
                                pg::Get<Date>(rolls[0], "meeting_date"));
}

void RehomeVoterRolls(pg::Transaction& tx, const Carry& carry, const std::string& end) {
  tx.Run(
      "UPDATE registry.voter_roll SET org_path = $3 || substr(org_path, length($2) + 1)"
      " WHERE county_id = $1 AND org_path ~>=~ $2 AND org_path ~<~ $4",
      carry.county, carry.from_path.text(), carry.to_path.text(), end);
}

}  // namespace

Result<Done> CarryAllHouseholds(pg::Transaction& tx, const Carry& carry) {
  const auto own = tx.Run(
      "SELECT id FROM registry.household WHERE county_id = $1 AND collective_id = $2"
      " ORDER BY id FOR NO KEY UPDATE",
      carry.county, carry.from);
  if (carry.from != carry.to) {
    QM_TRY(CheckNoMeetingAhead(tx, carry));
    AddCarriedEvents(tx, carry, own);
  }
  std::string end = carry.from_path.text();
  ++end.back();
  RehomeVoterRolls(tx, carry, end);
  for (const std::string table : {"registry.household", "registry.member"}) {
    tx.Run("UPDATE " + table +
               " SET collective_id = CASE WHEN collective_id = $2 THEN $3 ELSE collective_id END,"
               "  org_path = $5 || substr(org_path, length($4) + 1), version = version + 1"
               " WHERE county_id = $1 AND org_path ~>=~ $4 AND org_path ~<~ $6",
           carry.county, carry.from, carry.to, carry.from_path.text(), carry.to_path.text(), end);
  }
  return Done{};
}

Result<Done> CarrySomeHouseholds(pg::Transaction& tx, const Carry& carry, const PartItems& items) {
  const auto own = tx.Run(
      "SELECT id FROM registry.household WHERE county_id = $1 AND id = ANY ($2::uuid[])"
      "  AND collective_id = $3 ORDER BY id FOR NO KEY UPDATE",
      carry.county, pg::Array(items.households), carry.from);
  AddCarriedEvents(tx, carry, own);
  tx.Run(
      "UPDATE registry.household SET collective_id = $3, org_path = $4, version = version + 1"
      " WHERE county_id = $1 AND id = ANY ($2::uuid[])",
      carry.county, pg::Array(items.households), carry.to, carry.to_path.text());
  tx.Run(
      "UPDATE registry.member SET collective_id = $3, org_path = $4, version = version + 1"
      " WHERE county_id = $1 AND household_id = ANY ($2::uuid[])",
      carry.county, pg::Array(items.households), carry.to, carry.to_path.text());
  return Done{};
}

}  // namespace qianmo::registry
