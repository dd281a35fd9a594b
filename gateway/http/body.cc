#include "gateway/http/body.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "gateway/http/seats.h"

namespace qianmo::gateway {
namespace {

constexpr Fault kTooLarge{413, "BODY_TOO_LARGE", "The body of the request is too large."};
constexpr Fault kBadChunk{400, "CHUNK_MALFORMED",
                          "A chunk must be a size in hexadecimal, CRLF, its bytes and CRLF; "
                          "extensions and trailers are not taken."};
constexpr std::chrono::seconds kBodiesBackIn{5};
constexpr Fault kAllTaken{503, "BODIES_EXHAUSTED",
                          "The bodies of other requests take all the memory.", kBodiesBackIn};
constexpr Fault kShareTaken{429, "TOO_MANY_BODIES",
                            "The bodies of other requests from this address take all the memory "
                            "that it may have.",
                            kBodiesBackIn};
constexpr std::size_t kSizeDigits = 8;
constexpr std::size_t kReserve = 64 * 1024;  // no more is set aside on a client's mere word

}  // namespace

std::optional<Fault> BodyBudget::Share::Hold(const std::string& body) {
  const std::size_t more = body.capacity() - held_;
  if (body.empty() || more == 0) return {};
  if (key_.empty()) key_ = AddressKey(address_);
  std::optional<Fault> fault;
  {
    const std::lock_guard lock(budget_.mutex_);
    std::size_t& own = budget_.by_key_[key_];
    held_ += more;
    own += more;
    budget_.taken_ += more;
    if (budget_.taken_ > budget_.bytes_) fault = kAllTaken;
    if (own > budget_.bytes_per_address_) fault = kShareTaken;
  }
  if (fault) GiveBack();
  return fault;
}

void BodyBudget::Share::GiveBack() {
  if (held_ == 0) return;
  const std::lock_guard lock(budget_.mutex_);
  budget_.taken_ -= held_;
  const auto own = budget_.by_key_.find(key_);
  own->second -= std::exchange(held_, 0);
  if (own->second == 0) budget_.by_key_.erase(own);
}

std::optional<Fault> BodyReader::Begin(const Head& head, std::size_t limit) {
  limit_ = limit;
  left_ = head.length.value_or(0);
  line_.clear();
  part_ = head.chunked ? Part::kSize : left_ > 0 ? Part::kPlain : Part::kDone;
  if (left_ > limit_) return kTooLarge;
  return {};
}

std::optional<Fault> BodyReader::Take(std::string_view* bytes, std::string* body) {
  while (!bytes->empty() && !done()) {
    std::optional<Fault> fault;
    switch (part_) {
      case Part::kPlain:
        TakeData(bytes, body, Part::kDone);
        break;
      case Part::kSize:
        fault = TakeSize(bytes, body->size());
        break;
      case Part::kData:
        TakeData(bytes, body, Part::kDataEnd);
        break;
      case Part::kDataEnd:
        fault = TakeLineEnd(bytes, Part::kSize);
        break;
      case Part::kLastEnd:
        fault = TakeLineEnd(bytes, Part::kDone);
        break;
      case Part::kDone:
        break;
    }
    if (fault) return fault;
  }
  return {};
}

void BodyReader::TakeData(std::string_view* bytes, std::string* body, Part next) {
  const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes->size()));
  if (body->empty()) body->reserve(std::min<std::uint64_t>(left_, kReserve));
  body->append(bytes->substr(0, size));
  bytes->remove_prefix(size);
  left_ -= size;
  if (left_ == 0) part_ = next;
}

std::optional<Fault> BodyReader::TakeSize(std::string_view* bytes, std::size_t so_far) {
  while (!bytes->empty() && !line_.ends_with("\r\n")) {
    line_ += bytes->front();
    bytes->remove_prefix(1);
    if (line_.size() > kSizeDigits + 2) return kBadChunk;
  }
  if (!line_.ends_with("\r\n")) return {};
  const char* const end = line_.data() + line_.size() - 2;
  const auto [stop, error] = std::from_chars(line_.data(), end, left_, 16);
  if (error != std::errc() || stop != end) return kBadChunk;
  line_.clear();
  if (left_ > limit_ - so_far) return kTooLarge;
  part_ = left_ == 0 ? Part::kLastEnd : Part::kData;
  return {};
}

std::optional<Fault> BodyReader::TakeLineEnd(std::string_view* bytes, Part next) {
  while (!bytes->empty() && line_.size() < 2) {
    line_ += bytes->front();
    bytes->remove_prefix(1);
  }
  if (!std::string_view("\r\n").starts_with(line_)) return kBadChunk;
  if (line_.size() < 2) return {};
  line_.clear();
  part_ = next;
  return {};
}

}  // namespace qianmo::gateway
