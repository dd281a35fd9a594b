// What became of members, append-only, and the rolls that follow from it.
#pragma once

#include <optional>
#include <string>

#include "pg/transaction.h"
#include "qianmo/registry/v1/member_resources.pb.h"
#include "registry/domain/collective.h"
#include "registry/domain/member.h"

namespace qianmo::registry {

struct MemberEventRow {
  MemberId member;
  MemberChange change;
  // Where the member belongs from then on.
  HouseholdId household;
  CollectiveId collective;
};

void AddMemberEvent(pg::Transaction& tx, CountyId county, const MemberEventRow& event,
                    const Uuid& account, Time now);
// The effective day of the last event. The member must have one.
Date LastEventDay(pg::Transaction& tx, CountyId county, MemberId id);
// In the order of the days.
google::protobuf::RepeatedPtrField<v1::MemberEvent> ListMemberEvents(pg::Transaction& tx,
                                                                     CountyId county, MemberId id);

struct RollQuery {
  CountyId county;
  CollectiveId collective;  // with those that are below it now
  OrgPath org_path;
  Date day;
  std::optional<Time> known_at = {};  // only what was recorded until then
  std::optional<Uuid> after = {};
  int limit;
};
// Who was on the roll at the end of that day, in the order of the members.
google::protobuf::RepeatedPtrField<v1::RollEntry> ReadRoll(pg::Transaction& tx,
                                                           const RollQuery& query);

}  // namespace qianmo::registry
