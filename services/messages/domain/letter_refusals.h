// The refusals of letter batches. Clients translate by reason.
#pragma once

#include "base/refusal.h"

namespace qianmo::messages::refusals {

Refusal OrgPathForeign();
Refusal LettersNotYours();
Refusal NothingToPrint();
Refusal BatchNotFound();
Refusal BatchNotPrinted();
Refusal BatchEnded();
Refusal BatchContentGone();
Refusal BatchOutdated();

// Why a single letter is set aside. Its code was wiped, or its time is over.
Refusal LetterContentGone();
// No key at hand opens its address or its content.
Refusal LetterUnreadable();
// Why an operation fails.
Refusal NothingPrintable();

}  // namespace qianmo::messages::refusals
