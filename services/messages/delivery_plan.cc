#include "messages/delivery_plan.h"

#include <algorithm>
#include <stdexcept>

#include "messages/delivery_store.h"
#include "messages/domain/schedule.h"
#include "messages/preferences_store.h"
#include "messages/sealed.h"
#include "messages/withdrawal_store.h"
#include "qianmo/identity/v1/contacts.pb.h"
#include "rpc/log.h"
#include "rpc/resource_name.h"

namespace qianmo::messages {
namespace {

// Answers of identity that are asked for again before something is left out.
constexpr int kPatience = 1;
constexpr char kResolveContacts[] = "/qianmo.identity.v1.ContactsService/ResolveContacts";

// Of the board or office, or what the sender named; the county's otherwise.
std::string PlaceOf(const MessageRow& message) {
  if (!message.recipient.org_path.empty()) return message.recipient.org_path;
  if (!message.org_path.empty()) return message.org_path;
  return "/" + std::to_string(message.county.number) + "/";
}

// What all deliveries of a message have in common.
NewDelivery DeliveryOf(const MessageRow& message, Channel channel, Time now) {
  const Template& text = TextOf(message);
  return {.county = message.county,
          .message = message.id.uuid,
          .channel = channel,
          .account = std::nullopt,
          .org_path = PlaceOf(message),
          .address = {},
          .kind = static_cast<int>(message.kind),
          .is_code = text.carries_code,
          .urgent = text.urgent,
          .digest = false,
          .not_before = now,
          .expire_time = message.filling.expire_time};
}

// When a text is pointless that may first leave then.
Time EndOfText(const MessageRow& message, Time not_before) {
  return std::min(message.filling.expire_time.value_or(Time::max()), not_before + kTextLife);
}

void QueueText(pg::Transaction& tx, const crypto::Keyring& ring, const MessageRow& message,
               Time now) {
  NewDelivery delivery = DeliveryOf(message, Channel::kSms, now);
  delivery.address = message.phone;
  delivery.not_before = LeaveTime(Preferences(), TextOf(message).urgent, now);
  delivery.expire_time = EndOfText(message, delivery.not_before);
  InsertDelivery(tx, ring, delivery, now);
}

void QueueLetter(pg::Transaction& tx, const crypto::Keyring& ring, const MessageRow& message,
                 Time now) {
  v1::Addressee addressee;
  addressee.set_display_name(message.addressee->display_name);
  addressee.set_address(message.addressee->address);
  NewDelivery delivery = DeliveryOf(message, Channel::kLetter, now);
  delivery.address = addressee.SerializeAsString();
  InsertDelivery(tx, ring, delivery, now);
}

bool MayGoByLetter(const MessageRow& message) {
  return message.addressee && TextOf(message).Goes(Channel::kLetter);
}

void AskForContacts(pg::Transaction& tx, rpc::Call& call, const MessageRow& message) {
  identity::v1::ResolveContactsRequest request;
  request.set_parent(rpc::CountyName(message.county));
  const Recipient& recipient = message.recipient;
  switch (recipient.kind) {
    case RecipientKind::kAccount:
      request.set_account(rpc::CountyName(message.county) + "/accounts/" + recipient.id.ToString());
      break;
    case RecipientKind::kHousehold:
      request.set_household_id(recipient.id.ToString());
      break;
    case RecipientKind::kParty:
      request.set_party_id(recipient.id.ToString());
      break;
    case RecipientKind::kRole:
      request.mutable_office()->set_role(static_cast<rpc::v1::Role>(recipient.role));
      request.mutable_office()->set_org_path(recipient.org_path);
      break;
    case RecipientKind::kPhone:
    case RecipientKind::kWall:
      throw std::logic_error("nobody needs to be asked where a telephone or a wall is");
  }
  call.Send(tx, MessageName(message.county, message.id), kResolveContacts, &request);
}

bool IsReachable(const identity::v1::Contact& contact, const Preferences& preferences) {
  return !contact.phone().empty() || !preferences.wechat_open_id.empty();
}

// As the owner chose. An open id that no key opens is as good as none: the other ways are not held
// up for it, once a key that is on its way has had time to come.
Preferences ChosenBy(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                     const Uuid& account, bool patient) {
  try {
    return FindPreferences(tx, ring, county, account).chosen;
  } catch (const Unreadable&) {
    if (patient) throw;
    rpc::Log(rpc::Level::kError, "open_id_unreadable", {{"account_id", account.ToString()}});
    return FindWishes(tx, county, account);
  }
}

// By the channels that the owner wants; whether there is any way at all.
bool QueueFor(pg::Transaction& tx, const crypto::Keyring& ring, const MessageRow& message,
              const identity::v1::Contact& contact, bool patient, Time now) {
  const auto name = rpc::ResourceName::Parse("counties/*/accounts/*", contact.account(), "account");
  const auto account = name ? Uuid::Parse(name->ids[0]) : std::nullopt;
  if (!account || contact.state() != identity::v1::Account::STATE_ACTIVE) return false;
  const Preferences preferences = ChosenBy(tx, ring, message.county, *account, patient);
  const Template& text = TextOf(message);
  const auto channels = ChannelsFor(text, preferences);
  for (const auto& [channel, address] : {std::pair(Channel::kSms, contact.phone()),
                                         std::pair(Channel::kWechat, preferences.wechat_open_id)}) {
    if (!channels.contains(channel) || address.empty()) continue;
    NewDelivery delivery = DeliveryOf(message, channel, now);
    delivery.account = account;
    delivery.address = address;
    if (message.recipient.org_path.empty() && message.org_path.empty()) {
      delivery.org_path = contact.org_path();
    }
    delivery.digest = preferences.digest_hour.has_value() && !text.urgent;
    delivery.not_before = LeaveTime(preferences, text.urgent, now);
    delivery.expire_time = EndOfText(message, delivery.not_before);
    InsertDelivery(tx, ring, delivery, now);
  }
  return IsReachable(contact, preferences);
}

// Where identity has answered who the recipient is.
void PlanFor(pg::Transaction& tx, const rpc::Room& room, const MessageRow& message,
             const identity::v1::ResolveContactsResponse& found, bool patient) {
  const Time now = room.clock.Now();
  const auto ring = room.keyring.Current();
  if (message.state == MessageState::kExpired) return;
  bool reachable = false;
  for (const auto& contact : found.contacts()) {
    reachable = QueueFor(tx, *ring, message, contact, patient, now) || reachable;
  }
  if (!reachable && MayGoByLetter(message)) QueueLetter(tx, *ring, message, now);
  SettleMessage(tx, message.county, message.id.uuid);
}

}  // namespace

void PlanDeliveries(pg::Transaction& tx, rpc::Call& call, const MessageRow& message) {
  const bool replaces = TextOf(message).carries_code && TextOf(message).Goes(Channel::kLetter);
  if (replaces) {
    WithdrawLetters(tx, message.county, message.recipient, message.kind, message.id, call.now());
  }
  if (message.state == MessageState::kExpired) return;
  const Template& text = TextOf(message);
  const auto& ring = *call.keyring();
  if (message.recipient.kind == RecipientKind::kPhone) {
    QueueText(tx, ring, message, call.now());
  } else if (message.recipient.kind == RecipientKind::kWall) {
    if (text.Goes(Channel::kWall)) {
      InsertDelivery(tx, ring, DeliveryOf(message, Channel::kWall, call.now()), call.now());
    }
  } else if (text.Goes(Channel::kSms) || text.Goes(Channel::kWechat)) {
    AskForContacts(tx, call, message);
    return;  // its deliveries are not all there yet
  } else if (MayGoByLetter(message)) {
    QueueLetter(tx, ring, message, call.now());
  }
  SettleMessage(tx, message.county, message.id.uuid);
}

void ListenForContacts(rpc::Hosted& hosted) {
  const rpc::Room& room = hosted.room();
  hosted.courier().WhenAnswered(
      kResolveContacts,
      [&room](pg::Transaction& tx, const rpc::OutboxRow& row, const std::string& reply) {
        const auto name =
            rpc::ParseNamedId<struct Message>("counties/*/messages/*", row.ordering_key, "");
        identity::v1::ResolveContactsResponse found;
        if (!name || !found.ParseFromString(reply)) {
          throw std::runtime_error("an answer about contacts cannot be read");
        }
        const auto message = FindMessage(tx, *room.keyring.Current(), row.county, name->id);
        if (message) PlanFor(tx, room, *message, found, row.attempts <= kPatience);
      });
}

}  // namespace qianmo::messages
