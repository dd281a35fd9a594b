// What this program holds of its heap, to the byte, whoever its allocator is.
#pragma once

#include <cstddef>

#include <malloc.h>

#ifdef __SANITIZE_ADDRESS__
// GCC comes without the header that declares it.
extern "C" std::size_t __sanitizer_get_current_allocated_bytes();
#endif

namespace qianmo::support {

inline std::size_t HeapBytes() {
#ifdef __SANITIZE_ADDRESS__
  return __sanitizer_get_current_allocated_bytes();
#else
  const auto heap = mallinfo2();
  return heap.uordblks + heap.hblkhd;
#endif
}

}  // namespace qianmo::support
