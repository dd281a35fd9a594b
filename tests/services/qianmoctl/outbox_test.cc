#include "qianmoctl/outbox.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/qianmoctl/house.h"

namespace qianmo::ctl {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr char kDead[] = "01900000-0000-7000-8000-000000000001";
constexpr char kWaiting[] = "01900000-0000-7000-8000-000000000002";

class OutboxTest : public testing::Test {
 protected:
  OutboxTest() {
    Insert(kDead, 1, 2);
    Insert(kWaiting, 2, 1);
    Insert("01900000-0000-7000-8000-000000000003", 3, 1);
  }

  void Insert(const std::string& id, int position, int state) {
    Execute(house_.url(),
            "INSERT INTO identity.outbox (county_id, outbox_id, ordering_key, position, method,"
            " request, request_id, actor, traceparent, created_time, attempts, faults,"
            " next_time, state, last_error) VALUES (7, '" +
                id + "', 'account/5', " + std::to_string(position) +
                ", '/qianmo.messages.v1.MessagesService/SendMessage', 'sealed secret', '" + id +
                "', '', '', '2026-01-02', 9, 3, '2026-01-02', " + std::to_string(state) +
                ", 'INVALID_ARGUMENT: no such template')");
  }
  std::string States() const {
    return Value(house_.url(),
                 "SELECT string_agg(state::text, ' ' ORDER BY position) FROM identity.outbox");
  }

  const House house_ = House::Furnished();
};

TEST_F(OutboxTest, ListsTheDeadAndWhoWaitsBehind) {
  const auto list = house_.Run({"outbox", "list"});
  EXPECT_EQ(list.code, 0);
  EXPECT_THAT(list.output, AllOf(HasSubstr(kDead), HasSubstr("identity county 7"),
                                 HasSubstr("2 waiting behind"), HasSubstr("SendMessage"),
                                 HasSubstr("no such template"), HasSubstr("1 dead call\n"),
                                 Not(HasSubstr(kWaiting)), Not(HasSubstr("secret"))));
  EXPECT_EQ(house_.Run({"outbox", "list", "--service", "identity"}).output, list.output);
  EXPECT_EQ(house_.Run({"outbox", "list", "--service", "nonsense"}).code, 1);
}

TEST_F(OutboxTest, LetsOneBeTriedAgain) {
  for (const auto& wrong : {std::vector<std::string>{"7", kWaiting}, {"8", kDead}}) {
    const auto outcome = house_.Run({"outbox", "retry", wrong[0], wrong[1]});
    EXPECT_EQ(outcome.code, 1);
    EXPECT_THAT(outcome.output, HasSubstr("has no dead call"));
  }
  EXPECT_EQ(house_.Run({"outbox", "retry", "7", "nonsense"}).code, 2);
  EXPECT_EQ(house_.Run({"outbox", "retry", "0", kDead}).code, 2);
  EXPECT_EQ(States(), "2 1 1");

  EXPECT_EQ(house_.Run({"outbox", "retry", "7", kDead}).code, 0);
  EXPECT_EQ(States(), "1 1 1");
  EXPECT_THAT(house_.Run({"outbox", "list"}).output, HasSubstr("0 dead calls"));
}

}  // namespace
}  // namespace qianmo::ctl
