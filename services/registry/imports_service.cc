#include "registry/imports_service.h"

#include <algorithm>
#include <sstream>

#include "registry/bad_rows.h"
#include "registry/callers.h"
#include "registry/collective_store.h"
#include "registry/domain/import_refusals.h"
#include "registry/domain/refusals.h"
#include "registry/import_kinds.h"
#include "rpc/page.h"

namespace qianmo::registry {
namespace {

constexpr char kCheck[] = "import_check";
constexpr char kLoad[] = "import_load";
// All rows arrive at once, three hundred thousand of them on a slow machine.
constexpr std::chrono::minutes kLoadTime{10};
constexpr std::chrono::hours kForgetAfter{24 * 14};
constexpr std::chrono::seconds kForgetTime{60};

// Where the next part begins: "1234 17", a byte and a line.
std::string ToCursor(const sheet::CsvPlace& place) {
  return std::to_string(place.offset) + " " + std::to_string(place.line);
}
sheet::CsvPlace FromCursor(const std::string& cursor) {
  sheet::CsvPlace place;
  if (!cursor.empty()) std::istringstream(cursor) >> place.offset >> place.line;
  return place;
}

Result<ImportId> ImportAtHome(rpc::Call& call, const std::string& name) {
  return IdAtHome<ImportTag>(call, "counties/*/imports/*", name, "name");
}

Result<Done> MayTouchImport(rpc::Call& call, const ImportRow& row) {
  return call.MayTouch({.county = call.county(), .org_path = row.org_path.text()});
}

// A file of the caller's own.
Result<FileId> OwnFile(rpc::Call& call, pg::Transaction& tx, const std::string& name) {
  QM_ASSIGN(const auto id, IdAtHome<FileTag>(call, "counties/*/files/*", name, "file"));
  const auto owner = FindOwner(tx, call.county(), id);
  if (!owner || *owner != AccountOf(call)) return refusals::FileNotFound();
  return id;
}

// The organisation that an import is for: of this collective, or the whole county.
Result<OrgPath> ImportWithin(rpc::Call& call, pg::Transaction& tx, const std::string& collective) {
  if (collective.empty()) return OrgPath::Of(call.county());
  QM_ASSIGN(const auto id,
            IdAtHome<CollectiveTag>(call, "counties/*/collectives/*", collective, "collective"));
  QM_ASSIGN(const CollectiveRow row, FindCollective(tx, call.county(), id));
  return row.facts.org_path;
}

// The work's own note of which import it is about.
v1::GetImportRequest NoteOf(const ImportRow& row) {
  v1::GetImportRequest note;
  note.set_name(ImportName(row.county, row.id));
  return note;
}
ImportId ImportOf(const rpc::Progress& progress) {
  v1::GetImportRequest note;
  note.ParseFromString(progress.request);
  return ImportId::Parse(note.name().substr(note.name().rfind('/') + 1)).value();
}

// Nothing of it arrives, and the reason stays with it.
Refusal RefuseImport(pg::Transaction& tx, const ImportRow& row, const Refusal& refusal, Time now) {
  EndImport(tx, row, ImportState::kRefused, now, refusal.reason);
  return refusal;
}

rpc::Step LastStep(pg::Transaction& tx, const ImportRow& row, std::int64_t done) {
  rpc::Step step{.cursor = {}, .done = done, .total = done};
  step.result.emplace().PackFrom(ReadImport(tx, row.county, row.id));
  return step;
}

}  // namespace

ImportsService::ImportsService(const rpc::Room& room, rpc::Operations& operations)
    : room_(room), operations_(operations) {
  operations_.Define(
      kCheck,
      [this](pg::Transaction& tx, const rpc::Progress& progress) {
        return CheckSome(tx, progress);
      },
      {.abandon = [this](pg::Transaction& tx, const rpc::Progress& at) { GiveUp(tx, at); }});
  operations_.Define(
      kLoad,
      [this](pg::Transaction& tx, const rpc::Progress& progress) { return Load(tx, progress); },
      {.step_time = kLoadTime,
       .abandon = [this](pg::Transaction& tx, const rpc::Progress& at) { GiveUp(tx, at); }});
}

template <class Request>
Result<google::longrunning::Operation> ImportsService::Begin(rpc::Call& call, ImportKind kind,
                                                             const Request& request) {
  QM_ASSIGN(const CountyId county, ParentAtHome(call, request.parent()));
  QM_ASSIGN(const Date day, ParseDay("effective_date", request.effective_date()));
  QM_ASSIGN(const std::string ground, ParseReadable("ground", request.ground()));
  auto begun = call.Write([&](pg::Transaction& tx) -> Result<google::longrunning::Operation> {
    QM_ASSIGN(const OrgPath path, ImportWithin(call, tx, request.collective()));
    QM_TRY(call.MayTouch({.county = county, .org_path = path.text()}));
    if (day > BeijingDate(call.now())) return refusals::ImportDateAhead();
    QM_ASSIGN(const FileId file, OwnFile(call, tx, request.file()));
    QM_TRY(ImportTable::Open(tx, *call.keyring(), county, file, TradeOf(kind).columns()));
    const ImportRow row{.county = county,
                        .id = ImportId::Make(call.now()),
                        .kind = kind,
                        .org_path = path,
                        .state = ImportState::kChecking,
                        .file = file,
                        .skip_bad_rows = request.skip_bad_rows(),
                        .effective_date = day,
                        .ground = ground,
                        .counts = {},
                        .maker = AccountOf(call),
                        .maker_person = PersonOf(call)};
    InsertImport(tx, row, call.now());
    return operations_.Begin(tx, call, kCheck, NoteOf(row));
  });
  operations_.Wake();
  return begun;
}

Result<google::longrunning::Operation> ImportsService::ImportHouseholds(
    rpc::Call& call, const v1::ImportHouseholdsRequest& request) {
  return Begin(call, ImportKind::kHouseholds, request);
}

Result<google::longrunning::Operation> ImportsService::ImportAssets(
    rpc::Call& call, const v1::ImportAssetsRequest& request) {
  return Begin(call, ImportKind::kAssets, request);
}

Result<google::longrunning::Operation> ImportsService::ConfirmImport(
    rpc::Call& call, const v1::ConfirmImportRequest& request) {
  QM_ASSIGN(const ImportId id, ImportAtHome(call, request.name()));
  auto begun = call.Write([&](pg::Transaction& tx) -> Result<google::longrunning::Operation> {
    QM_ASSIGN(const ImportRow row, LockImport(tx, call.county(), id));
    QM_TRY(MayTouchImport(call, row));
    QM_TRY(DecideConfirmImport(row.facts(), PersonOf(call)));
    SetImportConfirmed(tx, row, AccountOf(call), PersonOf(call));
    return operations_.Begin(tx, call, kLoad, NoteOf(row));
  });
  operations_.Wake();
  return begun;
}

Result<v1::Import> ImportsService::WithdrawImport(rpc::Call& call,
                                                  const v1::WithdrawImportRequest& request) {
  QM_ASSIGN(const ImportId id, ImportAtHome(call, request.name()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Import> {
    QM_ASSIGN(const ImportRow row, LockImport(tx, call.county(), id));
    QM_TRY(MayTouchImport(call, row));
    QM_TRY(DecideWithdrawImport(row.facts()));
    EndImport(tx, row, ImportState::kWithdrawn, call.now());
    return ReadImport(tx, call.county(), id);
  });
}

Result<v1::Import> ImportsService::GetImport(rpc::Call& call, const v1::GetImportRequest& request) {
  QM_ASSIGN(const ImportId id, ImportAtHome(call, request.name()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::Import> {
    QM_ASSIGN(const ImportRow row, FindImport(tx, call.county(), id));
    QM_TRY(MayTouchImport(call, row));
    return ReadImport(tx, call.county(), id);
  });
}

Result<v1::ListImportsResponse> ImportsService::ListImports(rpc::Call& call,
                                                            const v1::ListImportsRequest& request) {
  QM_ASSIGN(const CountyId county, ParentAtHome(call, request.parent()));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListImportsResponse> {
    v1::ListImportsResponse response;
    *response.mutable_imports() =
        ListImportsIn(tx, county, PathsOf(call.Reach()), page.after, page.limit());
    response.set_next_page_token(rpc::CutPage(page, response.mutable_imports()));
    return response;
  });
}

// A file that is none is refused as a whole: nothing of it is kept.
Result<rpc::Step> ImportsService::CheckSome(pg::Transaction& tx,
                                            const rpc::Progress& progress) const {
  QM_ASSIGN(ImportRow row, LockImport(tx, progress.county, ImportOf(progress)));
  if (row.state != ImportState::kChecking) return refusals::ImportEnded();
  const Time now = room_.clock.Now();
  const auto ring = room_.keyring.Current();
  const ImportTrade& trade = TradeOf(row.kind);
  auto table = ImportTable::Open(tx, *ring, row.county, row.file, trade.columns(),
                                 FromCursor(progress.cursor));
  if (!table) return RefuseImport(tx, row, table.refusal(), now);
  const auto part = trade.check(tx, *ring, &*table, &row, now);
  if (!part) return RefuseImport(tx, row, part.refusal(), now);
  if (part->last && row.counts.items == 0) {
    return RefuseImport(tx, row, refusals::ImportEmpty(), now);
  }
  if (!part->last) return rpc::Step{ToCursor(part->next), part->next.offset, table->size()};
  const auto written = WriteBadRows(tx, *ring, row, trade.columns(), now);
  if (!written) return RefuseImport(tx, row, written.refusal(), now);
  const ImportState state = AfterCheck(row.counts.bad_rows, row.skip_bad_rows);
  if (state == ImportState::kRefused) {
    EndImport(tx, row, state, now);
  } else {
    SetImportState(tx, row, state);
  }
  return LastStep(tx, row, table->size());
}

Result<rpc::Step> ImportsService::Load(pg::Transaction& tx, const rpc::Progress& progress) const {
  QM_ASSIGN(const ImportRow row, LockImport(tx, progress.county, ImportOf(progress)));
  if (row.state != ImportState::kLoading) return refusals::ImportEnded();
  const Time now = room_.clock.Now();
  const std::int64_t stale = TradeOf(row.kind).count_stale(tx, row);
  if (stale > 0) return RefuseImport(tx, row, refusals::ImportStale(stale), now);
  TradeOf(row.kind).load(tx, row, now);
  EndImport(tx, row, ImportState::kLoaded, room_.clock.Now());
  return LastStep(tx, row, row.counts.ready);
}

// Its work was stopped, or broke too often: a check ends without an outcome, a load has not
// happened.
void ImportsService::GiveUp(pg::Transaction& tx, const rpc::Progress& progress) const {
  const auto row = LockImport(tx, progress.county, ImportOf(progress));
  if (!row) return;
  if (row->state == ImportState::kLoading) SetImportUnconfirmed(tx, *row);
  if (row->state == ImportState::kChecking) {
    EndImport(tx, *row, ImportState::kRefused, room_.clock.Now(), "CANCELLED");
  }
}

bool ForgetOneImport(const rpc::Room& room, CountyId county) {
  const pg::TransactOptions options{.deadline = std::chrono::steady_clock::now() + kForgetTime};
  return *pg::Transact(room.pool, options, [&](pg::Transaction& tx) -> Result<bool> {
    const Time now = room.clock.Now();
    const auto row = LockStaleImport(tx, county, now - kForgetAfter);
    if (row) EndImport(tx, *row, ImportState::kWithdrawn, now);
    return row.has_value();
  });
}

}  // namespace qianmo::registry
