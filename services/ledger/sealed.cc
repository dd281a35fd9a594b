#include "ledger/sealed.h"

#include <stdexcept>

namespace qianmo::ledger {
namespace {

std::string SealedPlace(std::string_view column, CountyId county, std::string_view key) {
  return "ledger." + std::string(column) + "/" + std::to_string(county.number) + "/" +
         std::string(key);
}

}  // namespace

std::string SealValue(const crypto::Keyring& ring, std::string_view column, CountyId county,
                      const Uuid& id, std::string_view plain) {
  return SealValue(ring, column, county, id.ToString(), plain);
}

std::string SealValue(const crypto::Keyring& ring, std::string_view column, CountyId county,
                      std::string_view key, std::string_view plain) {
  return crypto::Seal(ring, SealedPlace(column, county, key), plain);
}

std::string OpenValue(const crypto::Keyring& ring, std::string_view column, CountyId county,
                      const Uuid& id, std::string_view sealed) {
  return OpenValue(ring, column, county, id.ToString(), sealed);
}

std::string OpenValue(const crypto::Keyring& ring, std::string_view column, CountyId county,
                      std::string_view key, std::string_view sealed) {
  auto plain = crypto::Open(ring, SealedPlace(column, county, key), sealed);
  if (!plain) throw std::runtime_error("a sealed " + std::string(column) + " does not open");
  return *std::move(plain);
}

}  // namespace qianmo::ledger
