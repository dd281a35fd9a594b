#include "registry/asset_store.h"

#include "base/search_terms.h"
#include "pg/reader.h"
#include "registry/file_link_store.h"

namespace qianmo::registry {
namespace {

static_assert(static_cast<int>(AssetClass::kNonOperating) == v1::ASSET_CLASS_NON_OPERATING);
static_assert(static_cast<int>(RightType::kConstructionLand) == v1::RIGHT_TYPE_CONSTRUCTION_LAND);
static_assert(static_cast<int>(RightType::kIncomeRightUnits) == v1::RIGHT_TYPE_INCOME_RIGHT_UNITS);
static_assert(static_cast<int>(AssetState::kIdle) == v1::Asset::STATE_IDLE);
static_assert(static_cast<int>(AssetState::kRetired) == v1::Asset::STATE_RETIRED);
static_assert(static_cast<int>(Measure::kMu) + 1 == v1::MEASURE_MU);
static_assert(static_cast<int>(Measure::kItem) + 1 == v1::MEASURE_ITEM);

constexpr char kLifeColumns[] =
    "SELECT id, collective_id, org_path, state, undisputed_state, dispute_person, idle_since,"
    "  version"
    " FROM registry.asset WHERE county_id = $1 AND id = $2";

std::optional<AssetRow> ReadLife(const pqxx::result& rows) {
  if (rows.empty()) return std::nullopt;
  const auto& row = rows[0];
  AssetRow asset{.id = pg::Get<AssetId>(row, "id"),
                 .collective = pg::Get<Uuid>(row, "collective_id"),
                 .org_path = pg::Get<std::string>(row, "org_path"),
                 .life = {.state = static_cast<AssetState>(pg::Get<int>(row, "state")),
                          .disputer = pg::Get<std::optional<Uuid>>(row, "dispute_person"),
                          .idle_since = pg::Get<std::optional<Time>>(row, "idle_since")},
                 .version = pg::Get<std::int64_t>(row, "version")};
  const auto undisputed = pg::Get<std::optional<int>>(row, "undisputed_state");
  if (undisputed) asset.life.undisputed = static_cast<AssetState>(*undisputed);
  return asset;
}

void AddEvent(pg::Transaction& tx, CountyId county, AssetId id, const AssetDeed& deed) {
  tx.Run(
      "INSERT INTO registry.asset_event (county_id, asset_id, id, version, kind, state,"
      "  quantity_e3, collective_id, reason, cause, account_id, event_time)"
      " SELECT county_id, id, $3, version, $4, state, quantity_e3, collective_id, $5, $6, $7, $8"
      " FROM registry.asset WHERE county_id = $1 AND id = $2",
      county, id, Uuid::Make(deed.time), static_cast<int>(deed.kind), deed.reason, deed.cause,
      deed.account, deed.time);
}

void SavePhotos(pg::Transaction& tx, CountyId county, AssetId id, const std::vector<Uuid>& files) {
  tx.Run("DELETE FROM registry.asset_photo WHERE county_id = $1 AND asset_id = $2", county, id);
  tx.Run(
      "INSERT INTO registry.asset_photo (county_id, asset_id, position, file_id)"
      " SELECT $1, $2, position, file_id"
      " FROM unnest($3::uuid[]) WITH ORDINALITY AS file (file_id, position)",
      county, id, pg::Array(files));
  HangFiles(tx, county, {FileObjectKind::kAsset, id.uuid}, files);
}

void SaveParts(pg::Transaction& tx, CountyId county, AssetId id,
               const std::vector<AssetPart>& parts, Time now) {
  std::vector<PartId> there;
  for (const AssetPart& part : parts) {
    if (part.id) there.push_back(*part.id);
  }
  tx.Run(
      "UPDATE registry.asset_part SET end_time = $4"
      " WHERE county_id = $1 AND asset_id = $2 AND end_time IS NULL AND NOT id = ANY ($3::uuid[])",
      county, id, pg::Array(there), now);
  for (const AssetPart& part : parts) {
    tx.Run(
        "INSERT INTO registry.asset_part (county_id, asset_id, id, display_name, layer,"
        "  quantity_e3)"
        " VALUES ($1, $2, $3, $4, $5, $6)"
        " ON CONFLICT (county_id, asset_id, id) DO UPDATE SET"
        "  display_name = $4, layer = $5, quantity_e3 = $6",
        county, id, part.id.value_or(PartId::Make(now)), part.display_name, part.layer,
        part.quantity_e3);
  }
}

void SaveLists(pg::Transaction& tx, CountyId county, AssetId id, const AssetDraft& draft,
               Time now) {
  SaveOwners(tx, county, id, draft.owners);
  SavePhotos(tx, county, id, draft.photos);
  SaveParts(tx, county, id, draft.parts, now);
}

}  // namespace

std::vector<std::string> AssetSearchTerms(const AssetDraft& draft) {
  std::vector<std::string> terms = SearchTerms(draft.display_name);
  for (const std::string* code : {&draft.parcel_code, &draft.contract_code, &draft.unit_number}) {
    if (!code->empty()) terms.push_back(FoldName(*code));
  }
  return terms;
}

int NumberOf(Measure measure) { return static_cast<int>(measure) + 1; }

const char kSelectAsset[] = R"(
  SELECT 'counties/' || a.county_id || '/assets/' || a.id AS name,
    'counties/' || a.county_id || '/collectives/' || a.collective_id AS collective,
    a.asset_class, a.right_type, a.display_name, a.measure, a.quantity_e3, a.book_value_fen,
    a.site, a.parcel_code, a.contract_code, a.unit_number,
    (SELECT json_agg('counties/' || p.county_id || '/files/' || p.file_id ORDER BY p.position)
     FROM registry.asset_photo p WHERE p.county_id = a.county_id AND p.asset_id = a.id) AS photos,
    (SELECT json_agg(json_build_object(
       'collective', 'counties/' || o.county_id || '/collectives/' || o.collective_id,
       'partner', 'counties/' || o.county_id || '/partners/' || o.partner_id,
       'numerator', o.numerator, 'denominator', o.denominator) ORDER BY o.position)
     FROM registry.asset_owner o WHERE o.county_id = a.county_id AND o.asset_id = a.id) AS owners,
    (SELECT json_agg(json_build_object('id', t.id, 'display_name', t.display_name,
       'layer', t.layer, 'quantity_e3', t.quantity_e3) ORDER BY t.id)
     FROM registry.asset_part t
     WHERE t.county_id = a.county_id AND t.asset_id = a.id AND t.end_time IS NULL) AS parts,
    a.state, a.idle_since AS idle_since_time, a.undisputed_state,
    EXISTS (SELECT FROM registry.parcel m WHERE m.county_id = a.county_id AND m.asset_id = a.id
            AND m.disputed) AS parcel_disputed,
    a.create_time, a.update_time, a.version AS etag
  FROM registry.asset a WHERE a.county_id = $1)";

