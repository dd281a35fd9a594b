#include "registry/uploads_service.h"

#include <algorithm>

#include "base/encoding.h"
#include "crypto/digest.h"
#include "registry/domain/content_type.h"
#include "registry/domain/file_name.h"
#include "registry/domain/refusals.h"
#include "registry/file_quota_store.h"
#include "registry/file_store.h"
#include "registry/photo_copies.h"
#include "rpc/resource_name.h"

namespace qianmo::registry {
namespace {

std::optional<Sha256Sum> ParseSum(const std::string& hex) {
  const auto bytes = FromHex(hex);
  Sha256Sum sum{};
  if (!bytes || bytes->size() != sum.size()) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), sum.begin());
  return sum;
}

// The upload of this name. Of another county nothing is even looked for.
Result<FileId> ParseName(rpc::Call& call, const std::string& text) {
  QM_ASSIGN(const auto name,
            rpc::ParseNamedId<struct FileTag>("counties/*/uploads/*", text, "name"));
  if (name.county != call.county()) QM_TRY(call.MayTouch({.county = name.county}));
  return name.id;
}

Result<UploadRow> RequireOwn(rpc::Call& call, const std::optional<UploadRow>& row) {
  if (!row) return refusals::UploadNotFound();
  QM_TRY(call.MayTouch({.county = call.county(), .account_id = row->account.ToString()}));
  return *row;
}

// What a look at the whole content tells.
struct Content {
  Sha256Sum sha256;
  std::string type;
};

Content LookAt(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county, FileId id) {
  crypto::Sha256Stream digest;
  ContentSniffer sniffer;
  ForEachChunk(tx, ring, county, id, [&](std::string_view bytes) {
    digest.Add(bytes);
    sniffer.Add(bytes);
  });
  return {.sha256 = digest.Finish(), .type = sniffer.Type()};
}

}  // namespace

Result<v1::Upload> UploadsService::CreateUpload(rpc::Call& call,
                                                const v1::CreateUploadRequest& request) {
  QM_ASSIGN(const auto parent, rpc::ResourceName::Parse("counties/*", request.parent(), "parent"));
  const std::string& owner = call.caller().account_id();
  QM_TRY(call.MayTouch({.county = parent.county, .account_id = owner}));
  QM_ASSIGN(std::string file_name, ParseFileName("file_name", request.file_name()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Upload> {
    const UploadRow row{.id = FileId::Make(call.now()),
                        .account = Uuid::Parse(owner).value(),
                        .file_name = file_name,
                        .upload = {.total_size = request.total_size(),
                                   .declared = ParseSum(request.sha256()),
                                   .expire_time = call.now() + kUploadLife}};
    HoldUploader(tx, call.county(), row.account);
    // Told now, not after the bytes have come; FinishUpload is the judge.
    QM_TRY(DecideRoom(KeptNow(tx, call.county(), row.account), row.upload.total_size));
    QM_TRY(
        DecideCreate(CountOpen(tx, call.county(), row.account, call.now()), row.upload.total_size));
    InsertUpload(tx, call.county(), row, call.now());
    return ReadUpload(tx, call.county(), row.id, call.now());
  });
}

Result<v1::Upload> UploadsService::GetUpload(rpc::Call& call, const v1::GetUploadRequest& request) {
  QM_ASSIGN(const FileId id, ParseName(call, request.name()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::Upload> {
    QM_TRY(RequireOwn(call, FindUpload(tx, call.county(), id)));
    return ReadUpload(tx, call.county(), id, call.now());
  });
}

Result<v1::Upload> UploadsService::PutChunk(rpc::Call& call, const v1::PutChunkRequest& request) {
  QM_ASSIGN(const FileId id, ParseName(call, request.name()));
  const std::string& bytes = request.body().data();
  const Chunk chunk{.start = request.offset(),
                    .size = static_cast<std::int64_t>(bytes.size()),
                    .sha256 = crypto::Sha256(bytes)};
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Upload> {
    QM_ASSIGN(const UploadRow row, RequireOwn(call, LockUpload(tx, call.county(), id)));
    const auto there = FindChunk(tx, call.county(), id, chunk.start);
    QM_ASSIGN(const ChunkStep step, DecideChunk(row.upload, there, chunk, call.now()));
    if (step == ChunkStep::kKeep) AddChunk(tx, *call.keyring(), call.county(), id, chunk, bytes);
    return ReadUpload(tx, call.county(), id, call.now());
  });
}

Result<v1::File> UploadsService::FinishUpload(rpc::Call& call,
                                              const v1::FinishUploadRequest& request) {
  QM_ASSIGN(const FileId id, ParseName(call, request.name()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::File> {
    QM_ASSIGN(const UploadRow row, RequireOwn(call, LockUpload(tx, call.county(), id)));
    QM_TRY(DecideFinish(row.upload, call.now()));
    const Content content = LookAt(tx, *call.keyring(), call.county(), id);
    QM_TRY(CheckContent(row.upload, content.sha256));
    const bool is_new = AddBlob(tx, call.county(), content.sha256, row.upload.total_size,
                                content.type, id, call.now());
    if (!is_new) RemoveChunks(tx, call.county(), id);
    EndUpload(tx, call.county(), id, UploadState::kFinished, call.now());
    InsertFile(tx, call.county(), row, content.sha256, call.now());
    KeepSmallerPictures(tx, call, row.account, ContentOf(tx, call.county(), id));
    // Last, since everybody's files wait for it.
    QM_TRY(DecideRoom(HoldKept(tx, call.county(), row.account), row.upload.total_size));
    AddKept(tx, call.county(), row.account, row.upload.total_size);
    return ReadFile(tx, call.county(), id);
  });
}

Result<v1::Upload> UploadsService::CancelUpload(rpc::Call& call,
                                                const v1::CancelUploadRequest& request) {
  QM_ASSIGN(const FileId id, ParseName(call, request.name()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Upload> {
    QM_ASSIGN(const UploadRow row, RequireOwn(call, LockUpload(tx, call.county(), id)));
    QM_TRY(DecideCancel(row.upload));
    RemoveChunks(tx, call.county(), id);
    EndUpload(tx, call.county(), id, UploadState::kCancelled, call.now());
    return ReadUpload(tx, call.county(), id, call.now());
  });
}

}  // namespace qianmo::registry
