// The rules of uploads: every decision on both sides of its boundary.
#include "registry/domain/upload.h"

#include <gtest/gtest.h>

namespace qianmo::registry {
namespace {

using std::chrono::hours;

const Time kNow{std::chrono::seconds(1'700'000'000)};
constexpr std::int64_t kMiB = 1 << 20;

Upload Open(std::int64_t received, std::int64_t total) {
  return {.state = UploadState::kOpen,
          .total_size = total,
          .received_size = received,
          .declared = {},
          .expire_time = kNow + kUploadLife};
}

Sha256Sum Sum(std::uint8_t filling) {
  Sha256Sum sum;
  sum.fill(filling);
  return sum;
}

template <class T>
std::string Outcome(const Result<T>& result) {
  return result ? "" : result.refusal().reason;
}

TEST(CreateUpload, KeepsToTheQuotaOfTheAccount) {
  struct Case {
    OpenUploads open;
    std::int64_t size;
    const char* outcome;
  };
  for (const Case& one : std::vector<Case>{
           {{0, 0}, 1, ""},
           {{kMostOpenUploads - 1, 9}, 1, ""},
           {{kMostOpenUploads, 10}, 1, "UPLOAD_COUNT_EXHAUSTED"},
           {{3, kMostOpenBytes - kMostFileBytes}, kMostFileBytes, ""},
           {{3, kMostOpenBytes - kMostFileBytes + 1}, kMostFileBytes, "UPLOAD_BYTES_EXHAUSTED"},
           {{3, kMostOpenBytes}, 1, "UPLOAD_BYTES_EXHAUSTED"}}) {
    EXPECT_EQ(Outcome(DecideCreate(one.open, one.size)), one.outcome)
        << one.open.count << " of " << one.open.bytes << " and " << one.size;
  }
}

TEST(PutChunk, TakesTheNextBytesOnly) {
  struct Case {
    const char* what;
    std::int64_t received, total, start, size;
    const char* outcome;
  };
  for (const Case& one : std::vector<Case>{
           {"the first", 0, 3 * kMiB, 0, kMiB, ""},
           {"the next", kMiB, 3 * kMiB, kMiB, kMiB, ""},
           {"the smallest", 0, 3 * kMiB, 0, kLeastChunkBytes, ""},
           {"too small", 0, 3 * kMiB, 0, kLeastChunkBytes - 1, "CHUNK_TOO_SMALL"},
           {"a small last one", 2 * kMiB, 2 * kMiB + 1, 2 * kMiB, 1, ""},
           {"a small whole file", 0, 5, 0, 5, ""},
           {"nothing", 0, 5, 0, 0, "CHUNK_TOO_SMALL"},
           {"too large", 0, 3 * kMiB, 0, kMiB + 1, "CHUNK_TOO_LARGE"},
           {"a gap of one byte", kMiB, 3 * kMiB, kMiB + 1, kMiB, "CHUNK_GAP"},
           {"up to the end", 2 * kMiB, 3 * kMiB, 2 * kMiB, kMiB, ""},
           {"one byte beyond", 2 * kMiB, 3 * kMiB - 1, 2 * kMiB, kMiB, "CHUNK_BEYOND_END"},
           {"behind the end", 5, 5, 5, 1, "CHUNK_BEYOND_END"}}) {
    EXPECT_EQ(Outcome(DecideChunk(Open(one.received, one.total), std::nullopt,
                                  {one.start, one.size, Sum(1)}, kNow)),
              one.outcome)
        << one.what;
  }
}

TEST(PutChunk, KnowsWhatItHasAlready) {
  const Upload upload = Open(2 * kMiB, 3 * kMiB);
  const Chunk there{.start = kMiB, .size = kMiB, .sha256 = Sum(1)};
  const auto have = DecideChunk(upload, there, there, kNow);
  ASSERT_TRUE(have);
  EXPECT_EQ(*have, ChunkStep::kHaveIt);
  for (const Chunk& other : {Chunk{kMiB, kMiB, Sum(2)}, Chunk{kMiB, kMiB - 1, Sum(1)}}) {
    EXPECT_EQ(Outcome(DecideChunk(upload, there, other, kNow)), "CHUNK_CHANGED");
  }
  EXPECT_EQ(Outcome(DecideChunk(upload, std::nullopt, {kMiB + 5, kMiB, Sum(1)}, kNow)),
            "CHUNK_CHANGED")
      << "cut at other places";
}

TEST(PutChunk, TellsWhereToGoOn) {
  const auto gap = DecideChunk(Open(7, 3 * kMiB), std::nullopt, {8, kMiB, Sum(1)}, kNow);
  EXPECT_EQ(gap.refusal().metadata.at(0).second, "7");
  const auto changed = DecideChunk(Open(7, 3 * kMiB), std::nullopt, {6, kMiB, Sum(1)}, kNow);
  EXPECT_EQ(changed.refusal().metadata.at(0).second, "7");
}

// Every transition of every state.
TEST(Upload, MovesOnlyAsItsStateAllows) {
  struct Case {
    UploadState state;
    bool over;  // its time
    const char *put, *finish, *cancel;
  };
  for (const Case& one : std::vector<Case>{
           {UploadState::kOpen, false, "", "", ""},
           {UploadState::kOpen, true, "UPLOAD_EXPIRED", "UPLOAD_EXPIRED", ""},
           {UploadState::kFinished, false, "UPLOAD_ENDED", "UPLOAD_ENDED", "UPLOAD_ENDED"},
           {UploadState::kFinished, true, "UPLOAD_ENDED", "UPLOAD_ENDED", "UPLOAD_ENDED"},
           {UploadState::kCancelled, false, "UPLOAD_ENDED", "UPLOAD_ENDED", "UPLOAD_ENDED"},
           {UploadState::kCancelled, true, "UPLOAD_ENDED", "UPLOAD_ENDED", "UPLOAD_ENDED"}}) {
    Upload upload = Open(5, 5);
    upload.state = one.state;
    const Time now = one.over ? upload.expire_time : upload.expire_time - Duration(1);
    const Chunk kept{0, 5, Sum(1)};
    EXPECT_EQ(Outcome(DecideChunk(upload, kept, kept, now)), one.put);
    EXPECT_EQ(Outcome(DecideFinish(upload, now)), one.finish);
    EXPECT_EQ(Outcome(DecideCancel(upload)), one.cancel);
    const bool expired = one.over && one.state == UploadState::kOpen;
    EXPECT_EQ(StateOf(upload, now), expired ? UploadState::kExpired : one.state);
  }
}

TEST(FinishUpload, WantsEveryByte) {
  EXPECT_EQ(Outcome(DecideFinish(Open(4, 5), kNow)), "UPLOAD_INCOMPLETE");
  EXPECT_EQ(Outcome(DecideFinish(Open(5, 5), kNow)), "");
}

TEST(FinishUpload, WantsTheContentThatWasDeclared) {
  Upload upload = Open(5, 5);
  EXPECT_EQ(Outcome(CheckContent(upload, Sum(1))), "") << "nothing was declared";
  upload.declared = Sum(1);
  EXPECT_EQ(Outcome(CheckContent(upload, Sum(1))), "");
  EXPECT_EQ(Outcome(CheckContent(upload, Sum(2))), "CONTENT_MISMATCH");
}

}  // namespace
}  // namespace qianmo::registry
