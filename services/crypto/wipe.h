// Overwrites secrets in memory in a way that the compiler may not leave out.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

namespace qianmo::crypto {

void WipeBytes(void* bytes, std::size_t size);

// Leaves `text` empty.
inline void Wipe(std::string& text) {
  WipeBytes(text.data(), text.size());
  text.clear();
}

template <std::size_t N>
void Wipe(std::array<std::uint8_t, N>& bytes) {
  WipeBytes(bytes.data(), N);
}

}  // namespace qianmo::crypto
