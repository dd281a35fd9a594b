#include "registry/domain/parcel_refusals.h"

#include "registry/domain/field_refusal.h"

namespace qianmo::registry::refusals {

Refusal BoundaryMalformed(std::string_view field, std::size_t position, std::string_view why) {
  return OfField(field, "BOUNDARY_MALFORMED",
                 "byte " + std::to_string(position) + ": " + std::string(why))
      .With("position", std::to_string(position));
}

Refusal BoundaryTooLarge(std::string_view field, std::string_view why) {
  return OfField(field, "BOUNDARY_TOO_LARGE", std::string(why));
}

Refusal BoundaryTooSmall(std::string_view field) {
  return OfField(field, "BOUNDARY_TOO_SMALL", "it encloses less than a square metre");
}

Refusal BoundaryShapeInvalid(std::string_view field, std::string_view why) {
  return OfField(field, "BOUNDARY_SHAPE_INVALID", "the boundary is none: " + std::string(why))
      .With("why", std::string(why));
}

Refusal ParcelNotFound() {
  return {Refusal::Kind::kNotFound, "PARCEL_NOT_FOUND", "There is no such parcel."};
}

Refusal ParcelRetired() {
  return {Refusal::Kind::kPrecondition, "PARCEL_RETIRED", "The parcel is no longer on the map."};
}

Refusal AssetOfAnother(std::string_view field) {
  return OfField(field, "ASSET_OF_ANOTHER", "The asset is kept by another collective.");
}

Refusal OverlapNotFound() {
  return {Refusal::Kind::kNotFound, "OVERLAP_NOT_FOUND", "These two parcels do not overlap."};
}

Refusal OverlapSettled() {
  return {Refusal::Kind::kPrecondition, "OVERLAP_SETTLED",
          "It was decided already which of the two boundaries is right."};
}

Refusal TileNotFound() {
  return {Refusal::Kind::kNotFound, "TILE_NOT_FOUND", "The map has no such square."};
}

}  // namespace qianmo::registry::refusals
