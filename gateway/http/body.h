// Takes the body of a request out of the bytes that arrive, by its length or chunk by chunk.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "gateway/http/fault.h"
#include "gateway/http/head.h"

namespace qianmo::gateway {

// The memory that the bodies of all requests under way take together, and those of one address: who
// sends much leaves room for the others.
class BodyBudget {
 public:
  BodyBudget(std::size_t bytes, std::size_t bytes_per_address)
      : bytes_(bytes), bytes_per_address_(bytes_per_address) {}

  // What one request has of it; given back with it.
  class Share {
   public:
    // `address` must outlive it.
    Share(BodyBudget& budget, const std::string& address) : budget_(budget), address_(address) {}
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;
    ~Share() { GiveBack(); }

    // The fault when the memory that `body` has grown to is more than there is. A refused body is
    // to be let go of at once.
    std::optional<Fault> Hold(const std::string& body);

   private:
    void GiveBack();

    BodyBudget& budget_;
    const std::string& address_;
    std::string key_;  // of address_, once there is a body
    std::size_t held_ = 0;
  };

 private:
  const std::size_t bytes_;
  const std::size_t bytes_per_address_;
  std::mutex mutex_;
  std::size_t taken_ = 0;
  std::unordered_map<std::string, std::size_t> by_key_;
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
