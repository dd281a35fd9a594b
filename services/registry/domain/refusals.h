// Every refusal of registry, in the order of the life of a file. Clients translate by reason.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/refusal.h"

namespace qianmo::registry::refusals {

// Announcing a file. `field` is the proto path of the offending field.
Refusal FileNameMalformed(std::string_view field, std::string_view why);
Refusal UploadCountExhausted(int most);
Refusal UploadBytesExhausted(std::int64_t most);

// An upload.
Refusal UploadNotFound();
Refusal UploadEnded(std::string_view state);
Refusal UploadExpired();

// Chunks. `wanted` is the offset where the upload goes on.
Refusal ChunkTooSmall(std::int64_t least);
Refusal ChunkTooLarge(std::int64_t most);
Refusal ChunkGap(std::int64_t wanted);
Refusal ChunkChanged(std::int64_t wanted);
Refusal ChunkBeyondEnd(std::int64_t total);

// The end of an upload.
Refusal UploadIncomplete(std::int64_t received, std::int64_t total);
Refusal ContentMismatch(const std::string& declared, const std::string& found);

// Files. `whose` is "account" or "county".
Refusal FileQuotaSpent(std::string_view whose, std::int64_t left);
Refusal FileNotFound();
Refusal FileObjectNotFound();
Refusal FileCopyNotFound();
Refusal FileInUse();

// Photos for everybody.
Refusal FileNoPhoto(const std::string& content_type);
Refusal PhotoTooLarge(std::int64_t most);
Refusal FileBroken();

}  // namespace qianmo::registry::refusals
