// The text of one key file, and the name it must have. The last line is a checksum of the lines
// before it, so that a cut or altered file is told from a whole one.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "crypto/key.h"

namespace qianmo::crypto {

struct KeyFileName {
  KeyPurpose purpose;
  std::uint32_t id;

  static std::optional<KeyFileName> Parse(std::string_view name);
  std::string ToString() const;  // "data-1.key"
};

// The caller wipes it.
std::string FormatKey(const Key& key);
// Nothing unless FormatKey could have written exactly this text.
std::optional<Key> ParseKey(std::string_view text);

}  // namespace qianmo::crypto
