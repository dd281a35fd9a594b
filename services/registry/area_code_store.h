// Area codes of collectives and who holds office in them: what changes with days.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "registry/collective_store.h"

namespace qianmo::registry {

// Oldest first.
DatedCodes AreaCodesOf(pg::Transaction& tx, CountyId county, CollectiveId id);
// The county's own six digits.
std::string CountyCode(pg::Transaction& tx, CountyId county);
// The latest beginning of a code of the collectives below.
std::optional<Date> YoungestCodeBelow(pg::Transaction& tx, CountyId county,
                                      const OrgPath& org_path);
// Another collective that has this code on some day from then on.
std::optional<CollectiveId> OwnerOfAreaCode(pg::Transaction& tx, CountyId county,
                                            const std::string& code, Date start_date,
                                            CollectiveId self);
// Lets nobody else give codes in the county until the transaction ends.
void HoldAreaCodes(pg::Transaction& tx, CountyId county);

// Ends the codes of the collective and of those below it with that day, or the day after they
// began.
void EndAreaCodes(pg::Transaction& tx, CountyId county, const OrgPath& org_path, Date end_date);
void AddAreaCode(pg::Transaction& tx, CountyId county, CollectiveId id, const std::string& code,
                 Date start_date);

// Oldest first.
std::vector<Officer> OfficersOf(pg::Transaction& tx, CountyId county, CollectiveId id);
void AddOfficer(pg::Transaction& tx, CountyId county, CollectiveId id, const Officer& officer,
                const Uuid& account, Time now);
void EndOffice(pg::Transaction& tx, CountyId county, OfficerId id, Date end_date);
// All that are open, when the collective ends.
void EndOffices(pg::Transaction& tx, CountyId county, CollectiveId id, Date end_date);

}  // namespace qianmo::registry
