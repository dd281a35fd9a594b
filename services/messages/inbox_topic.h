// What somebody watches of an inbox, as the text that a feed knows it by.
#pragma once

#include <string>
#include <string_view>

#include "messages/inbox_store.h"

namespace qianmo::messages {

struct InboxTopic {
  InboxView view;
  Locale locale;
};

std::string TextOf(const InboxTopic& topic);
// Of a text that TextOf made; anything else is std::logic_error.
InboxTopic ParseTopic(std::string_view text);

// Of what such a watcher sees.
std::string VersionOf(const InboxTopic& topic, const InboxStand& stand);

}  // namespace qianmo::messages
