#include "registry/collectives_service.h"

#include <algorithm>

#include "base/credit_code.h"
#include "registry/area_code_store.h"
#include "registry/callers.h"
#include "registry/domain/collective_refusals.h"
#include "rpc/page.h"

namespace qianmo::registry {
namespace {

constexpr char kCollectivePattern[] = "counties/*/collectives/*";

Result<Done> MayTouchCollective(rpc::Call& call, const CollectiveRow& row) {
  return call.MayTouch({.county = call.county(), .org_path = row.facts.org_path.text()});
}

// The form, books, name and code that a request wants, checked together.
Result<Done> TakeWanted(pg::Transaction& tx, const rpc::Call& call, const v1::Collective& wanted,
                        CollectiveRow* row) {
  if (wanted.form() == 0 || !v1::CollectiveForm_IsValid(wanted.form())) {
    return refusals::FormUnfit("collective.form", "There is no such form.");
  }
  if (wanted.book_type() == 0 || !v1::BookType_IsValid(wanted.book_type())) {
    return refusals::FormUnfit("collective.book_type", "There are no such books.");
  }
  row->facts.form = static_cast<CollectiveForm>(wanted.form());
  row->facts.book_type = static_cast<BookType>(wanted.book_type());
  QM_TRY(CheckForm(row->facts.level(), row->facts.form, row->facts.book_type));
  QM_ASSIGN(row->name, ParseReadable("collective.display_name", wanted.display_name()));
  QM_ASSIGN(row->credit_code, ReadCodeOf("collective.credit_code", wanted.credit_code(),
                                         row->facts.level(), row->facts.form));
  const auto owner = OwnerOfCode(tx, call.county(), row->credit_code, row->facts.id);
  if (owner) return refusals::CreditCodeTaken(CollectiveName(call.county(), *owner));
  return Done{};
}

// What is stored, with the fields of the mask replaced.
v1::Collective MergedCollective(const CollectiveRow& row,
                                const v1::UpdateCollectiveRequest& request) {
  v1::Collective merged;
  merged.set_form(static_cast<v1::CollectiveForm>(row.facts.form));
  merged.set_book_type(static_cast<v1::BookType>(row.facts.book_type));
  merged.set_display_name(row.name);
  merged.set_credit_code(row.credit_code);
  for (const std::string& path : request.update_mask().paths()) {
    if (path == "form") merged.set_form(request.collective().form());
    if (path == "book_type") merged.set_book_type(request.collective().book_type());
    if (path == "display_name") merged.set_display_name(request.collective().display_name());
    if (path == "credit_code") merged.set_credit_code(request.collective().credit_code());
  }
  return merged;
}

void TellCollective(pg::Transaction& tx, const rpc::Call& call, CollectiveId id,
                    v1::CollectiveEvent::Kind kind, Date effective_date) {
  AddCollectiveEvent(tx, call.county(), id,
                     {.kind = kind, .effective_date = effective_date, .account = AccountOf(call)},
                     call.now());
}

// Locks a collective that the caller may change and that has not ended.
Result<CollectiveRow> LockActive(rpc::Call& call, pg::Transaction& tx, CollectiveId id) {
  QM_ASSIGN(CollectiveRow row, LockCollective(tx, call.county(), id));
  QM_TRY(MayTouchCollective(call, row));
  QM_TRY(CheckActive(row.facts));
  return row;
}

Result<AreaCodeFacts> FactsOfAreaCode(pg::Transaction& tx, CountyId county,
                                      const CollectiveRow& row) {
  AreaCodeFacts facts{.level = row.facts.level(),
                      .own = AreaCodesOf(tx, county, row.facts.id),
                      .parent = {},
                      .county_code = CountyCode(tx, county)};
  if (row.facts.parent) facts.parent = AreaCodesOf(tx, county, *row.facts.parent);
  if (facts.level == OrgLevel::kTownship) {
    facts.youngest_below = YoungestCodeBelow(tx, county, row.facts.org_path);
  }
  return facts;
}

}  // namespace

Result<v1::Collective> CollectivesService::CreateCollective(
    rpc::Call& call, const v1::CreateCollectiveRequest& request) {
  QM_ASSIGN(const CountyId county, ParentAtHome(call, request.parent()));
  const v1::Collective& wanted = request.collective();
  std::optional<CollectiveId> parent_id;
  if (!wanted.parent_collective().empty()) {
    QM_ASSIGN(parent_id,
              IdAtHome<CollectiveTag>(call, kCollectivePattern, wanted.parent_collective(),
                                      "collective.parent_collective"));
  }
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Collective> {
    std::optional<Collective> parent;
    if (parent_id) {
      QM_ASSIGN(const CollectiveRow above, HoldCollective(tx, county, *parent_id));
      parent = above.facts;
    }
    const OrgPath home = parent ? parent->org_path : OrgPath::Of(county);
    QM_TRY(call.MayTouch({.county = county, .org_path = home.text()}));
    const auto id =
        CollectiveId::Parse(request.collective_id()).value_or(CollectiveId::Make(call.now()));
    if (CollectiveExists(tx, county, id)) return refusals::CollectiveIdTaken();
    QM_ASSIGN(const OrgPath path, PathOfNew(county, parent, id));
    CollectiveRow row{.facts = {.id = id,
                                .parent = parent_id,
                                .org_path = path,
                                .state = CollectiveState::kActive,
                                .form = {},
                                .book_type = {}},
                      .name = {},
                      .credit_code = {},
                      .version = 1};
    QM_TRY(TakeWanted(tx, call, wanted, &row));
    InsertCollective(tx, county, row, call.now());
    TellCollective(tx, call, id, v1::CollectiveEvent::KIND_CREATED, BeijingDate(call.now()));
    return ReadCollective(tx, county, id);
  });
}

