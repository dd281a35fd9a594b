// Assets in the database: for deciding, for readers, and their changes. Every change moves the
// version, and with it the etag, and leaves an event.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/money.h"
#include "pg/transaction.h"
#include "qianmo/registry/v1/asset_resources.pb.h"
#include "registry/domain/asset.h"

namespace qianmo::registry {

// What a rule asks of an asset.
struct AssetRow {
  AssetId id;
  Uuid collective;
  std::string org_path;
  AssetLife life;
  std::int64_t version = 0;
};

struct AssetPart {
  std::optional<PartId> id = {};  // nothing for a new one
  std::string display_name = {};
  int layer = 0;
  std::int64_t quantity_e3 = 0;
};

// What people say of an asset.
struct AssetDraft {
  AssetClass asset_class = AssetClass::kResource;
  RightType right = RightType::kNone;
  std::string display_name = {};
  Measure measure = Measure::kMu;
  std::int64_t quantity_e3 = 0;
  Fen book_value = {};
  std::string site = {};
  std::string parcel_code = {};
  std::string contract_code = {};
  std::string unit_number = {};
  std::vector<Uuid> photos = {};
  std::vector<OwnerShare> owners = {};
  std::vector<AssetPart> parts = {};
};

// What an event says besides the asset after it. The kinds are those of AssetEvent.
struct AssetDeed {
  v1::AssetEvent::Kind kind = v1::AssetEvent::KIND_UNSPECIFIED;
  std::string reason = {};
  std::string cause = {};
  std::optional<Uuid> account = {};  // nothing for a service
  Time time;
};

std::string AssetName(CountyId county, AssetId id);  // "counties/7/assets/0192…"

// The number of qianmo.registry.v1.
int NumberOf(Measure measure);
// Character pairs of its name, and its codes as a whole.
std::vector<std::string> AssetSearchTerms(const AssetDraft& draft);

std::optional<AssetRow> FindAsset(pg::Transaction& tx, CountyId county, AssetId id);
// The same, held until the transaction ends.
std::optional<AssetRow> LockAsset(pg::Transaction& tx, CountyId county, AssetId id);
// Those of them that are still there.
std::vector<PartId> PartsOf(pg::Transaction& tx, CountyId county, AssetId id);
std::vector<OwnerShare> OwnersOf(pg::Transaction& tx, CountyId county, AssetId id);
// Of the collectives among them.
std::vector<std::string> OwnerPathsOf(pg::Transaction& tx, CountyId county, AssetId id);
// Names a parcel of the asset that is disputed; "" where there is none. They stay as they are until
// the transaction ends.
std::string HoldDisputedParcel(pg::Transaction& tx, CountyId county, AssetId id);

struct AssetKeeper {
  Uuid collective;
  std::string org_path;
};
void InsertAsset(pg::Transaction& tx, CountyId county, AssetId id, const AssetKeeper& keeper,
                 const AssetDraft& draft, const AssetDeed& deed);
void SaveAsset(pg::Transaction& tx, CountyId county, AssetId id, const AssetDraft& draft,
               const AssetDeed& deed);
void SaveLife(pg::Transaction& tx, CountyId county, AssetId id, const AssetLife& life,
              const AssetDeed& deed);
// What a count found.
void SaveCounted(pg::Transaction& tx, CountyId county, AssetId id, std::int64_t quantity_e3,
                 std::int64_t value_fen, const AssetLife& life, const AssetDeed& deed);
void SaveOwners(pg::Transaction& tx, CountyId county, AssetId id,
                const std::vector<OwnerShare>& owners);

// It must exist.
v1::Asset ReadAsset(pg::Transaction& tx, CountyId county, AssetId id);
// Oldest first; `after` is the last of the page before.
google::protobuf::RepeatedPtrField<v1::AssetEvent> ListEventsOf(pg::Transaction& tx,
                                                                CountyId county, AssetId id,
                                                                const std::optional<Uuid>& after,
                                                                int limit);

// "SELECT … FROM registry.asset a WHERE a.county_id = $1": the columns of an Asset.
extern const char kSelectAsset[];

}  // namespace qianmo::registry
