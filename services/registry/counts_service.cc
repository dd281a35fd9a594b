#include "registry/counts_service.h"

#include "base/text.h"
#include "registry/asset_requests.h"
#include "registry/count_store.h"
#include "registry/domain/asset_refusals.h"
#include "registry/keeper_store.h"
#include "rpc/page.h"

namespace qianmo::registry {
namespace {

// The count of this name, in the caller's scope, as `find` finds it. Refuses COUNT_NOT_FOUND.
using FindingCount = std::optional<CountRow> (&)(pg::Transaction&, CountyId, CountId);
Result<CountRow> RequireCount(pg::Transaction& tx, rpc::Call& call, std::string_view name,
                              std::string_view field, FindingCount find) {
  QM_ASSIGN(const CountId id, IdAtHome<struct CountTag>(call, "counties/*/counts/*", name, field));
  const auto count = find(tx, call.county(), id);
  if (!count) return refusals::CountNotFound();
  QM_TRY(call.MayTouch({.county = call.county(), .org_path = count->org_path}));
  return *count;
}

CountHand HandOf(const rpc::Call& call) { return {AccountOf(call), PersonOf(call), call.now()}; }

// An asset that is not in the books.
Result<CountLineRow> ParseFound(const v1::CountedAsset::Found& found, const std::string& field,
                                Time now) {
  CountLineRow line{.id = CountLineId::Make(now),
                    .asset = {},
                    .found_class = static_cast<AssetClass>(found.asset_class()),
                    .found_right = static_cast<RightType>(found.right_type()),
                    .found_name = {},
                    .found_site = {},
                    .measure = static_cast<Measure>(found.measure() - 1),
                    .book = {},
                    .present = {},
                    .counted = {},
                    .reason = {}};
  QM_TRY(RequireGiven(v1::AssetClass_IsValid(found.asset_class()), field + "found.asset_class"));
  QM_TRY(RequireGiven(v1::Measure_IsValid(found.measure()), field + "found.measure"));
  QM_TRY(CheckKind(field + "found.", line.found_class, line.found_right, line.measure));
  QM_ASSIGN(line.found_name, ParseReadable(field + "found.display_name", found.display_name()));
  QM_ASSIGN(line.found_site, NormalizeName(found.site()));
  return line;
}

// The line that is meant: one of the count, with the books of now, or a new one.
Result<CountLineRow> RequireLine(pg::Transaction& tx, rpc::Call& call, CountId count,
                                 const v1::CountedAsset& seen, const std::string& field) {
  if (seen.line().empty() == !seen.has_found()) return refusals::CountLineUnknown(field + "line");
  if (seen.has_found()) return ParseFound(seen.found(), field, call.now());
  QM_ASSIGN(const auto name,
            rpc::ResourceName::Parse("counties/*/counts/*/lines/*", seen.line(), field + "line"));
  const auto id = CountLineId::Parse(name.ids[1]);
  if (!id || CountName(name.county, count) != CountName(call.county(), count) ||
      name.ids[0] != count.ToString()) {
    return refusals::CountLineUnknown(field + "line");
  }
  auto line = FindLine(tx, call.county(), count, *id);
  if (!line) return refusals::CountLineUnknown(field + "line");
  line->book = line->present;
  return *std::move(line);
}

Result<CountLineId> RecordLine(pg::Transaction& tx, rpc::Call& call, CountId count,
                               const v1::CountedAsset& seen, const std::string& field) {
  QM_ASSIGN(CountLineRow line, RequireLine(tx, call, count, seen, field));
  line.counted = Worth{seen.counted_quantity_e3(), seen.counted_value_fen()};
  QM_TRY(CheckQuantity(field + "counted_quantity_e3", line.counted->quantity_e3, line.measure));
  QM_ASSIGN(line.reason, NormalizeName(seen.reason()));
  QM_TRY(CheckCounted(field + "reason", line.book, *line.counted, line.reason));
  SaveLine(tx, call.county(), count, line, HandOf(call));
  return line.id;
}

// What was found becomes an asset of the collective.
AssetId BookFound(pg::Transaction& tx, CountyId county, const CountRow& count,
                  const CountLineRow& line, const AssetDeed& deed) {
  const AssetId id = AssetId::Make(deed.time);
  AssetDraft draft{.asset_class = line.found_class,
                   .right = line.found_right,
                   .display_name = line.found_name,
                   .measure = line.measure,
                   .quantity_e3 = line.counted->quantity_e3,
                   .book_value = Fen(line.counted->value_fen),
                   .site = line.found_site,
                   .parcel_code = {},
                   .contract_code = {},
                   .unit_number = {},
                   .photos = {},
                   .owners = {{false, count.collective, Fraction(1, 1)}},
                   .parts = {}};
  InsertAsset(tx, county, id, {count.collective, count.org_path}, draft, deed);
  return id;
}

// The books become what was counted.
Result<std::optional<AssetId>> Book(pg::Transaction& tx, CountyId county, const CountRow& count,
                                    const CountLineRow& line, CountOutcome outcome,
                                    const AssetDeed& deed) {
  if (outcome == CountOutcome::kFound) {
    return std::optional(BookFound(tx, county, count, line, deed));
  }
  if (outcome == CountOutcome::kSame || outcome == CountOutcome::kNothing) return line.asset;
  AssetLife life = FindAsset(tx, county, *line.asset)->life;
  if (outcome == CountOutcome::kGone) {
    QM_ASSIGN(life, DecideGone(life));
  }
  SaveCounted(tx, county, *line.asset, line.counted->quantity_e3, line.counted->value_fen, life,
              deed);
  return line.asset;
}

}  // namespace

Result<v1::CountSession> CountsService::StartCount(rpc::Call& call,
                                                   const v1::StartCountRequest& request) {
  QM_ASSIGN(const CountyId county, ParentAtHome(call, request.parent()));
  QM_ASSIGN(const auto keeper, IdAtHome<struct CollectiveTag>(call, "counties/*/collectives/*",
                                                              request.collective(), "collective"));
  QM_ASSIGN(const Date date, ParseDay("count_date", request.count_date()));
  QM_ASSIGN(const std::string name, ParseReadable("display_name", request.display_name()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::CountSession> {
    QM_ASSIGN(const std::string path, HoldKeeper(tx, county, keeper.uuid));
    QM_TRY(call.MayTouch({.county = county, .org_path = path}));
    QM_TRY(CheckCountDate(date, BeijingDate(call.now())));
    const auto open = FindOpenCount(tx, county, keeper.uuid);
    if (open) return refusals::CountUnderWay(CountName(county, *open));
    const CountId id = CountId::Make(call.now());
    InsertCount(tx, county, {id, keeper.uuid, path, name, date}, HandOf(call));
    return ReadCount(tx, county, id);
  });
}

Result<v1::CountSession> CountsService::GetCount(rpc::Call& call,
                                                 const v1::GetCountRequest& request) {
  return call.Read([&](pg::Transaction& tx) -> Result<v1::CountSession> {
    QM_ASSIGN(const CountRow count, RequireCount(tx, call, request.name(), "name", FindCount));
    return ReadCount(tx, call.county(), count.id);
  });
}

Result<v1::ListCountsResponse> CountsService::ListCounts(rpc::Call& call,
                                                         const v1::ListCountsRequest& request) {
  QM_ASSIGN(const CountyId county, ParentAtHome(call, request.parent()));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListCountsResponse> {
    CountQuery query{.county = county,
                     .within = PathsOf(call.Reach()),
                     .org_path = {},
                     .state = request.state(),
                     .after = page.after,
                     .limit = page.limit()};
    QM_ASSIGN(query.org_path, ParseWithin(tx, call, request.collective()));
    v1::ListCountsResponse response;
    *response.mutable_counts() = ListCountsOf(tx, query);
    response.set_next_page_token(rpc::CutPage(page, response.mutable_counts()));
    return response;
  });
}

Result<v1::ListCountLinesResponse> CountsService::ListCountLines(
    rpc::Call& call, const v1::ListCountLinesRequest& request) {
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListCountLinesResponse> {
    QM_ASSIGN(const CountRow count, RequireCount(tx, call, request.parent(), "parent", FindCount));
    v1::ListCountLinesResponse response;
    *response.mutable_lines() = ListLinesOf(tx, call.county(), count.id, page.after, page.limit());
    response.set_next_page_token(rpc::CutPage(page, response.mutable_lines()));
    return response;
  });
}

