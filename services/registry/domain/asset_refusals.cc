#include "registry/domain/asset_refusals.h"

#include "registry/domain/field_refusal.h"

namespace qianmo::registry::refusals {
namespace {

Refusal AssetPrecondition(std::string reason, std::string message) {
  return {Refusal::Kind::kPrecondition, std::move(reason), std::move(message)};
}

}  // namespace

Refusal AssetNotFound() {
  return {Refusal::Kind::kNotFound, "ASSET_NOT_FOUND", "There is no such asset."};
}

Refusal RightUnfit(std::string_view field) {
  return OfField(field, "RIGHT_UNFIT", "No such right is traded of an asset of this class.");
}

Refusal MeasureUnfit(std::string_view field) {
  return OfField(field, "MEASURE_UNFIT", "Land is measured in 亩 or square metres.");
}

Refusal QuantityUnfit(std::string_view field, std::string_view why) {
  return OfField(field, "QUANTITY_UNFIT", std::string(why));
}

Refusal OwnersNotWhole(const Refusal& why) {
  Refusal refusal = OfField("asset.owners", "OWNERS_NOT_WHOLE", why.message);
  refusal.metadata = why.metadata;
  return refusal;
}

Refusal OwnersRepeated() {
  return OfField("asset.owners", "OWNERS_REPEATED", "Every owner has one part.");
}

Refusal KeeperNoOwner() {
  return OfField("asset.owners", "KEEPER_NO_OWNER",
                 "The collective that keeps an asset owns a part of it.");
}

Refusal PartNamesRepeated(std::string_view name) {
  return OfField("asset.parts", "PART_NAMES_REPEATED", "Every part has a name of its own.")
      .With("display_name", std::string(name));
}

Refusal PartUnknown() {
  return OfField("asset.parts", "PART_UNKNOWN", "The asset has no part with this id.");
}

Refusal AssetStateUnfit(std::string_view state) {
  return AssetPrecondition("ASSET_STATE_UNFIT", "The asset is " + std::string(state) + ".")
      .With("state", std::string(state));
}

Refusal AssetRetired() {
  return AssetPrecondition("ASSET_RETIRED", "The asset is no longer the collective's.");
}

Refusal AssetTermsFixed(std::string_view field) {
  return AssetPrecondition("ASSET_TERMS_FIXED",
                           "Bidders or tenants rely on it while the asset is listed or leased.")
      .With("field", std::string(field));
}

Refusal AssetDisputed() {
  return AssetPrecondition("ASSET_DISPUTED", "Somebody else claims the asset.");
}

Refusal ParcelDisputed(const std::string& parcel) {
  return AssetPrecondition("PARCEL_DISPUTED",
                           "A parcel of the asset overlaps another collective's.")
      .With("parcel", parcel);
}

Refusal CheckerIsMaker() {
  return {Refusal::Kind::kDenied, "SAME_PERSON",
          "Whoever made it does not confirm it: another person must."};
}

Refusal CountNotFound() {
  return {Refusal::Kind::kNotFound, "COUNT_NOT_FOUND", "There is no such count."};
}

Refusal CountUnderWay(const std::string& count) {
  return AssetPrecondition("COUNT_UNDER_WAY", "The collective has a count that is not over.")
      .With("count", count);
}

Refusal CountEnded() {
  return AssetPrecondition("COUNT_ENDED", "The count is over and does not change any more.");
}

Refusal CountLineUnknown(std::string_view field) {
  return OfField(field, "COUNT_LINE_UNKNOWN",
                 "Either a line of this count is wanted, or an asset that was found.");
}

Refusal CountReasonMissing(std::string_view field) {
  return OfField(field, "COUNT_REASON_MISSING",
                 "Something else was counted than the books say: tell why.");
}

Refusal CountIncomplete(std::int64_t uncounted) {
  return AssetPrecondition("COUNT_INCOMPLETE", "Some lines are not counted yet.")
      .With("uncounted", std::to_string(uncounted));
}

Refusal CountBooksChanged(const std::string& line) {
  return AssetPrecondition("COUNT_BOOKS_CHANGED",
                           "The books of an asset changed after it was counted: count it again.")
      .With("line", line);
}

Refusal RecoveryNotFound() {
  return {Refusal::Kind::kNotFound, "RECOVERY_NOT_FOUND", "There is no such recovery case."};
}

Refusal RecoveryUnderWay(const std::string& recovery) {
  return AssetPrecondition("RECOVERY_UNDER_WAY", "The asset has a case that is not over.")
      .With("recovery", recovery);
}

Refusal RecoveryStepIllegal(std::string_view from, std::string_view to) {
  return AssetPrecondition("RECOVERY_STEP_ILLEGAL", "A case that is " + std::string(from) +
                                                        " does not become " + std::string(to) + ".")
      .With("from", std::string(from))
      .With("to", std::string(to));
}

Refusal RecoveredMoneyUnfit(std::string_view why) {
  return OfField("recovered_fen", "RECOVERED_MONEY_UNFIT", std::string(why));
}

Refusal DateUnfit(std::string_view field, std::string_view why) {
  return OfField(field, "DATE_UNFIT", std::string(why));
}

}  // namespace qianmo::registry::refusals
