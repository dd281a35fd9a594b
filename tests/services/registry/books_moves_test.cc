// A merge and a split with the ledger beside the registry: books are opened of what the registry
// knows, and are where their collectives are.
#include "registry/books_moves.h"

#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/install.h"
#include "qianmo/ledger/v1/books.grpc.pb.h"
#include "services/registry/belongings.h"

namespace qianmo::registry {
namespace {

using Books = ledger::v1::BooksService::Stub;

class BooksMovesTest : public testing::Test {
 protected:
  Answer<ledger::v1::Books> Open(const v1::Collective& collective) {
    ledger::v1::OpenBooksRequest request;
    request.set_parent(kCountyName);
    request.set_request_id(NewRequestId());
    request.set_kind(ledger::v1::Books::KIND_COLLECTIVE);
    request.set_collective(collective.name());
    *request.mutable_first_month() = Day("2026-01-01");
    const auto agent = County::Officer(rpc::v1::ROLE_TOWNSHIP_AGENT, county_.township().org_path());
    return owned_.Ask(agent, &Books::OpenBooks, request);
  }
  ledger::v1::Books See(const ledger::v1::Books& books) {
    ledger::v1::GetBooksRequest request;
    request.set_name(books.name());
    return owned_.Ask(county_.officer(), &Books::GetBooks, request).reply;
  }
  // Once the ledger was told.
  ledger::v1::Books Moved(const ledger::v1::Books& books) {
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    ledger::v1::Books seen = See(books);
    while (seen.org_path() == books.org_path() && std::chrono::steady_clock::now() < patience) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      seen = See(books);
    }
    return seen;
  }

  County county_{[](rpc::Server& server) { ledger::Install(server.Host("ledger")); }};
  Belongings owned_{county_};
};

TEST_F(BooksMovesTest, OfMergedVillagesAreWhereTheHeirIsAndThoseBelowGoOn) {
  EXPECT_EQ(Open(county_.far_village()).reason(), "OUT_OF_SCOPE");
  const auto village = Open(county_.village());
  ASSERT_TRUE(village.ok()) << village.reason() << village.status.error_message();
  EXPECT_EQ(village.reply.display_name(), county_.village().display_name());
  EXPECT_EQ(village.reply.org_path(), county_.village().org_path());
  const auto group = Open(county_.group()).reply, sister = Open(county_.sister()).reply;
  v1::ChangePart heir;
  heir.set_collective(county_.sister().name());
  const auto done = owned_.Confirm(owned_.Merge({county_.village()}, heir).reply);
  ASSERT_TRUE(done.ok()) << done.reason() << done.status.error_message();
  const auto ended = Moved(village.reply), below = Moved(group);
  EXPECT_EQ(ended.org_path(), county_.sister().org_path());
  EXPECT_TRUE(ended.has_end_date());
  EXPECT_EQ(ended.end_cause(), done.reply.name());
  EXPECT_EQ(below.org_path(), county_.sister().org_path() + IdOf(county_.group().name()) + "/");
  EXPECT_FALSE(below.has_end_date());
  EXPECT_FALSE(See(sister).has_end_date());
  EXPECT_EQ(Open(county_.village()).reason(), "COLLECTIVE_ENDED");
  EXPECT_EQ(county_.archive().Query("SELECT count(*) FROM registry.outbox WHERE method LIKE"
                                    " '%MoveBooks' AND state = 2"),
            "0");
}

TEST_F(BooksMovesTest, OfASplitVillageGoToWhoeverHasTheRest) {
  const auto village = Open(county_.village()).reply, group = Open(county_.group()).reply;
  auto rest = PartNamed("柳湾上村"), given = PartNamed("柳湾下村");
  given.add_collectives(county_.group().name());
  const auto done = owned_.Confirm(owned_.Split(county_.village(), {rest, given}).reply);
  ASSERT_TRUE(done.ok()) << done.reason() << done.status.error_message();
  const auto parts = owned_.PartsOf(done.reply);
  ASSERT_EQ(parts.size(), 2u);
  const auto ended = Moved(village), below = Moved(group);
  EXPECT_EQ(ended.org_path(), parts[0].org_path());
  EXPECT_TRUE(ended.has_end_date());
  EXPECT_EQ(below.org_path(), parts[1].org_path() + IdOf(county_.group().name()) + "/");
  EXPECT_FALSE(below.has_end_date());
  EXPECT_TRUE(Open(parts[0]).ok()) << "books of its own beside those that ended";
}

}  // namespace
}  // namespace qianmo::registry
