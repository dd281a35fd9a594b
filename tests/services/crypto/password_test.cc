#include "crypto/password.h"

#include <algorithm>
#include <atomic>
#include <ctime>
#include <stdexcept>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace qianmo::crypto {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr PasswordHasher::Parameters kCheap{.memory_kib = 8, .passes = 1, .lanes = 1};
// Long enough that a second thread surely meets the first one at the gate.
constexpr PasswordHasher::Parameters kSlow{.memory_kib = 64 * 1024, .passes = 12, .lanes = 1};

PasswordHasher::Deadline Soon() { return steady_clock::now() + std::chrono::minutes(1); }

RC_GTEST_PROP(PasswordHasher, VerifiesThePasswordAndNoOther,
              (const std::string& password, const std::string& other)) {
  PasswordHasher hasher(kCheap, 1);
  const auto encoded = hasher.Hash(password, Soon());
  RC_ASSERT(*hasher.Verify(*encoded, password, Soon()));
  RC_ASSERT(*hasher.Verify(*encoded, other, Soon()) == (other == password));
}

TEST(PasswordHasher, WritesAPhcStringWithTheDefaultCost) {
  PasswordHasher hasher({}, 1);
  const auto encoded = hasher.Hash("密码", Soon());
  ASSERT_TRUE(encoded);
  EXPECT_TRUE(encoded->starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << *encoded;
  EXPECT_TRUE(*hasher.Verify(*encoded, "密码", Soon()));
  EXPECT_FALSE(*hasher.Verify(*encoded, "密码 ", Soon()));
}

TEST(PasswordHasher, VerifiesAHashMadeByTheReferenceProgram) {
  // echo -n password | argon2 somesalt -id -t 2 -k 256 -p 1 -l 32 -e
  const std::string encoded =
      "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
  PasswordHasher hasher(kCheap, 1);
  EXPECT_TRUE(*hasher.Verify(encoded, "password", Soon()));
  EXPECT_FALSE(*hasher.Verify(encoded, "passwore", Soon()));
}

TEST(PasswordHasher, SaltsEachHash) {
  PasswordHasher hasher(kCheap, 1);
  EXPECT_NE(*hasher.Hash("same", Soon()), *hasher.Hash("same", Soon()));
}

TEST(PasswordHasher, ThrowsOnADamagedHash) {
  PasswordHasher hasher(kCheap, 1);
  const std::string good = *hasher.Hash("x", Soon());
  for (const std::string& encoded :
       {std::string(), std::string("plain"), good.substr(0, good.size() / 2),
        std::string("$argon2i$v=19$m=8,t=1,p=1$c29tZXNhbHQ$AAAA"),
        std::string("$argon2id$v=19$m=8,t=1,p=1$"),
        // would take 4 GiB
        std::string("$argon2id$v=19$m=4194304,t=1,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA")}) {
    EXPECT_THROW((void)hasher.Verify(encoded, "x", Soon()), std::runtime_error) << encoded;
  }
  // The place at the gate was given back each time.
  EXPECT_TRUE(*hasher.Verify(good, "x", Soon()));
}

TEST(PasswordHasher, NeedsRehashWhenAnyParameterDiffers) {
  const std::string encoded = *PasswordHasher(kCheap, 1).Hash("x", Soon());
  EXPECT_FALSE(PasswordHasher(kCheap, 9).NeedsRehash(encoded));
  EXPECT_TRUE(PasswordHasher({.memory_kib = 16, .passes = 1, .lanes = 1}, 1).NeedsRehash(encoded));
  EXPECT_TRUE(PasswordHasher({.memory_kib = 8, .passes = 2, .lanes = 1}, 1).NeedsRehash(encoded));
  EXPECT_TRUE(PasswordHasher({.memory_kib = 16, .passes = 1, .lanes = 2}, 1).NeedsRehash(encoded));
  EXPECT_TRUE(PasswordHasher(kCheap, 1).NeedsRehash("$2b$12$abc"));
}

TEST(PasswordHasher, RefusesASetupThatCannotWork) {
  EXPECT_THROW(PasswordHasher(kCheap, 0), std::invalid_argument);
  EXPECT_THROW(PasswordHasher({.memory_kib = 256 * 1024 + 1}, 1), std::invalid_argument);
}

// CPU time of this thread, which a busy machine does not stretch.
template <class Work>
std::int64_t CpuMicroseconds(Work work) {
  std::vector<std::int64_t> times;
  for (int i = 0; i < 5; ++i) {
    timespec begin{}, end{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begin);
    work();
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
    times.push_back((end.tv_sec - begin.tv_sec) * 1'000'000 + (end.tv_nsec - begin.tv_nsec) / 1000);
  }
  std::sort(times.begin(), times.end());
  return times[2];
}

TEST(PasswordHasher, VerifyingNothingCostsAsMuchAsVerifying) {
  PasswordHasher hasher({}, 1);
  const std::string encoded = *hasher.Hash("x", Soon());
  const auto real = CpuMicroseconds([&] { EXPECT_FALSE(*hasher.Verify(encoded, "y", Soon())); });
  const auto nothing = CpuMicroseconds([&] { EXPECT_FALSE(*hasher.VerifyNothing("y", Soon())); });
  EXPECT_GT(nothing, real * 6 / 10);
  EXPECT_LT(nothing, real * 16 / 10);
}

void ExpectTooBusy(const auto& result) {
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.refusal().kind, Refusal::Kind::kExhausted);
  EXPECT_EQ(result.refusal().reason, "TOO_BUSY");
  ASSERT_TRUE(result.refusal().retry_after);
  EXPECT_GT(result.refusal().retry_after->count(), 0);
}

