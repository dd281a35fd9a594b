// How much of anything a bank's file may have before it is refused.
#pragma once

#include <cstddef>
#include <cstdint>

namespace qianmo::ledger::bankfile {

struct Limits {
  std::int64_t file_bytes = 256 << 20;
  std::int64_t entries = 1'000'000;    // or details of entries; 16 bytes are kept of each
  int depth = 32;                      // elements within elements
  std::size_t text_bytes = 4096;       // the text of one element, or a cell
  std::size_t token_bytes = 16 << 10;  // a tag with its attributes, a comment; a CSV record
  std::size_t kinds = 2000;            // different names of elements and attributes
};

}  // namespace qianmo::ledger::bankfile
