#include "registry/collective_change_store.h"

#include <algorithm>
#include <stdexcept>

#include "pg/list_statement.h"
#include "pg/reader.h"
#include "registry/domain/collective_refusals.h"

namespace qianmo::registry {
namespace {

static_assert(static_cast<int>(CollectiveChangeKind::kMerge) == v1::CollectiveChange::KIND_MERGE);
static_assert(static_cast<int>(CollectiveChangeKind::kSplit) == v1::CollectiveChange::KIND_SPLIT);
static_assert(static_cast<int>(CollectiveChangeState::kWithdrawn) ==
              v1::CollectiveChange::STATE_WITHDRAWN);

constexpr pg::ListTable kChanges = {
    .name = "registry.collective_change", .alias = "x", .columns = "org_path, state"};

// The names of what goes to a part `p`.
std::string NamesOfItems(const std::string& collection, CollectiveChangeItem kind) {
  return "(SELECT json_agg('counties/' || i.county_id || '/" + collection +
         "/' || i.item_id ORDER BY i.item_id) FROM registry.collective_change_item i"
         " WHERE i.county_id = p.county_id AND i.change_id = p.change_id"
         "  AND i.part_id = p.collective_id AND i.kind = " +
         std::to_string(static_cast<int>(kind)) + ")";
}

const std::string kSelectChange =
    R"(
  SELECT 'counties/' || x.county_id || '/collectiveChanges/' || x.id AS name, x.kind, x.state,
    (SELECT json_agg('counties/' || s.county_id || '/collectives/' || s.collective_id
                     ORDER BY s.collective_id)
       FROM registry.collective_change_source s
       WHERE s.county_id = x.county_id AND s.change_id = x.id) AS sources,
    (SELECT json_agg(json_build_object(
         'collective', 'counties/' || p.county_id || '/collectives/' || p.collective_id,
         'display_name', p.name, 'credit_code', p.credit_code,
         'collective_units', p.collective_units,
         'households', )" +
    NamesOfItems("households", CollectiveChangeItem::kHousehold) + ", 'collectives', " +
    NamesOfItems("collectives", CollectiveChangeItem::kCollective) + ", 'assets', " +
    NamesOfItems("assets", CollectiveChangeItem::kAsset) + ", 'parcels', " +
    NamesOfItems("parcels", CollectiveChangeItem::kParcel) + R"()
         ORDER BY p.position)
       FROM registry.collective_change_part p
       WHERE p.county_id = x.county_id AND p.change_id = x.id) AS parts,
    x.org_path, x.reason, 'counties/' || x.county_id || '/accounts/' || x.proposer_id AS proposer,
    x.propose_time, 'counties/' || x.county_id || '/accounts/' || x.decider_id AS decider,
    x.decide_time, x.decide_reason, x.carried_account_count AS "carried_accounts.account_count",
    x.carried_grant_count AS "carried_accounts.grant_count",
    CASE WHEN x.carry_time IS NOT NULL THEN to_json(x.left_grants) END
      AS "carried_accounts.left_grants", x.carry_time AS "carried_accounts.carry_time"
  FROM registry.collective_change x WHERE x.county_id = $1)";

constexpr char kChangeFacts[] =
    "SELECT kind, state, org_path, reason, proposer_person FROM registry.collective_change"
    " WHERE county_id = $1 AND id = $2";

template <class T>
std::vector<T> ColumnOf(const pqxx::result& rows, const char* column) {
  std::vector<T> values;
  for (const auto& row : rows) values.push_back(pg::Get<T>(row, column));
  return values;
}

std::vector<Uuid> ItemsOf(pg::Transaction& tx, CountyId county, CollectiveChangeId id,
                          CollectiveId part, CollectiveChangeItem kind) {
  return ColumnOf<Uuid>(
      tx.Run("SELECT item_id FROM registry.collective_change_item WHERE county_id = $1"
             "  AND change_id = $2 AND part_id = $3 AND kind = $4 ORDER BY item_id",
             county, id, part, static_cast<int>(kind)),
      "item_id");
}

std::vector<ChangePartRow> PartsOf(pg::Transaction& tx, CountyId county, CollectiveChangeId id) {
  std::vector<ChangePartRow> parts;
  for (const auto& row : tx.Run("SELECT collective_id, name, credit_code, collective_units"
                                " FROM registry.collective_change_part"
                                " WHERE county_id = $1 AND change_id = $2 ORDER BY position",
                                county, id)) {
    const auto part = pg::Get<CollectiveId>(row, "collective_id");
    PartItems items{.collective_units = Units(pg::Get<std::int64_t>(row, "collective_units"))};
    for (const ItemList& list : kItemLists) {
      items.*list.ids = ItemsOf(tx, county, id, part, list.kind);
    }
    parts.push_back(
        {.collective = part,
         .name = pg::Get<std::string>(row, "name"),
         .credit_code = pg::Get<std::optional<std::string>>(row, "credit_code").value_or(""),
         .items = std::move(items)});
  }
  return parts;
}

Result<ChangeRow> OneChange(pg::Transaction& tx, CountyId county, CollectiveChangeId id,
                            const pqxx::result& rows) {
  if (rows.empty()) return refusals::ChangeNotFound();
  const auto& row = rows[0];
  auto path = OrgPath::Parse(pg::Get<std::string>(row, "org_path"));
  if (!path) throw std::runtime_error("a stored organisation path does not parse");
  return ChangeRow{
      .id = id,
      .facts = {.kind = static_cast<CollectiveChangeKind>(pg::Get<int>(row, "kind")),
                .state = static_cast<CollectiveChangeState>(pg::Get<int>(row, "state")),
                .proposer_person = pg::Get<Uuid>(row, "proposer_person")},
      .org_path = *std::move(path),
      .sources = ColumnOf<CollectiveId>(
          tx.Run("SELECT collective_id FROM registry.collective_change_source"
                 " WHERE county_id = $1 AND change_id = $2 ORDER BY collective_id",
                 county, id),
          "collective_id"),
      .parts = PartsOf(tx, county, id),
      .reason = pg::Get<std::string>(row, "reason")};
}

void InsertItems(pg::Transaction& tx, CountyId county, CollectiveChangeId id, CollectiveId part,
                 CollectiveChangeItem kind, const std::vector<Uuid>& items) {
  tx.Run(
      "INSERT INTO registry.collective_change_item (county_id, change_id, kind, item_id, part_id)"
      " SELECT $1, $2, $3, item_id, $5 FROM unnest($4::uuid[]) AS item_id",
      county, id, static_cast<int>(kind), pg::Array(items), part);
}

// The table of such items, up to whose they are.
std::string_view ItemsOwnedBy(CollectiveChangeItem kind) {
  switch (kind) {
    case CollectiveChangeItem::kHousehold:
      return "household WHERE collective_id";
    case CollectiveChangeItem::kCollective:
      return "collective WHERE state = 1 AND parent_id";
    case CollectiveChangeItem::kAsset:
      return "asset WHERE collective_id";
    case CollectiveChangeItem::kParcel:
      return "parcel WHERE asset_id IS NULL AND collective_id";
  }
  throw std::logic_error("no such kind of items");
}

}  // namespace

