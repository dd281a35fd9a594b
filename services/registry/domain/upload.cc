#include "registry/domain/upload.h"

#include "base/encoding.h"
#include "registry/domain/refusals.h"

namespace qianmo::registry {
namespace {

Result<Done> RequireOpen(const Upload& upload, Time now) {
  switch (StateOf(upload, now)) {
    case UploadState::kOpen:
      return Done{};
    case UploadState::kFinished:
      return refusals::UploadEnded("finished");
    case UploadState::kCancelled:
      return refusals::UploadEnded("cancelled");
    case UploadState::kExpired:
      break;
  }
  return refusals::UploadExpired();
}

}  // namespace

UploadState StateOf(const Upload& upload, Time now) {
  const bool over = upload.state == UploadState::kOpen && now >= upload.expire_time;
  return over ? UploadState::kExpired : upload.state;
}

Result<Done> DecideCreate(const OpenUploads& open, std::int64_t total_size) {
  if (open.count >= kMostOpenUploads) return refusals::UploadCountExhausted(kMostOpenUploads);
  if (open.bytes + total_size > kMostOpenBytes) {
    return refusals::UploadBytesExhausted(kMostOpenBytes);
  }
  return Done{};
}

Result<ChunkStep> DecideChunk(const Upload& upload, const std::optional<Chunk>& there,
                              const Chunk& chunk, Time now) {
  QM_TRY(RequireOpen(upload, now));
  if (chunk.size > kMostChunkBytes) return refusals::ChunkTooLarge(kMostChunkBytes);
  if (chunk.size == 0) return refusals::ChunkTooSmall(1);
  if (chunk.start > upload.received_size) return refusals::ChunkGap(upload.received_size);
  if (chunk.start < upload.received_size) {
    if (there == chunk) return ChunkStep::kHaveIt;
    return refusals::ChunkChanged(upload.received_size);
  }
  const std::int64_t end = chunk.start + chunk.size;
  if (end > upload.total_size) return refusals::ChunkBeyondEnd(upload.total_size);
  if (chunk.size < kLeastChunkBytes && end < upload.total_size) {
    return refusals::ChunkTooSmall(kLeastChunkBytes);
  }
  return ChunkStep::kKeep;
}

Result<Done> DecideFinish(const Upload& upload, Time now) {
  QM_TRY(RequireOpen(upload, now));
  if (upload.received_size < upload.total_size) {
    return refusals::UploadIncomplete(upload.received_size, upload.total_size);
  }
  return Done{};
}

Result<Done> CheckContent(const Upload& upload, const Sha256Sum& found) {
  if (!upload.declared || *upload.declared == found) return Done{};
  return refusals::ContentMismatch(ToHex(AsText(*upload.declared)), ToHex(AsText(found)));
}

Result<Done> DecideCancel(const Upload& upload) {
  // Also one that has expired: it is gone the sooner.
  return RequireOpen(upload, Time::min());
}

}  // namespace qianmo::registry
