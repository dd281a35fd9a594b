#include "base/id.h"

#include <cstring>
#include <mutex>
#include <stdexcept>

#include <sys/random.h>

namespace qianmo {
namespace {

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool IsDash(std::size_t position) {
  return position == 8 || position == 13 || position == 18 || position == 23;
}

constexpr std::uint64_t kMillisecondsEnd = std::uint64_t{1} << 48;

// Milliseconds and a 12-bit counter that together never repeat nor run backwards.
std::uint64_t NextTick(Time now) {
  static std::mutex mutex;
  static std::uint64_t last = 0;
  const auto us = static_cast<std::uint64_t>(now.time_since_epoch().count());
  if (us / 1000 >= kMillisecondsEnd) throw std::out_of_range("no UUIDv7 has room for this time");
  const std::uint64_t wanted = (us / 1000) << 12 | (us % 1000) << 2;
  std::lock_guard lock(mutex);
  last = wanted > last ? wanted : last + 1;
  return last;
}

}  // namespace

Uuid Uuid::Make(Time now) {
  std::array<std::uint8_t, 16> bytes;
  if (getrandom(bytes.data() + 8, 8, 0) != 8) throw std::runtime_error("getrandom failed");
  const std::uint64_t tick = NextTick(now);
  const std::uint64_t ms = tick >> 12;
  for (int i = 0; i < 6; ++i) bytes[i] = static_cast<std::uint8_t>(ms >> (40 - 8 * i));
  bytes[6] = static_cast<std::uint8_t>(0x70 | ((tick >> 8) & 0x0f));
  bytes[7] = static_cast<std::uint8_t>(tick);
  bytes[8] = static_cast<std::uint8_t>(0x80 | (bytes[8] & 0x3f));
  return Uuid(bytes);
}

std::optional<Uuid> Uuid::Parse(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  std::array<std::uint8_t, 16> bytes{};
  std::size_t nibble = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (IsDash(i)) {
      if (text[i] != '-') return std::nullopt;
      continue;
    }
    const int value = HexValue(text[i]);
    if (value < 0) return std::nullopt;
    bytes[nibble / 2] = static_cast<std::uint8_t>(bytes[nibble / 2] << 4 | value);
    ++nibble;
  }
  return Uuid(bytes);
}

std::string Uuid::ToString() const {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(36);
  for (std::size_t i = 0; i < bytes_.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += kDigits[bytes_[i] >> 4];
    text += kDigits[bytes_[i] & 15];
  }
  return text;
}

}  // namespace qianmo

std::size_t std::hash<qianmo::Uuid>::operator()(const qianmo::Uuid& id) const noexcept {
  std::uint64_t random_half;
  std::memcpy(&random_half, id.bytes().data() + 8, sizeof random_half);
  return random_half;
}
