#include "registry/sealed.h"

#include <stdexcept>

#include "base/encoding.h"

namespace qianmo::registry {

std::string SealedPlace(std::string_view column, CountyId county, const Uuid& id) {
  return "registry." + std::string(column) + "/" + std::to_string(county.number) + "/" +
         id.ToString();
}

std::optional<std::string> SealValue(const crypto::Keyring& ring, std::string_view column,
                                     CountyId county, const Uuid& id, std::string_view plain) {
  if (plain.empty()) return std::nullopt;
  return crypto::Seal(ring, SealedPlace(column, county, id), plain);
}

std::string OpenValue(const crypto::Keyring& ring, std::string_view column, CountyId county,
                      const Uuid& id, const std::optional<std::string>& sealed) {
  if (!sealed) return "";
  auto plain = crypto::Open(ring, SealedPlace(column, county, id), *sealed);
  if (!plain) throw std::runtime_error("a sealed " + std::string(column) + " does not open");
  return *std::move(plain);
}

std::optional<pg::Bytes> AsParam(const std::optional<std::string>& bytes) {
  return bytes ? std::optional(pg::Bytes{*bytes}) : std::nullopt;
}

std::vector<std::string> IndexesOf(const crypto::Keyring& ring, std::string_view field,
                                   std::string_view normalised) {
  std::vector<std::string> digests;
  for (const auto& digest : crypto::BlindIndexes(ring, field, normalised)) {
    digests.emplace_back(AsText(digest));
  }
  return digests;
}

pg::Array<pg::Bytes> AsArray(const std::vector<std::string>& digests) {
  std::vector<pg::Bytes> bytes;
  for (const std::string& digest : digests) bytes.push_back({digest});
  return pg::Array(bytes);
}

}  // namespace qianmo::registry
