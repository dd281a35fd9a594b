#include "messages/upkeep.h"

#include <algorithm>
#include <chrono>

#include "messages/domain/delivery.h"
#include "messages/domain/letter_batch.h"
#include "messages/domain/retention.h"
#include "messages/letter_content_store.h"
#include "messages/message_store.h"
#include "messages/upkeep_store.h"

namespace qianmo::messages {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kEndPause = 30s;
constexpr std::chrono::milliseconds kRemovePause = 1h;
constexpr int kAtOnce = 200;

// Whether a transaction of pieces of at most kAtOnce found one that was full.
template <class Pieces>
bool Fills(const rpc::Room& room, Pieces pieces) {
  const pg::TransactOptions options{.deadline = std::chrono::steady_clock::now() + 10s};
  const auto most = pg::Transact(room.pool, options,
                                 [&](pg::Transaction& tx) -> Result<int> { return pieces(tx); });
  return *most == kAtOnce;
}

}  // namespace

void KeepTidy(rpc::Hosted& hosted) {
  hosted.chores().Every(kEndPause, "end-what-is-over", [&room = hosted.room()](CountyId county) {
    return EndWhatIsOver(room, county);
  });
  hosted.chores().Every(
      kRemovePause, "remove-what-is-old",
      [&room = hosted.room()](CountyId county) { return RemoveWhatIsOld(room, county); });
}

bool EndWhatIsOver(const rpc::Room& room, CountyId county) {
  const Time now = room.clock.Now();
  // Deliveries before their messages, as senders do.
  return Fills(room, [&](pg::Transaction& tx) {
    return std::max({ExpireDeliveries(tx, county, now, kAtOnce),
                     EndUnconfirmed(tx, county, now - kAwaitReport, now, kAtOnce),
                     ExpireCodes(tx, county, now, kAtOnce),
                     DropOldContent(tx, county, now - kKeepContent, kAtOnce)});
  });
}

bool RemoveWhatIsOld(const rpc::Room& room, CountyId county) {
  const Time until = room.clock.Now() - kKeepMessages;
  return Fills(room, [&](pg::Transaction& tx) {
    return std::max({RemoveOldMessages(tx, county, until, kAtOnce),
                     RemoveOldReports(tx, county, until, kAtOnce),
                     RemoveOldBatches(tx, county, until, kAtOnce)});
  });
}

}  // namespace qianmo::messages
