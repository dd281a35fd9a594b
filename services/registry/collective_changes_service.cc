#include "registry/collective_changes_service.h"

#include <algorithm>

#include "registry/callers.h"
#include "registry/collective_carrying_out.h"
#include "registry/domain/collective_refusals.h"
#include "registry/domain/member.h"
#include "rpc/page.h"

namespace qianmo::registry {
namespace {

constexpr char kChangePattern[] = "counties/*/collectiveChanges/*";
constexpr char kChangeSource[] = "counties/*/collectives/*";

template <class Tag>
Result<std::vector<Uuid>> IdsAtHome(rpc::Call& call, const char* pattern,
                                    const google::protobuf::RepeatedPtrField<std::string>& names,
                                    const std::string& field) {
  std::vector<Uuid> ids;
  for (const std::string& name : names) {
    QM_ASSIGN(const auto id, IdAtHome<Tag>(call, pattern, name, field));
    ids.push_back(id.uuid);
  }
  return ids;
}

// Locks the collectives that are to end against other changes; the caller may change what all of
// this happens below, which is their parent.
Result<std::vector<CollectiveRow>> HoldSources(rpc::Call& call, pg::Transaction& tx,
                                               const std::vector<CollectiveId>& ids) {
  std::vector<CollectiveRow> rows;
  for (const CollectiveId id : ids) {
    QM_ASSIGN(CollectiveRow row, HoldCollective(tx, call.county(), id));
    rows.push_back(std::move(row));
  }
  return rows;
}

// The parent's path, in which the change happens.
OrgPath HomeOfChange(const CollectiveRow& source) {
  const std::string& path = source.facts.org_path.text();
  return OrgPath::Parse(path.substr(0, path.rfind('/', path.size() - 2) + 1)).value();
}

Result<PartItems> ParseItems(rpc::Call& call, const std::string& field,
                             const v1::ChangePart& wanted) {
  PartItems items{.collective_units = Units(wanted.collective_units())};
  QM_ASSIGN(items.households, IdsAtHome<HouseholdTag>(call, "counties/*/households/*",
                                                      wanted.households(), field + "households"));
  QM_ASSIGN(items.collectives, IdsAtHome<CollectiveTag>(call, kChangeSource, wanted.collectives(),
                                                        field + "collectives"));
  QM_ASSIGN(items.assets, IdsAtHome<struct AssetTag>(call, "counties/*/assets/*", wanted.assets(),
                                                     field + "assets"));
  QM_ASSIGN(items.parcels, IdsAtHome<struct ParcelTag>(call, "counties/*/parcels/*",
                                                       wanted.parcels(), field + "parcels"));
  return items;
}

// What goes on, as the request wants it. A new one is like the first that ends.
Result<ChangePartRow> ParsePart(rpc::Call& call, const std::string& field,
                                const v1::ChangePart& wanted, const CollectiveRow& model) {
  ChangePartRow part{.collective = {}, .name = {}, .credit_code = {}, .items = {}};
  if (!wanted.collective().empty()) {
    QM_ASSIGN(part.collective, IdAtHome<CollectiveTag>(call, kChangeSource, wanted.collective(),
                                                       field + ".collective"));
    return part;
  }
  part.collective = CollectiveId::Make(call.now());
  QM_ASSIGN(part.name, ParseReadable(field + ".display_name", wanted.display_name()));
  QM_ASSIGN(part.credit_code, ReadCodeOf(field + ".credit_code", wanted.credit_code(),
                                         model.facts.level(), model.facts.form));
  QM_ASSIGN(part.items, ParseItems(call, field + ".", wanted));
  return part;
}

// The change that the caller asks for, checked by its rules and written.
Result<v1::CollectiveChange> Propose(rpc::Call& call, pg::Transaction& tx,
                                     const std::vector<CollectiveRow>& sources, ChangeRow change) {
  QM_TRY(CheckChange(tx, call.county(), change, sources, BeijingDate(call.now())));
  if (AnyInOpenChange(tx, call.county(), change.sources)) return refusals::ChangeOpen();
  InsertChange(tx, call.county(), change, AccountOf(call), call.now());
  return ReadChange(tx, call.county(), change.id);
}

ChangeRow NewChange(const rpc::Call& call, CollectiveChangeKind kind,
                    const std::vector<CollectiveId>& sources, const OrgPath& home,
                    const std::string& reason) {
  return {.id = CollectiveChangeId::Make(call.now()),
          .facts = {.kind = kind,
                    .state = CollectiveChangeState::kProposed,
                    .proposer_person = PersonOf(call)},
          .org_path = home,
          .sources = sources,
          .parts = {},
          .reason = reason};
}

Result<ChangeRow> LockChangeFor(rpc::Call& call, pg::Transaction& tx, CollectiveChangeId id) {
  QM_ASSIGN(ChangeRow change, LockChange(tx, call.county(), id));
  QM_TRY(call.MayTouch({.county = call.county(), .org_path = change.org_path.text()}));
  return change;
}

v1::CollectiveChange Decided(rpc::Call& call, pg::Transaction& tx, const ChangeRow& change,
                             CollectiveChangeState state, const std::string& reason) {
  EndChange(tx, call.county(), change.id, state, AccountOf(call), PersonOf(call), reason,
            call.now());
  return ReadChange(tx, call.county(), change.id);
}

}  // namespace

Result<v1::CollectiveChange> CollectiveChangesService::ProposeMerge(
    rpc::Call& call, const v1::ProposeMergeRequest& request) {
  QM_TRY(ParentAtHome(call, request.parent()));
  QM_ASSIGN(const auto ids,
            IdsAtHome<CollectiveTag>(call, kChangeSource, request.sources(), "sources"));
  std::vector<CollectiveId> sources;
  for (const Uuid& id : ids) sources.push_back(CollectiveId{id});
  // In one order, so that two proposals at once do not wait for each other.
  std::ranges::sort(sources);
  return call.Write([&](pg::Transaction& tx) -> Result<v1::CollectiveChange> {
    QM_ASSIGN(const auto rows, HoldSources(call, tx, sources));
    const OrgPath home = HomeOfChange(rows[0]);
    for (const CollectiveRow& row : rows) {
      QM_TRY(call.MayTouch({.county = call.county(), .org_path = HomeOfChange(row).text()}));
    }
    ChangeRow change =
        NewChange(call, CollectiveChangeKind::kMerge, sources, home, request.reason());
    QM_ASSIGN(ChangePartRow part, ParsePart(call, "part", request.part(), rows[0]));
    part.items = {};  // all of it goes there
    change.parts.push_back(std::move(part));
    return Propose(call, tx, rows, std::move(change));
  });
}

Result<v1::CollectiveChange> CollectiveChangesService::ProposeSplit(
    rpc::Call& call, const v1::ProposeSplitRequest& request) {
  QM_TRY(ParentAtHome(call, request.parent()));
  QM_ASSIGN(const auto source,
            IdAtHome<CollectiveTag>(call, kChangeSource, request.source(), "source"));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::CollectiveChange> {
    QM_ASSIGN(const auto rows, HoldSources(call, tx, {source}));
    const OrgPath home = HomeOfChange(rows[0]);
    QM_TRY(call.MayTouch({.county = call.county(), .org_path = home.text()}));
    ChangeRow change =
        NewChange(call, CollectiveChangeKind::kSplit, {source}, home, request.reason());
    for (int i = 0; i < request.parts_size(); ++i) {
      if (!request.parts(i).collective().empty()) {
        return refusals::ChangeUnfit("A split makes new collectives.");
      }
      QM_ASSIGN(ChangePartRow part, ParsePart(call, "parts", request.parts(i), rows[0]));
      change.parts.push_back(std::move(part));
    }
    return Propose(call, tx, rows, std::move(change));
  });
}

