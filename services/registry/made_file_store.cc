#include "registry/made_file_store.h"

#include "registry/file_quota_store.h"

namespace qianmo::registry {
namespace {

// What is said of the size until it is known: more than comes of the largest table, whose text
// grows and gets reasons.
constexpr std::int64_t kMostMadeBytes = std::int64_t{1} << 30;

}  // namespace

MadeFile::MadeFile(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                   const Uuid& account, const std::string& file_name, Time now)
    : tx_(tx),
      ring_(ring),
      county_(county),
      now_(now),
      row_{.id = FileId::Make(now),
           .account = account,
           .file_name = file_name,
           .upload = {
               .total_size = kMostMadeBytes, .declared = {}, .expire_time = now + kUploadLife}} {
  HoldUploader(tx_, county_, account);
  InsertUpload(tx_, county_, row_, now_);
}

void MadeFile::Write(std::string_view piece) {
  waiting_ += piece;
  while (waiting_.size() >= kMostChunkBytes) Flush(kMostChunkBytes);
}

FileId MadeFile::Finish(const std::string& content_type) {
  if (!waiting_.empty()) Flush(waiting_.size());
  const Sha256Sum sum = hash_.Finish();
  tx_.Run("UPDATE registry.upload SET total_size = $3 WHERE county_id = $1 AND id = $2", county_,
          row_.id, size_);
  EndUpload(tx_, county_, row_.id, UploadState::kFinished, now_);
  if (!AddBlob(tx_, county_, sum, size_, content_type, row_.id, now_)) {
    RemoveChunks(tx_, county_, row_.id);
  }
  InsertFile(tx_, county_, row_, sum, now_);
  HoldKept(tx_, county_, row_.account);
  AddKept(tx_, county_, row_.account, size_);
  return row_.id;
}

void MadeFile::Flush(std::size_t size) {
  const std::string_view bytes = std::string_view(waiting_).substr(0, size);
  hash_.Add(bytes);
  AddChunk(
      tx_, ring_, county_, row_.id,
      {.start = size_, .size = static_cast<std::int64_t>(size), .sha256 = crypto::Sha256(bytes)},
      bytes);
  size_ += static_cast<std::int64_t>(size);
  waiting_.erase(0, size);
}

}  // namespace qianmo::registry
