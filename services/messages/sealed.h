// Opening what the service keeps sealed.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "crypto/keyring.h"

namespace qianmo::messages {

// No key at hand opens a value that is kept. Nobody but an operator can help, who finds the key.
struct Unreadable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Throws Unreadable, naming the place.
std::string OpenSealed(const crypto::Keyring& ring, const std::string& place,
                       std::string_view sealed);

}  // namespace qianmo::messages
