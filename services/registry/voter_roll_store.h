// Voter rolls in the database: written once, never changed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/org_path.h"
#include "crypto/keyring.h"
#include "pg/transaction.h"
#include "qianmo/registry/v1/voter_rolls.pb.h"
#include "registry/domain/collective.h"
#include "registry/domain/member.h"

namespace qianmo::registry {

using VoterRollId = Id<struct VoterRollTag>;

struct Elector {
  MemberId member;
  HouseholdId household;
  std::string name;
};

struct NewVoterRoll {
  VoterRollId id;
  CollectiveId collective;
  OrgPath org_path;
  Uuid meeting;
  Date meeting_date;
  std::string title;
  std::vector<Elector> voters;  // in the order of the members
  std::string sha256;
  Uuid account;
};

// Members of the organisation and those below it who may vote on that day.
std::vector<Elector> ElectorsOf(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                                const OrgPath& org_path, Date meeting_date);
bool MeetingHasRoll(pg::Transaction& tx, CountyId county, const Uuid& meeting);
void InsertVoterRoll(pg::Transaction& tx, CountyId county, const NewVoterRoll& roll, Time now);

std::optional<v1::VoterRoll> ReadVoterRoll(pg::Transaction& tx, CountyId county, VoterRollId id);
google::protobuf::RepeatedPtrField<v1::VoterRoll> ListVoterRolls(pg::Transaction& tx,
                                                                 CountyId county,
                                                                 CollectiveId collective,
                                                                 const std::optional<Uuid>& after,
                                                                 int limit);
google::protobuf::RepeatedPtrField<v1::Voter> ListVoters(pg::Transaction& tx, CountyId county,
                                                         VoterRollId id,
                                                         const std::optional<Uuid>& after,
                                                         int limit);

}  // namespace qianmo::registry
