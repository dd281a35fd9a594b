// Offices in a collective: board and supervisors, with dates.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/result.h"

namespace qianmo::registry {

using OfficerId = Id<struct OfficerTag>;

enum class Office { kBoardChair = 1, kBoardMember = 2, kChiefSupervisor = 3, kSupervisor = 4 };

struct Officer {
  OfficerId id;
  Office office;
  std::string person_name;
  Date start_date;
  std::optional<Date> end_date = {};  // the first day out of office
};

// Whether somebody may hold an office from a day on. Of chairs and chief supervisors there is one
// at a time: the answer is the one before, who ends with that day. Nobody holds two offices of a
// collective, least of all in the board and over it [Act 31].
// Refuses OFFICER_TWICE, OFFICER_HISTORY.
Result<std::optional<OfficerId>> DecideAppoint(const std::vector<Officer>& officers, Office office,
                                               std::string_view person_name, Date start_date);

// Refuses OFFICER_HISTORY for a day before the office began or an office that has an end.
Result<Done> DecideEndOffice(const Officer& officer, Date end_date);

}  // namespace qianmo::registry
