#include "registry/members_service.h"

#include "registry/callers.h"
#include "registry/collective_store.h"
#include "registry/domain/household_refusals.h"
#include "registry/household_store.h"
#include "registry/member_event_store.h"
#include "registry/member_joining.h"
#include "registry/personal_key_store.h"
#include "rpc/page.h"
#include "rpc/timestamp.h"

namespace qianmo::registry {
namespace {

constexpr char kMemberPattern[] = "counties/*/members/*";
constexpr int kMostMembersFound = 200;

std::shared_ptr<const crypto::Keyring> MemberRing(const rpc::Call& call) {
  return call.room().keyring.Current();
}

Result<Done> MayTouchMember(rpc::Call& call, const MemberRow& row) {
  return call.MayTouch({.county = call.county(),
                        .org_path = row.org_path.text(),
                        .household_id = row.household.ToString()});
}

Result<Done> MayTouchHome(rpc::Call& call, const HouseholdRow& row) {
  return call.MayTouch({.county = call.county(),
                        .org_path = row.org_path.text(),
                        .household_id = row.id.ToString()});
}

// A member whom the caller may change, with the household locked.
struct MemberAtHome {
  MemberRow member;
  HouseholdRow household;
};
Result<MemberAtHome> LockMember(rpc::Call& call, pg::Transaction& tx, MemberId id) {
  auto home = HouseholdOf(tx, call.county(), id);
  while (home) {
    QM_ASSIGN(HouseholdRow household, LockHousehold(tx, *MemberRing(call), call.county(), *home));
    QM_ASSIGN(MemberRow member, FindMember(tx, *MemberRing(call), call.county(), id));
    if (member.household == household.id) {
      QM_TRY(MayTouchMember(call, member));
      return MemberAtHome{std::move(member), std::move(household)};
    }
    home = member.household;  // moved while we waited
  }
  return refusals::MemberNotFound();
}

// What is stored, with the fields of the mask replaced.
v1::Member MergedMember(const MemberRow& row, const v1::UpdateMemberRequest& request) {
  const v1::Member& wanted = request.member();
  v1::Member merged;
  merged.set_display_name(row.name);
  merged.set_relation(static_cast<v1::HouseholdRelation>(row.relation));
  merged.set_capacity(static_cast<v1::LegalCapacity>(row.capacity));
  merged.set_id_number(row.id_number);
  merged.set_phone(row.phone);
  if (row.birth_date) *merged.mutable_birth_date() = ToProto(*row.birth_date);
  for (const std::string& path : request.update_mask().paths()) {
    if (path == "display_name") merged.set_display_name(wanted.display_name());
    if (path == "relation") merged.set_relation(wanted.relation());
    if (path == "capacity") merged.set_capacity(wanted.capacity());
    if (path == "phone") merged.set_phone(wanted.phone());
    if (path == "id_number") {
      merged.set_id_number(wanted.id_number());
      if (!wanted.id_number().empty()) merged.clear_birth_date();
    }
  }
  for (const std::string& path : request.update_mask().paths()) {
    if (path != "birth_date") continue;
    merged.clear_birth_date();
    if (wanted.has_birth_date()) *merged.mutable_birth_date() = wanted.birth_date();
  }
  return merged;
}

// The head stays the head, and nobody else becomes it: that is ChangeHead's.
Result<HouseholdRelation> RelationAfter(const MemberRow& row, const v1::Member& merged) {
  const auto relation = static_cast<HouseholdRelation>(merged.relation());
  if (relation == row.relation) return relation;
  QM_TRY(CheckRelation("member.relation", relation, true));
  if (row.is_head() && row.state == MemberState::kActive) {
    return refusals::RelationUnfit("member.relation", "The head changes by ChangeHead alone.");
  }
  return relation;
}

}  // namespace

Result<v1::Member> MembersService::AddMember(rpc::Call& call, const v1::AddMemberRequest& request) {
  QM_TRY(ParentAtHome(call, request.parent()));
  QM_ASSIGN(const auto household_id, IdAtHome<HouseholdTag>(call, "counties/*/households/*",
                                                            request.household(), "household"));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Member> {
    QM_ASSIGN(const HouseholdRow household,
              LockHousehold(tx, *MemberRing(call), call.county(), household_id));
    QM_TRY(MayTouchHome(call, household));
    QM_ASSIGN(const MemberId id, Join(tx, call, household, request.new_member(), "new_member"));
    return ReadMember(tx, *MemberRing(call), call.county(), id);
  });
}

Result<v1::Member> MembersService::GetMember(rpc::Call& call, const v1::GetMemberRequest& request) {
  QM_ASSIGN(const auto id, IdAtHome<MemberTag>(call, kMemberPattern, request.name(), "name"));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::Member> {
    QM_ASSIGN(const MemberRow row, FindMember(tx, *MemberRing(call), call.county(), id));
    QM_TRY(MayTouchMember(call, row));
    return ReadMember(tx, *MemberRing(call), call.county(), id);
  });
}

