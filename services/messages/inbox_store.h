// Inboxes in the database: how they stand, what lies in them, and what of it an account has read. A
// reader's inbox is the union of those of its recipients; marks are kept per account and recipient:
// how far it has read without a gap, and single messages beyond that.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "messages/message_store.h"

namespace qianmo::messages {

// What one account sees.
struct InboxView {
  Uuid account;
  std::vector<std::string> inboxes;  // addresses, as InboxOf gives them; each once
};

struct InboxStand {
  std::int64_t unread = 0;
  std::string version;  // another one after every message and every mark
};
// In the order of the views. Costs a look-up for each of their inboxes, however full they are.
std::vector<InboxStand> StandsOf(pg::Transaction& tx, CountyId county,
                                 const std::vector<InboxView>& views);

struct InboxEntry {
  MessageRow message;
  bool read;
  bool unreadable;  // no key at hand opens it: there is its envelope alone
};
// A place in the order of a list, which is that of times and then of ids.
struct InboxPlace {
  Time create_time;
  MessageId id;
};
// The newest first, after `before`, the last one of the page before.
std::vector<InboxEntry> ListEntries(pg::Transaction& tx, const crypto::Keyring& ring,
                                    CountyId county, const InboxView& view,
                                    const std::optional<InboxPlace>& before, bool unread_only,
                                    int limit);
std::optional<InboxEntry> FindEntry(pg::Transaction& tx, const crypto::Keyring& ring,
                                    CountyId county, const InboxView& view, MessageId id);

// Marks them as read. False, and nothing is changed, when some of them is in none of the inboxes.
bool MarkRead(pg::Transaction& tx, CountyId county, const InboxView& view,
              const std::vector<MessageId>& ids);
// The same for everything up to this time.
void MarkReadUntil(pg::Transaction& tx, CountyId county, const InboxView& view, Time until);

}  // namespace qianmo::messages
