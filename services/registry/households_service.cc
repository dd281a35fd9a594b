#include "registry/households_service.h"

#include "registry/callers.h"
#include "registry/collective_store.h"
#include "registry/domain/household_refusals.h"
#include "registry/domain/personal_number.h"
#include "registry/household_store.h"
#include "registry/member_joining.h"
#include "registry/personal_key_store.h"
#include "registry/unit_posting.h"
#include "rpc/page.h"

namespace qianmo::registry {
namespace {

constexpr char kHouseholdPattern[] = "counties/*/households/*";
constexpr int kMostHouseholdsFound = 200;

Result<Done> MayTouchHousehold(rpc::Call& call, const HouseholdRow& row) {
  return call.MayTouch({.county = call.county(),
                        .org_path = row.org_path.text(),
                        .household_id = row.id.ToString()});
}

std::shared_ptr<const crypto::Keyring> RingOf(const rpc::Call& call) {
  return call.room().keyring.Current();
}

Result<HouseholdRow> LockStanding(rpc::Call& call, pg::Transaction& tx, HouseholdId id) {
  QM_ASSIGN(HouseholdRow row, LockHousehold(tx, *RingOf(call), call.county(), id));
  QM_TRY(MayTouchHousehold(call, row));
  if (row.state != HouseholdState::kActive) return refusals::HouseholdDissolved();
  return row;
}

Result<Done> CheckBank(const HouseholdRow& row) {
  QM_TRY(CheckBankAccount("household.bank_account", row.bank_account));
  if (row.bank_account.empty()) return Done{};
  if (row.bank_name.empty()) return refusals::BankUnnamed("household.bank_name");
  if (row.account_holder.empty()) return refusals::BankUnnamed("household.account_holder");
  return Done{};
}

// The head of a household that was just made: somebody new, or from another household.
Result<Done> SeatHead(rpc::Call& call, pg::Transaction& tx, const HouseholdRow& household,
                      const v1::CreateHouseholdRequest& request) {
  if (request.moving_head().empty()) {
    QM_TRY(Join(tx, call, household, request.new_head(), "new_head"));
    return Done{};
  }
  QM_ASSIGN(const auto id, IdAtHome<MemberTag>(call, "counties/*/members/*", request.moving_head(),
                                               "moving_head"));
  const auto left = HouseholdOf(tx, call.county(), id);
  if (!left) return refusals::MemberNotFound();
  QM_TRY(LockHousehold(tx, *RingOf(call), call.county(), *left));
  QM_ASSIGN(const MemberRow member, FindMember(tx, *RingOf(call), call.county(), id));
  return MoveInto(tx, call, household, member, HouseholdRelation::kHead, BeijingDate(call.now()));
}

Result<HouseholdRow> RowOfNew(rpc::Call& call, pg::Transaction& tx, const CollectiveRow& collective,
                              const v1::CreateHouseholdRequest& request) {
  const v1::Household& wanted = request.household();
  HouseholdRow row{
      .id = HouseholdId::Parse(request.household_id()).value_or(HouseholdId::Make(call.now())),
      .collective = collective.facts.id,
      .org_path = collective.facts.org_path,
      .number = {},
      .state = HouseholdState::kActive,
      .address = wanted.address(),
      .bank_name = wanted.bank_name(),
      .account_holder = wanted.account_holder(),
      .bank_account = wanted.bank_account(),
      .version = 1};
  QM_ASSIGN(row.number, ParseReadable("household.number", wanted.number()));
  QM_TRY(CheckBank(row));
  if (HouseholdExists(tx, call.county(), row.id)) return refusals::HouseholdIdTaken();
  if (NumberIsTaken(tx, call.county(), row.collective, row.number)) {
    return refusals::HouseholdNumberTaken();
  }
  return row;
}

void TakeMasked(const v1::UpdateHouseholdRequest& request, HouseholdRow* row) {
  const v1::Household& wanted = request.household();
  for (const std::string& path : request.update_mask().paths()) {
    if (path == "address") row->address = wanted.address();
    if (path == "bank_name") row->bank_name = wanted.bank_name();
    if (path == "account_holder") row->account_holder = wanted.account_holder();
    if (path == "bank_account") row->bank_account = wanted.bank_account();
  }
}

}  // namespace

Result<v1::Household> HouseholdsService::CreateHousehold(
    rpc::Call& call, const v1::CreateHouseholdRequest& request) {
  QM_ASSIGN(const CountyId county, ParentAtHome(call, request.parent()));
  QM_ASSIGN(const auto collective_id,
            IdAtHome<CollectiveTag>(call, "counties/*/collectives/*",
                                    request.household().collective(), "household.collective"));
  if (request.has_new_head() == !request.moving_head().empty()) {
    return Refusal::InvalidField("new_head", "is needed, or moving_head, and not both");
  }
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Household> {
    QM_ASSIGN(const CollectiveRow collective, HoldCollective(tx, county, collective_id));
    QM_TRY(call.MayTouch({.county = county, .org_path = collective.facts.org_path.text()}));
    QM_TRY(CheckActive(collective.facts));
    QM_ASSIGN(const HouseholdRow row, RowOfNew(call, tx, collective, request));
    InsertHousehold(tx, *RingOf(call), county, row, call.now());
    QM_TRY(SeatHead(call, tx, row, request));
    return ReadHousehold(tx, *RingOf(call), county, row.id);
  });
}

