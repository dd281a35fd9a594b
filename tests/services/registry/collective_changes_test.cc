// Merges and splits: two persons, one transaction, and nothing lost on the way.
#include <random>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "registry/carry.h"
#include "registry/collective_carrying_out.h"
#include "registry/collective_change_store.h"
#include "registry/collective_changes_service.h"
#include "registry/household_carry.h"
#include "services/registry/county.h"

namespace qianmo::registry {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

class CollectiveChangesTest : public testing::Test {
 protected:
  Answer<v1::CollectiveChange> Merge(const std::vector<v1::Collective>& sources,
                                     const v1::ChangePart& part) {
    v1::ProposeMergeRequest request;
    request.set_parent(kCountyName);
    request.set_request_id(NewRequestId());
    for (const auto& source : sources) request.add_sources(source.name());
    *request.mutable_part() = part;
    request.set_reason("县政府批复〔2026〕9号");
    return county_.Ask(county_.officer(), &Changes::ProposeMerge, request);
  }
  Answer<v1::CollectiveChange> Split(const v1::Collective& source,
                                     const std::vector<v1::ChangePart>& parts) {
    v1::ProposeSplitRequest request;
    request.set_parent(kCountyName);
    request.set_request_id(NewRequestId());
    request.set_source(source.name());
    for (const auto& part : parts) *request.add_parts() = part;
    request.set_reason("县政府批复〔2026〕10号");
    return county_.Ask(county_.officer(), &Changes::ProposeSplit, request);
  }
  Answer<v1::CollectiveChange> Confirm(const v1::CollectiveChange& change,
                                       const rpc::v1::Caller& caller) {
    return county_.Ask(caller, &Changes::ConfirmCollectiveChange,
                       Named<v1::ConfirmCollectiveChangeRequest>(change.name()));
  }
  static v1::ChangePart NewPart(const std::string& name, const std::string& code = "") {
    v1::ChangePart part;
    part.set_display_name(name);
    part.set_credit_code(code);
    return part;
  }
  v1::Collective PartOf(const v1::CollectiveChange& change, int index) {
    v1::Collective collective;
    collective.set_name(change.parts(index).collective());
    return county_.Get(collective);
  }
  std::string Count(const std::string& table) {
    return county_.archive().Query("SELECT count(*) FROM registry." + table);
  }
  // Rows whose path is not that of their collective.
  std::string Strays(const std::string& table) {
    return county_.archive().Query("SELECT count(*) FROM registry." + table +
                                   " t JOIN registry.collective c ON c.id = t.collective_id"
                                   " WHERE c.org_path <> t.org_path OR c.state <> 1");
  }

