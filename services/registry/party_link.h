// Tells identity which account trades as which party, and hears when that may not be.
#pragma once

#include "registry/bidder_store.h"
#include "rpc/call.h"
#include "rpc/server.h"

namespace qianmo::registry {

// The account's tokens carry the party as soon as identity knows of it; of a party that is a person
// identity is told its number, too, so that one person's accounts are known for one person's. Said
// again, it changes nothing.
void TellIdentity(pg::Transaction& tx, rpc::Call& call, const BidderRow& bidder);

// Suspends the bidder whose person turns out to hold an office that may never bid.
void ListenForLinks(rpc::Hosted& hosted);

}  // namespace qianmo::registry
