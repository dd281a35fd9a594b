#include "crypto/wipe.h"

#include <openssl/crypto.h>

namespace qianmo::crypto {

void WipeBytes(void* bytes, std::size_t size) { OPENSSL_cleanse(bytes, size); }

}  // namespace qianmo::crypto
