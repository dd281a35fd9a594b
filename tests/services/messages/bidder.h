// Somebody whom identity knows, for rooms that host it beside messages.
#pragma once

#include <gtest/gtest.h>

#include "identity/account_store.h"
#include "services/messages/post_room.h"

namespace qianmo::messages {

// An active account whose telephone is proved.
inline rpc::v1::Caller PutBidder(PostRoom& room, pg::Pool& identity_pool,
                                 const std::string& phone) {
  rpc::v1::Caller caller = Person();
  const identity::AccountId id = *identity::AccountId::Parse(caller.account_id());
  const pg::TransactOptions options{.deadline = std::chrono::steady_clock::now() +
                                                std::chrono::seconds(10)};
  const auto done = pg::Transact(identity_pool, options, [&](pg::Transaction& tx) -> Result<Done> {
    identity::InsertAccount(tx, *room.ring(),
                            {.county = kHome,
                             .id = id,
                             .kind = identity::AccountKind::kBidder,
                             .state = identity::AccountState::kActive,
                             .person = identity::PersonId::Make(room.clock().Now()),
                             .person_index = {},
                             .display_name = "某商",
                             .handle = phone,
                             .phone = phone,
                             .org_path = OrgPath::Of(kHome),
                             .create_time = room.clock().Now()});
    identity::SetPhoneConfirmed(tx, kHome, id, room.clock().Now());
    return Done{};
  });
  EXPECT_TRUE(done.ok());
  return caller;
}

}  // namespace qianmo::messages