std::string AssetName(CountyId county, AssetId id) {
  return "counties/" + std::to_string(county.number) + "/assets/" + id.ToString();
}

std::optional<AssetRow> FindAsset(pg::Transaction& tx, CountyId county, AssetId id) {
  return ReadLife(tx.Run(kLifeColumns, county, id));
}

std::optional<AssetRow> LockAsset(pg::Transaction& tx, CountyId county, AssetId id) {
  return ReadLife(tx.Run(std::string(kLifeColumns) + " FOR NO KEY UPDATE", county, id));
}

std::vector<PartId> PartsOf(pg::Transaction& tx, CountyId county, AssetId id) {
  std::vector<PartId> parts;
  for (const auto& row : tx.Run("SELECT id FROM registry.asset_part"
                                " WHERE county_id = $1 AND asset_id = $2 AND end_time IS NULL",
                                county, id)) {
    parts.push_back(pg::Get<PartId>(row, "id"));
  }
  return parts;
}

std::vector<OwnerShare> OwnersOf(pg::Transaction& tx, CountyId county, AssetId id) {
  std::vector<OwnerShare> owners;
  for (const auto& row :
       tx.Run("SELECT collective_id IS NULL AS external,"
              "  coalesce(collective_id, partner_id) AS owner, numerator, denominator"
              " FROM registry.asset_owner WHERE county_id = $1 AND asset_id = $2 ORDER BY position",
              county, id)) {
    owners.push_back({.external = pg::Get<bool>(row, "external"),
                      .owner = pg::Get<Uuid>(row, "owner"),
                      .share = Fraction(pg::Get<std::int64_t>(row, "numerator"),
                                        pg::Get<std::int64_t>(row, "denominator"))});
  }
  return owners;
}

std::vector<std::string> OwnerPathsOf(pg::Transaction& tx, CountyId county, AssetId id) {
  std::vector<std::string> paths;
  for (const auto& row :
       tx.Run("SELECT c.org_path FROM registry.asset_owner o"
              " JOIN registry.collective c ON c.county_id = o.county_id AND c.id = o.collective_id"
              " WHERE o.county_id = $1 AND o.asset_id = $2 ORDER BY o.position",
              county, id)) {
    paths.push_back(pg::Get<std::string>(row, "org_path"));
  }
  return paths;
}

std::string HoldDisputedParcel(pg::Transaction& tx, CountyId county, AssetId id) {
  std::string name;
  for (const auto& row :
       tx.Run("SELECT 'counties/' || county_id || '/parcels/' || id AS name, disputed"
              " FROM registry.parcel WHERE county_id = $1 AND asset_id = $2 ORDER BY id FOR SHARE",
              county, id)) {
    if (pg::Get<bool>(row, "disputed")) name = pg::Get<std::string>(row, "name");
  }
  return name;
}

