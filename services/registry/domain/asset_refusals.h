// Refusals about assets, their counts and their recovery. `field` is the proto path of the
// offending field.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/refusal.h"

namespace qianmo::registry::refusals {

// What an asset is.
Refusal AssetNotFound();
Refusal RightUnfit(std::string_view field);
Refusal MeasureUnfit(std::string_view field);
Refusal QuantityUnfit(std::string_view field, std::string_view why);
Refusal OwnersRepeated();
// `why` tells what the sum is.
Refusal OwnersNotWhole(const Refusal& why);
Refusal KeeperNoOwner();
Refusal PartNamesRepeated(std::string_view name);
Refusal PartUnknown();

// What becomes of it.
Refusal AssetStateUnfit(std::string_view state);
Refusal AssetRetired();
Refusal AssetTermsFixed(std::string_view field);
Refusal AssetDisputed();
Refusal ParcelDisputed(const std::string& parcel);
Refusal CheckerIsMaker();

// Counts. `line` is the name of a line.
Refusal CountNotFound();
Refusal CountUnderWay(const std::string& count);
Refusal CountEnded();
Refusal CountLineUnknown(std::string_view field);
Refusal CountReasonMissing(std::string_view field);
Refusal CountIncomplete(std::int64_t uncounted);
Refusal CountBooksChanged(const std::string& line);

// Recovery.
Refusal RecoveryNotFound();
Refusal RecoveryUnderWay(const std::string& recovery);
Refusal RecoveryStepIllegal(std::string_view from, std::string_view to);
Refusal RecoveredMoneyUnfit(std::string_view why);

// A day that cannot be this one's.
Refusal DateUnfit(std::string_view field, std::string_view why);

}  // namespace qianmo::registry::refusals
