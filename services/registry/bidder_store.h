// Bidders in the database: as the rules see them, as readers get them, and their changes. Every
// change moves the version, and with it the etag.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/keyring.h"
#include "pg/transaction.h"
#include "qianmo/registry/v1/bidders.pb.h"
#include "registry/domain/bidder.h"
#include "registry/domain/party.h"
#include "rpc/access.h"

namespace qianmo::registry {

struct BidderRow {
  BidderId id = {};
  PartyId party = {};
  BidderFacts facts = {};
  std::int64_t version = 0;
};

std::string BidderName(CountyId county, BidderId id);  // "counties/7/bidders/0192…"

std::optional<BidderRow> FindBidder(pg::Transaction& tx, CountyId county, BidderId id);
// Held until the transaction ends.
std::optional<BidderRow> LockBidder(pg::Transaction& tx, CountyId county, BidderId id);
// The party's in the county, held likewise.
std::optional<BidderRow> LockBidderOf(pg::Transaction& tx, CountyId county, PartyId party);
std::optional<BidderId> FindBidderOf(pg::Transaction& tx, CountyId county, PartyId party);
// Whether the account has applied, and was not rejected, for another party than this.
bool TradesAsAnother(pg::Transaction& tx, CountyId county, const Uuid& account, PartyId party);

struct Application {
  PartyId party = {};
  Decider applicant = {};
  v1::PartyDetails details = {};
  std::vector<Uuid> documents = {};
};
BidderId InsertBidder(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                      const Application& application, Time now);
// By one that was rejected.
void ApplyAgain(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county, BidderId id,
                const Application& application, Time now);
// In full, as it was said here.
v1::PartyDetails DetailsOf(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                           BidderId id);

void SetTakenIn(pg::Transaction& tx, CountyId county, BidderId id, const Uuid& person);
void SetAdmitted(pg::Transaction& tx, CountyId county, BidderId id, Time now);
void SetRejected(pg::Transaction& tx, CountyId county, BidderId id, std::string_view reason,
                 Time now);
void SetSuspended(pg::Transaction& tx, CountyId county, BidderId id, std::string_view reason,
                  const std::optional<Date>& end, Time now);
void EndSuspension(pg::Transaction& tx, CountyId county, BidderId id);
// New details, in the place of others that wait; and what becomes of them.
void SetProposedDetails(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                        BidderId id, const v1::PartyDetails& details,
                        const std::vector<Uuid>& documents, Time now);
void TakeProposedDetails(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                         BidderId id, const v1::PartyDetails& details);
void DropProposedDetails(pg::Transaction& tx, CountyId county, BidderId id,
                         std::string_view reason);
// Something changed that readers see in the bidder but that is kept elsewhere.
void MoveBidderVersion(pg::Transaction& tx, CountyId county, BidderId id);

// In full, as it is now. It must exist.
v1::Bidder ReadBidder(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                      BidderId id, Time now);

struct BidderQuery {
  rpc::ListScope reach = {};
  std::optional<BidderState> state = {};
  std::optional<PartyKind> kind = {};
  std::string text = {};  // a part of the name, or a whole number or telephone
  std::optional<Uuid> after = {};
  int limit = 0;
};
// In full, in the order in which they first applied.
google::protobuf::RepeatedPtrField<v1::Bidder> ListBidders(pg::Transaction& tx,
                                                           const crypto::Keyring& ring,
                                                           const BidderQuery& query, Time now);

}  // namespace qianmo::registry
