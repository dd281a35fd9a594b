// Papers with everything that papers of their kind can have.
#pragma once

#include "messages/print/paper.h"
#include "services/print/proof.h"

namespace qianmo::messages::print {

// A household's first letter.
Letter ActivationLetter();
Notice LeaseNotice();

}  // namespace qianmo::messages::print
