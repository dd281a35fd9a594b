#include "registry/collective_carrying_out.h"

#include <algorithm>

#include "registry/account_carry.h"
#include "registry/area_code_store.h"
#include "registry/books_moves.h"
#include "registry/callers.h"
#include "registry/carry.h"
#include "registry/domain/collective_refusals.h"
#include "registry/unit_posting.h"

namespace qianmo::registry {
namespace {

using Happened = v1::CollectiveEvent;

// The first of `wanted` that is not among `own`.
std::optional<Uuid> FirstForeign(std::vector<Uuid> wanted, std::vector<Uuid> own) {
  std::ranges::sort(own);
  for (const Uuid& id : wanted) {
    if (!std::ranges::binary_search(own, id)) return id;
  }
  return std::nullopt;
}

Result<Done> CheckItems(pg::Transaction& tx, CountyId county, CollectiveId source,
                        const PartItems& items) {
  for (const ItemList& list : kItemLists) {
    const std::vector<Uuid>& wanted = items.*list.ids;
    const auto foreign = FirstForeign(wanted, OwnItems(tx, county, source, list.kind, wanted));
    if (foreign) return refusals::ChangeItemForeign(foreign->ToString());
  }
  return Done{};
}

// A code may go over from one that ends.
Result<Done> CheckCodeOfPart(pg::Transaction& tx, CountyId county, const ChangeRow& change,
                             const ChangePartRow& part) {
  const auto owner = OwnerOfCode(tx, county, part.credit_code, part.collective);
  if (!owner || std::ranges::find(change.sources, *owner) != change.sources.end()) return Done{};
  return refusals::CreditCodeTaken(CollectiveName(county, *owner));
}

class CarryingOut {
 public:
  CarryingOut(pg::Transaction& tx, rpc::Call& call, const ChangeRow& change)
      : tx_(tx), call_(call), change_(change), day_(BeijingDate(call.now())) {}

  Result<Done> Run() {
    QM_ASSIGN(const std::vector<CollectiveRow> sources, LockAll(change_.sources));
    QM_TRY(CheckChange(tx_, county(), change_, sources, day_));
    for (const CollectiveRow& source : sources) End(source);
    std::vector<CollectiveRow> parts;
    for (const ChangePartRow& part : change_.parts) {
      QM_ASSIGN(CollectiveRow row, Successor(part, sources[0]));
      parts.push_back(std::move(row));
    }
    for (const CollectiveRow& source : sources) {
      // Whatever no other part is given stays for the first.
      for (std::size_t i = 1; i < parts.size(); ++i) {
        QM_TRY(GiveItems(source, parts[i], change_.parts[i].items));
      }
      QM_TRY(GiveRest(source, parts[0]));
      for (const CollectiveRow& part : parts) {
        AddSuccessor(tx_, county(), source.facts.id, part.facts.id, change_.id);
      }
    }
    accounts_.Send(tx_, call_, change_.id);
    books_.Send(tx_, call_, change_.id, day_);
    return Done{};
  }

 private:
  CountyId county() const { return call_.county(); }

  Result<std::vector<CollectiveRow>> LockAll(const std::vector<CollectiveId>& ids) {
    std::vector<CollectiveRow> rows;
    for (const CollectiveId id : ids) {
      QM_ASSIGN(CollectiveRow row, LockCollective(tx_, county(), id));
      rows.push_back(std::move(row));
    }
    return rows;
  }

  void Tell(CollectiveId id, v1::CollectiveEvent::Kind kind) {
    AddCollectiveEvent(tx_, county(), id,
                       {.kind = kind,
                        .effective_date = day_,
                        .account = AccountOf(call_),
                        .reason = change_.reason,
                        .change = change_.id},
                       call_.now());
  }

  void End(const CollectiveRow& source) {
    EndAreaCodes(tx_, county(), source.facts.org_path, day_);
    EndOffices(tx_, county(), source.facts.id, day_);
    EndCollective(tx_, county(), source.facts.id, call_.now());
    const bool merge = change_.facts.kind == CollectiveChangeKind::kMerge;
    Tell(source.facts.id, merge ? Happened::KIND_MERGED : Happened::KIND_SPLIT);
  }

