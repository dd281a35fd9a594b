#include "crypto/password.h"

#include <array>
#include <cstdio>
#include <optional>
#include <stdexcept>

#include <argon2.h>

#include "crypto/random.h"
#include "crypto/wipe.h"

namespace qianmo::crypto {
namespace {

constexpr std::size_t kSalt = 16;
constexpr std::size_t kHash = 32;
// A stored hash may have been made with other parameters, but not with ones that break the bound
// on memory.
constexpr std::uint32_t kLargestMemoryKib = 256 * 1024;

void CheckArgon2(int code, const char* what) {
  if (code == ARGON2_OK) return;
  throw std::runtime_error(std::string(what) + ": " + argon2_error_message(code));
}

std::optional<PasswordHasher::Parameters> ParametersOf(const std::string& encoded) {
  PasswordHasher::Parameters found;
  int end = 0;
  const int fields = std::sscanf(encoded.c_str(), "$argon2id$v=19$m=%u,t=%u,p=%u$%n",
                                 &found.memory_kib, &found.passes, &found.lanes, &end);
  if (fields != 3 || end == 0) return std::nullopt;
  return found;
}

}  // namespace

// A place at the gate, given back on destruction.
class PasswordHasher::Turn {
 public:
  explicit Turn(PasswordHasher& hasher) : hasher_(hasher) {}
  ~Turn() { hasher_.Leave(); }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  PasswordHasher& hasher_;
};

PasswordHasher::PasswordHasher(Parameters parameters, int max_concurrent)
    : parameters_(parameters), free_(max_concurrent) {
  if (max_concurrent < 1) throw std::invalid_argument("PasswordHasher needs max_concurrent >= 1");
  if (parameters.memory_kib > kLargestMemoryKib) {
    throw std::invalid_argument("PasswordHasher: more than 256 MiB for one hash");
  }
}

Result<Done> PasswordHasher::Enter(Deadline deadline) {
  std::unique_lock lock(mutex_);
  if (!left_.wait_until(lock, deadline, [this] { return free_ > 0; })) {
    Refusal refusal{Refusal::Kind::kExhausted, "TOO_BUSY",
                    "too many passwords are being checked right now; try again shortly"};
    refusal.retry_after = std::chrono::seconds(1);
    return refusal;
  }
  --free_;
  ++runs_;
  return Done{};
}

void PasswordHasher::Leave() {
  {
    std::lock_guard lock(mutex_);
    ++free_;
  }
  left_.notify_one();
}

Result<std::string> PasswordHasher::Hash(std::string_view password, Deadline deadline) {
  QM_TRY(Enter(deadline));
  const Turn turn(*this);
  const auto& [memory, passes, lanes] = parameters_;
  const std::string salt = RandomBytes(kSalt);
  std::string encoded(argon2_encodedlen(passes, memory, lanes, kSalt, kHash, Argon2_id), '\0');
  CheckArgon2(
      argon2id_hash_encoded(passes, memory, lanes, password.data(), password.size(), salt.data(),
                            salt.size(), kHash, encoded.data(), encoded.size()),
      "hash a password");
  encoded.resize(encoded.find('\0'));
  return encoded;
}

Result<bool> PasswordHasher::Verify(const std::string& encoded, std::string_view password,
                                    Deadline deadline) {
  const auto cost = ParametersOf(encoded);
  if (!cost || cost->memory_kib > kLargestMemoryKib) {
    throw std::runtime_error("a stored password hash is damaged");
  }
  QM_TRY(Enter(deadline));
  const Turn turn(*this);
  const int code = argon2id_verify(encoded.c_str(), password.data(), password.size());
  if (code == ARGON2_VERIFY_MISMATCH) return false;
  CheckArgon2(code, "verify a password");
  return true;
}

Result<bool> PasswordHasher::VerifyNothing(std::string_view password, Deadline deadline) {
  QM_TRY(Enter(deadline));
  const Turn turn(*this);
  const auto& [memory, passes, lanes] = parameters_;
  static constexpr std::array<char, kSalt> kAnySalt{};
  std::array<std::uint8_t, kHash> hash;
  CheckArgon2(argon2id_hash_raw(passes, memory, lanes, password.data(), password.size(),
                                kAnySalt.data(), kAnySalt.size(), hash.data(), hash.size()),
              "hash a password");
  Wipe(hash);
  return false;
}

bool PasswordHasher::NeedsRehash(const std::string& encoded) const {
  return ParametersOf(encoded) != parameters_;
}

}  // namespace qianmo::crypto
