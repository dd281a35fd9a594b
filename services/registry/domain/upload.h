// The rules of uploads: how many and how large, in which order their bytes come, when they end.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>

#include "base/clock.h"
#include "base/result.h"

namespace qianmo::registry {

using Sha256Sum = std::array<std::uint8_t, 32>;

inline constexpr std::int64_t kMostFileBytes = 100 << 20;
inline constexpr std::int64_t kMostChunkBytes = 1 << 20;
// Keeps the number of chunks small; the last one may be smaller.
inline constexpr std::int64_t kLeastChunkBytes = 64 << 10;
inline constexpr int kMostOpenUploads = 10;
inline constexpr std::int64_t kMostOpenBytes = 300 << 20;
inline constexpr std::chrono::hours kUploadLife{24};

// The numbers are those of qianmo.registry.v1.Upload.State; kExpired is seen, never stored.
enum class UploadState { kOpen = 1, kFinished = 2, kCancelled = 3, kExpired = 4 };

struct Upload {
  UploadState state = UploadState::kOpen;  // as stored
  std::int64_t total_size = 0;
  std::int64_t received_size = 0;
  std::optional<Sha256Sum> declared;
  Time expire_time;
};

UploadState StateOf(const Upload& upload, Time now);

// What an account has open already.
struct OpenUploads {
  int count = 0;
  std::int64_t bytes = 0;
};

Result<Done> DecideCreate(const OpenUploads& open, std::int64_t total_size);

struct Chunk {
  std::int64_t start = 0;
  std::int64_t size = 0;
  Sha256Sum sha256{};

  bool operator==(const Chunk&) const = default;
};

enum class ChunkStep {
  kKeep,    // the next bytes
  kHaveIt,  // these very bytes are here
};

// `there` is the chunk that is kept at the same start, if there is one.
Result<ChunkStep> DecideChunk(const Upload& upload, const std::optional<Chunk>& there,
                              const Chunk& chunk, Time now);

// Before the content is looked at, and after.
Result<Done> DecideFinish(const Upload& upload, Time now);
Result<Done> CheckContent(const Upload& upload, const Sha256Sum& found);

Result<Done> DecideCancel(const Upload& upload);

}  // namespace qianmo::registry
