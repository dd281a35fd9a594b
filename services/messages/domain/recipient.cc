#include "messages/domain/recipient.h"

#include <charconv>

#include "messages/domain/refusals.h"

namespace qianmo::messages {
namespace {

constexpr int kMostLevels = 4;  // county, township, village, group

constexpr std::string_view kAccount = "account/";
constexpr std::string_view kHousehold = "household/";
constexpr std::string_view kParty = "party/";
constexpr std::string_view kRole = "role/";
constexpr std::string_view kWall = "wall";  // the path begins with the slash

std::string Address(std::string_view prefix, std::string_view rest) {
  return std::string(prefix) + std::string(rest);
}

std::string RoleInbox(int role, std::string_view org_path) {
  return Address(kRole, std::to_string(role)) + std::string(org_path);
}

std::optional<Recipient> ParseId(RecipientKind kind, std::string_view prefix,
                                 std::string_view inbox) {
  if (!inbox.starts_with(prefix)) return std::nullopt;
  const auto id = Uuid::Parse(inbox.substr(prefix.size()));
  return id ? std::optional(Recipient{.kind = kind, .id = *id}) : std::nullopt;
}

std::optional<Recipient> ParseRole(std::string_view inbox) {
  if (!inbox.starts_with(kRole)) return std::nullopt;
  inbox.remove_prefix(kRole.size());
  int role = 0;
  const auto [end, error] = std::from_chars(inbox.data(), inbox.data() + inbox.size(), role);
  if (error != std::errc()) return std::nullopt;
  return Recipient{.kind = RecipientKind::kRole,
                   .role = role,
                   .org_path = std::string(inbox.substr(end - inbox.data()))};
}

}  // namespace

std::string InboxOf(const Recipient& recipient) {
  switch (recipient.kind) {
    case RecipientKind::kAccount:
      return Address(kAccount, recipient.id.ToString());
    case RecipientKind::kHousehold:
      return Address(kHousehold, recipient.id.ToString());
    case RecipientKind::kParty:
      return Address(kParty, recipient.id.ToString());
    case RecipientKind::kRole:
      return RoleInbox(recipient.role, recipient.org_path);
    case RecipientKind::kWall:
      return Address(kWall, recipient.org_path);
    case RecipientKind::kPhone:
      break;
  }
  return "";
}

std::optional<Recipient> ParseInbox(RecipientKind kind, std::string_view inbox) {
  switch (kind) {
    case RecipientKind::kAccount:
      return ParseId(kind, kAccount, inbox);
    case RecipientKind::kHousehold:
      return ParseId(kind, kHousehold, inbox);
    case RecipientKind::kParty:
      return ParseId(kind, kParty, inbox);
    case RecipientKind::kRole:
      return ParseRole(inbox);
    case RecipientKind::kWall:
      if (!inbox.starts_with(kWall)) return std::nullopt;
      return Recipient{.kind = kind, .org_path = std::string(inbox.substr(kWall.size()))};
    case RecipientKind::kPhone:
      break;
  }
  return inbox.empty() ? std::optional(Recipient{.kind = kind}) : std::nullopt;
}

bool IsOrgPath(CountyId county, std::string_view path) {
  const std::string root = "/" + std::to_string(county.number) + "/";
  if (!path.starts_with(root)) return false;
  path.remove_prefix(root.size());
  for (int level = 2; !path.empty(); ++level) {
    const std::size_t end = path.find('/');
    if (level > kMostLevels || end == path.npos) return false;
    const auto id = Uuid::Parse(path.substr(0, end));
    if (!id || id->ToString() != path.substr(0, end)) return false;
    path.remove_prefix(end + 1);
  }
  return true;
}

Result<Done> CheckReach(const Template& text, RecipientKind kind, bool has_addressee) {
  if (has_addressee && !text.Goes(Channel::kLetter)) {
    return refusals::RecipientUnfit("addressee", "the template has no letter");
  }
  if (kind == RecipientKind::kPhone && !text.Goes(Channel::kSms)) {
    return refusals::RecipientUnfit("phone", "the template has no text message");
  }
  if (text.Goes(Channel::kWall) != (kind == RecipientKind::kWall)) {
    return refusals::RecipientUnfit("wall", "notices go to boards, and nothing else does");
  }
  if (kind == RecipientKind::kPhone || LiesInInbox(text, kind) || has_addressee) return Done{};
  return refusals::RecipientUnfit("addressee", "this text goes to no inbox: it needs an address");
}

bool LiesInInbox(const Template& text, RecipientKind kind) {
  return kind != RecipientKind::kPhone && text.Goes(Channel::kInbox);
}

std::set<std::string> InboxesOf(const Reader& reader) {
  std::set<std::string> inboxes;
  if (!reader.account_id.empty()) inboxes.insert(Address(kAccount, reader.account_id));
  if (!reader.household_id.empty()) inboxes.insert(Address(kHousehold, reader.household_id));
  if (!reader.party_id.empty()) inboxes.insert(Address(kParty, reader.party_id));
  for (const auto& [role, org_path] : reader.offices) inboxes.insert(RoleInbox(role, org_path));
  for (const std::string& home : reader.homes) {
    // From the county ("/7/") down to the organisation itself; the first slash ends no level.
    for (std::size_t end = home.find('/', 1); end != home.npos; end = home.find('/', end + 1)) {
      inboxes.insert(Address(kWall, home.substr(0, end + 1)));
    }
  }
  return inboxes;
}

}  // namespace qianmo::messages
