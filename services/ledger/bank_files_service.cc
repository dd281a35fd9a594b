#include "ledger/bank_files_service.h"

#include <algorithm>

#include "ledger/bank_callers.h"
#include "ledger/day_sheet.h"
#include "ledger/domain/bank_refusals.h"
#include "ledger/entry_matching.h"
#include "ledger/registry_files.h"
#include "ledger/result_taking.h"
#include "ledger/statement_taking.h"
#include "rpc/page.h"

namespace qianmo::ledger {
namespace {

constexpr char kStatementWork[] = "bank_statement";
constexpr char kResultWork[] = "payout_result";
// A whole statement is taken at once, on a slow machine.
constexpr std::chrono::minutes kTakeTime{10};
constexpr std::int64_t kMatchAtOnce = 1000;
constexpr char kMatching[] = "matching";  // where the work stands once the statement is taken
constexpr std::int64_t kMostFileBytes = 100 << 20;
constexpr std::int64_t kUsualFileWindow = 1 << 20;

const char* WorkOf(BankFileKind kind) {
  return kind == BankFileKind::kStatement ? kStatementWork : kResultWork;
}

// The work's own note of which file it is about.
v1::GetBankFileRequest NoteOf(CountyId county, BankFileId id) {
  v1::GetBankFileRequest note;
  note.set_name(BankFileName(county, id));
  return note;
}
BankFileId FileOf(const rpc::Progress& progress) {
  v1::GetBankFileRequest note;
  note.ParseFromString(progress.request);
  return BankFileId::Parse(note.name().substr(note.name().rfind('/') + 1)).value();
}

// Nothing of it was taken, and the reason stays with it.
Refusal RefuseFile(pg::Transaction& tx, CountyId county, BankFileId id, const Refusal& refusal,
                   Time now) {
  SetBankFileRefused(tx, county, id, refusal, now);
  return refusal;
}

rpc::Step LastStep(pg::Transaction& tx, CountyId county, const BankFileRow& file, Time now) {
  SetBankFileTaken(tx, county, file.id, now);
  rpc::Step step{.cursor = {}, .done = file.counts.items, .total = file.counts.items};
  step.result.emplace().PackFrom(ReadBankFile(tx, county, file.id));
  return step;
}

struct FileAtWork {
  BankFileRow file;
  BankAccountRow account;
  BooksRow books;
};
Result<FileAtWork> LockAtWork(pg::Transaction& tx, const rpc::Progress& progress,
                              const crypto::Keyring& ring) {
  QM_ASSIGN(BankFileRow file, LockBankFile(tx, progress.county, FileOf(progress)));
  QM_ASSIGN(BankAccountRow account, LockBankAccount(tx, progress.county, ring, file.account));
  QM_ASSIGN(BooksRow books, FindBooks(tx, progress.county, account.books));
  return FileAtWork{std::move(file), std::move(account), std::move(books)};
}

Result<BankFileRow> TouchFile(rpc::Call& call, pg::Transaction& tx, BankFileId id) {
  QM_ASSIGN(BankFileRow file, FindBankFile(tx, call.county(), id));
  QM_TRY(TouchAccount(call, tx, file.account));
  return file;
}

Result<BankFileId> BankFileAtHome(rpc::Call& call, const std::string& name) {
  return rpc::IdAtHome<BankFileTag>(call, "counties/*/bankFiles/*", name, "name");
}

}  // namespace

BankFilesService::BankFilesService(const rpc::Room& room, rpc::Operations& operations,
                                   const rpc::Channels& channels)
    : room_(room), operations_(operations), channels_(channels) {
  const rpc::JobTerms terms{
      .step_time = kTakeTime,
      .abandon = [this](pg::Transaction& tx, const rpc::Progress& at) { GiveUp(tx, at); }};
  operations_.Define(
      kStatementWork,
      [this](pg::Transaction& tx, const rpc::Progress& at) { return StatementStep(tx, at); },
      terms);
  operations_.Define(
      kResultWork,
      [this](pg::Transaction& tx, const rpc::Progress& at) { return ResultStep(tx, at); }, terms);
}

template <class Request>
Result<google::longrunning::Operation> BankFilesService::Import(rpc::Call& call, BankFileKind kind,
                                                                const Request& request) {
  QM_ASSIGN(const BankAccountId id, BankAccountAtHome(call, request.parent(), "parent"));
  QM_TRY(call.Read([&](pg::Transaction& tx) -> Result<Done> {
    QM_TRY(TouchAccount(call, tx, id));
    return Done{};
  }));
  QM_ASSIGN(const FetchedFile fetched, FetchFile(call, channels_, request.file(), kMostFileBytes));
  auto begun = call.Write([&](pg::Transaction& tx) -> Result<google::longrunning::Operation> {
    QM_ASSIGN(const TouchedAccount touched, TouchOpenAccount(call, tx, id));
    QM_TRY(ProfileOf(touched.account));
    const NewBankFile file{.id = BankFileId::Make(call.now()),
                           .account = id,
                           .kind = kind,
                           .file_name = fetched.file_name,
                           .sha256 = crypto::Sha256(fetched.bytes),
                           .bytes = fetched.bytes,
                           .maker = HandOf(call)};
    QM_TRY(InsertBankFile(tx, call.county(), *call.keyring(), file, call.now()));
    return operations_.Begin(tx, call, WorkOf(kind), NoteOf(call.county(), file.id));
  });
  operations_.Wake();
  return begun;
}

Result<google::longrunning::Operation> BankFilesService::ImportBankStatement(
    rpc::Call& call, const v1::ImportBankStatementRequest& request) {
  return Import(call, BankFileKind::kStatement, request);
}

Result<google::longrunning::Operation> BankFilesService::ImportPayoutResult(
    rpc::Call& call, const v1::ImportPayoutResultRequest& request) {
  return Import(call, BankFileKind::kPayoutResult, request);
}

Result<rpc::Step> BankFilesService::StatementStep(pg::Transaction& tx,
                                                  const rpc::Progress& progress) const {
  const CountyId county = progress.county;
  const Time now = room_.clock.Now();
  const auto ring = room_.keyring.Current();
  QM_ASSIGN(FileAtWork at, LockAtWork(tx, progress, *ring));
  BankFileCounts& counts = at.file.counts;
  if (progress.cursor != kMatching) {
    const auto profile = ProfileOf(at.account);
    if (!profile) return RefuseFile(tx, county, at.file.id, profile.refusal(), now);
    const auto taken = TakeStatement(tx, *ring, {county, at.account, *profile, at.file.id}, now);
    if (!taken) return RefuseFile(tx, county, at.file.id, taken.refusal(), now);
    SaveCounts(tx, county, at.file.id, *taken);
    PutBackTransfers(tx, county, at.account.id);
    return rpc::Step{kMatching, taken->known, taken->items};
  }
  const MatchedSome some =
      MatchSome(tx, county, *ring, at.account, at.books.kind, kMatchAtOnce, now);
  counts.matched += some.matched;
  counts.odd += some.odd;
  SaveCounts(tx, county, at.file.id, counts);
  if (some.entries < kMatchAtOnce) {
    KeepCheckpoint(tx, county, at.account);
    return LastStep(tx, county, at.file, now);
  }
  return rpc::Step{kMatching, std::min(progress.done + some.entries, counts.items), counts.items};
}

Result<rpc::Step> BankFilesService::ResultStep(pg::Transaction& tx,
                                               const rpc::Progress& progress) const {
  const CountyId county = progress.county;
  const Time now = room_.clock.Now();
  const auto ring = room_.keyring.Current();
  QM_ASSIGN(FileAtWork at, LockAtWork(tx, progress, *ring));
  const auto profile = ProfileOf(at.account);
  if (!profile) return RefuseFile(tx, county, at.file.id, profile.refusal(), now);
  const auto taken = TakeResults(tx, *ring, {county, at.account, *profile, at.file.id}, now);
  if (!taken) return RefuseFile(tx, county, at.file.id, taken.refusal(), now);
  SaveCounts(tx, county, at.file.id, *taken);
  at.file.counts = *taken;
  return LastStep(tx, county, at.file, now);
}

// Its work was stopped, or broke too often. A statement that was taken stays; what is new of it is
// looked at with the next one.
void BankFilesService::GiveUp(pg::Transaction& tx, const rpc::Progress& progress) const {
  const auto file = LockBankFile(tx, progress.county, FileOf(progress));
  if (!file || file->state != BankFileState::kWaiting) return;
  if (progress.cursor == kMatching) {
    SetBankFileTaken(tx, progress.county, file->id, room_.clock.Now());
  } else {
    SetBankFileRefused(tx, progress.county, file->id,
                       {Refusal::Kind::kPrecondition, "CANCELLED", "The work was stopped."},
                       room_.clock.Now());
  }
}

Result<v1::BankFile> BankFilesService::GetBankFile(rpc::Call& call,
                                                   const v1::GetBankFileRequest& request) {
  QM_ASSIGN(const BankFileId id, BankFileAtHome(call, request.name()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::BankFile> {
    QM_TRY(TouchFile(call, tx, id));
    return ReadBankFile(tx, call.county(), id);
  });
}

Result<v1::ListBankFilesResponse> BankFilesService::ListBankFiles(
    rpc::Call& call, const v1::ListBankFilesRequest& request) {
  QM_ASSIGN(const BankAccountId account, BankAccountAtHome(call, request.parent(), "parent"));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListBankFilesResponse> {
    QM_TRY(TouchAccount(call, tx, account));
    v1::ListBankFilesResponse response;
    *response.mutable_bank_files() =
        ListBankFilesOf(tx, call.county(), account, page.after, page.limit());
    response.set_next_page_token(rpc::CutPage(page, response.mutable_bank_files()));
    return response;
  });
}

Result<google::api::HttpBody> BankFilesService::DownloadBankFile(
    rpc::Call& call, const v1::DownloadBankFileRequest& request) {
  QM_ASSIGN(const BankFileId id, BankFileAtHome(call, request.name()));
  return call.Read([&](pg::Transaction& tx) -> Result<google::api::HttpBody> {
    QM_ASSIGN(const BankFileRow file, TouchFile(call, tx, id));
    const rpc::v1::ContentWindow& window = request.window();
    const std::int64_t offset = std::min(window.offset(), file.size);
    const std::int64_t limit = window.limit() == 0 ? kUsualFileWindow : window.limit();
    rpc::v1::ContentInfo info;
    info.set_file_name(file.file_name);
    info.set_etag(ReadBankFile(tx, call.county(), id).sha256());
    info.set_total_size(file.size);
    info.set_offset(offset);
    info.set_immutable(true);
    google::api::HttpBody body;
    body.set_content_type("application/octet-stream");
    body.set_data(ReadPieces(tx, call.county(), *call.keyring(), id, offset, limit));
    body.add_extensions()->PackFrom(info);
    return body;
  });
}

}  // namespace qianmo::ledger
