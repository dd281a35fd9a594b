// Merges and splits of collectives: what may become what, and who may say so.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/share.h"
#include "registry/domain/collective.h"

namespace qianmo::registry {

using CollectiveChangeId = Id<struct CollectiveChangeTag>;

enum class CollectiveChangeKind { kMerge = 1, kSplit = 2 };
enum class CollectiveChangeState { kProposed = 1, kConfirmed = 2, kRejected = 3, kWithdrawn = 4 };
enum class CollectiveChangeItem { kHousehold = 1, kCollective = 2, kAsset = 3, kParcel = 4 };

// What the rules want of a change.
struct CollectiveChange {
  CollectiveChangeKind kind;
  CollectiveChangeState state;
  Uuid proposer_person;
};

// Whether these may go on as one: `successor`, or a new one beside them. All are of one level and
// parent. Refuses COLLECTIVE_ENDED, CHANGE_UNFIT.
Result<Done> CheckMerge(const std::vector<Collective>& sources,
                        const std::optional<Collective>& successor);

// What is given to one part of a split.
struct PartItems {
  std::vector<Uuid> households = {};
  std::vector<Uuid> collectives = {};  // below it
  std::vector<Uuid> assets = {};
  std::vector<Uuid> parcels = {};  // without an asset: others go with theirs
  Units collective_units = {};

  bool operator==(const PartItems&) const = default;
};

// Each list of items, and as what it is stored.
struct ItemList {
  CollectiveChangeItem kind;
  std::vector<Uuid> PartItems::*ids;
};
inline constexpr ItemList kItemLists[] = {
    {CollectiveChangeItem::kHousehold, &PartItems::households},
    {CollectiveChangeItem::kCollective, &PartItems::collectives},
    {CollectiveChangeItem::kAsset, &PartItems::assets},
    {CollectiveChangeItem::kParcel, &PartItems::parcels}};

// Nothing is given twice, and nothing to the first part, which gets the rest.
// Refuses COLLECTIVE_ENDED, CHANGE_UNFIT.
Result<Done> CheckSplit(const Collective& source, const std::vector<PartItems>& parts);
// Of all parts together.
Units CollectiveUnitsGiven(const std::vector<PartItems>& parts);

// Four eyes, of persons. Both refuse CHANGE_ENDED, SAME_PERSON.
Result<Done> DecideConfirmChange(const CollectiveChange& change, const Uuid& person);
Result<Done> DecideRejectChange(const CollectiveChange& change, const Uuid& person);
// Refuses CHANGE_ENDED, NOT_THE_PROPOSER.
Result<Done> DecideWithdrawChange(const CollectiveChange& change, const Uuid& person);

}  // namespace qianmo::registry