Result<v1::Collective> CollectivesService::GetCollective(rpc::Call& call,
                                                         const v1::GetCollectiveRequest& request) {
  QM_ASSIGN(const auto id,
            IdAtHome<CollectiveTag>(call, kCollectivePattern, request.name(), "name"));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::Collective> {
    QM_ASSIGN(const CollectiveRow row, FindCollective(tx, call.county(), id));
    QM_TRY(MayTouchCollective(call, row));
    return ReadCollective(tx, call.county(), id);
  });
}

Result<v1::ListCollectivesResponse> CollectivesService::ListCollectives(
    rpc::Call& call, const v1::ListCollectivesRequest& request) {
  QM_ASSIGN(const CountyId county, ParentAtHome(call, request.parent()));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  CollectiveQuery query{.county = county,
                        .within = PathsOf(call.Reach()),
                        .org_path = request.org_path(),
                        .text = request.text(),
                        .credit_code = request.credit_code(),
                        .area_code = request.area_code(),
                        .today = BeijingDate(call.now()),
                        .after = page.after,
                        .limit = page.limit()};
  if (request.level() != 0) query.level = request.level();
  if (request.state() != 0) query.state = request.state();
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListCollectivesResponse> {
    v1::ListCollectivesResponse response;
    *response.mutable_collectives() = registry::ListCollectives(tx, query);
    response.set_next_page_token(rpc::CutPage(page, response.mutable_collectives()));
    return response;
  });
}

Result<v1::Collective> CollectivesService::UpdateCollective(
    rpc::Call& call, const v1::UpdateCollectiveRequest& request) {
  QM_ASSIGN(const auto id, IdAtHome<CollectiveTag>(call, kCollectivePattern,
                                                   request.collective().name(), "collective.name"));
  QM_TRY(CheckMask(request.update_mask(), {"display_name", "form", "book_type", "credit_code"}));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Collective> {
    QM_ASSIGN(CollectiveRow row, LockActive(call, tx, id));
    QM_TRY(CheckEtag(request.collective().etag(), row.version));
    QM_TRY(TakeWanted(tx, call, MergedCollective(row, request), &row));
    SaveCollective(tx, call.county(), row);
    TellCollective(tx, call, id, v1::CollectiveEvent::KIND_UPDATED, BeijingDate(call.now()));
    return ReadCollective(tx, call.county(), id);
  });
}

