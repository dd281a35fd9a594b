// Reads binary formats from their beginning on, and never beyond their end.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace qianmo::registry {

class ByteCursor {
 public:
  explicit ByteCursor(std::string_view bytes) : rest_(bytes) {}

  // What is still to be read.
  std::string_view rest() const { return rest_; }

  // The next bytes; nothing, and nothing is taken, where there are not so many.
  std::optional<std::string_view> Take(std::uint64_t count) {
    if (count > rest_.size()) return std::nullopt;
    const std::string_view taken = rest_.substr(0, static_cast<std::size_t>(count));
    rest_.remove_prefix(taken.size());
    return taken;
  }

  // A number of one to four bytes, the most or the least significant one first.
  std::optional<std::uint32_t> TakeBig(int bytes) {
    return Assemble(
        bytes, [](std::uint32_t number, std::uint32_t byte, int) { return number << 8 | byte; });
  }
  std::optional<std::uint32_t> TakeLittle(int bytes) {
    return Assemble(bytes, [](std::uint32_t number, std::uint32_t byte, int i) {
      return number | byte << (8 * i);
    });
  }

 private:
  template <class F>
  std::optional<std::uint32_t> Assemble(int bytes, F add) {
    const auto taken = Take(static_cast<std::uint64_t>(bytes));
    if (!taken) return std::nullopt;
    std::uint32_t number = 0;
    for (int i = 0; i < bytes; ++i) {
      number = add(number, static_cast<std::uint8_t>((*taken)[static_cast<std::size_t>(i)]), i);
    }
    return number;
  }

  std::string_view rest_;
};

}  // namespace qianmo::registry
