#include "registry/bidder_store.h"

#include <stdexcept>

#include "base/search_terms.h"
#include "pg/reader.h"
#include "registry/file_link_store.h"
#include "registry/party_store.h"
#include "registry/relation_store.h"
#include "registry/sealed.h"

namespace qianmo::registry {
namespace {

constexpr char kBidderDetails[] = "bidder.details";

BidderRow ReadBidderFacts(pg::Transaction& tx, CountyId county, const pqxx::row& row) {
  BidderRow bidder{.id = pg::Get<BidderId>(row, "id"),
                   .party = pg::Get<PartyId>(row, "party_id"),
                   .facts = {.county = county,
                             .stored = static_cast<BidderState>(pg::Get<int>(row, "state")),
                             .applicant = {.account = pg::Get<Uuid>(row, "account_id"),
                                           .person = pg::Get<Uuid>(row, "person_id")},
                             .taker_person = pg::Get<std::optional<Uuid>>(row, "taker_person_id"),
                             .details_proposed = pg::Get<bool>(row, "proposed")},
                   .version = pg::Get<std::int64_t>(row, "version")};
  if (pg::Get<bool>(row, "suspended")) {
    bidder.facts.suspension = {.end_date = pg::Get<std::optional<Date>>(row, "suspend_end_date")};
  }
  bidder.facts.bars = BarsOf(tx, bidder.party);
  bidder.facts.relations = RelationsOf(tx, county, bidder.id);
  return bidder;
}

constexpr char kBidderFacts[] =
    "SELECT id, party_id, state, account_id, person_id, taker_person_id,"
    "  suspend_time IS NOT NULL AS suspended, suspend_end_date,"
    "  propose_time IS NOT NULL AS proposed, version"
    " FROM registry.bidder WHERE county_id = $1 AND ";

std::optional<BidderRow> FoundBidder(pg::Transaction& tx, CountyId county,
                                     const pqxx::result& rows) {
  if (rows.empty()) return std::nullopt;
  return ReadBidderFacts(tx, county, rows[0]);
}

// On the bidder hang the documents that hold and those that are proposed.
void HangDocuments(pg::Transaction& tx, CountyId county, BidderId id) {
  std::vector<Uuid> files;
  for (const auto& row :
       tx.Run("SELECT DISTINCT file_id FROM registry.bidder b,"
              "  unnest(b.document_ids || coalesce(b.proposed_document_ids, '{}')) AS file_id"
              " WHERE b.county_id = $1 AND b.id = $2",
              county, id)) {
    files.push_back(pg::Get<Uuid>(row, "file_id"));
  }
  HangFiles(tx, county, {FileObjectKind::kBidder, id.uuid}, files);
}

}  // namespace

std::string BidderName(CountyId county, BidderId id) {
  return "counties/" + std::to_string(county.number) + "/bidders/" + id.ToString();
}

std::optional<BidderRow> FindBidder(pg::Transaction& tx, CountyId county, BidderId id) {
  return FoundBidder(tx, county, tx.Run(std::string(kBidderFacts) + "id = $2", county, id));
}

std::optional<BidderRow> LockBidder(pg::Transaction& tx, CountyId county, BidderId id) {
  return FoundBidder(tx, county,
                     tx.Run(std::string(kBidderFacts) + "id = $2 FOR UPDATE", county, id));
}

std::optional<BidderRow> LockBidderOf(pg::Transaction& tx, CountyId county, PartyId party) {
  return FoundBidder(tx, county,
                     tx.Run(std::string(kBidderFacts) + "party_id = $2 FOR UPDATE", county, party));
}

std::optional<BidderId> FindBidderOf(pg::Transaction& tx, CountyId county, PartyId party) {
  const auto rows = tx.Run("SELECT id FROM registry.bidder WHERE county_id = $1 AND party_id = $2",
                           county, party);
  if (rows.empty()) return std::nullopt;
  return pg::Get<BidderId>(rows[0], "id");
}

bool TradesAsAnother(pg::Transaction& tx, CountyId county, const Uuid& account, PartyId party) {
  return !tx.Run(
                "SELECT id FROM registry.bidder"
                " WHERE county_id = $1 AND account_id = $2 AND party_id <> $3 AND state <> $4",
                county, account, party, static_cast<int>(BidderState::kRejected))
              .empty();
}

BidderId InsertBidder(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                      const Application& application, Time now) {
  const auto id = BidderId::Make(now);
  const auto sealed =
      SealValue(ring, kBidderDetails, county, id.uuid, application.details.SerializeAsString());
  const std::string& display_name = application.details.display_name();
  tx.Run(
      "INSERT INTO registry.bidder (county_id, id, party_id, account_id, person_id, state,"
      "  display_name, search_terms, details_sealed, document_ids, apply_time, reject_reason,"
      "  suspend_reason, version)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '', '', 1)",
      county, id, application.party, application.applicant.account, application.applicant.person,
      static_cast<int>(BidderState::kApplied), display_name, pg::Array(SearchTerms(display_name)),
      AsParam(sealed), pg::Array(application.documents), now);
  HangFiles(tx, county, {FileObjectKind::kBidder, id.uuid}, application.documents);
  return id;
}

void ApplyAgain(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county, BidderId id,
                const Application& application, Time now) {
  const auto sealed =
      SealValue(ring, kBidderDetails, county, id.uuid, application.details.SerializeAsString());
  const std::string& display_name = application.details.display_name();
  tx.Run(
      "UPDATE registry.bidder SET account_id = $3, person_id = $4, state = $5, display_name = $6,"
      "  search_terms = $7, details_sealed = $8, document_ids = $9, apply_time = $10,"
      "  taker_person_id = NULL, decide_time = NULL, reject_reason = '',"
      "  proposed_details_sealed = NULL, proposed_document_ids = NULL, propose_time = NULL,"
      "  details_reject_reason = '', version = version + 1"
      " WHERE county_id = $1 AND id = $2",
      county, id, application.applicant.account, application.applicant.person,
      static_cast<int>(BidderState::kApplied), display_name, pg::Array(SearchTerms(display_name)),
      AsParam(sealed), pg::Array(application.documents), now);
  HangFiles(tx, county, {FileObjectKind::kBidder, id.uuid}, application.documents);
}

v1::PartyDetails DetailsOf(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                           BidderId id) {
  const auto rows = tx.Run(
      "SELECT details_sealed FROM registry.bidder WHERE county_id = $1 AND id = $2", county, id);
  v1::PartyDetails details;
  const std::string sealed = pg::Get<pg::Bytes>(rows.at(0), "details_sealed");
  if (!details.ParseFromString(OpenValue(ring, kBidderDetails, county, id.uuid, sealed))) {
    throw std::runtime_error("the details of a bidder do not parse");
  }
  return details;
}

void SetTakenIn(pg::Transaction& tx, CountyId county, BidderId id, const Uuid& person) {
  tx.Run(
      "UPDATE registry.bidder SET state = $3, taker_person_id = $4, version = version + 1"
      " WHERE county_id = $1 AND id = $2",
      county, id, static_cast<int>(BidderState::kUnderReview), person);
}

void SetAdmitted(pg::Transaction& tx, CountyId county, BidderId id, Time now) {
  tx.Run(
      "UPDATE registry.bidder SET state = $3, decide_time = $4, version = version + 1"
      " WHERE county_id = $1 AND id = $2",
      county, id, static_cast<int>(BidderState::kActive), now);
}

void SetRejected(pg::Transaction& tx, CountyId county, BidderId id, std::string_view reason,
                 Time now) {
  tx.Run(
      "UPDATE registry.bidder SET state = $3, reject_reason = $4, decide_time = $5,"
      "  version = version + 1"
      " WHERE county_id = $1 AND id = $2",
      county, id, static_cast<int>(BidderState::kRejected), reason, now);
}

void SetSuspended(pg::Transaction& tx, CountyId county, BidderId id, std::string_view reason,
                  const std::optional<Date>& end, Time now) {
  tx.Run(
      "UPDATE registry.bidder SET suspend_reason = $3, suspend_end_date = $4, suspend_time = $5,"
      "  version = version + 1"
      " WHERE county_id = $1 AND id = $2",
      county, id, reason, end, now);
}

void EndSuspension(pg::Transaction& tx, CountyId county, BidderId id) {
  tx.Run(
      "UPDATE registry.bidder SET suspend_reason = '', suspend_end_date = NULL,"
      "  suspend_time = NULL, version = version + 1"
      " WHERE county_id = $1 AND id = $2",
      county, id);
}

void SetProposedDetails(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                        BidderId id, const v1::PartyDetails& details,
                        const std::vector<Uuid>& documents, Time now) {
  const auto sealed =
      SealValue(ring, "bidder.proposed_details", county, id.uuid, details.SerializeAsString());
  tx.Run(
      "UPDATE registry.bidder SET proposed_details_sealed = $3, proposed_document_ids = $4,"
      "  propose_time = $5, details_reject_reason = '', version = version + 1"
      " WHERE county_id = $1 AND id = $2",
      county, id, AsParam(sealed), pg::Array(documents), now);
  HangDocuments(tx, county, id);
}

void TakeProposedDetails(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                         BidderId id, const v1::PartyDetails& details) {
  const auto sealed = SealValue(ring, kBidderDetails, county, id.uuid, details.SerializeAsString());
  const std::string& display_name = details.display_name();
  tx.Run(
      "UPDATE registry.bidder SET details_sealed = $3, display_name = $4, search_terms = $5,"
      "  document_ids = proposed_document_ids, proposed_details_sealed = NULL,"
      "  proposed_document_ids = NULL, propose_time = NULL, version = version + 1"
      " WHERE county_id = $1 AND id = $2",
      county, id, AsParam(sealed), display_name, pg::Array(SearchTerms(display_name)));
  HangDocuments(tx, county, id);
}

void DropProposedDetails(pg::Transaction& tx, CountyId county, BidderId id,
                         std::string_view reason) {
  tx.Run(
      "UPDATE registry.bidder SET proposed_details_sealed = NULL, proposed_document_ids = NULL,"
      "  propose_time = NULL, details_reject_reason = $3, version = version + 1"
      " WHERE county_id = $1 AND id = $2",
      county, id, reason);
  HangDocuments(tx, county, id);
}

void MoveBidderVersion(pg::Transaction& tx, CountyId county, BidderId id) {
  tx.Run("UPDATE registry.bidder SET version = version + 1 WHERE county_id = $1 AND id = $2",
         county, id);
}

}  // namespace qianmo::registry