Result<v1::Household> HouseholdsService::GetHousehold(rpc::Call& call,
                                                      const v1::GetHouseholdRequest& request) {
  QM_ASSIGN(const auto id, IdAtHome<HouseholdTag>(call, kHouseholdPattern, request.name(), "name"));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::Household> {
    QM_ASSIGN(const HouseholdRow row, FindHousehold(tx, *RingOf(call), call.county(), id));
    QM_TRY(MayTouchHousehold(call, row));
    return ReadHousehold(tx, *RingOf(call), call.county(), id);
  });
}

Result<v1::ListHouseholdsResponse> HouseholdsService::ListHouseholds(
    rpc::Call& call, const v1::ListHouseholdsRequest& request) {
  QM_ASSIGN(const CountyId county, ParentAtHome(call, request.parent()));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  const rpc::ListScope reach = call.Reach();
  HouseholdQuery query{.county = county,
                       .within = PathsOf(reach),
                       .own = reach.household_id,
                       .org_path = request.org_path(),
                       .number = request.number(),
                       .text = request.text(),
                       .after = page.after,
                       .limit = page.limit()};
  if (request.state() != 0) query.state = request.state();
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListHouseholdsResponse> {
    v1::ListHouseholdsResponse response;
    *response.mutable_households() = registry::ListHouseholds(tx, *RingOf(call), query);
    response.set_next_page_token(rpc::CutPage(page, response.mutable_households()));
    return response;
  });
}

Result<v1::FindHouseholdsResponse> HouseholdsService::FindHouseholds(
    rpc::Call& call, const v1::FindHouseholdsRequest& request) {
  QM_ASSIGN(const CountyId county, ParentAtHome(call, request.parent()));
  const rpc::ListScope reach = call.Reach();
  return call.Read([&](pg::Transaction& tx) -> Result<v1::FindHouseholdsResponse> {
    const auto ids =
        OwnersOf(tx, *RingOf(call), county, PersonalKey::kBankAccount, request.bank_account());
    v1::FindHouseholdsResponse response;
    *response.mutable_households() = registry::ListHouseholds(tx, *RingOf(call),
                                                              {.county = county,
                                                               .within = PathsOf(reach),
                                                               .own = reach.household_id,
                                                               .ids = ids,
                                                               .limit = kMostHouseholdsFound});
    return response;
  });
}

