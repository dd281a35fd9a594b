#include "registry/domain/collective_change.h"

#include <set>

#include "registry/domain/collective_refusals.h"

namespace qianmo::registry {
namespace {

Result<Done> CheckOpen(const CollectiveChange& change) {
  if (change.state != CollectiveChangeState::kProposed) return refusals::ChangeEnded();
  return Done{};
}

Result<Done> CheckSecondPerson(const CollectiveChange& change, const Uuid& person) {
  QM_TRY(CheckOpen(change));
  if (person.is_nil() || change.proposer_person == person) return refusals::ChangeSamePerson();
  return Done{};
}

// Adds them; whether all were new.
bool AddNew(const std::vector<Uuid>& ids, std::set<Uuid>* seen) {
  for (const Uuid& id : ids) {
    if (!seen->insert(id).second) return false;
  }
  return true;
}

}  // namespace

Result<Done> CheckMerge(const std::vector<Collective>& sources,
                        const std::optional<Collective>& successor) {
  std::vector<Collective> all = sources;
  if (successor) all.push_back(*successor);
  if (all.size() < 2) return refusals::ChangeUnfit("A merge needs two collectives at least.");
  std::set<Uuid> seen;
  for (const Collective& one : all) {
    QM_TRY(CheckActive(one));
    if (!seen.insert(one.id.uuid).second) {
      return refusals::ChangeUnfit("A collective is named twice.");
    }
    if (one.level() != all[0].level() || one.parent != all[0].parent) {
      return refusals::ChangeUnfit("Only collectives of one level and one parent merge.");
    }
  }
  return Done{};
}

Result<Done> CheckSplit(const Collective& source, const std::vector<PartItems>& parts) {
  QM_TRY(CheckActive(source));
  if (parts.size() < 2) return refusals::ChangeUnfit("A split needs two parts at least.");
  std::set<Uuid> seen;
  for (const PartItems& part : parts) {
    for (const ItemList& list : kItemLists) {
      if (!AddNew(part.*list.ids, &seen)) {
        return refusals::ChangeUnfit("Something is given twice.");
      }
    }
  }
  if (parts[0] != PartItems{}) {
    return refusals::ChangeUnfit("The first part gets the rest: nothing is given to it by name.");
  }
  return Done{};
}

Units CollectiveUnitsGiven(const std::vector<PartItems>& parts) {
  Units given;
  for (const PartItems& part : parts) given += part.collective_units;
  return given;
}

Result<Done> DecideConfirmChange(const CollectiveChange& change, const Uuid& person) {
  return CheckSecondPerson(change, person);
}

Result<Done> DecideRejectChange(const CollectiveChange& change, const Uuid& person) {
  return CheckSecondPerson(change, person);
}

Result<Done> DecideWithdrawChange(const CollectiveChange& change, const Uuid& person) {
  QM_TRY(CheckOpen(change));
  if (person.is_nil() || change.proposer_person != person) return refusals::NotTheProposer();
  return Done{};
}

}  // namespace qianmo::registry
