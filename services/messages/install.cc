#include "messages/install.h"

#include <chrono>

#include "messages/message_service.h"
#include "messages/message_store.h"
#include "qianmo/messages/v1/messages.pb.h"

namespace qianmo::messages {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kExpirePause = 30s;
constexpr int kExpireAtOnce = 500;

// Whether there is more to do.
bool ExpireSome(const rpc::Room& room, CountyId county) {
  const auto expired =
      pg::Transact(room.pool, {.deadline = std::chrono::steady_clock::now() + 10s},
                   [&](pg::Transaction& tx) -> Result<int> {
                     return ExpireCodes(tx, county, room.clock.Now(), kExpireAtOnce);
                   });
  return *expired == kExpireAtOnce;
}

rpc::Endpoint& Offer(rpc::Hosted& hosted, const char* service) {
  return hosted.Offer(v1::Message::descriptor()->file()->pool()->FindServiceByName(service));
}

}  // namespace

void Install(rpc::Hosted& hosted) {
  hosted.chores().Every(kExpirePause, "expire-codes", [&room = hosted.room()](CountyId county) {
    return ExpireSome(room, county);
  });
  auto& messages = hosted.Keep(std::make_shared<MessageService>());
  rpc::Endpoint& taking_in = Offer(hosted, "qianmo.messages.v1.MessagesService");
  taking_in.On("SendMessage", &messages, &MessageService::SendMessage);
}

}  // namespace qianmo::messages
