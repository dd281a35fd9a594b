#include "crypto/random.h"

#include <limits>
#include <stdexcept>

#include <openssl/rand.h>

#include "crypto/openssl.h"

namespace qianmo::crypto {

std::string RandomBytes(std::size_t count) {
  if (count > std::numeric_limits<int>::max()) throw std::invalid_argument("RandomBytes: too many");
  std::string bytes(count, '\0');
  Check(RAND_bytes(Bytes(bytes), static_cast<int>(count)) == 1, "draw random bytes");
  return bytes;
}

}  // namespace qianmo::crypto
