// The rules of counts: who counts and who signs, and what the books become.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/result.h"

namespace qianmo::registry {

using CountId = Id<struct CountTag>;
using CountLineId = Id<struct CountLineTag>;

// The numbers are those of qianmo.registry.v1.CountSession.State.
enum class CountState { kOpen = 1, kConfirmed = 2, kCancelled = 3 };

// How much there is of something and what it is worth.
struct Worth {
  std::int64_t quantity_e3 = 0;
  std::int64_t value_fen = 0;

  bool operator==(const Worth&) const = default;
};

// The books are counted for a day that has come. Refuses DATE_UNFIT.
Result<Done> CheckCountDate(Date count_date, Date today);

// Refuses COUNT_ENDED.
Result<Done> RequireOpen(CountState state);

// Refuses COUNT_REASON_MISSING: a difference has a reason. `field` is its proto path.
Result<Done> CheckCounted(const std::string& field, const Worth& book, const Worth& counted,
                          std::string_view reason);

struct CountedLine {
  std::string name;  // for the refusal
  std::optional<Uuid> asset;
  Worth book;     // when it was counted
  Worth present;  // of the asset now
  std::optional<Worth> counted;
};
enum class CountOutcome {
  kSame,     // the books are right
  kChanged,  // they become what was counted
  kGone,     // nothing is left: the asset is retired
  kFound,    // it becomes an asset
  kNothing   // found, and then not
};
// `makers` are the persons who started the count or counted in it. What becomes of each line, in
// their order. Refuses COUNT_ENDED, SAME_PERSON, COUNT_INCOMPLETE, COUNT_BOOKS_CHANGED.
Result<std::vector<CountOutcome>> DecideConfirmCount(CountState state, const std::set<Uuid>& makers,
                                                     const Uuid& person,
                                                     const std::vector<CountedLine>& lines);

}  // namespace qianmo::registry