  // One that exists, or a new one in the form of the first that ends.
  Result<CollectiveRow> Successor(const ChangePartRow& part, const CollectiveRow& model) {
    if (!part.is_new()) {
      QM_ASSIGN(CollectiveRow row, LockCollective(tx_, county(), part.collective));
      QM_TRY(CheckActive(row.facts));
      Tell(part.collective, Happened::KIND_SUCCEEDED);
      return row;
    }
    std::optional<Collective> parent;
    if (model.facts.parent) {
      QM_ASSIGN(const CollectiveRow above, HoldCollective(tx_, county(), *model.facts.parent));
      parent = above.facts;
    }
    QM_ASSIGN(const OrgPath path, PathOfNew(county(), parent, part.collective));
    CollectiveRow row{
        .facts = model.facts, .name = part.name, .credit_code = part.credit_code, .version = 1};
    row.facts.id = part.collective;
    row.facts.org_path = path;
    InsertCollective(tx_, county(), row, call_.now());
    Tell(part.collective, Happened::KIND_SUCCEEDED);
    return row;
  }

  Carry CarryBetween(const Collective& from, CollectiveId to, const OrgPath& to_path) const {
    return {.county = county(),
            .from = from.id,
            .to = to,
            .from_path = from.org_path,
            .to_path = to_path,
            .day = day_,
            .account = AccountOf(call_),
            .cause = ChangeName(county(), change_.id),
            .now = call_.now()};
  }

  // With all that is below it and all that they own.
  Result<Done> GiveCollective(CollectiveId id, const CollectiveRow& part) {
    const CollectiveRow below = FindCollective(tx_, county(), id).value();
    const OrgPath path = OrgPath::Parse(part.facts.org_path.text() + id.ToString() + "/").value();
    MoveCollective(tx_, county(), below.facts, part.facts.id, path);
    RehomeChanges(tx_, county(), below.facts.org_path, path);
    accounts_.Add(below.facts.org_path, path);
    books_.Add(below.facts.org_path, path);
    QM_TRY(CarryAll(tx_, CarryBetween(below.facts, id, path)));
    Tell(id, Happened::KIND_MOVED);
    return Done{};
  }

  Result<Done> GiveItems(const CollectiveRow& source, const CollectiveRow& part,
                         const PartItems& items) {
    for (const Uuid& id : items.collectives) QM_TRY(GiveCollective(CollectiveId{id}, part));
    accounts_.Add(source.facts.org_path, part.facts.org_path, items.households);
    return CarrySome(tx_, CarryBetween(source.facts, part.facts.id, part.facts.org_path), items);
  }

  Result<Done> GiveRest(const CollectiveRow& source, const CollectiveRow& part) {
    for (const CollectiveId id : CollectivesBelow(tx_, county(), source.facts.id)) {
      QM_TRY(GiveCollective(id, part));
    }
    RehomeChanges(tx_, county(), source.facts.org_path, part.facts.org_path);
    accounts_.Add(source.facts.org_path, part.facts.org_path);
    books_.AddRest(source.facts.org_path, part.facts.org_path);
    return CarryAll(tx_, CarryBetween(source.facts, part.facts.id, part.facts.org_path));
  }

  pg::Transaction& tx_;
  rpc::Call& call_;
  const ChangeRow& change_;
  AccountMoves accounts_;
  BooksMoves books_;
  const Date day_;
};

}  // namespace

Result<Done> CarryOut(pg::Transaction& tx, rpc::Call& call, const ChangeRow& change) {
  return CarryingOut(tx, call, change).Run();
}

Result<Done> CheckChange(pg::Transaction& tx, CountyId county, const ChangeRow& change,
                         const std::vector<CollectiveRow>& sources, Date today) {
  std::vector<Collective> facts;
  for (const CollectiveRow& source : sources) facts.push_back(source.facts);
  if (change.facts.kind == CollectiveChangeKind::kMerge) {
    std::optional<Collective> successor;
    if (!change.parts[0].is_new()) {
      QM_ASSIGN(const CollectiveRow row, FindCollective(tx, county, change.parts[0].collective));
      successor = row.facts;
    }
    QM_TRY(CheckMerge(facts, successor));
  } else {
    std::vector<PartItems> items;
    for (const ChangePartRow& part : change.parts) items.push_back(part.items);
    QM_TRY(CheckSplit(facts[0], items));
    QM_TRY(CheckCollectiveUnits(tx, county, facts[0].id.uuid, CollectiveUnitsGiven(items), today));
  }
  for (const ChangePartRow& part : change.parts) {
    QM_TRY(CheckItems(tx, county, sources[0].facts.id, part.items));
    if (part.is_new()) QM_TRY(CheckCodeOfPart(tx, county, change, part));
  }
  return Done{};
}

}  // namespace qianmo::registry