Result<v1::Collective> CollectivesService::SetAreaCode(rpc::Call& call,
                                                       const v1::SetAreaCodeRequest& request) {
  QM_ASSIGN(const auto id,
            IdAtHome<CollectiveTag>(call, kCollectivePattern, request.name(), "name"));
  QM_ASSIGN(const Date start_date, ParseDay("start_date", request.start_date()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Collective> {
    HoldAreaCodes(tx, call.county());
    QM_ASSIGN(const CollectiveRow row, LockActive(call, tx, id));
    QM_ASSIGN(const AreaCodeFacts facts, FactsOfAreaCode(tx, call.county(), row));
    QM_TRY(DecideAreaCode(facts, request.code(), start_date));
    const auto owner = OwnerOfAreaCode(tx, call.county(), request.code(), start_date, id);
    if (owner) return refusals::AreaCodeTaken(CollectiveName(call.county(), *owner));
    EndAreaCodes(tx, call.county(), row.facts.org_path, start_date);
    AddAreaCode(tx, call.county(), id, request.code(), start_date);
    TellCollective(tx, call, id, v1::CollectiveEvent::KIND_AREA_CODE_SET, start_date);
    return ReadCollective(tx, call.county(), id);
  });
}

Result<v1::Collective> CollectivesService::AppointOfficer(
    rpc::Call& call, const v1::AppointOfficerRequest& request) {
  QM_ASSIGN(const auto id,
            IdAtHome<CollectiveTag>(call, kCollectivePattern, request.name(), "name"));
  QM_ASSIGN(const Date start_date, ParseDay("start_date", request.start_date()));
  QM_ASSIGN(const std::string name, ParseReadable("person_name", request.person_name()));
  if (!v1::Office_IsValid(request.office())) return refusals::OfficeInvalid();
  const auto office = static_cast<Office>(request.office());
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Collective> {
    QM_TRY(LockActive(call, tx, id));
    QM_ASSIGN(const auto before,
              DecideAppoint(OfficersOf(tx, call.county(), id), office, name, start_date));
    if (before) registry::EndOffice(tx, call.county(), *before, start_date);
    AddOfficer(tx, call.county(), id,
               {.id = OfficerId::Make(call.now()),
                .office = office,
                .person_name = name,
                .start_date = start_date},
               AccountOf(call), call.now());
    TellCollective(tx, call, id, v1::CollectiveEvent::KIND_OFFICERS_CHANGED, start_date);
    return ReadCollective(tx, call.county(), id);
  });
}

Result<v1::Collective> CollectivesService::EndOffice(rpc::Call& call,
                                                     const v1::EndOfficeRequest& request) {
  QM_ASSIGN(const auto id,
            IdAtHome<CollectiveTag>(call, kCollectivePattern, request.name(), "name"));
  QM_ASSIGN(const Date end_date, ParseDay("end_date", request.end_date()));
  const auto officer_id = OfficerId::Parse(request.officer_id()).value();
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Collective> {
    QM_ASSIGN(const CollectiveRow row, LockCollective(tx, call.county(), id));
    QM_TRY(MayTouchCollective(call, row));
    const auto officers = OfficersOf(tx, call.county(), id);
    const auto found = std::ranges::find(officers, officer_id, &Officer::id);
    if (found == officers.end()) return refusals::OfficerNotFound();
    QM_TRY(DecideEndOffice(*found, end_date));
    registry::EndOffice(tx, call.county(), officer_id, end_date);
    TellCollective(tx, call, id, v1::CollectiveEvent::KIND_OFFICERS_CHANGED, end_date);
    return ReadCollective(tx, call.county(), id);
  });
}

Result<v1::ListCollectiveEventsResponse> CollectivesService::ListCollectiveEvents(
    rpc::Call& call, const v1::ListCollectiveEventsRequest& request) {
  QM_ASSIGN(const auto id,
            IdAtHome<CollectiveTag>(call, kCollectivePattern, request.parent(), "parent"));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListCollectiveEventsResponse> {
    QM_ASSIGN(const CollectiveRow row, FindCollective(tx, call.county(), id));
    QM_TRY(MayTouchCollective(call, row));
    v1::ListCollectiveEventsResponse response;
    *response.mutable_events() =
        registry::ListCollectiveEvents(tx, call.county(), id, page.after, page.limit());
    response.set_next_page_token(rpc::CutPage(page, response.mutable_events()));
    return response;
  });
}

}  // namespace qianmo::registry
