// Personal values in a row: sealed where they lie, found by blind indexes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "crypto/seal.h"
#include "pg/value.h"

namespace qianmo::registry {

// Where a sealed value belongs: `column` is "member.phone" for registry.member.phone_sealed of the
// row with this id. Moved to another column, county or row, it does not open.
std::string SealedPlace(std::string_view column, CountyId county, const Uuid& id);

// Nothing for an empty value, which is stored as NULL.
std::optional<std::string> SealValue(const crypto::Keyring& ring, std::string_view column,
                                     CountyId county, const Uuid& id, std::string_view plain);
// Empty for NULL. Throws when it does not open.
std::string OpenValue(const crypto::Keyring& ring, std::string_view column, CountyId county,
                      const Uuid& id, const std::optional<std::string>& sealed);

// A parameter for SealValue's answer, which must outlive it.
std::optional<pg::Bytes> AsParam(const std::optional<std::string>& bytes);

// `field` is "registry.id_number". Under every key that there is: store all of them, look up by
// any.
std::vector<std::string> IndexesOf(const crypto::Keyring& ring, std::string_view field,
                                   std::string_view normalised);
pg::Array<pg::Bytes> AsArray(const std::vector<std::string>& digests);

}  // namespace qianmo::registry
