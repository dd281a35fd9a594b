// What happened to bidders. Nothing here ever changes.
#pragma once

#include <optional>
#include <string>

#include <google/protobuf/repeated_field.h>

#include "pg/transaction.h"
#include "qianmo/registry/v1/bidders.pb.h"
#include "registry/domain/bidder.h"

namespace qianmo::registry {

struct NewBidderEvent {
  v1::BidderEvent::Kind kind = v1::BidderEvent::KIND_UNSPECIFIED;
  Uuid account = {};
  std::string reason = {};
  std::optional<Date> end_date = {};
  bool nationwide = false;
};
void AddBidderEvent(pg::Transaction& tx, CountyId county, BidderId bidder,
                    const NewBidderEvent& event, Time now);

// Oldest first, after `after`.
google::protobuf::RepeatedPtrField<v1::BidderEvent> ListBidderEventsOf(
    pg::Transaction& tx, CountyId county, BidderId bidder, const std::optional<Uuid>& after,
    int limit);

}  // namespace qianmo::registry
