// Refusals about collectives, their changes, and partners. Clients translate by reason. `field` is
// the proto path of the offending field.
#pragma once

#include <string>
#include <string_view>

#include "base/refusal.h"

namespace qianmo::registry::refusals {

// A collective.
Refusal CollectiveNotFound();
Refusal CollectiveEnded();
Refusal CollectiveIdTaken();
Refusal LevelUnfit();
Refusal FormUnfit(std::string_view field, std::string_view why);
Refusal CreditCodeUnfit(std::string_view field, std::string_view level);
Refusal CreditCodeTaken(const std::string& owner);

// Its area codes.
Refusal AreaCodeUnfit(std::string_view why);
Refusal AreaCodeHistory();
Refusal AreaCodeParent();
Refusal AreaCodeTaken(const std::string& owner);

// Its officers.
Refusal OfficeInvalid();
Refusal OfficerTwice();
Refusal OfficerHistory(std::string_view field);
Refusal OfficerNotFound();

// Merges and splits.
Refusal ChangeNotFound();
Refusal ChangeUnfit(std::string_view why);
Refusal ChangeItemForeign(const std::string& item);
Refusal ChangeOpen();
Refusal ChangeEnded();
Refusal ChangeSamePerson();
Refusal NotTheProposer();

// Partners from other counties.
Refusal PartnerNotFound();
Refusal PartnerRetired();
Refusal PartnerCodeTaken();

}  // namespace qianmo::registry::refusals
