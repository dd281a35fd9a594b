#include "registry/bidder_event_store.h"

#include "pg/reader.h"

namespace qianmo::registry {

void AddBidderEvent(pg::Transaction& tx, CountyId county, BidderId bidder,
                    const NewBidderEvent& event, Time now) {
  tx.Run(
      "INSERT INTO registry.bidder_event (county_id, bidder_id, id, kind, event_time, account_id,"
      "  reason, end_date, nationwide)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
      county, bidder, Uuid::Make(now), static_cast<int>(event.kind), now, event.account,
      event.reason, event.end_date, event.nationwide);
}

google::protobuf::RepeatedPtrField<v1::BidderEvent> ListBidderEventsOf(
    pg::Transaction& tx, CountyId county, BidderId bidder, const std::optional<Uuid>& after,
    int limit) {
  google::protobuf::RepeatedPtrField<v1::BidderEvent> events;
  pg::ReadAll(
      tx.Run("SELECT 'counties/' || county_id || '/bidders/' || bidder_id || '/events/' || id"
             "    AS name,"
             "  kind, event_time, 'counties/' || county_id || '/accounts/' || account_id"
             "    AS account,"
             "  reason, end_date, nationwide"
             " FROM registry.bidder_event"
             " WHERE county_id = $1 AND bidder_id = $2 AND ($3::uuid IS NULL OR id > $3)"
             " ORDER BY id LIMIT $4",
             county, bidder, after, limit),
      &events);
  return events;
}

}  // namespace qianmo::registry
