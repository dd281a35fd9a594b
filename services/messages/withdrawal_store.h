// Taking letters back whose codes are worth nothing any more.
#pragma once

#include <optional>

#include "messages/message_store.h"

namespace qianmo::messages {

// Of the letters of this kind to this recipient that carry a code and were not handed over, all but
// `except`: they wait no more, leave the batch that is being printed, and make one outdated that
// is printed already. How many.
int WithdrawLetters(pg::Transaction& tx, CountyId county, const Recipient& recipient,
                    TemplateKind kind, std::optional<MessageId> except, Time now);

}  // namespace qianmo::messages