Result<v1::ListMembersResponse> MembersService::ListMembers(rpc::Call& call,
                                                            const v1::ListMembersRequest& request) {
  QM_ASSIGN(const CountyId county, ParentAtHome(call, request.parent()));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  const rpc::ListScope reach = call.Reach();
  MemberQuery query{.county = county,
                    .within = PathsOf(reach),
                    .own = reach.household_id,
                    .org_path = request.org_path(),
                    .text = request.text(),
                    .after = page.after,
                    .limit = page.limit()};
  if (!request.household().empty()) {
    QM_ASSIGN(query.household, IdAtHome<HouseholdTag>(call, "counties/*/households/*",
                                                      request.household(), "household"));
  }
  if (request.state() != 0) query.state = request.state();
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListMembersResponse> {
    v1::ListMembersResponse response;
    *response.mutable_members() = registry::ListMembers(tx, *MemberRing(call), query);
    response.set_next_page_token(rpc::CutPage(page, response.mutable_members()));
    return response;
  });
}

Result<v1::FindMembersResponse> MembersService::FindMembers(rpc::Call& call,
                                                            const v1::FindMembersRequest& request) {
  QM_ASSIGN(const CountyId county, ParentAtHome(call, request.parent()));
  if (request.id_number().empty() && request.phone().empty()) return refusals::NothingToFind();
  const bool by_number = !request.id_number().empty();
  const rpc::ListScope reach = call.Reach();
  return call.Read([&](pg::Transaction& tx) -> Result<v1::FindMembersResponse> {
    const auto ids = OwnersOf(tx, *MemberRing(call), county,
                              by_number ? PersonalKey::kIdNumber : PersonalKey::kPhone,
                              by_number ? request.id_number() : request.phone());
    v1::FindMembersResponse response;
    *response.mutable_members() = registry::ListMembers(tx, *MemberRing(call),
                                                        {.county = county,
                                                         .within = PathsOf(reach),
                                                         .own = reach.household_id,
                                                         .ids = ids,
                                                         .limit = kMostMembersFound});
    return response;
  });
}

Result<v1::Member> MembersService::UpdateMember(rpc::Call& call,
                                                const v1::UpdateMemberRequest& request) {
  QM_ASSIGN(const auto id,
            IdAtHome<MemberTag>(call, kMemberPattern, request.member().name(), "member.name"));
  QM_TRY(CheckMask(request.update_mask(),
                   {"display_name", "relation", "capacity", "id_number", "phone", "birth_date"}));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Member> {
    QM_ASSIGN(MemberAtHome at_home, LockMember(call, tx, id));
    MemberRow& row = at_home.member;
    QM_TRY(CheckEtag(request.member().etag(), row.version));
    const v1::Member merged = MergedMember(row, request);
    QM_ASSIGN(row.relation, RelationAfter(row, merged));
    QM_TRY(TakePerson(call, "member", merged, &row));
    if (row.state == MemberState::kActive) QM_TRY(CheckNumberFree(tx, call, row));
    SaveMember(tx, *MemberRing(call), call.county(), row);
    return ReadMember(tx, *MemberRing(call), call.county(), id);
  });
}

Result<v1::Member> MembersService::RecordMemberEvent(rpc::Call& call,
                                                     const v1::RecordMemberEventRequest& request) {
  QM_ASSIGN(const auto id, IdAtHome<MemberTag>(call, kMemberPattern, request.name(), "name"));
  QM_ASSIGN(const Date effective_date, ParseDay("effective_date", request.effective_date()));
  const MemberChange change{.kind = static_cast<MemberEventKind>(request.kind()),
                            .reason = static_cast<MemberReason>(request.reason()),
                            .note = request.note(),
                            .effective_date = effective_date};
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Member> {
    const CountyId county = call.county();
    QM_ASSIGN(const MemberAtHome at_home, LockMember(call, tx, id));
    const MemberRow& row = at_home.member;
    const MemberFacts facts{.state = row.state,
                            .is_head = row.is_head(),
                            .others_active = OtherActiveMembers(tx, county, row.household, id),
                            .last_event = LastEventDay(tx, county, id)};
    QM_ASSIGN(const MemberState state, DecideMemberEvent(facts, change, BeijingDate(call.now())));
    HouseholdRelation relation = row.relation;
    if (state == MemberState::kActive) {
      if (at_home.household.state != HouseholdState::kActive) return refusals::HouseholdDissolved();
      QM_TRY(CheckNumberFree(tx, call, row));
      relation = RelationOfReturning(relation, HeadOf(tx, county, row.household).has_value());
    }
    SetStanding(tx, county, id, state, relation, row.household);
    SetNumberActive(tx, county, id, state == MemberState::kActive);
    AddMemberEvent(
        tx, county,
        {.member = id, .change = change, .household = row.household, .collective = row.collective},
        AccountOf(call), call.now());
    MoveHouseholdVersion(tx, county, row.household);
    return ReadMember(tx, *MemberRing(call), county, id);
  });
}

