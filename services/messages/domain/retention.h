// How long messages and what became of them are kept. Codes go when they have left, at their end,
// or when a newer one replaces them; the PDFs of letters when their batch ends, and after
// kKeepContent.
#pragma once

#include <chrono>

#include "base/clock.h"

namespace qianmo::messages {

// Messages, read or not, with all their deliveries: what was told to whom, and that it was, can be
// shown for as long. Counted from when the message was taken in. Reports of the provider and
// batches of letters are kept as long.
inline constexpr Duration kKeepMessages = std::chrono::days(730);

}  // namespace qianmo::messages
