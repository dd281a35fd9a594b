#include "registry/bidder_callers.h"

#include <set>

#include "registry/callers.h"
#include "registry/domain/party_refusals.h"
#include "registry/file_access.h"
#include "registry/party_details.h"

namespace qianmo::registry {

Decider DeciderOf(const rpc::Call& call) {
  return {.account = AccountOf(call), .person = PersonOf(call)};
}

Result<PartyId> ParsePartyName(std::string_view field, std::string_view name) {
  constexpr std::string_view kBefore = "parties/";
  const auto id = name.starts_with(kBefore) ? PartyId::Parse(name.substr(kBefore.size()))
                                            : std::optional<PartyId>();
  if (!id) return Refusal::InvalidField(std::string(field), "is not the name of a party");
  return *id;
}

Result<BidderId> BidderAtHome(rpc::Call& call, std::string_view field, std::string_view name) {
  return IdAtHome<struct BidderTag>(call, "counties/*/bidders/*", name, field);
}

Result<BidderRow> RequireBidder(rpc::Call& call, const std::optional<BidderRow>& row) {
  if (!row) return refusals::BidderNotFound();
  QM_TRY(call.MayTouch({.county = call.county(),
                        .account_id = row->facts.applicant.account.ToString(),
                        .party_id = row->party.ToString()}));
  return *row;
}

Result<std::vector<Uuid>> ParseDocuments(
    rpc::Call& call, const google::protobuf::RepeatedPtrField<std::string>& names) {
  std::vector<Uuid> documents;
  std::set<Uuid> seen;
  for (const std::string& name : names) {
    QM_ASSIGN(const auto id,
              IdAtHome<struct FileTag>(call, "counties/*/files/*", name, "documents"));
    if (!seen.insert(id.uuid).second) return refusals::DocumentTwice();
    documents.push_back(id.uuid);
  }
  return documents;
}

Result<Done> CheckDocuments(pg::Transaction& tx, rpc::Call& call,
                            const std::vector<Uuid>& documents) {
  for (const Uuid& id : documents) {
    if (!MaySeeFile(tx, call, FileId{id})) return refusals::DocumentNotFound();
  }
  return Done{};
}

Result<std::optional<Date>> ParseDayIf(bool given, std::string_view field,
                                       const google::type::Date& date) {
  if (!given) return std::optional<Date>();
  QM_ASSIGN(const Date day, ParseDay(field, date));
  return std::optional<Date>(day);
}

v1::Bidder ReadMasked(pg::Transaction& tx, const rpc::Call& call, BidderId id) {
  v1::Bidder bidder = ReadBidder(tx, *call.keyring(), call.county(), id, call.now());
  MaskBidder(&bidder);
  return bidder;
}

}  // namespace qianmo::registry
