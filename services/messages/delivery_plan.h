// Which ways a message takes out of the house, besides the inbox.
#pragma once

#include "messages/message_store.h"
#include "rpc/call.h"
#include "rpc/courier.h"
#include "rpc/server.h"

namespace qianmo::messages {

// In the transaction that takes the message in. What goes to a telephone or a wall is queued; who
// else a recipient is, and how to reach them, the house asks identity, and PlanFor goes on. A new
// code to be printed takes older letters of its kind to the same recipient back.
void PlanDeliveries(pg::Transaction& tx, rpc::Call& call, const MessageRow& message);

// Before the server starts: has the answers of identity end in deliveries.
void ListenForContacts(rpc::Hosted& hosted);

}  // namespace qianmo::messages
