#include "messages/inbox_service.h"

#include <charconv>

#include "base/encoding.h"
#include "messages/domain/refusals.h"
#include "messages/inbox_store.h"
#include "messages/inbox_topic.h"
#include "messages/instant.h"
#include "messages/preferences_store.h"
#include "rpc/policy.h"
#include "rpc/resource_name.h"

namespace qianmo::messages {
namespace {

constexpr int kDefaultPage = 50;
constexpr int kNewest = 5;
// A glance at a few inboxes for each of thousands of watchers.
constexpr rpc::FeedOptions kFeed{.interval = std::chrono::milliseconds(500)};
constexpr char kInboxName[] = "counties/*/accounts/*/inbox";
constexpr char kMessageNamePattern[] = "counties/*/accounts/*/inbox/messages/*";

Reader ReaderOf(const rpc::v1::Caller& caller) {
  Reader reader{.account_id = caller.account_id(),
                .household_id = caller.household_id(),
                .party_id = caller.party_id()};
  for (const auto& held : caller.roles()) {
    // A board is for everybody who belongs there; what is meant for an office waits for the second
    // factor that it needs.
    reader.homes.push_back(held.org_path());
    if (caller.second_factor() || !rpc::NeedsSecondFactor(held.role())) {
      reader.offices.push_back({held.role(), held.org_path()});
    }
  }
  return reader;
}

// What the caller sees, if the inbox (or the message in it) of this name is its own.
Result<InboxView> OwnInbox(rpc::Call& call, const rpc::ResourceName& name) {
  QM_TRY(call.MayTouch({.county = name.county, .account_id = name.ids[0]}));
  const auto account = Uuid::Parse(name.ids[0]);
  if (!account) return refusals::MessageNotFound();
  const auto inboxes = InboxesOf(ReaderOf(call.caller()));
  return InboxView{*account, {inboxes.begin(), inboxes.end()}};
}

Result<InboxView> OwnInbox(rpc::Call& call, std::string_view name, std::string_view field) {
  QM_ASSIGN(const auto parsed, rpc::ResourceName::Parse(kInboxName, name, field));
  return OwnInbox(call, parsed);
}

std::string NameOfInbox(CountyId county, const Uuid& account) {
  return "counties/" + std::to_string(county.number) + "/accounts/" + account.ToString() + "/inbox";
}

// The language asked for, or the owner's.
Locale LocaleOf(pg::Transaction& tx, const rpc::Call& call, const Uuid& account,
                const std::string& language_code) {
  if (language_code == "en") return Locale::kEn;
  if (language_code == "zh") return Locale::kZh;
  return FindWishes(tx, call.county(), account).locale;
}

v1::InboxMessage Show(const std::string& inbox_name, const InboxEntry& entry, Locale locale) {
  const MessageRow& message = entry.message;
  const Template& text = TextOf(message);
  v1::InboxMessage shown;
  shown.set_name(inbox_name + "/messages/" + message.id.ToString());
  shown.set_template_(static_cast<v1::Template>(message.kind));
  shown.set_group(static_cast<v1::Group>(text.group));
  shown.set_urgent(text.urgent);
  shown.set_link(message.link);
  *shown.mutable_create_time() = rpc::ToTimestamp(message.create_time);
  shown.set_read(entry.read);
  shown.set_unreadable(entry.unreadable);
  if (entry.unreadable) return shown;
  const Words words = Render(text, Channel::kInbox, locale, message.filling);
  shown.set_title(words.title);
  shown.set_text(words.text);
  return shown;
}

// Everything but server_time.
v1::Inbox StateOf(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                  const InboxTopic& topic, const InboxStand& stand) {
  v1::Inbox inbox;
  inbox.set_name(NameOfInbox(county, topic.view.account));
  inbox.set_version(VersionOf(topic, stand));
  inbox.set_unread_count(stand.unread);
  for (const InboxEntry& entry :
       ListEntries(tx, ring, county, topic.view, std::nullopt, false, kNewest)) {
    *inbox.add_newest_messages() = Show(inbox.name(), entry, topic.locale);
  }
  return inbox;
}

std::vector<rpc::Changed<v1::Inbox>> ReadChanged(const rpc::Room& room, pg::Transaction& tx,
                                                 CountyId county,
                                                 const std::vector<rpc::Watched>& watched) {
  std::vector<InboxTopic> topics;
  std::vector<InboxView> views;
  for (const auto& one : watched) {
    topics.push_back(ParseTopic(one.topic));
    views.push_back(topics.back().view);
  }
  const auto stands = StandsOf(tx, county, views);
  const auto ring = room.keyring.Current();
  std::vector<rpc::Changed<v1::Inbox>> changed;
  for (std::size_t i = 0; i < watched.size(); ++i) {
    if (VersionOf(topics[i], stands[i]) == watched[i].version) continue;
    changed.push_back({watched[i].topic, StateOf(tx, *ring, county, topics[i], stands[i])});
  }
  return changed;
}

std::string TokenAfter(const MessageRow& message) {
  return ToBase64Url(std::to_string(message.create_time.time_since_epoch().count()) + ' ' +
                     message.id.ToString());
}

Result<std::optional<InboxPlace>> ParseToken(const std::string& token) {
  if (token.empty()) return std::optional<InboxPlace>();
  const auto refused = [] { return Refusal::InvalidField("page_token", "is none of ours"); };
  const auto text = FromBase64Url(token);
  if (!text) return refused();
  const std::size_t blank = text->find(' ');
  const auto id = blank == text->npos ? std::nullopt : MessageId::Parse(text->substr(blank + 1));
  std::int64_t time = 0;
  const char* const end = text->data() + (id ? blank : 0);
  const auto [stop, error] = std::from_chars(text->data(), end, time);
  constexpr std::int64_t kLatest = 253'402'300'799'000'000;  // the last second of the year 9999
  if (!id || error != std::errc() || stop != end || time < 0 || time > kLatest) return refused();
  return std::optional(InboxPlace{Time(Duration(time)), *id});
}

// What a request to mark means; both or neither of its two forms is refused.
Result<Done> CheckForm(const v1::MarkReadRequest& request) {
  if (request.names().empty() == request.has_until_time()) return Done{};
  return refusals::NothingNamed();
}

Result<std::vector<MessageId>> IdsIn(const v1::MarkReadRequest& request) {
  std::vector<MessageId> ids;
  for (const std::string& name : request.names()) {
    const std::string prefix = request.parent() + "/messages/";
    const auto id = name.starts_with(prefix) ? MessageId::Parse(name.substr(prefix.size()))
                                             : std::optional<MessageId>();
    if (!id) return refusals::MessageNotFound();
    ids.push_back(*id);
  }
  return ids;
}

}  // namespace

InboxService::InboxService(const rpc::Room& room)
    : feed_(
          room,
          [&room](pg::Transaction& tx, CountyId county, const std::vector<rpc::Watched>& watched) {
            return ReadChanged(room, tx, county, watched);
          },
          kFeed) {}

Result<v1::Inbox> InboxService::GetInbox(rpc::Call& call, const v1::GetInboxRequest& request) {
  QM_ASSIGN(const InboxView view, OwnInbox(call, request.name(), "name"));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::Inbox> {
    const InboxTopic topic{view, LocaleOf(tx, call, view.account, request.language_code())};
    v1::Inbox inbox = StateOf(tx, *call.keyring(), call.county(), topic,
                              StandsOf(tx, call.county(), {view}).front());
    *inbox.mutable_server_time() = rpc::ToTimestamp(call.now());
    return inbox;
  });
}

