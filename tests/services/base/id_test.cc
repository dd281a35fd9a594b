#include "base/id.h"

#include <stdexcept>
#include <thread>
#include <unordered_set>
#include <vector>

#include <gtest/gtest.h>

namespace qianmo {
namespace {

using std::chrono::microseconds;

using LotId = Id<struct Lot>;
using PartyId = Id<struct Party>;
static_assert(!std::is_convertible_v<LotId, PartyId>);

constexpr const char* kText = "01890a5d-ac96-774b-bcce-b302099a8057";

// Later than the other tests', because ids of one process never step back.
Time FarFuture() { return Time(Date(std::chrono::year(2200) / 1 / 1)); }

std::int64_t MillisecondsOf(const Uuid& id) {
  std::int64_t ms = 0;
  for (int i = 0; i < 6; ++i) ms = ms << 8 | id.bytes()[i];
  return ms;
}

TEST(Uuid, CarriesItsTimeVersionAndVariant) {
  const Time now = Time(Date(std::chrono::year(2026) / 11 / 20)) + microseconds(1'234'567);
  const Uuid id = Uuid::Make(now);
  EXPECT_EQ(MillisecondsOf(id), now.time_since_epoch().count() / 1000);
  EXPECT_EQ(id.version(), 7);
  EXPECT_EQ(id.bytes()[8] >> 6, 2);
  EXPECT_FALSE(id.is_nil());
}

TEST(Uuid, SortsByCallEvenWhenTheClockStandsStillOrStepsBack) {
  const Time now = FarFuture();
  Uuid last = Uuid::Make(now);
  for (int i = 0; i < 10'000; ++i) {
    const Uuid next = Uuid::Make(now - microseconds(i % 7 * 1'000'000));
    ASSERT_LT(last, next);
    last = next;
  }
  EXPECT_LT(last, Uuid::Make(now + std::chrono::hours(1)));
}

TEST(Uuid, IsUniqueAcrossThreads) {
  std::vector<std::vector<Uuid>> made(4);
  std::vector<std::thread> threads;
  for (auto& mine : made) {
    threads.emplace_back([&mine] {
      for (int i = 0; i < 5'000; ++i) mine.push_back(Uuid::Make(FarFuture()));
    });
  }
  for (auto& thread : threads) thread.join();
  std::unordered_set<Uuid> all;
  for (const auto& mine : made) all.insert(mine.begin(), mine.end());
  EXPECT_EQ(all.size(), 20'000u);
}

TEST(Uuid, RefusesTimesThatItCannotHold) {
  EXPECT_THROW(Uuid::Make(Time(microseconds(-1))), std::out_of_range);
  const Time end(microseconds((std::int64_t{1} << 48) * 1000));
  EXPECT_THROW(Uuid::Make(end), std::out_of_range);
  EXPECT_EQ(Uuid::Make(FarFuture()).version(), 7) << "a refused time leaves no trace";
}

TEST(Uuid, ReadsBothCasesAndWritesTheLower) {
  EXPECT_EQ(Uuid::Parse(kText)->ToString(), kText);
  EXPECT_EQ(Uuid::Parse("01890A5D-AC96-774B-BCCE-B302099A8057")->ToString(), kText);
  EXPECT_EQ(Uuid().ToString(), "00000000-0000-0000-0000-000000000000");
  EXPECT_TRUE(Uuid::Parse("00000000-0000-0000-0000-000000000000")->is_nil());
}

TEST(Uuid, RefusesEveryOtherForm) {
  for (const char* text :
       {"", "01890a5dac96774bbcceb302099a8057", "01890a5d-ac96-774b-bcce-b302099a805",
        "01890a5d-ac96-774b-bcce-b302099a80577", "01890a5d-ac96-774b-bcceb-302099a8057",
        "01890a5g-ac96-774b-bcce-b302099a8057", "{1890a5d-ac96-774b-bcce-b302099a8057",
        "01890a5d_ac96_774b_bcce_b302099a8057", "01890a5d-ac96-774b-bcce-b302099a805 "}) {
    EXPECT_EQ(Uuid::Parse(text), std::nullopt) << text;
  }
}

TEST(Id, WrapsAUuidWithoutMixingKinds) {
  const auto id = LotId::Parse(kText);
  ASSERT_TRUE(id.has_value());
  EXPECT_EQ(id->ToString(), kText);
  EXPECT_EQ(LotId::Parse("no id"), std::nullopt);
  const LotId earlier = LotId::Make(FarFuture()), later = LotId::Make(FarFuture());
  EXPECT_LT(earlier, later);
}

TEST(Id, CanBeAKeyOfAHashTable) {
  const std::unordered_set<LotId> lots = {*LotId::Parse(kText), *LotId::Parse(kText)};
  EXPECT_EQ(lots.size(), 1u);
  const std::unordered_set<CountyId> counties = {CountyId{7}, CountyId{7}, CountyId{8}};
  EXPECT_EQ(counties.size(), 2u);
}

}  // namespace
}  // namespace qianmo
