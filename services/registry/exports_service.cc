#include "registry/exports_service.h"

#include "base/time_text.h"
#include "registry/asset_export.h"
#include "registry/callers.h"
#include "registry/collective_store.h"
#include "registry/domain/import_refusals.h"
#include "registry/household_export.h"
#include "registry/household_store.h"
#include "registry/unit_book_store.h"
#include "registry/unit_export.h"
#include "rpc/content.h"

namespace qianmo::registry {
namespace {

// What fits into one answer.
constexpr std::size_t kMostInOneAnswer = 3 << 20;
constexpr std::chrono::minutes kRetriedWithin{10};

Result<CollectiveRow> TouchCollective(rpc::Call& call, pg::Transaction& tx,
                                      const std::string& name) {
  QM_ASSIGN(const auto id, IdAtHome<CollectiveTag>(call, "counties/*/collectives/*", name, "name"));
  QM_ASSIGN(CollectiveRow row, FindCollective(tx, call.county(), id));
  QM_TRY(call.MayTouch({.county = call.county(), .org_path = row.facts.org_path.text()}));
  return row;
}

google::api::HttpBody BodyOf(ExportedFile file, const std::string& title,
                             const rpc::v1::ContentWindow& window) {
  return rpc::WindowOf({title + file.extension, file.content_type, std::move(file.content)},
                       window);
}

}  // namespace

Result<google::api::HttpBody> ExportsService::ExportHouseholds(
    rpc::Call& call, const v1::ExportHouseholdsRequest& request) {
  return call.Read([&](pg::Transaction& tx) -> Result<google::api::HttpBody> {
    QM_ASSIGN(const CollectiveRow row, TouchCollective(call, tx, request.name()));
    QM_ASSIGN(ExportedFile file, ExportRoll(tx, *call.keyring(),
                                            {.county = call.county(),
                                             .within = row.facts.org_path,
                                             .format = request.format(),
                                             .in_full = false}));
    return BodyOf(std::move(file), row.name + "股东户名册", request.window());
  });
}

Result<google::api::HttpBody> ExportsService::ExportAssets(rpc::Call& call,
                                                           const v1::ExportAssetsRequest& request) {
  return call.Read([&](pg::Transaction& tx) -> Result<google::api::HttpBody> {
    QM_ASSIGN(const CollectiveRow row, TouchCollective(call, tx, request.name()));
    QM_ASSIGN(ExportedFile file,
              ExportAssetList(tx, call.county(), row.facts.org_path, request.format()));
    return BodyOf(std::move(file), row.name + "资产清单", request.window());
  });
}

Result<google::api::HttpBody> ExportsService::ExportUnits(rpc::Call& call,
                                                          const v1::ExportUnitsRequest& request) {
  Date day = BeijingDate(call.now());
  if (request.has_as_of_date()) {
    QM_ASSIGN(day, ParseDay("as_of_date", request.as_of_date()));
  }
  return call.Read([&](pg::Transaction& tx) -> Result<google::api::HttpBody> {
    QM_ASSIGN(const CollectiveRow row, TouchCollective(call, tx, request.name()));
    const Uuid collective = row.facts.id.uuid;
    const UnitRollWish wish{
        .county = call.county(),
        .collective = collective,
        .as_of = day,
        .known = LastRecordTime(tx, call.county(), collective).value_or(Time())};
    QM_ASSIGN(ExportedFile file, ExportUnitRoll(tx, wish, request.format()));
    return BodyOf(std::move(file), row.name + FormatChineseDate(day) + "份额名册",
                  request.window());
  });
}

Result<google::api::HttpBody> ExportsService::RevealHouseholds(
    rpc::Call& call, const v1::RevealHouseholdsRequest& request) {
  QM_TRY(call.Write([&](pg::Transaction& tx) -> Result<google::api::HttpBody> {
    QM_ASSIGN(const CollectiveRow row, TouchCollective(call, tx, request.name()));
    AddReveal(tx, call.county(), request.name(), row.facts.org_path, request.reason(),
              AccountOf(call), call.now());
    return google::api::HttpBody();
  }));
  // Not from the journal, where it is never written; and only who may see it still.
  return call.Read([&](pg::Transaction& tx) -> Result<google::api::HttpBody> {
    QM_ASSIGN(const CollectiveRow row, TouchCollective(call, tx, request.name()));
    // A retry after a lost answer is served; a request of old is no key to what is true today.
    const auto last = LastReveal(tx, call.county(), request.name(), AccountOf(call));
    if (!last || call.now() - *last > kRetriedWithin) return refusals::RevealAnswered();
    QM_ASSIGN(ExportedFile file, ExportRoll(tx, *call.keyring(),
                                            {.county = call.county(),
                                             .within = row.facts.org_path,
                                             .format = request.format(),
                                             .in_full = true}));
    if (file.content.size() > kMostInOneAnswer) {
      return refusals::RevealTooLarge(static_cast<std::int64_t>(kMostInOneAnswer));
    }
    rpc::v1::ContentWindow whole;
    whole.set_limit(static_cast<std::int64_t>(kMostInOneAnswer));
    return BodyOf(std::move(file), row.name + "股东户名册", whole);
  });
}

}  // namespace qianmo::registry
