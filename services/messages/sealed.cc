#include "messages/sealed.h"

#include <utility>

#include "crypto/seal.h"

namespace qianmo::messages {

std::string OpenSealed(const crypto::Keyring& ring, const std::string& place,
                       std::string_view sealed) {
  auto plain = crypto::Open(ring, place, sealed);
  if (!plain) throw Unreadable("a sealed value does not open: " + place);
  return *std::move(plain);
}

}  // namespace qianmo::messages
