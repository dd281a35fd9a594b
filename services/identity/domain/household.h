// Letters that invite a household to open its account.
#pragma once

#include "base/result.h"
#include "identity/domain/account.h"

namespace qianmo::identity {

// How the code of a letter reaches the household.
enum class LetterWay {
  kCounter,  // the township's agent, who is told it, hands it over
  kPrinted   // the township prints it; whoever asked for it never sees it
};

// The clerk of the village or the township's agent issues the first letter; a household that has an
// account gets a letter for a new PIN from the township only, or the clerk could slip in for it. Of
// no letter does the clerk learn the code.
// Refuses HOUSEHOLD_PATH_MISMATCH, HOUSEHOLD_NOT_YOURS, HOUSEHOLD_HAS_ACCOUNT.
Result<LetterWay> DecideIssueLetter(const Actor& actor, const OrgPath& household_path,
                                    bool household_has_account);

}  // namespace qianmo::identity
