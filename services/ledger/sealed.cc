#include "ledger/sealed.h"

#include <stdexcept>

namespace qianmo::ledger {
namespace {

std::string SealedPlace(std::string_view column, CountyId county, const Uuid& id) {
  return "ledger." + std::string(column) + "/" + std::to_string(county.number) + "/" +
         id.ToString();
}

}  // namespace

std::string SealValue(const crypto::Keyring& ring, std::string_view column, CountyId county,
                      const Uuid& id, std::string_view plain) {
  return crypto::Seal(ring, SealedPlace(column, county, id), plain);
}

std::string OpenValue(const crypto::Keyring& ring, std::string_view column, CountyId county,
                      const Uuid& id, std::string_view sealed) {
  auto plain = crypto::Open(ring, SealedPlace(column, county, id), sealed);
  if (!plain) throw std::runtime_error("a sealed " + std::string(column) + " does not open");
  return *std::move(plain);
}

}  // namespace qianmo::ledger
