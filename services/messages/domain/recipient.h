// Whom a message is for, and which inboxes a reader may look into.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "messages/domain/template.h"

namespace qianmo::messages {

// The numbers of messages.message.recipient_kind.
enum class RecipientKind { kAccount = 1, kHousehold, kParty, kRole, kPhone, kWall };

struct Recipient {
  RecipientKind kind;
  Uuid id = {};               // of an account, household or party
  int role = 0;               // kRole
  std::string org_path = {};  // kRole, kWall

  bool operator==(const Recipient&) const = default;
};

// The address of the recipient's inbox, such as "account/0192…" or "role/3/7/0192…/"; empty for a
// telephone, which has none. ParseInbox takes it apart again.
std::string InboxOf(const Recipient& recipient);
std::optional<Recipient> ParseInbox(RecipientKind kind, std::string_view inbox);

// Whether this is the path of an organisation of the county.
bool IsOrgPath(CountyId county, std::string_view path);

// Whether this template can go to such a recipient at all, and whether an addressee, if the message
// has one, is of use. Refuses RECIPIENT_UNFIT.
Result<Done> CheckReach(const Template& text, RecipientKind kind, bool has_addressee);
// Whether the message lies in the recipient's inbox.
bool LiesInInbox(const Template& text, RecipientKind kind);

// Who looks into inboxes; ids are empty where there is none.
struct Reader {
  struct Office {
    int role;
    std::string org_path;
  };

  std::string account_id;
  std::string household_id = {};
  std::string party_id = {};
  std::vector<Office> offices = {};     // that count in this session
  std::vector<std::string> homes = {};  // organisations that the reader belongs to
};

// The inboxes of the reader. An office's is that of exactly its organisation; boards are those of
// the organisations that the reader belongs to, and of all above them.
std::set<std::string> InboxesOf(const Reader& reader);

}  // namespace qianmo::messages