  County county_;
};

TEST_F(CollectiveChangesTest, MergeTwoVillagesIntoANewOneWithAllThatTheyOwn) {
  const auto one = county_.Settle(county_.village(), 1);
  county_.Join(one, 2);
  const auto two = county_.Settle(county_.sister(), 3);
  const auto three = county_.Settle(county_.group(), 4);
  const auto proposed =
      Merge({county_.village(), county_.sister()}, NewPart("双树村", CreditCode("N2", 5)));
  ASSERT_TRUE(proposed.ok()) << proposed.status.error_message();
  EXPECT_EQ(proposed.reply.state(), v1::CollectiveChange::STATE_PROPOSED);
  EXPECT_EQ(county_.Get(county_.village()).state(), v1::Collective::STATE_ACTIVE);
  const auto done = Confirm(proposed.reply, county_.approver());
  ASSERT_TRUE(done.ok()) << done.reason() << done.status.error_message();
  EXPECT_EQ(done.reply.state(), v1::CollectiveChange::STATE_CONFIRMED);
  const auto united = PartOf(done.reply, 0);
  EXPECT_EQ(united.credit_code(), CreditCode("N2", 5));
  EXPECT_EQ(united.parent_collective(), county_.township().name());
  for (const auto& old : {county_.village(), county_.sister()}) {
    EXPECT_EQ(county_.Get(old).state(), v1::Collective::STATE_ENDED);
    EXPECT_THAT(county_.Get(old).successors(), ElementsAre(united.name()));
  }
  EXPECT_EQ(county_.Get(one).collective(), united.name());
  EXPECT_EQ(county_.Get(one).number(), "H1");
  EXPECT_EQ(county_.Get(two).org_path(), united.org_path());
  const auto group = county_.Get(county_.group());
  EXPECT_EQ(group.parent_collective(), united.name());
  EXPECT_EQ(county_.Get(three).org_path(), group.org_path());
  EXPECT_EQ(county_.Get(three).collective(), group.name());
  EXPECT_EQ(Strays("household"), "0");
  EXPECT_EQ(Strays("member"), "0");
  EXPECT_EQ(county_.Roll(united, "2026-11-20").size(), 4u);
  EXPECT_EQ(county_.Roll(county_.village(), "2026-11-19").size(), 2u) << "the roll of the past";
  EXPECT_EQ(county_.Roll(county_.village(), "2026-11-20").size(), 0u);
}

TEST_F(CollectiveChangesTest, MergeIntoOneThatGoesOn) {
  county_.Settle(county_.village(), 1);
  county_.Settle(county_.sister(), 1001);
  v1::ChangePart part;
  part.set_collective(county_.sister().name());
  const auto proposed = Merge({county_.village()}, part);
  ASSERT_TRUE(proposed.ok()) << proposed.status.error_message();
  ASSERT_TRUE(Confirm(proposed.reply, county_.approver()).ok());
  EXPECT_EQ(county_.Get(county_.sister()).state(), v1::Collective::STATE_ACTIVE);
  EXPECT_EQ(county_.Roll(county_.sister(), "2026-11-20").size(), 2u);
  v1::ListCollectiveEventsRequest request;
  request.set_parent(county_.sister().name());
  const auto events = county_.Ask(county_.officer(), &Collectives::ListCollectiveEvents, request);
  EXPECT_EQ(events.reply.events(1).kind(), v1::CollectiveEvent::KIND_SUCCEEDED);
  EXPECT_EQ(events.reply.events(1).collective_change(), proposed.reply.name());
}

TEST_F(CollectiveChangesTest, NeedTwoPersons) {
  const auto proposed = Merge({county_.village(), county_.sister()}, NewPart("双树村")).reply;
  rpc::v1::Caller same = county_.approver();
  same.set_account_id(NewRequestId());
  same.set_person(county_.officer().person());
  EXPECT_EQ(Confirm(proposed, same).reason(), "SAME_PERSON");
  EXPECT_EQ(Merge({county_.village(), county_.sister()}, NewPart("又村")).reason(), "CHANGE_OPEN");
  auto reject = Named<v1::RejectCollectiveChangeRequest>(proposed.name());
  reject.set_reason("缺成员大会决议");
  const auto rejected = county_.Ask(county_.approver(), &Changes::RejectCollectiveChange, reject);
  EXPECT_EQ(rejected.reply.state(), v1::CollectiveChange::STATE_REJECTED);
  EXPECT_EQ(rejected.reply.decide_reason(), "缺成员大会决议");
  EXPECT_EQ(Confirm(proposed, county_.approver()).reason(), "CHANGE_ENDED");
  const auto again = Merge({county_.village(), county_.sister()}, NewPart("双树村"));
  ASSERT_TRUE(again.ok()) << again.status.error_message();
  const auto withdraw = [&](const rpc::v1::Caller& caller) {
    return county_.Ask(caller, &Changes::WithdrawCollectiveChange,
                       Named<v1::WithdrawCollectiveChangeRequest>(again.reply.name()));
  };
  EXPECT_EQ(withdraw(County::Officer(rpc::v1::ROLE_CENTRE_OFFICER, "/7/")).reason(),
            "NOT_THE_PROPOSER");
  EXPECT_EQ(withdraw(county_.officer()).reply.state(), v1::CollectiveChange::STATE_WITHDRAWN);
}

TEST_F(CollectiveChangesTest, AreOfOneLevelAndParent) {
  EXPECT_EQ(Merge({county_.village(), county_.far_village()}, NewPart("远村")).reason(),
            "CHANGE_UNFIT");
  EXPECT_EQ(Merge({county_.village()}, NewPart("独村")).reason(), "CHANGE_UNFIT");
  EXPECT_EQ(
      Merge({county_.village(), county_.sister()}, NewPart("双", CreditCode("N1", 1))).reason(),
      "CREDIT_CODE_UNFIT");
}

TEST_F(CollectiveChangesTest, MayPassOnACreditCodeOfOneThatEnds) {
  v1::UpdateCollectiveRequest coded;
  *coded.mutable_collective() = county_.village();
  coded.mutable_collective()->set_credit_code(CreditCode("N2", 8));
  coded.mutable_update_mask()->add_paths("credit_code");
  coded.set_request_id(NewRequestId());
  ASSERT_TRUE(county_.Ask(county_.officer(), &Collectives::UpdateCollective, coded).ok());
  const auto proposed =
      Merge({county_.village(), county_.sister()}, NewPart("双树村", CreditCode("N2", 8)));
  ASSERT_TRUE(proposed.ok()) << proposed.reason();
  const auto done = Confirm(proposed.reply, county_.approver());
  ASSERT_TRUE(done.ok()) << done.reason();
  EXPECT_EQ(PartOf(done.reply, 0).credit_code(), CreditCode("N2", 8));
}

TEST_F(CollectiveChangesTest, SplitAVillageByNameAndLeaveTheRestToTheFirst) {
  const auto one = county_.Settle(county_.village(), 1);
  const auto two = county_.Settle(county_.village(), 2);
  const auto three = county_.Settle(county_.group(), 3);
  auto south = NewPart("南村");
  south.add_households(two.name());
  south.add_collectives(county_.group().name());
  auto foreign = NewPart("别村");
  foreign.add_households(county_.Settle(county_.sister(), 9).name());
  EXPECT_EQ(Split(county_.village(), {NewPart("北村"), foreign}).reason(), "CHANGE_ITEM_FOREIGN");
  EXPECT_EQ(Split(county_.village(), {south, NewPart("北村")}).reason(), "CHANGE_UNFIT");
  const auto proposed = Split(county_.village(), {NewPart("北村"), south});
  ASSERT_TRUE(proposed.ok()) << proposed.status.error_message();
  const auto done = Confirm(proposed.reply, county_.approver());
  ASSERT_TRUE(done.ok()) << done.reason() << done.status.error_message();
  const auto first = PartOf(done.reply, 0);
  const auto second = PartOf(done.reply, 1);
  EXPECT_EQ(county_.Get(one).collective(), first.name());
  EXPECT_EQ(county_.Get(two).collective(), second.name());
  EXPECT_EQ(county_.Get(county_.group()).parent_collective(), second.name());
  EXPECT_EQ(county_.Get(three).org_path(), county_.Get(county_.group()).org_path());
  EXPECT_THAT(county_.Get(county_.village()).successors(),
              UnorderedElementsAre(first.name(), second.name()));
  EXPECT_EQ(Strays("household"), "0");
  EXPECT_EQ(Strays("member"), "0");
}

TEST_F(CollectiveChangesTest, KeepTotalsWhateverMergesAndSplitsThereAre) {
  std::mt19937 random(7);
  std::vector<v1::Collective> villages = {county_.village(), county_.sister()};
  std::vector<v1::Household> households;
  for (int serial = 1; serial <= 12; ++serial) {
    households.push_back(county_.Settle(villages[serial % 2], serial));
    for (int more = 0; more < static_cast<int>(random() % 3); ++more) {
      county_.Join(households.back(), 1000 * serial + more);
    }
  }
  const std::string members = Count("member");
  const auto roll = county_.Roll(county_.township(), "2026-11-20").size();
  for (int round = 0; round < 6; ++round) {
    const bool merge = villages.size() > 1 && random() % 2 == 0;
    auto part = NewPart("新村" + std::to_string(round));
    for (const auto& household : households) {
      const bool mine = county_.Get(household).collective() == villages[0].name();
      if (!merge && mine && random() % 2 == 0) part.add_households(household.name());
    }
    const auto proposed = merge ? Merge({villages[0], villages[1]}, part)
                                : Split(villages[0], {NewPart("余村"), part});
    ASSERT_TRUE(proposed.ok()) << proposed.reason();
    const auto done = Confirm(proposed.reply, county_.approver());
    ASSERT_TRUE(done.ok()) << done.reason() << done.status.error_message();
    villages.erase(villages.begin(), villages.begin() + (merge ? 2 : 1));
    for (int i = 0; i < done.reply.parts_size(); ++i) villages.push_back(PartOf(done.reply, i));
    EXPECT_EQ(Count("household"), "12");
    EXPECT_EQ(Count("member"), members);
    EXPECT_EQ(county_.Roll(county_.township(), "2026-11-20").size(), roll);
    EXPECT_EQ(Strays("household"), "0");
    EXPECT_EQ(Strays("member"), "0");
  }
}

TEST_F(CollectiveChangesTest, AreListedToWhoeverTheyHappenBelow) {
  ASSERT_TRUE(Merge({county_.village(), county_.sister()}, NewPart("双树村")).ok());
  v1::ListCollectiveChangesRequest request;
  request.set_parent(kCountyName);
  const auto agent = [](const v1::Collective& township) {
    return County::Officer(rpc::v1::ROLE_TOWNSHIP_AGENT, township.org_path());
  };
  const auto here =
      county_.Ask(agent(county_.township()), &Changes::ListCollectiveChanges, request);
  EXPECT_EQ(here.reply.collective_changes_size(), 1) << here.status.error_message();
  const auto there =
      county_.Ask(agent(county_.far_township()), &Changes::ListCollectiveChanges, request);
  EXPECT_EQ(there.reply.collective_changes_size(), 0);
}

}  // namespace
}  // namespace qianmo::registry
