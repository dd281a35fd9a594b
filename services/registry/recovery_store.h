// Recovery cases and their steps in the database.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pg/transaction.h"
#include "qianmo/registry/v1/recoveries.pb.h"
#include "registry/domain/asset.h"
#include "registry/domain/recovery.h"

namespace qianmo::registry {

struct RecoveryRow {
  RecoveryId id;
  AssetId asset;
  AssetState asset_state = AssetState::kIdle;  // before it was found to be occupied
  std::string org_path;
  Area area;
  std::vector<RecoveryStep> steps;
  std::int64_t version = 0;
};

std::string RecoveryName(CountyId county, RecoveryId id);  // "counties/7/recoveries/0192…"

std::optional<RecoveryRow> FindRecovery(pg::Transaction& tx, CountyId county, RecoveryId id);
// The same, held until the transaction ends.
std::optional<RecoveryRow> LockRecovery(pg::Transaction& tx, CountyId county, RecoveryId id);
// The case of this asset that is not over.
std::optional<RecoveryId> FindOpenRecovery(pg::Transaction& tx, CountyId county, AssetId asset);

struct NewRecovery {
  RecoveryId id;
  AssetId asset;
  AssetState asset_state = AssetState::kIdle;
  std::string org_path;
  std::string occupant;
  Area area;
};
// Its first step is still to be added.
void InsertRecovery(pg::Transaction& tx, CountyId county, const NewRecovery& recovery);

struct StepRecord {
  RecoveryStep step;
  Uuid evidence;
  std::string note;
  Uuid account;
  Time time;
};
void AddStep(pg::Transaction& tx, CountyId county, RecoveryId id, const StepRecord& record);
// What the last step made of the case; the money comes with BOOKED and stays.
void SaveRecoveryState(pg::Transaction& tx, CountyId county, RecoveryId id, RecoveryState state,
                       const std::optional<Fen>& recovered, const std::optional<Fen>& per_mu);

// It must exist.
v1::RecoveryCase ReadRecovery(pg::Transaction& tx, CountyId county, RecoveryId id);

struct RecoveryQuery {
  CountyId county;
  std::vector<std::string> within;
  std::optional<std::string> org_path;
  v1::RecoveryCase::State state = v1::RecoveryCase::STATE_UNSPECIFIED;
  std::optional<Uuid> after;
  int limit = 0;
};
google::protobuf::RepeatedPtrField<v1::RecoveryCase> ListRecoveriesOf(pg::Transaction& tx,
                                                                      const RecoveryQuery& query);

}  // namespace qianmo::registry