Result<v1::CollectiveChange> CollectiveChangesService::ConfirmCollectiveChange(
    rpc::Call& call, const v1::ConfirmCollectiveChangeRequest& request) {
  QM_ASSIGN(const auto id,
            IdAtHome<CollectiveChangeTag>(call, kChangePattern, request.name(), "name"));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::CollectiveChange> {
    QM_ASSIGN(const ChangeRow change, LockChangeFor(call, tx, id));
    QM_TRY(DecideConfirmChange(change.facts, PersonOf(call)));
    QM_TRY(CarryOut(tx, call, change));
    return Decided(call, tx, change, CollectiveChangeState::kConfirmed, "");
  });
}

Result<v1::CollectiveChange> CollectiveChangesService::RejectCollectiveChange(
    rpc::Call& call, const v1::RejectCollectiveChangeRequest& request) {
  QM_ASSIGN(const auto id,
            IdAtHome<CollectiveChangeTag>(call, kChangePattern, request.name(), "name"));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::CollectiveChange> {
    QM_ASSIGN(const ChangeRow change, LockChangeFor(call, tx, id));
    QM_TRY(DecideRejectChange(change.facts, PersonOf(call)));
    return Decided(call, tx, change, CollectiveChangeState::kRejected, request.reason());
  });
}

Result<v1::CollectiveChange> CollectiveChangesService::WithdrawCollectiveChange(
    rpc::Call& call, const v1::WithdrawCollectiveChangeRequest& request) {
  QM_ASSIGN(const auto id,
            IdAtHome<CollectiveChangeTag>(call, kChangePattern, request.name(), "name"));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::CollectiveChange> {
    QM_ASSIGN(const ChangeRow change, LockChangeFor(call, tx, id));
    QM_TRY(DecideWithdrawChange(change.facts, PersonOf(call)));
    return Decided(call, tx, change, CollectiveChangeState::kWithdrawn, "");
  });
}

Result<v1::CollectiveChange> CollectiveChangesService::GetCollectiveChange(
    rpc::Call& call, const v1::GetCollectiveChangeRequest& request) {
  QM_ASSIGN(const auto id,
            IdAtHome<CollectiveChangeTag>(call, kChangePattern, request.name(), "name"));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::CollectiveChange> {
    QM_ASSIGN(const ChangeRow change, FindChange(tx, call.county(), id));
    QM_TRY(call.MayTouch({.county = call.county(), .org_path = change.org_path.text()}));
    return ReadChange(tx, call.county(), id);
  });
}

Result<v1::ListCollectiveChangesResponse> CollectiveChangesService::ListCollectiveChanges(
    rpc::Call& call, const v1::ListCollectiveChangesRequest& request) {
  QM_ASSIGN(const CountyId county, ParentAtHome(call, request.parent()));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  const auto within = PathsOf(call.Reach());
  const auto state = request.state() == 0 ? std::nullopt : std::optional<int>(request.state());
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListCollectiveChangesResponse> {
    v1::ListCollectiveChangesResponse response;
    *response.mutable_collective_changes() =
        ListChanges(tx, county, within, state, page.after, page.limit());
    response.set_next_page_token(rpc::CutPage(page, response.mutable_collective_changes()));
    return response;
  });
}

}  // namespace qianmo::registry
