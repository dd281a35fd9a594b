#include "messages/delivery_store.h"

#include <stdexcept>

#include "base/encoding.h"
#include "base/text.h"
#include "crypto/seal.h"
#include "pg/list_statement.h"
#include "pg/reader.h"
#include "qianmo/messages/v1/messages.pb.h"

namespace qianmo::messages {
namespace {

static_assert(static_cast<int>(DeliveryState::kUnconfirmed) == v1::Delivery::STATE_UNCONFIRMED);
static_assert(static_cast<int>(DeliveryState::kUnconfirmed) == v1::Delivery::State_MAX);
static_assert(static_cast<int>(DeliveryReason::kUnreadable) == v1::Delivery::REASON_UNREADABLE);
static_assert(static_cast<int>(DeliveryReason::kUnreadable) == v1::Delivery::Reason_MAX);
static_assert(static_cast<int>(Channel::kWall) == v1::CHANNEL_WALL);

bool IsText(Channel channel) { return channel == Channel::kSms || channel == Channel::kWechat; }

constexpr char kColumns[] = R"(
  SELECT 'counties/' || d.county_id || '/deliveries/' || d.id AS name,
    'counties/' || d.county_id || '/messages/' || d.message_id AS message, d.template, d.channel,
    d.state, d.reason, encode(d.address_sealed, 'hex') AS addressee,
    'counties/' || d.county_id || '/accounts/' || d.account_id AS account, d.org_path,
    d.create_time, d.not_before_time, d.expire_time, d.send_time, d.end_time, d.tries,
    d.provider_id, d.error, d.digest, d.digest_count
  FROM messages.delivery d WHERE d.county_id = $1)";

std::string MaskAddress(v1::Channel channel, const std::string& address) {
  if (channel == v1::CHANNEL_SMS) return MaskPhone(address);
  if (channel == v1::CHANNEL_WECHAT) return MaskAccount(address);
  v1::Addressee addressee;
  if (!addressee.ParseFromString(address)) throw std::runtime_error("a stored addressee is broken");
  return MaskName(addressee.display_name());
}

// Opens the addressee that the columns give as hex, and masks it. One that does not open must not
// hide the others, nor itself from whoever is to repair it.
void Reveal(const crypto::Keyring& ring, CountyId county, v1::Delivery* delivery) {
  if (delivery->addressee().empty()) return;
  const auto id = Uuid::Parse(delivery->name().substr(delivery->name().rfind('/') + 1));
  const auto address =
      crypto::Open(ring, DeliveryPlace(county, id.value()), FromHex(delivery->addressee()).value());
  delivery->set_addressee(address ? MaskAddress(delivery->channel(), *address) : "");
}

constexpr pg::ListTable kDeliveries = {.name = "messages.delivery",
                                       .alias = "d",
                                       .columns = "org_path, state, channel, create_time",
                                       .newest_first = true};

}  // namespace

std::string DeliveryPlace(CountyId county, const Uuid& id) {
  return "messages.delivery.address/" + std::to_string(county.number) + "/" + id.ToString();
}

void InsertDelivery(pg::Transaction& tx, const crypto::Keyring& ring, const NewDelivery& delivery,
                    Time now) {
  const auto id = DeliveryId::Make(now);
  std::optional<std::string> sealed;
  if (!delivery.address.empty()) {
    sealed = crypto::Seal(ring, DeliveryPlace(delivery.county, id.uuid), delivery.address);
  }
  crypto::Digest index{};
  if (IsText(delivery.channel)) {
    index = crypto::BlindIndex(ring, kAddressIndex, delivery.address);
  }
  const auto bytes = [](bool there, std::string_view view) {
    return there ? std::optional(pg::Bytes{view}) : std::nullopt;
  };
  const std::string addressee =
      delivery.account ? "account/" + delivery.account->ToString() : "given";
  tx.Run(
      "INSERT INTO messages.delivery (county_id, id, message_id, channel, addressee, account_id,"
      "  org_path, address_sealed, address_index, template, is_code, urgent, digest, digest_count,"
      "  state, reason, in_doubt, not_before_time, expire_time, client_id, tries, attempt_tries,"
      "  unclear, provider_id, error, create_time)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, 1, 0, false, $14, $15,"
      "  $2, 0, 0, 0, '', '', $16)"
      " ON CONFLICT (county_id, message_id, channel, addressee) DO NOTHING",
      delivery.county, id, delivery.message, static_cast<int>(delivery.channel), addressee,
      delivery.account, delivery.org_path, bytes(sealed.has_value(), sealed.value_or("")),
      bytes(IsText(delivery.channel), AsText(index)), delivery.kind, delivery.is_code,
      delivery.urgent, delivery.digest, delivery.not_before, delivery.expire_time, now);
}