Result<v1::Member> MembersService::MoveMember(rpc::Call& call,
                                              const v1::MoveMemberRequest& request) {
  QM_ASSIGN(const auto id, IdAtHome<MemberTag>(call, kMemberPattern, request.name(), "name"));
  QM_ASSIGN(const auto household_id, IdAtHome<HouseholdTag>(call, "counties/*/households/*",
                                                            request.household(), "household"));
  QM_ASSIGN(const Date effective_date, ParseDay("effective_date", request.effective_date()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Member> {
    QM_ASSIGN(const MemberAtHome at_home, LockMember(call, tx, id));
    QM_ASSIGN(const HouseholdRow household,
              LockHousehold(tx, *MemberRing(call), call.county(), household_id));
    QM_TRY(MayTouchHome(call, household));
    QM_TRY(MoveInto(tx, call, household, at_home.member,
                    static_cast<HouseholdRelation>(request.relation()), effective_date));
    return ReadMember(tx, *MemberRing(call), call.county(), id);
  });
}

Result<v1::ListMemberEventsResponse> MembersService::ListMemberEvents(
    rpc::Call& call, const v1::ListMemberEventsRequest& request) {
  QM_ASSIGN(const auto id, IdAtHome<MemberTag>(call, kMemberPattern, request.parent(), "parent"));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListMemberEventsResponse> {
    QM_ASSIGN(const MemberRow row, FindMember(tx, *MemberRing(call), call.county(), id));
    QM_TRY(MayTouchMember(call, row));
    v1::ListMemberEventsResponse response;
    *response.mutable_events() = registry::ListMemberEvents(tx, call.county(), id);
    return response;
  });
}

Result<v1::GetMemberRollResponse> MembersService::GetMemberRoll(
    rpc::Call& call, const v1::GetMemberRollRequest& request) {
  QM_ASSIGN(const auto id, IdAtHome<CollectiveTag>(call, "counties/*/collectives/*",
                                                   request.collective(), "collective"));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  Date day = BeijingDate(call.now());
  if (request.has_as_of_date()) {
    QM_ASSIGN(day, ParseDay("as_of_date", request.as_of_date()));
  }
  return call.Read([&](pg::Transaction& tx) -> Result<v1::GetMemberRollResponse> {
    QM_ASSIGN(const CollectiveRow row, FindCollective(tx, call.county(), id));
    QM_TRY(call.MayTouch({.county = call.county(), .org_path = row.facts.org_path.text()}));
    RollQuery query{.county = call.county(),
                    .collective = id,
                    .org_path = row.facts.org_path,
                    .day = day,
                    .after = page.after,
                    .limit = page.limit()};
    if (request.has_known_at_time()) query.known_at = rpc::ToTime(request.known_at_time());
    v1::GetMemberRollResponse response;
    *response.mutable_entries() = ReadRoll(tx, query);
    response.set_next_page_token(rpc::CutPage(page, response.mutable_entries()));
    return response;
  });
}

Result<v1::RevealMemberResponse> MembersService::RevealMember(
    rpc::Call& call, const v1::RevealMemberRequest& request) {
  QM_ASSIGN(const auto id, IdAtHome<MemberTag>(call, kMemberPattern, request.name(), "name"));
  auto shown = call.Write([&](pg::Transaction& tx) -> Result<v1::RevealMemberResponse> {
    QM_ASSIGN(const MemberRow row, FindMember(tx, *MemberRing(call), call.county(), id));
    QM_TRY(MayTouchMember(call, row));
    AddReveal(tx, call.county(), request.name(), row.org_path, request.reason(), AccountOf(call),
              call.now());
    v1::RevealMemberResponse response;
    *response.mutable_member() = ReadMember(tx, *MemberRing(call), call.county(), id);
    return response;
  });
  if (!shown) return shown;
  // Not from the journal, where it is never written; and only who may see it still.
  QM_ASSIGN(const MemberRow row, call.Read([&](pg::Transaction& tx) -> Result<MemberRow> {
    return FindMember(tx, *MemberRing(call), call.county(), id);
  }));
  QM_TRY(MayTouchMember(call, row));
  shown->set_id_number(row.id_number);
  shown->set_phone(row.phone);
  return shown;
}

}  // namespace qianmo::registry
