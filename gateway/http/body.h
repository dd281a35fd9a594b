// Takes the body of a request out of the bytes that arrive, by its length or chunk by chunk.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/http/fault.h"
#include "gateway/http/head.h"

namespace qianmo::gateway {

// The memory that the bodies of all requests under way take together.
class BodyBudget {
 public:
  explicit BodyBudget(std::size_t bytes) : bytes_(bytes) {}

  // What one request has of it; given back with it.
  class Share {
   public:
    explicit Share(BodyBudget& budget) : budget_(budget) {}
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;
    ~Share() { budget_.taken_ -= held_; }

    // The fault when the memory that `body` has grown to is more than there is.
    std::optional<Fault> Hold(const std::string& body);

   private:
    BodyBudget& budget_;
    std::size_t held_ = 0;
  };

 private:
  const std::size_t bytes_;
  std::atomic<std::size_t> taken_ = 0;
};

class BodyReader {
 public:
  // The fault of a length that is known to be too long.
  std::optional<Fault> Begin(const Head& head, std::size_t limit);

  // Moves what belongs to the body from the front of `bytes` to the end of `body`.
  std::optional<Fault> Take(std::string_view* bytes, std::string* body);
  bool done() const { return part_ == Part::kDone; }

 private:
  enum class Part { kPlain, kSize, kData, kDataEnd, kLastEnd, kDone };

  std::optional<Fault> TakeSize(std::string_view* bytes, std::size_t so_far);
  std::optional<Fault> TakeLineEnd(std::string_view* bytes, Part next);
  void TakeData(std::string_view* bytes, std::string* body, Part next);

  Part part_ = Part::kDone;
  std::uint64_t left_ = 0;  // of the body, or of the chunk
  std::size_t limit_ = 0;
  std::string line_;  // what of a chunk's size line, or of a line end, has arrived
};

}  // namespace qianmo::gateway