std::string ChangeName(CountyId county, CollectiveChangeId id) {
  return "counties/" + std::to_string(county.number) + "/collectiveChanges/" + id.ToString();
}

Result<ChangeRow> FindChange(pg::Transaction& tx, CountyId county, CollectiveChangeId id) {
  return OneChange(tx, county, id, tx.Run(kChangeFacts, county, id));
}

Result<ChangeRow> LockChange(pg::Transaction& tx, CountyId county, CollectiveChangeId id) {
  return OneChange(tx, county, id, tx.Run(std::string(kChangeFacts) + " FOR UPDATE", county, id));
}

v1::CollectiveChange ReadChange(pg::Transaction& tx, CountyId county, CollectiveChangeId id) {
  auto change =
      pg::ReadOne<v1::CollectiveChange>(tx.Run(kSelectChange + " AND x.id = $2", county, id));
  if (!change) throw std::runtime_error("a change that was there is gone");
  return *std::move(change);
}

google::protobuf::RepeatedPtrField<v1::CollectiveChange> ListChanges(
    pg::Transaction& tx, CountyId county, const std::vector<std::string>& within,
    std::optional<int> state, const std::optional<Uuid>& after, int limit) {
  pg::ListStatement statement(kChanges, county);
  statement.Within(within);
  if (state) statement.Where("x.state = " + statement.Bind(*state));
  statement.After(after);
  google::protobuf::RepeatedPtrField<v1::CollectiveChange> changes;
  pg::ReadAll(statement.Run(tx, kSelectChange, limit), &changes);
  return changes;
}

bool AnyInOpenChange(pg::Transaction& tx, CountyId county, const std::vector<CollectiveId>& ids) {
  return !tx.Run(
                "SELECT collective_id FROM registry.collective_change_source"
                " WHERE county_id = $1 AND collective_id = ANY ($2::uuid[]) AND open LIMIT 1",
                county, pg::Array(ids))
              .empty();
}