Result<v1::Household> HouseholdsService::UpdateHousehold(
    rpc::Call& call, const v1::UpdateHouseholdRequest& request) {
  QM_ASSIGN(const auto id, IdAtHome<HouseholdTag>(call, kHouseholdPattern,
                                                  request.household().name(), "household.name"));
  QM_TRY(
      CheckMask(request.update_mask(), {"address", "bank_name", "account_holder", "bank_account"}));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Household> {
    QM_ASSIGN(HouseholdRow row, LockStanding(call, tx, id));
    QM_TRY(CheckEtag(request.household().etag(), row.version));
    TakeMasked(request, &row);
    QM_TRY(CheckBank(row));
    SaveHousehold(tx, *RingOf(call), call.county(), row);
    return ReadHousehold(tx, *RingOf(call), call.county(), id);
  });
}

Result<v1::Household> HouseholdsService::ChangeHead(rpc::Call& call,
                                                    const v1::ChangeHeadRequest& request) {
  QM_ASSIGN(const auto id, IdAtHome<HouseholdTag>(call, kHouseholdPattern, request.name(), "name"));
  QM_ASSIGN(const auto member_id,
            IdAtHome<MemberTag>(call, "counties/*/members/*", request.member(), "member"));
  const auto former_relation = static_cast<HouseholdRelation>(request.former_head_relation());
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Household> {
    const CountyId county = call.county();
    QM_ASSIGN(const HouseholdRow row, LockStanding(call, tx, id));
    QM_ASSIGN(const MemberRow member, FindMember(tx, *RingOf(call), county, member_id));
    if (member.household != id) return refusals::MemberNotFound();
    if (member.state != MemberState::kActive) return refusals::MemberNotActive();
    if (member.is_head()) return refusals::MemberIsHead();
    QM_TRY(CheckRelation("former_head_relation", former_relation, true));
    const auto former = HeadOf(tx, county, id);
    if (former) SetStanding(tx, county, *former, MemberState::kActive, former_relation, id);
    SetStanding(tx, county, member_id, MemberState::kActive, HouseholdRelation::kHead, id);
    MoveHouseholdVersion(tx, county, id);
    return ReadHousehold(tx, *RingOf(call), county, id);
  });
}

Result<v1::Household> HouseholdsService::DissolveHousehold(
    rpc::Call& call, const v1::DissolveHouseholdRequest& request) {
  QM_ASSIGN(const auto id, IdAtHome<HouseholdTag>(call, kHouseholdPattern, request.name(), "name"));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Household> {
    QM_ASSIGN(const HouseholdRow row, LockStanding(call, tx, id));
    if (HeadOf(tx, call.county(), row.id)) return refusals::HouseholdNotEmpty();
    QM_TRY(CheckNothingHeld(tx, call.county(), row.collective.uuid, id.uuid));
    SetDissolved(tx, call.county(), id, call.now());
    return ReadHousehold(tx, *RingOf(call), call.county(), id);
  });
}

Result<v1::RevealHouseholdResponse> HouseholdsService::RevealHousehold(
    rpc::Call& call, const v1::RevealHouseholdRequest& request) {
  QM_ASSIGN(const auto id, IdAtHome<HouseholdTag>(call, kHouseholdPattern, request.name(), "name"));
  auto shown = call.Write([&](pg::Transaction& tx) -> Result<v1::RevealHouseholdResponse> {
    QM_ASSIGN(const HouseholdRow row, FindHousehold(tx, *RingOf(call), call.county(), id));
    QM_TRY(MayTouchHousehold(call, row));
    AddReveal(tx, call.county(), request.name(), row.org_path, request.reason(), AccountOf(call),
              call.now());
    v1::RevealHouseholdResponse response;
    *response.mutable_household() = ReadHousehold(tx, *RingOf(call), call.county(), id);
    return response;
  });
  if (!shown) return shown;
  // Not from the journal, where it is never written; and only who may see it still.
  QM_ASSIGN(const HouseholdRow row, call.Read([&](pg::Transaction& tx) -> Result<HouseholdRow> {
    return FindHousehold(tx, *RingOf(call), call.county(), id);
  }));
  QM_TRY(MayTouchHousehold(call, row));
  shown->set_bank_account(row.bank_account);
  return shown;
}

}  // namespace qianmo::registry
