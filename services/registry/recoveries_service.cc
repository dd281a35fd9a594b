#include "registry/recoveries_service.h"

#include "base/text.h"
#include "registry/asset_requests.h"
#include "registry/domain/asset_refusals.h"
#include "registry/file_access.h"
#include "registry/recovery_store.h"
#include "rpc/page.h"

namespace qianmo::registry {
namespace {

// The case of this name, in the caller's scope, as `find` finds it. Refuses RECOVERY_NOT_FOUND.
using FindingRecovery = std::optional<RecoveryRow> (&)(pg::Transaction&, CountyId, RecoveryId);
Result<RecoveryRow> RequireRecovery(pg::Transaction& tx, rpc::Call& call, std::string_view name,
                                    FindingRecovery find) {
  QM_ASSIGN(const RecoveryId id,
            IdAtHome<struct RecoveryTag>(call, "counties/*/recoveries/*", name, "name"));
  const auto recovery = find(tx, call.county(), id);
  if (!recovery) return refusals::RecoveryNotFound();
  QM_TRY(call.MayTouch({.county = call.county(), .org_path = recovery->org_path}));
  return *recovery;
}

// The step that a request describes, with its evidence.
template <class Request>
Result<StepRecord> ParseStep(pg::Transaction& tx, rpc::Call& call, const Request& request,
                             RecoveryState state) {
  StepRecord record{.step = {.state = state, .date = {}, .person = PersonOf(call)},
                    .evidence = {},
                    .note = {},
                    .account = AccountOf(call),
                    .time = call.now()};
  QM_ASSIGN(record.step.date, ParseDay("step_date", request.step_date()));
  QM_ASSIGN(record.evidence, RequireFileToHang(tx, call, request.evidence(), "evidence"));
  QM_ASSIGN(record.note, NormalizeName(request.note()));
  return record;
}

// What the step makes of the asset.
Result<Done> FollowAsset(pg::Transaction& tx, rpc::Call& call, const RecoveryRow& recovery,
                         const StepRecord& record) {
  if (record.step.state != RecoveryState::kListable &&
      record.step.state != RecoveryState::kDropped) {
    return Done{};
  }
  const AssetRow asset = *LockAsset(tx, call.county(), recovery.asset);
  AssetLife life;
  if (record.step.state == RecoveryState::kListable) {
    QM_ASSIGN(life, DecideRecovered(asset.life, call.now()));
  } else {
    QM_ASSIGN(life, DecideNotOccupied(asset.life, recovery.asset_state, call.now()));
  }
  SaveLife(tx, call.county(), asset.id, life,
           DeedOf(call, v1::AssetEvent::KIND_STATE_CHANGED, "",
                  RecoveryName(call.county(), recovery.id)));
  return Done{};
}

}  // namespace

Result<v1::RecoveryCase> RecoveriesService::OpenRecovery(rpc::Call& call,
                                                         const v1::OpenRecoveryRequest& request) {
  QM_ASSIGN(const CountyId county, ParentAtHome(call, request.parent()));
  QM_ASSIGN(const std::string occupant, ParseReadable("occupant", request.occupant()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::RecoveryCase> {
    QM_ASSIGN(const AssetRow asset, RequireAsset(tx, call, request.asset(), "asset", LockAsset));
    const auto open = FindOpenRecovery(tx, county, asset.id);
    if (open) return refusals::RecoveryUnderWay(RecoveryName(county, *open));
    QM_ASSIGN(const AssetLife life, DecideOccupied(asset.life));
    QM_ASSIGN(const StepRecord record, ParseStep(tx, call, request, RecoveryState::kFound));
    QM_TRY(DecideStep({}, record.step, std::nullopt, BeijingDate(call.now())));
    const RecoveryId id = RecoveryId::Make(call.now());
    InsertRecovery(tx, county,
                   {.id = id,
                    .asset = asset.id,
                    .asset_state = asset.life.state,
                    .org_path = asset.org_path,
                    .occupant = occupant,
                    .area = Area(request.area_mu_e3())});
    AddStep(tx, county, id, record);
    SaveLife(tx, county, asset.id, life,
             DeedOf(call, v1::AssetEvent::KIND_STATE_CHANGED, "", RecoveryName(county, id)));
    return ReadRecovery(tx, county, id);
  });
}

Result<v1::RecoveryCase> RecoveriesService::AdvanceRecovery(
    rpc::Call& call, const v1::AdvanceRecoveryRequest& request) {
  std::optional<Fen> recovered;
  if (request.has_recovered_fen()) recovered = Fen(request.recovered_fen());
  return call.Write([&](pg::Transaction& tx) -> Result<v1::RecoveryCase> {
    QM_ASSIGN(const RecoveryRow recovery, RequireRecovery(tx, call, request.name(), LockRecovery));
    QM_TRY(CheckEtag(request.etag(), recovery.version));
    QM_TRY(RequireGiven(v1::RecoveryCase::State_IsValid(request.state()), "state"));
    const auto state = static_cast<RecoveryState>(request.state());
    QM_ASSIGN(const StepRecord record, ParseStep(tx, call, request, state));
    QM_TRY(DecideStep(recovery.steps, record.step, recovered, BeijingDate(call.now())));
    QM_TRY(FollowAsset(tx, call, recovery, record));
    AddStep(tx, call.county(), recovery.id, record);
    std::optional<Fen> per_mu;
    if (recovered) per_mu = PerMu(*recovered, recovery.area);
    SaveRecoveryState(tx, call.county(), recovery.id, state, recovered, per_mu);
    return ReadRecovery(tx, call.county(), recovery.id);
  });
}

Result<v1::RecoveryCase> RecoveriesService::GetRecovery(rpc::Call& call,
                                                        const v1::GetRecoveryRequest& request) {
  return call.Read([&](pg::Transaction& tx) -> Result<v1::RecoveryCase> {
    QM_ASSIGN(const RecoveryRow recovery, RequireRecovery(tx, call, request.name(), FindRecovery));
    return ReadRecovery(tx, call.county(), recovery.id);
  });
}

Result<v1::ListRecoveriesResponse> RecoveriesService::ListRecoveries(
    rpc::Call& call, const v1::ListRecoveriesRequest& request) {
  QM_ASSIGN(const CountyId county, ParentAtHome(call, request.parent()));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListRecoveriesResponse> {
    RecoveryQuery query{.county = county,
                        .within = PathsOf(call.Reach()),
                        .org_path = {},
                        .state = request.state(),
                        .after = page.after,
                        .limit = page.limit()};
    QM_ASSIGN(query.org_path, ParseWithin(tx, call, request.collective()));
    v1::ListRecoveriesResponse response;
    *response.mutable_recoveries() = ListRecoveriesOf(tx, query);
    response.set_next_page_token(rpc::CutPage(page, response.mutable_recoveries()));
    return response;
  });
}

}  // namespace qianmo::registry
