// Password hashing: argon2id, with a bound on the memory that all hashes together take.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

#include "base/result.h"

namespace qianmo::crypto {

class PasswordHasher {
 public:
  using Deadline = std::chrono::steady_clock::time_point;

  // The first of OWASP's equivalent choices for argon2id that fits a small server.
  struct Parameters {
    std::uint32_t memory_kib = 19 * 1024;
    std::uint32_t passes = 2;
    std::uint32_t lanes = 1;
    bool operator==(const Parameters&) const = default;
  };

  // At most `max_concurrent` hashes run at once; the others wait. Safe for use by many threads.
  PasswordHasher(Parameters parameters, int max_concurrent);

  // All three refuse with kExhausted TOO_BUSY when their turn does not come before the deadline.

  // A PHC string ("$argon2id$v=19$m=…") with a fresh salt.
  Result<std::string> Hash(std::string_view password, Deadline deadline);
  // `encoded` is what Hash made. Anything else means damaged storage: throws std::runtime_error.
  Result<bool> Verify(const std::string& encoded, std::string_view password, Deadline deadline);
  // Always false, after the time that Verify takes: for a user who does not exist.
  Result<bool> VerifyNothing(std::string_view password, Deadline deadline);

  // How many passwords were hashed or checked so far.
  std::uint64_t runs() const { return runs_; }

  // Whether a hash was made with other parameters than today's: hash anew after the next sign-in.
  bool NeedsRehash(const std::string& encoded) const;

 private:
  class Turn;
  Result<Done> Enter(Deadline deadline);
  void Leave();

  const Parameters parameters_;
  std::mutex mutex_;
  std::condition_variable left_;
  int free_;  // guarded by mutex_
  std::atomic<std::uint64_t> runs_ = 0;
};

}  // namespace qianmo::crypto
