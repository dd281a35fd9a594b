// Counting what was seen before.
#include "ledger/bankfile/sightings.h"

#include <map>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace qianmo::ledger::bankfile {
namespace {

RC_GTEST_PROP(Sightings, CountAsAMapWould, ()) {
  const auto hashes =
      *rc::gen::container<std::vector<std::uint64_t>>(rc::gen::weightedOneOf<std::uint64_t>(
          {{1, rc::gen::inRange<std::uint64_t>(0, 10)}, {1, rc::gen::arbitrary<std::uint64_t>()}}));
  Sightings sightings;
  std::map<std::uint64_t, std::int64_t> model;
  for (const std::uint64_t hash : hashes) {
    RC_ASSERT(sightings.See(hash) == model[hash == 0 ? 1 : hash]++);
  }
}

TEST(Sightings, KeepManyThingsApart) {
  Sightings sightings;
  for (std::uint64_t i = 0; i < 100'000; ++i) ASSERT_EQ(sightings.See(i * 64 + 1), 0);
  for (std::uint64_t i = 0; i < 100'000; ++i) ASSERT_EQ(sightings.See(i * 64 + 1), 1);
}

}  // namespace
}  // namespace qianmo::ledger::bankfile
