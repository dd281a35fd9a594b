#include "registry/domain/officer.h"

#include "registry/domain/collective_refusals.h"

namespace qianmo::registry {
namespace {

bool HeldByOne(Office office) {
  return office == Office::kBoardChair || office == Office::kChiefSupervisor;
}

bool ReachesInto(const Officer& officer, Date start_date) {
  return !officer.end_date || *officer.end_date > start_date;
}

}  // namespace

Result<std::optional<OfficerId>> DecideAppoint(const std::vector<Officer>& officers, Office office,
                                               std::string_view person_name, Date start_date) {
  std::optional<OfficerId> before;
  for (const Officer& officer : officers) {
    if (!ReachesInto(officer, start_date)) continue;
    if (officer.person_name == person_name) return refusals::OfficerTwice();
    if (!HeldByOne(office) || officer.office != office) continue;
    const bool follows = !officer.end_date && officer.start_date < start_date;
    if (!follows) return refusals::OfficerHistory("start_date");
    before = officer.id;
  }
  return before;
}

Result<Done> DecideEndOffice(const Officer& officer, Date end_date) {
  if (officer.end_date || end_date <= officer.start_date) {
    return refusals::OfficerHistory("end_date");
  }
  return Done{};
}

}  // namespace qianmo::registry
