// Deliveries in the database: made, looked up, read by officers, and tried again.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/keyring.h"
#include "messages/domain/delivery.h"
#include "pg/transaction.h"
#include "qianmo/messages/v1/deliveries.pb.h"

namespace qianmo::messages {

using DeliveryId = Id<struct DeliveryTag>;

struct NewDelivery {
  CountyId county;
  Uuid message;
  Channel channel;
  std::optional<Uuid> account;  // nothing for what came with the message
  std::string org_path;
  // A telephone, an open id, or a serialised v1::Addressee; empty for a wall.
  std::string address;
  int kind = 0;  // the template
  bool is_code = false;
  bool urgent = false;
  bool digest = false;
  Time not_before;
  std::optional<Time> expire_time;
};
// Queued. Nothing happens when this message already goes this way to this addressee.
void InsertDelivery(pg::Transaction& tx, const crypto::Keyring& ring, const NewDelivery& delivery,
                    Time now);

// Where the address of a delivery is sealed, and what texts to the same address are found by.
std::string DeliveryPlace(CountyId county, const Uuid& id);
inline constexpr char kAddressIndex[] = "messages.delivery.address";

struct DeliveryRow {
  DeliveryFacts facts;
  std::string org_path;
  Uuid message;
};
// Held until the transaction ends; nothing when there is none.
std::optional<DeliveryRow> LockDelivery(pg::Transaction& tx, CountyId county, DeliveryId id);
// A new attempt, which the provider does not know yet.
void RequeueDelivery(pg::Transaction& tx, CountyId county, DeliveryId id, const Uuid& client_id,
                     Time now);

// What became of a message when all its deliveries have left or ended: its state follows, and its
// code goes. To be called after whatever ends or sends a delivery, in the same transaction.
void SettleMessage(pg::Transaction& tx, CountyId county, const Uuid& message);

struct DeliveryQuery {
  CountyId county;
  std::vector<std::string> within;  // organisations whose deliveries may be seen
  std::vector<int> states;
  std::vector<int> channels;
  std::optional<Time> from_time;
  std::optional<Time> to_time;
  std::optional<Uuid> before;  // ids below this one, in the order of the list
  int limit = 0;
};
// The newest first; addressees masked.
google::protobuf::RepeatedPtrField<v1::Delivery> ListDeliveries(pg::Transaction& tx,
                                                                const crypto::Keyring& ring,
                                                                const DeliveryQuery& query);
// Nothing when there is none; the addressee masked.
std::optional<v1::Delivery> ReadDelivery(pg::Transaction& tx, const crypto::Keyring& ring,
                                         CountyId county, DeliveryId id);

}  // namespace qianmo::messages
