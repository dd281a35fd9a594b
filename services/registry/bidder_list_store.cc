#include "base/encoding.h"
#include "base/text.h"
#include "pg/list_statement.h"
#include "pg/reader.h"
#include "registry/bidder_store.h"
#include "registry/party_store.h"
#include "registry/sealed.h"

namespace qianmo::registry {
namespace {

static_assert(static_cast<int>(BidderState::kApplied) == v1::Bidder::STATE_APPLIED);
static_assert(static_cast<int>(BidderState::kUnderReview) == v1::Bidder::STATE_UNDER_REVIEW);
static_assert(static_cast<int>(BidderState::kActive) == v1::Bidder::STATE_ACTIVE);
static_assert(static_cast<int>(BidderState::kRejected) == v1::Bidder::STATE_REJECTED);
static_assert(static_cast<int>(BidderState::kSuspended) == v1::Bidder::STATE_SUSPENDED);
static_assert(static_cast<int>(BidderState::kBarred) == v1::Bidder::STATE_BARRED);

constexpr pg::ListTable kBidders = {
    .name = "registry.bidder",
    .alias = "b",
    .columns =
        "party_id, account_id, state, suspend_time, suspend_end_date, display_name,"
        " search_terms"};

std::string IsSuspended(const std::string& today) {
  return "(b.suspend_time IS NOT NULL AND (b.suspend_end_date IS NULL OR b.suspend_end_date > " +
         today + "))";
}

// What StateOf says, for messages and where lists filter by it.
std::string StateOn(const std::string& today) {
  return "CASE WHEN b.state <> 3 THEN b.state WHEN " +
         IsBarred("b.party_id", "b.county_id", today) + " THEN 6 WHEN " + IsSuspended(today) +
         " THEN 5 ELSE 3 END";
}

// For the county $1 on the day $2; number and details are sealed still.
std::string SelectBidders() {
  const std::string suspended = IsSuspended("$2");
  return "SELECT 'counties/' || b.county_id || '/bidders/' || b.id AS name,"
         "  'parties/' || b.party_id AS party,"
         "  'counties/' || b.county_id || '/accounts/' || b.account_id AS account, " +
         StateOn("$2") +
         " AS state, p.kind, encode(p.number_sealed, 'hex') AS number,"
         "  encode(b.details_sealed, 'hex') AS \"details.display_name\","
         "  (SELECT json_agg('counties/' || b.county_id || '/files/' || d.id ORDER BY d.position)"
         "     FROM unnest(b.document_ids) WITH ORDINALITY AS d (id, position)) AS documents,"
         "  b.apply_time, b.decide_time,"
         "  CASE WHEN " +
         suspended + " THEN b.suspend_reason ELSE b.reject_reason END AS reason, CASE WHEN " +
         suspended + " THEN b.suspend_end_date END AS suspension_end_date, " +
         BarsInForce("b.party_id", "b.county_id", "$2") +
         " AS bars, b.version AS etag,"
         "  encode(b.proposed_details_sealed, 'hex') AS \"proposed_details.display_name\","
         "  (SELECT json_agg('counties/' || b.county_id || '/files/' || d.id ORDER BY d.position)"
         "     FROM unnest(b.proposed_document_ids) WITH ORDINALITY AS d (id, position))"
         "     AS proposed_documents,"
         "  b.propose_time, b.details_reject_reason"
         " FROM registry.bidder b JOIN registry.party p ON p.id = b.party_id"
         " WHERE b.county_id = $1";
}

Uuid LastId(const std::string& name) {
  return Uuid::Parse(name.substr(name.rfind('/') + 1)).value();
}

// In the place of the name stand the sealed bytes of all of them.
void OpenDetails(const crypto::Keyring& ring, const std::string& column, CountyId county,
                 const v1::Bidder& bidder, v1::PartyDetails* details) {
  const auto sealed = FromHex(details->display_name());
  details->ParseFromString(OpenValue(ring, column, county, LastId(bidder.name()), sealed));
}

void OpenBidder(const crypto::Keyring& ring, CountyId county, v1::Bidder* bidder) {
  OpenDetails(ring, "bidder.details", county, *bidder, bidder->mutable_details());
  if (bidder->has_proposed_details()) {
    OpenDetails(ring, "bidder.proposed_details", county, *bidder,
                bidder->mutable_proposed_details());
  }
  bidder->set_number(
      OpenPartyNumber(ring, PartyId{LastId(bidder->party())}, FromHex(bidder->number()).value()));
}

// A part of the name, or everything that one can be found by as a whole.
void MatchBidders(pg::ListStatement* statement, const crypto::Keyring& ring,
                  const std::string& text) {
  std::vector<std::string> keys, phones;
  for (const PartyKind kind : {PartyKind::kOrganisation, PartyKind::kPerson}) {
    const auto number = ReadPartyNumber(kind, "text", text);
    if (!number) continue;
    for (std::string& key : PartyKeys(ring, kind, *number)) keys.push_back(std::move(key));
  }
  if (const auto phone = NormalizeHandle(text)) {
    phones = TraitIndexes(ring, PartyTrait::kPhone, *phone);
  }
  statement->Where("(" + statement->Matches("b.display_name", text) +
                   " OR b.party_id = ANY (ARRAY("
                   "SELECT k.party_id FROM registry.party_key k WHERE k.key_index = ANY (" +
                   statement->Bind(AsArray(keys)) +
                   "::bytea[]))) OR b.party_id = ANY (ARRAY("
                   "SELECT t.party_id FROM registry.party_trait t"
                   " WHERE t.kind = 2 AND t.county_id = $1 AND t.trait_index = ANY (" +
                   statement->Bind(AsArray(phones)) + "::bytea[]))))");
}

void WithinReach(pg::ListStatement* statement, const rpc::ListScope& reach) {
  if (reach.whole_county) return;
  std::string any = "false";
  if (const auto account = Uuid::Parse(reach.account_id)) {
    any += " OR b.account_id = " + statement->Bind(*account);
  }
  if (const auto party = Uuid::Parse(reach.party_id)) {
    any += " OR b.party_id = " + statement->Bind(*party);
  }
  statement->WhereFew("(" + any + ")");
}

// By what is stored, which has indexes, and by what follows from it today.
void InState(pg::ListStatement* statement, BidderState state, const std::string& today) {
  const std::string wanted = statement->Bind(static_cast<int>(state));
  switch (state) {
    case BidderState::kSuspended:
      statement->Where("b.suspend_time IS NOT NULL");
      break;
    case BidderState::kBarred:
      statement->Where("b.party_id = ANY (ARRAY" + BarredParties("$1", today) + ")");
      break;
    default:
      statement->Where("b.state = " + wanted);
  }
  statement->Where("(" + StateOn(today) + ") = " + wanted);
}

}  // namespace

v1::Bidder ReadBidder(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                      BidderId id, Time now) {
  auto bidder = pg::ReadOne<v1::Bidder>(
                    tx.Run(SelectBidders() + " AND b.id = $3", county, BeijingDate(now), id))
                    .value();
  OpenBidder(ring, county, &bidder);
  return bidder;
}

google::protobuf::RepeatedPtrField<v1::Bidder> ListBidders(pg::Transaction& tx,
                                                           const crypto::Keyring& ring,
                                                           const BidderQuery& query, Time now) {
  pg::ListStatement statement(kBidders, query.reach.county);
  WithinReach(&statement, query.reach);
  if (query.state) {
    InState(&statement, *query.state, statement.Bind(BeijingDate(now)) + "::date");
  }
  if (query.kind) {
    statement.Where("EXISTS (SELECT FROM registry.party p WHERE p.id = b.party_id AND p.kind = " +
                    statement.Bind(static_cast<int>(*query.kind)) + ")");
  }
  if (!query.text.empty()) MatchBidders(&statement, ring, query.text);
  statement.After(query.after);
  google::protobuf::RepeatedPtrField<v1::Bidder> bidders;
  pg::ReadAll(statement.Run(tx, SelectBidders(), query.limit, {BeijingDate(now)}), &bidders);
  for (auto& bidder : bidders) OpenBidder(ring, query.reach.county, &bidder);
  return bidders;
}

}  // namespace qianmo::registry