class PasswordGate : public testing::TestWithParam<int> {};

INSTANTIATE_TEST_SUITE_P(Places, PasswordGate, testing::Values(1, 2));

TEST_P(PasswordGate, RefusesWhoeverCannotHaveATurnBeforeTheDeadline) {
  PasswordHasher hasher(kSlow, GetParam());
  const std::string cheap = *PasswordHasher(kCheap, 1).Hash("x", Soon());
  std::atomic<int> running = GetParam();
  std::vector<std::thread> busy;
  for (int i = 0; i < GetParam(); ++i) {
    busy.emplace_back([&] {
      EXPECT_TRUE(hasher.Hash("x", Soon()));
      --running;
    });
  }
  // While a place is free, cheap turns are given without waiting.
  while (hasher.Verify(cheap, "x", steady_clock::now()).ok()) std::this_thread::yield();
  const auto begin = steady_clock::now();
  ExpectTooBusy(hasher.Verify(cheap, "x", begin + milliseconds(5)));
  EXPECT_GE(steady_clock::now() - begin, milliseconds(5));
  ExpectTooBusy(hasher.Hash("x", steady_clock::now()));
  ExpectTooBusy(hasher.VerifyNothing("x", steady_clock::now() - milliseconds(1)));
  EXPECT_EQ(running, GetParam()) << "the slow hashes ended too early for this test";
  for (std::thread& thread : busy) thread.join();
  EXPECT_TRUE(*hasher.Verify(cheap, "x", steady_clock::now()));
}

TEST(PasswordHasher, WaitsForAPlaceUntilTheDeadline) {
  PasswordHasher hasher(kSlow, 1);
  const std::string cheap = *PasswordHasher(kCheap, 1).Hash("x", Soon());
  std::thread busy([&] { EXPECT_TRUE(hasher.Hash("x", Soon())); });
  while (hasher.Verify(cheap, "x", steady_clock::now()).ok()) std::this_thread::yield();
  EXPECT_TRUE(*hasher.Verify(cheap, "x", Soon()));
  busy.join();
}

TEST(PasswordHasher, ServesEveryoneWhoCanWait) {
  PasswordHasher hasher(kCheap, 2);
  std::atomic<int> verified = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      const std::string password = "password " + std::to_string(t);
      for (int i = 0; i < 25; ++i) {
        const auto encoded = hasher.Hash(password, Soon());
        if (encoded && *hasher.Verify(*encoded, password, Soon())) ++verified;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(verified, 8 * 25);
}

}  // namespace
}  // namespace qianmo::crypto
