#include "rpc/reseal.h"

#include <algorithm>
#include <thread>
#include <utility>

namespace qianmo::rpc {
namespace {

// Servers look for new keys once a second.
constexpr Duration kUntilKnown = std::chrono::seconds(5);
constexpr std::chrono::milliseconds kFreshKeyPause{100};

}  // namespace

Duration TimeUntilKnown(const crypto::Keyring& ring, Time now) {
  const Time youngest = std::max(ring.newest(crypto::KeyPurpose::kData).created(),
                                 ring.newest(crypto::KeyPurpose::kIndex).created());
  return std::max(youngest + kUntilKnown - now, Duration::zero());
}

Job ResealJob(const Room& room, Resealing work) {
  return [&room, work = std::move(work)](pg::Transaction& tx,
                                         const Progress& progress) -> Result<Step> {
    const auto ring = room.keyring.Current();
    Step step{progress.cursor, progress.done, progress.total};
    if (TimeUntilKnown(*ring, room.clock.Now()) > Duration::zero()) {  // rotated meanwhile
      std::this_thread::sleep_for(kFreshKeyPause);
      return step;
    }
    if (step.total == 0) step.total = work.count(tx, progress.county);
    const auto resealed = work.next(tx, *ring, progress.county, step.cursor);
    if (resealed) {
      step.cursor = resealed->cursor;
      step.done += resealed->values;
      step.total = std::max(step.total, step.done);
      return step;
    }
    step.result = work.outcome(step.done);
    return step;
  };
}

}  // namespace qianmo::rpc
