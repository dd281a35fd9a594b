// SHA-256 and what is built from it: keyed digests and derived keys.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace qianmo::crypto {

using Digest = std::array<std::uint8_t, 32>;

Digest Sha256(std::string_view message);
Digest HmacSha256(std::string_view key, std::string_view message);

// RFC 5869 without salt: `length` bytes that only holders of `key` can compute; different `info`,
// unrelated bytes. At most 255 * 32 bytes, more throws std::invalid_argument.
std::string HkdfSha256(std::string_view key, std::string_view info, std::size_t length);

// Whether a and b are the same bytes, in a time that depends on their length only.
bool Equal(std::string_view a, std::string_view b);
bool Equal(const Digest& a, const Digest& b);

// SHA-256 of a message that arrives in pieces. Finish may be called once; not for several threads.
class Sha256Stream {
 public:
  Sha256Stream();
  ~Sha256Stream();
  Sha256Stream(Sha256Stream&&) noexcept;
  Sha256Stream& operator=(Sha256Stream&&) noexcept;

  void Add(std::string_view piece);
  Digest Finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace qianmo::crypto