void InsertAsset(pg::Transaction& tx, CountyId county, AssetId id, const AssetKeeper& keeper,
                 const AssetDraft& draft, const AssetDeed& deed) {
  const AssetLife life = NewAsset(deed.time);
  tx.Run(
      "INSERT INTO registry.asset (county_id, id, collective_id, org_path, asset_class, right_type,"
      "  display_name, search_terms, measure, quantity_e3, book_value_fen, site, parcel_code,"
      "  contract_code, unit_number, state, idle_since, create_time, update_time, version)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,"
      "  $18, 1)",
      county, id, keeper.collective, keeper.org_path, static_cast<int>(draft.asset_class),
      static_cast<int>(draft.right), draft.display_name, pg::Array(AssetSearchTerms(draft)),
      NumberOf(draft.measure), draft.quantity_e3, draft.book_value.count(), draft.site,
      draft.parcel_code, draft.contract_code, draft.unit_number, static_cast<int>(life.state),
      life.idle_since, deed.time);
  SaveLists(tx, county, id, draft, deed.time);
  AddEvent(tx, county, id, deed);
}

void SaveAsset(pg::Transaction& tx, CountyId county, AssetId id, const AssetDraft& draft,
               const AssetDeed& deed) {
  tx.Run(
      "UPDATE registry.asset SET right_type = $3, display_name = $4, search_terms = $5,"
      "  measure = $6, quantity_e3 = $7, book_value_fen = $8, site = $9, parcel_code = $10,"
      "  contract_code = $11, unit_number = $12, update_time = $13, version = version + 1"
      " WHERE county_id = $1 AND id = $2",
      county, id, static_cast<int>(draft.right), draft.display_name,
      pg::Array(AssetSearchTerms(draft)), NumberOf(draft.measure), draft.quantity_e3,
      draft.book_value.count(), draft.site, draft.parcel_code, draft.contract_code,
      draft.unit_number, deed.time);
  SaveLists(tx, county, id, draft, deed.time);
  AddEvent(tx, county, id, deed);
}

void SaveLife(pg::Transaction& tx, CountyId county, AssetId id, const AssetLife& life,
              const AssetDeed& deed) {
  std::optional<int> undisputed;
  if (life.undisputed) undisputed = static_cast<int>(*life.undisputed);
  tx.Run(
      "UPDATE registry.asset SET state = $3, undisputed_state = $4, dispute_person = $5,"
      "  idle_since = $6, update_time = $7, version = version + 1"
      " WHERE county_id = $1 AND id = $2",
      county, id, static_cast<int>(life.state), undisputed, life.disputer, life.idle_since,
      deed.time);
  AddEvent(tx, county, id, deed);
}

void SaveCounted(pg::Transaction& tx, CountyId county, AssetId id, std::int64_t quantity_e3,
                 std::int64_t value_fen, const AssetLife& life, const AssetDeed& deed) {
  tx.Run(
      "UPDATE registry.asset SET quantity_e3 = $3, book_value_fen = $4"
      " WHERE county_id = $1 AND id = $2",
      county, id, quantity_e3, value_fen);
  SaveLife(tx, county, id, life, deed);
}

void SaveOwners(pg::Transaction& tx, CountyId county, AssetId id,
                const std::vector<OwnerShare>& owners) {
  tx.Run("DELETE FROM registry.asset_owner WHERE county_id = $1 AND asset_id = $2", county, id);
  int position = 0;
  for (const OwnerShare& owner : owners) {
    const auto collective = owner.external ? std::nullopt : std::optional(owner.owner);
    const auto partner = owner.external ? std::optional(owner.owner) : std::nullopt;
    tx.Run(
        "INSERT INTO registry.asset_owner (county_id, asset_id, position, collective_id,"
        "  partner_id, numerator, denominator)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        county, id, ++position, collective, partner, owner.share.numerator(),
        owner.share.denominator());
  }
}

v1::Asset ReadAsset(pg::Transaction& tx, CountyId county, AssetId id) {
  return pg::ReadOne<v1::Asset>(tx.Run(std::string(kSelectAsset) + " AND a.id = $2", county, id))
      .value();
}

google::protobuf::RepeatedPtrField<v1::AssetEvent> ListEventsOf(pg::Transaction& tx,
                                                                CountyId county, AssetId id,
                                                                const std::optional<Uuid>& after,
                                                                int limit) {
  google::protobuf::RepeatedPtrField<v1::AssetEvent> events;
  pg::ReadAll(
      tx.Run("SELECT 'counties/' || e.county_id || '/assets/' || e.asset_id || '/events/' || e.id"
             "  AS name, e.kind, e.state, e.quantity_e3,"
             "  'counties/' || e.county_id || '/collectives/' || e.collective_id AS collective,"
             "  e.reason, e.cause,"
             "  'counties/' || e.county_id || '/accounts/' || e.account_id AS account, e.event_time"
             " FROM registry.asset_event e WHERE e.county_id = $1 AND e.asset_id = $2"
             "  AND ($3::uuid IS NULL OR e.id > $3) ORDER BY e.id LIMIT $4",
             county, id, after, limit),
      &events);
  return events;
}

}  // namespace qianmo::registry