Result<std::string> InboxService::WatchInbox(rpc::Call& call,
                                             const v1::WatchInboxRequest& request) {
  QM_ASSIGN(const InboxView view, OwnInbox(call, request.name(), "name"));
  return call.Read([&](pg::Transaction& tx) -> Result<std::string> {
    return TextOf(InboxTopic{view, LocaleOf(tx, call, view.account, request.language_code())});
  });
}

Result<v1::ListInboxResponse> InboxService::ListInbox(rpc::Call& call,
                                                      const v1::ListInboxRequest& request) {
  QM_ASSIGN(const InboxView view, OwnInbox(call, request.parent(), "parent"));
  QM_ASSIGN(const auto before, ParseToken(request.page_token()));
  const std::size_t size = request.page_size() == 0 ? kDefaultPage : request.page_size();
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListInboxResponse> {
    const Locale locale = LocaleOf(tx, call, view.account, request.language_code());
    // One more than the page holds: whether there is another page.
    auto entries = ListEntries(tx, *call.keyring(), call.county(), view, before,
                               request.unread_only(), static_cast<int>(size) + 1);
    v1::ListInboxResponse response;
    if (entries.size() > size) {
      entries.resize(size);
      response.set_next_page_token(TokenAfter(entries.back().message));
    }
    for (const InboxEntry& entry : entries) {
      *response.add_messages() = Show(request.parent(), entry, locale);
    }
    return response;
  });
}

Result<v1::InboxMessage> InboxService::GetInboxMessage(rpc::Call& call,
                                                       const v1::GetInboxMessageRequest& request) {
  QM_ASSIGN(const auto name, rpc::ResourceName::Parse(kMessageNamePattern, request.name(), "name"));
  QM_ASSIGN(const InboxView view, OwnInbox(call, name));
  const auto id = MessageId::Parse(name.ids[1]);
  if (!id) return refusals::MessageNotFound();
  return call.Read([&](pg::Transaction& tx) -> Result<v1::InboxMessage> {
    const auto entry = FindEntry(tx, *call.keyring(), call.county(), view, *id);
    if (!entry) return refusals::MessageNotFound();
    return Show(NameOfInbox(call.county(), view.account), *entry,
                LocaleOf(tx, call, view.account, request.language_code()));
  });
}

Result<v1::MarkReadResponse> InboxService::MarkRead(rpc::Call& call,
                                                    const v1::MarkReadRequest& request) {
  QM_ASSIGN(const InboxView view, OwnInbox(call, request.parent(), "parent"));
  QM_TRY(CheckForm(request));
  QM_ASSIGN(const std::vector<MessageId> ids, IdsIn(request));
  QM_ASSIGN(const Time until, InstantOf(request.until_time(), "until_time"));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::MarkReadResponse> {
    if (request.has_until_time()) {
      MarkReadUntil(tx, call.county(), view, until);
    } else if (!messages::MarkRead(tx, call.county(), view, ids)) {
      return refusals::MessageNotFound();
    }
    const InboxStand stand = StandsOf(tx, call.county(), {view}).front();
    v1::MarkReadResponse response;
    response.set_unread_count(stand.unread);
    return response;
  });
}

}  // namespace qianmo::messages
