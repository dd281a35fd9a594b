// How somebody gets into a household: as a new member, or from another household. The household is
// locked by the caller.
#pragma once

#include "qianmo/registry/v1/member_resources.pb.h"
#include "registry/household_store.h"
#include "registry/member_store.h"
#include "rpc/call.h"

namespace qianmo::registry {

// What a request wants of a member, besides the place: name, capacity, ID number, telephone, birth
// date. `field` is the path of the member in the request.
// Refuses NAME_UNREADABLE, CAPACITY_INVALID, ID_NUMBER_MALFORMED, DATE_INVALID, BIRTH_DATE_UNFIT.
Result<Done> TakePerson(const rpc::Call& call, const std::string& field, const v1::Member& wanted,
                        MemberRow* row);

// Refuses ID_NUMBER_TAKEN, naming the household.
Result<Done> CheckNumberFree(pg::Transaction& tx, const rpc::Call& call, const MemberRow& row);

// Refuses what TakePerson does, HOUSEHOLD_DISSOLVED, JOIN_REASON_INVALID, EVENT_IN_FUTURE,
// RELATION_UNFIT, ID_NUMBER_TAKEN.
Result<MemberId> Join(pg::Transaction& tx, const rpc::Call& call, const HouseholdRow& household,
                      const v1::NewMember& newcomer, const std::string& field);

// Refuses HOUSEHOLD_DISSOLVED, HOUSEHOLD_SAME, HOUSEHOLD_ELSEWHERE, RELATION_UNFIT and what
// DecideMove does. Both households are locked.
Result<Done> MoveInto(pg::Transaction& tx, const rpc::Call& call, const HouseholdRow& household,
                      const MemberRow& member, HouseholdRelation relation, Date effective_date);

}  // namespace qianmo::registry
