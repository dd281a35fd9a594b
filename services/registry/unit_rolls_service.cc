#include "registry/unit_rolls_service.h"

#include "registry/domain/unit_refusals.h"
#include "registry/unit_callers.h"
#include "registry/unit_event_store.h"
#include "registry/unit_roll_store.h"
#include "rpc/page.h"
#include "rpc/timestamp.h"

namespace qianmo::registry {
namespace {

bool IsOpenToItsHouseholds(const UnitChangeFacts&) { return true; }

// The collective and, in it, the holder that a list is about.
template <class Request>
Result<UnitListWish> ParseListWish(rpc::Call& call, const Request& request, const rpc::Page& page) {
  UnitListWish wish{
      .county = call.county(), .collective = {}, .before = page.after, .limit = page.limit()};
  QM_ASSIGN(wish.collective,
            UnitIdAtHome(call, "counties/*/collectives/*", request.parent(), "parent"));
  if (!request.holder().empty()) {
    QM_ASSIGN(wish.holder, UnitHolderAtHome(call, request.holder(), "holder"));
  }
  return wish;
}

Result<UnitRollWish> ParseRollWish(rpc::Call& call, const v1::GetRollRequest& request,
                                   const rpc::Page& page) {
  UnitRollWish wish{.county = call.county(),
                    .collective = {},
                    .as_of = BeijingDate(call.now()),
                    .known = call.now(),
                    .after = page.after,
                    .limit = page.limit()};
  QM_ASSIGN(wish.collective,
            UnitIdAtHome(call, "counties/*/collectives/*", request.parent(), "parent"));
  QM_ASSIGN(const auto day,
            ParseUnitDate("as_of_date", request.has_as_of_date(), request.as_of_date()));
  wish.as_of = day.value_or(wish.as_of);
  if (page.after && !request.has_known_time()) return refusals::KnownTimeMissing();
  return wish;
}

std::string CutRoll(const rpc::Page& page, v1::GetRollResponse* response) {
  auto* lines = response->mutable_lines();
  if (lines->size() <= page.size) return "";
  lines->RemoveLast();
  return rpc::PageTokenAfter(lines->rbegin()->holder());
}

}  // namespace

Result<v1::UnitCharter> UnitRollsService::GetUnitCharter(rpc::Call& call,
                                                         const v1::GetUnitCharterRequest& request) {
  const std::string parent = request.name().substr(0, request.name().rfind('/'));
  QM_ASSIGN(const Uuid collective, UnitIdAtHome(call, "counties/*/collectives/*", parent, "name"));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::UnitCharter> {
    QM_TRY(TouchUnitPlace(tx, call, collective));
    return ReadUnitCharter(tx, call.county(), collective);
  });
}

Result<v1::UnitChange> UnitRollsService::GetUnitChange(rpc::Call& call,
                                                       const v1::GetUnitChangeRequest& request) {
  QM_ASSIGN(const Uuid id, UnitIdAtHome(call, "counties/*/unitChanges/*", request.name(), "name"));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::UnitChange> {
    QM_TRY(TouchUnitChange(tx, call, id, IsOpenToItsHouseholds));
    return ReadUnitChange(tx, call.county(), id);
  });
}

Result<v1::ListUnitChangesResponse> UnitRollsService::ListUnitChanges(
    rpc::Call& call, const v1::ListUnitChangesRequest& request) {
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  QM_ASSIGN(UnitListWish wish, ParseListWish(call, request, page));
  wish.state = request.state();
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListUnitChangesResponse> {
    QM_TRY(TouchUnitPlace(tx, call, wish.collective, wish.holder));
    v1::ListUnitChangesResponse response;
    *response.mutable_unit_changes() = ListUnitChangesOf(tx, wish);
    response.set_next_page_token(rpc::CutPage(page, response.mutable_unit_changes()));
    return response;
  });
}

Result<v1::GetRollResponse> UnitRollsService::GetRoll(rpc::Call& call,
                                                      const v1::GetRollRequest& request) {
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  QM_ASSIGN(UnitRollWish wish, ParseRollWish(call, request, page));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::GetRollResponse> {
    QM_TRY(TouchUnitPlace(tx, call, wish.collective));
    // What this snapshot holds is complete up to its last record, and nothing older will come.
    wish.known = LastRecordTime(tx, call.county(), wish.collective).value_or(Time());
    if (request.has_known_time()) {
      wish.known = std::min(wish.known, rpc::ToTime(request.known_time()));
    }
    v1::GetRollResponse response;
    *response.mutable_as_of_date() = ToProto(wish.as_of);
    *response.mutable_known_time() = rpc::ToTimestamp(wish.known);
    *response.mutable_lines() = ReadRoll(tx, wish);
    response.set_next_page_token(CutRoll(page, &response));
    if (!page.after) *response.mutable_totals() = ReadRollTotals(tx, wish);
    return response;
  });
}

Result<v1::ListUnitEventsResponse> UnitRollsService::ListUnitEvents(
    rpc::Call& call, const v1::ListUnitEventsRequest& request) {
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  QM_ASSIGN(const UnitListWish wish, ParseListWish(call, request, page));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListUnitEventsResponse> {
    QM_TRY(TouchUnitPlace(tx, call, wish.collective, wish.holder));
    v1::ListUnitEventsResponse response;
    *response.mutable_unit_events() = ListUnitEventsOf(tx, wish);
    response.set_next_page_token(rpc::CutPage(page, response.mutable_unit_events()));
    return response;
  });
}

}  // namespace qianmo::registry
