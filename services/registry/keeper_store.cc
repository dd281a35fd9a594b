#include "registry/keeper_store.h"

#include "registry/domain/collective_refusals.h"

namespace qianmo::registry {
namespace {

constexpr int kActive = 1;

}  // namespace

Result<std::string> HoldKeeper(pg::Transaction& tx, CountyId county, const Uuid& collective) {
  const auto rows = tx.Run(
      "SELECT org_path, state FROM registry.collective WHERE county_id = $1 AND id = $2 FOR SHARE",
      county, collective);
  if (rows.empty()) return refusals::CollectiveNotFound();
  if (pg::Get<int>(rows[0], "state") != kActive) return refusals::CollectiveEnded();
  return pg::Get<std::string>(rows[0], "org_path");
}

Result<std::string> PathOfKeeper(pg::Transaction& tx, CountyId county, const Uuid& collective) {
  const auto rows =
      tx.Run("SELECT org_path FROM registry.collective WHERE county_id = $1 AND id = $2", county,
             collective);
  if (rows.empty()) return refusals::CollectiveNotFound();
  return pg::Get<std::string>(rows[0], "org_path");
}

Result<Done> HoldPartner(pg::Transaction& tx, CountyId county, const Uuid& partner) {
  const auto rows =
      tx.Run("SELECT state FROM registry.partner WHERE county_id = $1 AND id = $2 FOR SHARE",
             county, partner);
  if (rows.empty()) return refusals::PartnerNotFound();
  if (pg::Get<int>(rows[0], "state") != kActive) return refusals::PartnerRetired();
  return Done{};
}

}  // namespace qianmo::registry
