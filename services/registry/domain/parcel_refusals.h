// Refusals about parcels and the map. `field` is the proto path of the offending field.
#pragma once

#include <string>
#include <string_view>

#include "base/refusal.h"

namespace qianmo::registry::refusals {

// A boundary as it is drawn. `position` is a byte of the text.
Refusal BoundaryMalformed(std::string_view field, std::size_t position, std::string_view why);
Refusal BoundaryTooLarge(std::string_view field, std::string_view why);
Refusal BoundaryTooSmall(std::string_view field);
// `why` is PostGIS's word, such as "Self-intersection[115.1 30.2]".
Refusal BoundaryShapeInvalid(std::string_view field, std::string_view why);

// A parcel.
Refusal ParcelNotFound();
Refusal ParcelRetired();
Refusal AssetOfAnother(std::string_view field);

// Two that overlap.
Refusal OverlapNotFound();
Refusal OverlapSettled();

// The map.
Refusal TileNotFound();

}  // namespace qianmo::registry::refusals
