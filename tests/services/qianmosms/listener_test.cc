// The simulator's sockets. What goes over them in earnest is in tests/services/messages.
#include "qianmosms/listener.h"

#include <stdexcept>

#include <gtest/gtest.h>

#include "support/clock.h"
#include "support/process.h"

namespace qianmo::sms {
namespace {

TEST(ListenerTest, ListensOnThisMachineOnly) {
  support::ManualClock clock{Time(std::chrono::hours(500'000))};
  support::TemporaryFolder folder;
  Store store(folder.path() / "store");
  Port port(store, "a key of the provider's", {}, clock);
  EXPECT_THROW(Listener("0.0.0.0", 0, port), std::runtime_error);
  EXPECT_THROW(Listener("nonsense", 0, port), std::runtime_error);
  const Listener listener("127.0.0.1", 0, port);
  EXPECT_GT(listener.port(), 0);
  EXPECT_ANY_THROW(Listener("127.0.0.1", static_cast<std::uint16_t>(listener.port()), port))
      << "taken";
}

}  // namespace
}  // namespace qianmo::sms
