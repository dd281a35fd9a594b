#include "registry/relations_service.h"

#include <algorithm>

#include "registry/bidder_callers.h"
#include "registry/bidder_event_store.h"
#include "registry/callers.h"
#include "registry/domain/party_refusals.h"
#include "registry/relation_store.h"
#include "rpc/page.h"

namespace qianmo::registry {
namespace {

bool IsOfCentre(const rpc::Call& call) {
  return std::ranges::any_of(call.caller().roles(), [](const rpc::v1::RoleHeld& held) {
    return held.role() == rpc::v1::ROLE_CENTRE_OFFICER ||
           held.role() == rpc::v1::ROLE_CENTRE_APPROVER;
  });
}

Result<NewRelation> ParseRelation(rpc::Call& call, const v1::DeclareRelationRequest& request) {
  if (!v1::Relation::Kind_IsValid(request.kind()) ||
      request.kind() == v1::Relation::KIND_UNSPECIFIED) {
    return refusals::RelationKindMissing();
  }
  NewRelation relation{.facts = {.kind = static_cast<RelationKind>(request.kind())},
                       .account = AccountOf(call),
                       .by_party = !IsOfCentre(call)};
  QM_ASSIGN(relation.person_name, ParseReadable("person_name", request.person_name()));
  QM_ASSIGN(const auto start,
            ParseDayIf(request.has_start_date(), "start_date", request.start_date()));
  relation.facts.start_date = start.value_or(BeijingDate(call.now()));
  QM_ASSIGN(relation.facts.end_date,
            ParseDayIf(request.has_end_date(), "end_date", request.end_date()));
  QM_TRY(CheckRelationDates(relation.facts.start_date, relation.facts.end_date));
  // Or a party could keep any officer from deciding about it.
  if (relation.by_party) return relation;
  if (!request.officer().empty()) {
    QM_ASSIGN(const auto officer, IdAtHome<struct AccountTag>(call, "counties/*/accounts/*",
                                                              request.officer(), "officer"));
    relation.facts.account = officer.uuid;
  }
  relation.facts.person = Uuid::Parse(request.officer_person());
  return relation;
}

struct RelationName {
  BidderId bidder;
  RelationId id;
};

Result<RelationName> ParseRelationName(rpc::Call& call, std::string_view text) {
  QM_ASSIGN(const auto name,
            rpc::ResourceName::Parse("counties/*/bidders/*/relations/*", text, "name"));
  QM_TRY(RequireHome(call, name.county));
  const auto bidder = BidderId::Parse(name.ids[0]);
  const auto id = RelationId::Parse(name.ids[1]);
  if (!bidder || !id) return refusals::RelationNotFound();
  return RelationName{*bidder, *id};
}

// The relation, with its bidder held first, as everywhere.
Result<Relation> RequireRelation(pg::Transaction& tx, rpc::Call& call, const RelationName& name) {
  QM_TRY(RequireBidder(call, LockBidder(tx, call.county(), name.bidder)));
  const auto relation = LockRelation(tx, call.county(), name.bidder, name.id);
  if (!relation) return refusals::RelationNotFound();
  return *relation;
}

v1::Relation NoteRelation(pg::Transaction& tx, const rpc::Call& call, const RelationName& name,
                          NewBidderEvent event) {
  event.account = AccountOf(call);
  AddBidderEvent(tx, call.county(), name.bidder, event, call.now());
  return ReadRelation(tx, call.county(), name.id);
}

}  // namespace

Result<v1::Relation> RelationsService::DeclareRelation(rpc::Call& call,
                                                       const v1::DeclareRelationRequest& request) {
  QM_ASSIGN(const BidderId bidder, BidderAtHome(call, "parent", request.parent()));
  QM_ASSIGN(const NewRelation relation, ParseRelation(call, request));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Relation> {
    QM_TRY(RequireBidder(call, LockBidder(tx, call.county(), bidder)));
    const RelationId id = InsertRelation(tx, call.county(), bidder, relation, call.now());
    return NoteRelation(tx, call, {bidder, id}, {.kind = v1::BidderEvent::KIND_RELATION_DECLARED});
  });
}

Result<v1::Relation> RelationsService::EndRelation(rpc::Call& call,
                                                   const v1::EndRelationRequest& request) {
  QM_ASSIGN(const RelationName name, ParseRelationName(call, request.name()));
  QM_ASSIGN(const Date end, ParseDay("end_date", request.end_date()));
  QM_ASSIGN(const std::string reason, ParseReadable("reason", request.reason()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Relation> {
    QM_ASSIGN(const Relation relation, RequireRelation(tx, call, name));
    QM_TRY(DecideEndRelation(relation, DeciderOf(call), end));
    SetRelationEnd(tx, call.county(), name.id, end);
    return NoteRelation(tx, call, name,
                        {.kind = v1::BidderEvent::KIND_RELATION_ENDED,

                         .reason = reason,
                         .end_date = end});
  });
}

Result<v1::Relation> RelationsService::RecordRecusal(rpc::Call& call,
                                                     const v1::RecordRecusalRequest& request) {
  QM_ASSIGN(const RelationName name, ParseRelationName(call, request.name()));
  QM_ASSIGN(const std::string reason, ParseReadable("reason", request.reason()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Relation> {
    QM_ASSIGN(const Relation relation, RequireRelation(tx, call, name));
    QM_TRY(DecideRecusal(relation, DeciderOf(call)));
    SetRecused(tx, call.county(), name.id, reason, call.now());
    return NoteRelation(tx, call, name,
                        {.kind = v1::BidderEvent::KIND_RECUSAL_RECORDED, .reason = reason});
  });
}

Result<v1::ListRelationsResponse> RelationsService::ListRelations(
    rpc::Call& call, const v1::ListRelationsRequest& request) {
  QM_ASSIGN(const BidderId bidder, BidderAtHome(call, "parent", request.parent()));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListRelationsResponse> {
    QM_TRY(RequireBidder(call, FindBidder(tx, call.county(), bidder)));
    v1::ListRelationsResponse response;
    *response.mutable_relations() =
        ListRelationsOf(tx, call.county(), bidder, page.after, page.limit());
    response.set_next_page_token(rpc::CutPage(page, response.mutable_relations()));
    return response;
  });
}

}  // namespace qianmo::registry