std::optional<DeliveryRow> LockDelivery(pg::Transaction& tx, CountyId county, DeliveryId id) {
  const auto rows = tx.Run(
      "SELECT d.channel, d.state, d.reason, d.in_doubt, d.expire_time, d.org_path, d.message_id,"
      "  d.is_code AND m.code_sealed IS NULL AS content_gone"
      " FROM messages.delivery d"
      " JOIN messages.message m ON m.county_id = d.county_id AND m.id = d.message_id"
      " WHERE d.county_id = $1 AND d.id = $2 FOR UPDATE OF d",
      county, id);
  if (rows.empty()) return std::nullopt;
  const auto& row = rows[0];
  return DeliveryRow{
      .facts = {.channel = static_cast<Channel>(pg::Get<int>(row, "channel")),
                .state = static_cast<DeliveryState>(pg::Get<int>(row, "state")),
                .reason = static_cast<DeliveryReason>(pg::Get<int>(row, "reason")),
                .in_doubt = pg::Get<bool>(row, "in_doubt"),
                .expire_time =
                    pg::Get<std::optional<Time>>(row, "expire_time").value_or(Time::max()),
                .content_gone = pg::Get<bool>(row, "content_gone")},
      .org_path = pg::Get<std::string>(row, "org_path"),
      .message = pg::Get<Uuid>(row, "message_id")};
}

void RequeueDelivery(pg::Transaction& tx, CountyId county, DeliveryId id, const Uuid& client_id,
                     Time now) {
  tx.Run(
      "UPDATE messages.delivery SET state = 1, reason = 0, in_doubt = false, client_id = $3,"
      "  not_before_time = $4, attempt_tries = 0, unclear = 0, first_try_time = NULL,"
      "  send_time = NULL, end_time = NULL, provider_id = '', error = ''"
      " WHERE county_id = $1 AND id = $2",
      county, id, client_id, now);
}

void SettleMessage(pg::Transaction& tx, CountyId county, const Uuid& message) {
  // 1 to 2: under way; 3 to 5, 9: left; 7: expired; what was told in another way counts as left.
  tx.Run(
      "UPDATE messages.message m SET code_sealed = NULL,"
      "  state = CASE WHEN m.position IS NOT NULL OR f.left_house THEN 2 WHEN f.expired THEN 4"
      "               ELSE 3 END"
      " FROM (SELECT coalesce(bool_or(d.state <= 2), false) AS waits,"
      "         bool_or(d.state IN (3, 4, 5, 9) OR (d.state = 8 AND d.reason = 4)) AS left_house,"
      "         bool_or(d.state = 7) AS expired"
      "       FROM messages.delivery d WHERE d.county_id = $1 AND d.message_id = $2) f"
      " WHERE m.county_id = $1 AND m.id = $2 AND NOT f.waits",
      county, message);
}

google::protobuf::RepeatedPtrField<v1::Delivery> ListDeliveries(pg::Transaction& tx,
                                                                const crypto::Keyring& ring,
                                                                const DeliveryQuery& query) {
  pg::ListStatement list(kDeliveries, query.county);
  list.Within(query.within);
  if (!query.states.empty()) {
    list.Where("d.state = ANY (" + list.Bind(pg::Array(query.states)) + "::integer[])");
  }
  if (!query.channels.empty()) {
    list.Where("d.channel = ANY (" + list.Bind(pg::Array(query.channels)) + "::integer[])");
  }
  if (query.from_time) list.Where("d.create_time >= " + list.Bind(*query.from_time));
  if (query.to_time) list.Where("d.create_time < " + list.Bind(*query.to_time));
  list.After(query.before);
  google::protobuf::RepeatedPtrField<v1::Delivery> deliveries;
  pg::ReadAll(list.Run(tx, kColumns, query.limit), &deliveries);
  for (auto& delivery : deliveries) Reveal(ring, query.county, &delivery);
  return deliveries;
}

std::optional<v1::Delivery> ReadDelivery(pg::Transaction& tx, const crypto::Keyring& ring,
                                         CountyId county, DeliveryId id) {
  auto delivery =
      pg::ReadOne<v1::Delivery>(tx.Run(std::string(kColumns) + " AND d.id = $2", county, id));
  if (delivery) Reveal(ring, county, &*delivery);
  return delivery;
}

}  // namespace qianmo::messages