Result<v1::RecordCountResponse> CountsService::RecordCount(rpc::Call& call,
                                                           const v1::RecordCountRequest& request) {
  return call.Write([&](pg::Transaction& tx) -> Result<v1::RecordCountResponse> {
    QM_ASSIGN(const CountRow count, RequireCount(tx, call, request.name(), "name", LockCount));
    QM_TRY(RequireOpen(count.state));
    v1::RecordCountResponse response;
    for (int i = 0; i < request.assets_size(); ++i) {
      const std::string field = "assets[" + std::to_string(i) + "].";
      QM_ASSIGN(const CountLineId id, RecordLine(tx, call, count.id, request.assets(i), field));
      *response.add_lines() = ReadLine(tx, call.county(), count.id, id);
    }
    MoveCountVersion(tx, call.county(), count.id);
    return response;
  });
}

Result<v1::CountSession> CountsService::ConfirmCount(rpc::Call& call,
                                                     const v1::ConfirmCountRequest& request) {
  return call.Write([&](pg::Transaction& tx) -> Result<v1::CountSession> {
    QM_ASSIGN(const CountRow count, RequireCount(tx, call, request.name(), "name", LockCount));
    const auto lines = LockLines(tx, call.county(), count.id);
    std::vector<CountedLine> counted;
    for (const CountLineRow& line : lines) {
      counted.push_back({.name = LineName(call.county(), count.id, line.id),
                         .asset = line.asset ? std::optional(line.asset->uuid) : std::nullopt,
                         .book = line.book,
                         .present = line.present,
                         .counted = line.counted});
    }
    QM_ASSIGN(const auto outcomes,
              DecideConfirmCount(count.state, MakersOf(tx, call.county(), count.id), PersonOf(call),
                                 counted));
    QM_TRY(CheckEtag(request.etag(), count.version));
    const std::string cause = CountName(call.county(), count.id);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const AssetDeed deed =
          DeedOf(call,
                 outcomes[i] == CountOutcome::kFound ? v1::AssetEvent::KIND_CREATED
                                                     : v1::AssetEvent::KIND_COUNTED,
                 lines[i].reason, cause);
      QM_ASSIGN(const auto asset, Book(tx, call.county(), count, lines[i], outcomes[i], deed));
      SaveConfirmed(tx, call.county(), count.id, lines[i].id, asset);
    }
    EndCount(tx, call.county(), count.id, CountState::kConfirmed, request.reason(), HandOf(call));
    return ReadCount(tx, call.county(), count.id);
  });
}

Result<v1::CountSession> CountsService::CancelCount(rpc::Call& call,
                                                    const v1::CancelCountRequest& request) {
  return call.Write([&](pg::Transaction& tx) -> Result<v1::CountSession> {
    QM_ASSIGN(const CountRow count, RequireCount(tx, call, request.name(), "name", LockCount));
    QM_TRY(RequireOpen(count.state));
    EndCount(tx, call.county(), count.id, CountState::kCancelled, request.reason(), HandOf(call));
    return ReadCount(tx, call.county(), count.id);
  });
}

}  // namespace qianmo::registry
