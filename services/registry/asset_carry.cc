#include "registry/asset_carry.h"

#include "registry/asset_move_store.h"

namespace qianmo::registry {

Result<Done> CarryAllAssets(pg::Transaction& tx, const Carry& carry) {
  if (carry.from != carry.to) {
    QM_TRY(MoveAssets(tx, {.county = carry.county,
                           .from = carry.from.uuid,
                           .to = carry.to.uuid,
                           .to_path = carry.to_path.text(),
                           .account = carry.account,
                           .now = carry.now}));
  }
  // What is kept by those below it.
  RehomeAssets(tx, carry.county, carry.from_path.text(), carry.to_path.text());
  return Done{};
}

}  // namespace qianmo::registry
