#include "registry/domain/refusals.h"

#include <utility>

#include "registry/domain/field_refusal.h"

namespace qianmo::registry::refusals {
namespace {

using Kind = Refusal::Kind;

// Another upload of the same person must end first, which is not soon.
Refusal Exhausted(std::string reason, std::string message) {
  Refusal refusal{Kind::kExhausted, std::move(reason), std::move(message)};
  refusal.retry_after = std::chrono::minutes(1);
  return refusal;
}

}  // namespace

Refusal FileNameMalformed(std::string_view field, std::string_view why) {
  return OfField(field, "FILE_NAME_MALFORMED", std::string(why));
}

Refusal UploadCountExhausted(int most) {
  return Exhausted("UPLOAD_COUNT_EXHAUSTED",
                   "Too many uploads are open: finish or cancel one first.")
      .With("most", std::to_string(most));
}

Refusal UploadBytesExhausted(std::int64_t most) {
  return Exhausted("UPLOAD_BYTES_EXHAUSTED",
                   "The open uploads are too large together: finish or cancel one first.")
      .With("most", std::to_string(most));
}

Refusal UploadNotFound() {
  return {Kind::kNotFound, "UPLOAD_NOT_FOUND", "There is no such upload."};
}

Refusal UploadEnded(std::string_view state) {
  return Refusal{Kind::kPrecondition, "UPLOAD_ENDED",
                 "The upload was " + std::string(state) + " already."}
      .With("state", std::string(state));
}

Refusal UploadExpired() {
  return {Kind::kPrecondition, "UPLOAD_EXPIRED",
          "The upload was not finished in time: begin another one."};
}

Refusal ChunkTooSmall(std::int64_t least) {
  return OfField("body", "CHUNK_TOO_SMALL", "Only the last chunk may be this small.")
      .With("least", std::to_string(least));
}

Refusal ChunkTooLarge(std::int64_t most) {
  return OfField("body", "CHUNK_TOO_LARGE", "This is more than a chunk may have.")
      .With("most", std::to_string(most));
}

Refusal ChunkGap(std::int64_t wanted) {
  return Refusal{
      Kind::kPrecondition, "CHUNK_GAP",
      "Bytes before this chunk are missing: go on at byte " + std::to_string(wanted) + "."}
      .With("wanted_offset", std::to_string(wanted));
}

Refusal ChunkChanged(std::int64_t wanted) {
  return Refusal{Kind::kExists, "CHUNK_CHANGED",
                 "Other bytes are there already: go on at byte " + std::to_string(wanted) +
                     ", or cancel the upload."}
      .With("wanted_offset", std::to_string(wanted));
}

Refusal ChunkBeyondEnd(std::int64_t total) {
  return Refusal{Kind::kPrecondition, "CHUNK_BEYOND_END",
                 "The chunk goes beyond the size that was announced."}
      .With("total_size", std::to_string(total));
}

Refusal UploadIncomplete(std::int64_t received, std::int64_t total) {
  return Refusal{Kind::kPrecondition, "UPLOAD_INCOMPLETE", "Bytes are missing still."}
      .With("wanted_offset", std::to_string(received))
      .With("total_size", std::to_string(total));
}

Refusal ContentMismatch(const std::string& declared, const std::string& found) {
  return Refusal{Kind::kPrecondition, "CONTENT_MISMATCH",
                 "The content is not the one whose SHA-256 was declared."}
      .With("declared_sha256", declared)
      .With("found_sha256", found);
}

Refusal FileQuotaSpent(std::string_view whose, std::int64_t left) {
  return Refusal{Kind::kPrecondition, "FILE_QUOTA_SPENT",
                 "There is room for only " + std::to_string(left) + " more bytes of files of the " +
                     std::string(whose) + "."}
      .With("whose", std::string(whose))
      .With("left", std::to_string(left));
}

Refusal FileNotFound() { return {Kind::kNotFound, "FILE_NOT_FOUND", "There is no such file."}; }

Refusal FileObjectNotFound() {
  return {Kind::kNotFound, "FILE_OBJECT_NOT_FOUND", "There is no such object."};
}

Refusal FileCopyNotFound() {
  return {Kind::kNotFound, "FILE_COPY_NOT_FOUND", "There is no such copy of this file."};
}

Refusal FileInUse() {
  return {Kind::kPrecondition, "FILE_IN_USE", "Something needs this file still."};
}

Refusal FileNoPhoto(const std::string& content_type) {
  return Refusal{Kind::kPrecondition, "FILE_NO_PHOTO",
                 "Only photos can be public: JPEG, PNG and WebP."}
      .With("content_type", content_type);
}

Refusal PhotoTooLarge(std::int64_t most) {
  return Refusal{Kind::kPrecondition, "PHOTO_TOO_LARGE", "The photo is too large to be public."}
      .With("most", std::to_string(most));
}

Refusal FileBroken() {
  return {Kind::kPrecondition, "FILE_BROKEN", "The file does not follow its own format."};
}

}  // namespace qianmo::registry::refusals
