#include "registry/member_joining.h"

#include "base/identity_number.h"
#include "registry/callers.h"
#include "registry/domain/household_refusals.h"
#include "registry/domain/personal_number.h"
#include "registry/domain/request_refusals.h"
#include "registry/member_event_store.h"
#include "registry/personal_key_store.h"

namespace qianmo::registry {
namespace {

Result<Done> CheckStands(const HouseholdRow& household) {
  if (household.state != HouseholdState::kActive) return refusals::HouseholdDissolved();
  return Done{};
}

}  // namespace

Result<Done> TakePerson(const rpc::Call& call, const std::string& field, const v1::Member& wanted,
                        MemberRow* row) {
  QM_ASSIGN(row->name, ParseReadable(field + ".display_name", wanted.display_name()));
  if (wanted.capacity() == 0 || !v1::LegalCapacity_IsValid(wanted.capacity())) {
    return refusals::CapacityInvalid(field + ".capacity");
  }
  row->capacity = static_cast<LegalCapacity>(wanted.capacity());
  row->id_number.clear();
  if (!wanted.id_number().empty()) {
    const auto number = ReadIdentityNumber(wanted.id_number());
    if (!number) return refusals::IdNumberMalformed(field + ".id_number");
    row->id_number = *number;
  }
  QM_TRY(CheckMobile(field + ".phone", wanted.phone()));
  row->phone = wanted.phone();
  std::optional<Date> given;
  if (wanted.has_birth_date()) {
    QM_ASSIGN(given, ParseDay(field + ".birth_date", wanted.birth_date()));
  }
  QM_ASSIGN(row->birth_date, BirthDate(row->id_number, given, BeijingDate(call.now())));
  return Done{};
}

Result<Done> CheckNumberFree(pg::Transaction& tx, const rpc::Call& call, const MemberRow& row) {
  const auto owner =
      OtherWithNumber(tx, *call.room().keyring.Current(), call.county(), row.id_number, row.id);
  if (!owner) return Done{};
  return refusals::IdNumberTaken(HouseholdName(call.county(), owner->household),
                                 owner->household_number);
}

Result<MemberId> Join(pg::Transaction& tx, const rpc::Call& call, const HouseholdRow& household,
                      const v1::NewMember& newcomer, const std::string& field) {
  QM_TRY(CheckStands(household));
  const v1::Member& wanted = newcomer.member();
  QM_ASSIGN(const Date join_date, ParseDay(field + ".join_date", newcomer.join_date()));
  const auto reason = static_cast<MemberReason>(newcomer.join_reason());
  QM_TRY(CheckJoin(reason, join_date, BeijingDate(call.now())));
  const auto relation = static_cast<HouseholdRelation>(wanted.relation());
  QM_TRY(CheckRelation(field + ".member.relation", relation,
                       HeadOf(tx, call.county(), household.id).has_value()));
  MemberRow row{.id = MemberId::Make(call.now()),
                .household = household.id,
                .collective = household.collective,
                .org_path = household.org_path,
                .state = MemberState::kActive,
                .name = {},
                .relation = relation,
                .capacity = {},
                .id_number = {},
                .phone = {},
                .birth_date = {},
                .version = 1};
  QM_TRY(TakePerson(call, field + ".member", wanted, &row));
  QM_TRY(CheckNumberFree(tx, call, row));
  InsertMember(tx, *call.room().keyring.Current(), call.county(), row, call.now());
  AddMemberEvent(tx, call.county(),
                 {.member = row.id,
                  .change = {MemberEventKind::kJoined, reason, "", join_date},
                  .household = household.id,
                  .collective = household.collective},
                 AccountOf(call), call.now());
  MoveHouseholdVersion(tx, call.county(), household.id);
  return row.id;
}

Result<Done> MoveInto(pg::Transaction& tx, const rpc::Call& call, const HouseholdRow& household,
                      const MemberRow& member, HouseholdRelation relation, Date effective_date) {
  const CountyId county = call.county();
  QM_TRY(CheckStands(household));
  if (household.id == member.household) return refusals::HouseholdSame();
  if (household.collective != member.collective) return refusals::HouseholdElsewhere();
  const MemberFacts facts{
      .state = member.state,
      .is_head = member.is_head(),
      .others_active = OtherActiveMembers(tx, county, member.household, member.id),
      .last_event = LastEventDay(tx, county, member.id)};
  QM_TRY(DecideMove(facts, effective_date, BeijingDate(call.now())));
  QM_TRY(CheckRelation("relation", relation, HeadOf(tx, county, household.id).has_value()));
  SetStanding(tx, county, member.id, member.state, relation, household.id);
  AddMemberEvent(
      tx, county,
      {.member = member.id,
       .change = {MemberEventKind::kChangedHousehold, MemberReason::kNone, "", effective_date},
       .household = household.id,
       .collective = household.collective},
      AccountOf(call), call.now());
  MoveHouseholdVersion(tx, county, household.id);
  MoveHouseholdVersion(tx, county, member.household);
  return Done{};
}

}  // namespace qianmo::registry
