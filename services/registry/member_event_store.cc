#include "registry/member_event_store.h"

#include "pg/reader.h"
#include "pg/row.h"

namespace qianmo::registry {

static_assert(static_cast<int>(MemberEventKind::kJoined) == v1::MemberEvent::KIND_JOINED);
static_assert(static_cast<int>(MemberEventKind::kCarried) == v1::MemberEvent::KIND_CARRIED);
static_assert(static_cast<int>(MemberReason::kFounding) == v1::MEMBER_REASON_FOUNDING);
static_assert(static_cast<int>(MemberReason::kMistake) == v1::MEMBER_REASON_MISTAKE);

void AddMemberEvent(pg::Transaction& tx, CountyId county, const MemberEventRow& event,
                    const Uuid& account, Time now) {
  tx.Run(
      "INSERT INTO registry.member_event (county_id, member_id, effective_date, id, kind, reason,"
      "  note, household_id, collective_id, record_time, account_id)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
      county, event.member, event.change.effective_date, Uuid::Make(now),
      static_cast<int>(event.change.kind), static_cast<int>(event.change.reason), event.change.note,
      event.household, event.collective, now, account);
}

Date LastEventDay(pg::Transaction& tx, CountyId county, MemberId id) {
  const auto rows = tx.Run(
      "SELECT max(effective_date) AS day FROM registry.member_event"
      " WHERE county_id = $1 AND member_id = $2",
      county, id);
  return pg::Get<Date>(rows[0], "day");
}

google::protobuf::RepeatedPtrField<v1::MemberEvent> ListMemberEvents(pg::Transaction& tx,
                                                                     CountyId county, MemberId id) {
  google::protobuf::RepeatedPtrField<v1::MemberEvent> events;
  pg::ReadAll(
      tx.Run("SELECT 'counties/' || e.county_id || '/members/' || e.member_id || '/events/'"
             "    || e.id AS name, e.kind, e.reason, e.note, e.effective_date, e.record_time,"
             "  'counties/' || e.county_id || '/households/' || e.household_id AS household,"
             "  'counties/' || e.county_id || '/collectives/' || e.collective_id AS collective,"
             "  'counties/' || e.county_id || '/accounts/' || e.account_id AS account"
             " FROM registry.member_event e WHERE e.county_id = $1 AND e.member_id = $2"
             " ORDER BY e.effective_date, e.id",
             county, id),
      &events);
  return events;
}

google::protobuf::RepeatedPtrField<v1::RollEntry> ReadRoll(pg::Transaction& tx,
                                                           const RollQuery& query) {
  google::protobuf::RepeatedPtrField<v1::RollEntry> entries;
  pg::ReadAll(
      tx.Run("WITH here AS (SELECT c.id FROM registry.collective c WHERE c.county_id = $1"
             "    AND (c.id = $2 OR starts_with(c.org_path, $3) AND c.state = 1)),"
             "  touched AS (SELECT DISTINCT e.member_id FROM registry.member_event e"
             "    WHERE e.county_id = $1 AND e.collective_id IN (SELECT id FROM here)"
             "     AND e.effective_date <= $4 AND ($6::uuid IS NULL OR e.member_id > $6)),"
             "  last AS (SELECT DISTINCT ON (e.member_id) e.member_id, e.kind, e.household_id,"
             "      e.collective_id FROM registry.member_event e JOIN touched t USING (member_id)"
             "    WHERE e.county_id = $1 AND e.effective_date <= $4"
             "     AND ($5::timestamptz IS NULL OR e.record_time <= $5)"
             "    ORDER BY e.member_id, e.effective_date DESC, e.id DESC)"
             " SELECT 'counties/' || m.county_id || '/members/' || m.id AS name,"
             "  m.name AS display_name,"
             "  'counties/' || m.county_id || '/households/' || h.id AS household,"
             "  h.number AS household_number,"
             "  'counties/' || m.county_id || '/collectives/' || l.collective_id AS collective"
             " FROM last l JOIN registry.member m ON m.county_id = $1 AND m.id = l.member_id"
             " JOIN registry.household h ON h.county_id = $1 AND h.id = l.household_id"
             " WHERE l.kind IN (1, 5, 6, 7) AND l.collective_id IN (SELECT id FROM here)"
             " ORDER BY m.id LIMIT $7",
             query.county, query.collective, query.org_path.text(), query.day, query.known_at,
             query.after, query.limit),
      &entries);
  return entries;
}

}  // namespace qianmo::registry
