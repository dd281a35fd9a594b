// Members in the database. The version counts changes; it is the etag.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/org_path.h"
#include "crypto/keyring.h"
#include "pg/transaction.h"
#include "qianmo/registry/v1/member_resources.pb.h"
#include "registry/domain/collective.h"
#include "registry/domain/member.h"

namespace qianmo::registry {

struct MemberRow {
  MemberId id;
  HouseholdId household;
  CollectiveId collective;
  OrgPath org_path;
  MemberState state;
  std::string name;
  HouseholdRelation relation;
  LegalCapacity capacity;
  std::string id_number;  // in full; "" where it is not known
  std::string phone;      // likewise
  std::optional<Date> birth_date;
  std::int64_t version;

  bool is_head() const { return relation == HouseholdRelation::kHead; }
};

// Refuses MEMBER_NOT_FOUND. To change a member, lock the household first.
Result<MemberRow> FindMember(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                             MemberId id);
// The household of a member, to be locked before the member is looked at.
std::optional<HouseholdId> HouseholdOf(pg::Transaction& tx, CountyId county, MemberId id);
// How many active members the household has, besides this one.
int OtherActiveMembers(pg::Transaction& tx, CountyId county, HouseholdId household, MemberId id);
// The active head.
std::optional<MemberId> HeadOf(pg::Transaction& tx, CountyId county, HouseholdId household);

// The member as people see it, ID number and telephone masked, without the birth date. It must
// exist.
v1::Member ReadMember(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                      MemberId id);
std::string MemberName(CountyId county, MemberId id);

struct MemberQuery {
  CountyId county;
  std::vector<std::string> within;  // the caller's paths, or …
  std::string own = {};             // … the only household that the caller may see
  std::string org_path = {};
  std::optional<HouseholdId> household = {};
  std::optional<int> state = {};
  std::string text = {};
  std::optional<std::vector<Uuid>> ids = {};
  std::optional<Uuid> after = {};
  int limit;
};
google::protobuf::RepeatedPtrField<v1::Member> ListMembers(pg::Transaction& tx,
                                                           const crypto::Keyring& ring,
                                                           const MemberQuery& query);

void InsertMember(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                  const MemberRow& row, Time now);
// Everything but what an event changes: name, relation, capacity, id_number, phone, birth_date.
void SaveMember(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                const MemberRow& row);
// What an event changes: state, relation, household. The collective stays.
void SetStanding(pg::Transaction& tx, CountyId county, MemberId id, MemberState state,
                 HouseholdRelation relation, HouseholdId household);

}  // namespace qianmo::registry
