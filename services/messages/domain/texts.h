// Every text that the house sends, in all its versions. One changes by a new version beside the
// old.
#pragma once

#include "messages/domain/template.h"

namespace qianmo::messages {

const Catalogue& AllTexts();

// Its parts, by who sends them.
Catalogue IdentityTexts();
Catalogue PaperTexts();

}  // namespace qianmo::messages
