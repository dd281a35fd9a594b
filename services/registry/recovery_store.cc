#include "registry/recovery_store.h"

#include "pg/list_statement.h"
#include "pg/reader.h"
#include "registry/file_link_store.h"

namespace qianmo::registry {
namespace {

static_assert(static_cast<int>(RecoveryState::kFound) == v1::RecoveryCase::STATE_FOUND);
static_assert(static_cast<int>(RecoveryState::kBooked) == v1::RecoveryCase::STATE_BOOKED);
static_assert(static_cast<int>(RecoveryState::kDropped) == v1::RecoveryCase::STATE_DROPPED);

constexpr char kCaseFacts[] =
    "SELECT id, asset_id, asset_state, org_path, area_e3, version FROM registry.recovery_case"
    " WHERE county_id = $1 AND id = $2";

constexpr pg::ListTable kCases = {
    .name = "registry.recovery_case", .alias = "r", .columns = "org_path, state"};

constexpr char kCaseColumns[] = R"(
  SELECT 'counties/' || r.county_id || '/recoveries/' || r.id AS name,
    'counties/' || r.county_id || '/assets/' || r.asset_id AS asset, r.state, r.occupant,
    r.area_e3 AS area_mu_e3, r.recovered_fen, r.recovered_per_mu_fen,
    (SELECT json_agg(json_build_object('state', t.state, 'step_date', t.step_date,
       'evidence', 'counties/' || t.county_id || '/files/' || t.evidence_id, 'note', t.note,
       'account', 'counties/' || t.county_id || '/accounts/' || t.account_id,
       'record_time', t.record_time::text) ORDER BY t.record_time, t.state)
     FROM registry.recovery_step t
     WHERE t.county_id = r.county_id AND t.case_id = r.id) AS steps,
    r.version AS etag
  FROM registry.recovery_case r WHERE r.county_id = $1)";

std::vector<RecoveryStep> StepsOf(pg::Transaction& tx, CountyId county, RecoveryId id) {
  std::vector<RecoveryStep> steps;
  for (const auto& row : tx.Run("SELECT state, step_date, person FROM registry.recovery_step"
                                " WHERE county_id = $1 AND case_id = $2 ORDER BY state",
                                county, id)) {
    steps.push_back({static_cast<RecoveryState>(pg::Get<int>(row, "state")),
                     pg::Get<Date>(row, "step_date"), pg::Get<Uuid>(row, "person")});
  }
  return steps;
}

std::optional<RecoveryRow> ReadCase(pg::Transaction& tx, CountyId county,
                                    const pqxx::result& rows) {
  if (rows.empty()) return std::nullopt;
  const auto id = pg::Get<RecoveryId>(rows[0], "id");
  return RecoveryRow{.id = id,
                     .asset = pg::Get<AssetId>(rows[0], "asset_id"),
                     .asset_state = static_cast<AssetState>(pg::Get<int>(rows[0], "asset_state")),
                     .org_path = pg::Get<std::string>(rows[0], "org_path"),
                     .area = Area(pg::Get<std::int64_t>(rows[0], "area_e3")),
                     .steps = StepsOf(tx, county, id),
                     .version = pg::Get<std::int64_t>(rows[0], "version")};
}

std::optional<std::int64_t> CountOf(const std::optional<Fen>& money) {
  return money ? std::optional(money->count()) : std::nullopt;
}

}  // namespace

std::string RecoveryName(CountyId county, RecoveryId id) {
  return "counties/" + std::to_string(county.number) + "/recoveries/" + id.ToString();
}

std::optional<RecoveryRow> FindRecovery(pg::Transaction& tx, CountyId county, RecoveryId id) {
  return ReadCase(tx, county, tx.Run(kCaseFacts, county, id));
}

std::optional<RecoveryRow> LockRecovery(pg::Transaction& tx, CountyId county, RecoveryId id) {
  return ReadCase(tx, county, tx.Run(std::string(kCaseFacts) + " FOR NO KEY UPDATE", county, id));
}

std::optional<RecoveryId> FindOpenRecovery(pg::Transaction& tx, CountyId county, AssetId asset) {
  const auto rows = tx.Run(
      "SELECT id FROM registry.recovery_case WHERE county_id = $1 AND asset_id = $2 AND state <= 4",
      county, asset);
  if (rows.empty()) return std::nullopt;
  return pg::Get<RecoveryId>(rows[0], "id");
}

void InsertRecovery(pg::Transaction& tx, CountyId county, const NewRecovery& recovery) {
  tx.Run(
      "INSERT INTO registry.recovery_case (county_id, id, asset_id, asset_state, org_path, state,"
      "  area_e3, occupant, version)"
      " VALUES ($1, $2, $3, $4, $5, 1, $6, $7, 1)",
      county, recovery.id, recovery.asset, static_cast<int>(recovery.asset_state),
      recovery.org_path, recovery.area.count(), recovery.occupant);
}

void AddStep(pg::Transaction& tx, CountyId county, RecoveryId id, const StepRecord& record) {
  tx.Run(
      "INSERT INTO registry.recovery_step (county_id, case_id, state, step_date, evidence_id, note,"
      "  account_id, person, record_time)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
      county, id, static_cast<int>(record.step.state), record.step.date, record.evidence,
      record.note, record.account, record.step.person, record.time);
  HangFile(tx, county, {FileObjectKind::kRecovery, id.uuid}, record.evidence);
}

void SaveRecoveryState(pg::Transaction& tx, CountyId county, RecoveryId id, RecoveryState state,
                       const std::optional<Fen>& recovered, const std::optional<Fen>& per_mu) {
  tx.Run(
      "UPDATE registry.recovery_case SET state = $3,"
      "  recovered_fen = coalesce($4, recovered_fen),"
      "  recovered_per_mu_fen = coalesce($5, recovered_per_mu_fen), version = version + 1"
      " WHERE county_id = $1 AND id = $2",
      county, id, static_cast<int>(state), CountOf(recovered), CountOf(per_mu));
}

v1::RecoveryCase ReadRecovery(pg::Transaction& tx, CountyId county, RecoveryId id) {
  return pg::ReadOne<v1::RecoveryCase>(
             tx.Run(std::string(kCaseColumns) + " AND r.id = $2", county, id))
      .value();
}

google::protobuf::RepeatedPtrField<v1::RecoveryCase> ListRecoveriesOf(pg::Transaction& tx,
                                                                      const RecoveryQuery& query) {
  pg::ListStatement list(kCases, query.county);
  list.Within(query.within);
  if (query.org_path) list.Within({*query.org_path});
  if (query.state != 0) list.Where("r.state = " + list.Bind(static_cast<int>(query.state)));
  list.After(query.after);
  google::protobuf::RepeatedPtrField<v1::RecoveryCase> cases;
  pg::ReadAll(list.Run(tx, kCaseColumns, query.limit), &cases);
  return cases;
}

}  // namespace qianmo::registry