void InsertChange(pg::Transaction& tx, CountyId county, const ChangeRow& row, const Uuid& proposer,
                  Time now) {
  tx.Run(
      "INSERT INTO registry.collective_change (county_id, id, kind, state, org_path, reason,"
      "  proposer_id, proposer_person, propose_time, decide_reason)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '')",
      county, row.id, static_cast<int>(row.facts.kind), static_cast<int>(row.facts.state),
      row.org_path.text(), row.reason, proposer, row.facts.proposer_person, now);
  tx.Run(
      "INSERT INTO registry.collective_change_source (county_id, change_id, collective_id, open)"
      " SELECT $1, $2, collective_id, true FROM unnest($3::uuid[]) AS collective_id",
      county, row.id, pg::Array(row.sources));
  int position = 0;
  for (const ChangePartRow& part : row.parts) {
    tx.Run(
        "INSERT INTO registry.collective_change_part (county_id, change_id, collective_id,"
        "  position, name, credit_code, collective_units)"
        " VALUES ($1, $2, $3, $4, $5, nullif($6, ''), $7)",
        county, row.id, part.collective, position++, part.name, part.credit_code,
        part.items.collective_units.count());
    for (const ItemList& list : kItemLists) {
      InsertItems(tx, county, row.id, part.collective, list.kind, part.items.*list.ids);
    }
  }
}

void EndChange(pg::Transaction& tx, CountyId county, CollectiveChangeId id,
               CollectiveChangeState state, const Uuid& account, const Uuid& person,
               const std::string& reason, Time now) {
  tx.Run(
      "UPDATE registry.collective_change SET state = $3, decider_id = $4, decider_person = $5,"
      "  decide_time = $6, decide_reason = $7"
      " WHERE county_id = $1 AND id = $2",
      county, id, static_cast<int>(state), account, person, now, reason);
  tx.Run(
      "UPDATE registry.collective_change_source SET open = false"
      " WHERE county_id = $1 AND change_id = $2",
      county, id);
}

void SetCarriedAccounts(pg::Transaction& tx, CountyId county, CollectiveChangeId id,
                        const CarriedAccounts& carried, Time now) {
  tx.Run(
      "UPDATE registry.collective_change SET carried_account_count = $3, carried_grant_count = $4,"
      "  left_grants = $5, carry_time = $6"
      " WHERE county_id = $1 AND id = $2",
      county, id, carried.accounts, carried.grants, pg::Array(carried.left_grants), now);
}

std::vector<Uuid> OwnItems(pg::Transaction& tx, CountyId county, CollectiveId id,
                           CollectiveChangeItem kind, const std::vector<Uuid>& items) {
  return ColumnOf<Uuid>(tx.Run("SELECT id FROM registry." + std::string(ItemsOwnedBy(kind)) +
                                   " = $2 AND county_id = $1 AND id = ANY ($3::uuid[])",
                               county, id, pg::Array(items)),
                        "id");
}

std::vector<CollectiveId> CollectivesBelow(pg::Transaction& tx, CountyId county, CollectiveId id) {
  return ColumnOf<CollectiveId>(
      tx.Run("SELECT id FROM registry.collective"
             " WHERE county_id = $1 AND parent_id = $2 AND state = 1 ORDER BY id FOR UPDATE",
             county, id),
      "id");
}

void EndCollective(pg::Transaction& tx, CountyId county, CollectiveId id, Time now) {
  tx.Run(
      "UPDATE registry.collective SET state = $3, end_time = $4, version = version + 1"
      " WHERE county_id = $1 AND id = $2",
      county, id, static_cast<int>(CollectiveState::kEnded), now);
}

void AddSuccessor(pg::Transaction& tx, CountyId county, CollectiveId id, CollectiveId successor,
                  CollectiveChangeId change) {
  tx.Run(
      "INSERT INTO registry.collective_successor (county_id, collective_id, successor_id,"
      "  change_id)"
      " VALUES ($1, $2, $3, $4)",
      county, id, successor, change);
}

void MoveCollective(pg::Transaction& tx, CountyId county, const Collective& collective,
                    CollectiveId parent, const OrgPath& to_path) {
  tx.Run(
      "UPDATE registry.collective SET org_path = $5 || substr(org_path, length($4) + 1),"
      "  parent_id = CASE WHEN id = $2 THEN $3 ELSE parent_id END, version = version + 1"
      " WHERE county_id = $1 AND starts_with(org_path, $4) AND (id = $2 OR state = 1)",
      county, collective.id, parent, collective.org_path.text(), to_path.text());
}

void RehomeChanges(pg::Transaction& tx, CountyId county, const OrgPath& from, const OrgPath& to) {
  tx.Run(
      "UPDATE registry.collective_change SET org_path = $3 || substr(org_path, length($2) + 1)"
      " WHERE county_id = $1 AND starts_with(org_path, $2)",
      county, from.text(), to.text());
}

}  // namespace qianmo::registry
