// What a call about parties and bidders says in the terms of the rules.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "google/type/date.pb.h"
#include "registry/bidder_store.h"
#include "rpc/call.h"

namespace qianmo::registry {

Decider DeciderOf(const rpc::Call& call);

// Of "parties/0192…".
Result<PartyId> ParsePartyName(std::string_view field, std::string_view name);
Result<BidderId> BidderAtHome(rpc::Call& call, std::string_view field, std::string_view name);
// Of a bidder that was looked for. Refuses BIDDER_NOT_FOUND, OUT_OF_SCOPE.
Result<BidderRow> RequireBidder(rpc::Call& call, const std::optional<BidderRow>& row);

// Files that the caller sees, in the order in which they are named. Refuse DOCUMENT_TWICE and, once
// the database is asked, DOCUMENT_NOT_FOUND.
Result<std::vector<Uuid>> ParseDocuments(
    rpc::Call& call, const google::protobuf::RepeatedPtrField<std::string>& names);
Result<Done> CheckDocuments(pg::Transaction& tx, rpc::Call& call,
                            const std::vector<Uuid>& documents);

// A day that may be left out. Refuses DATE_INVALID.
Result<std::optional<Date>> ParseDayIf(bool given, std::string_view field,
                                       const google::type::Date& date);

// The bidder as it is shown to everybody who may see it.
v1::Bidder ReadMasked(pg::Transaction& tx, const rpc::Call& call, BidderId id);

}  // namespace qianmo::registry
