// Whatever merges and splits there are, and whoever does something else at the same time, nothing
// is lost, doubled or left behind.
#include "registry/carry.h"

#include <atomic>
#include <random>
#include <thread>

#include <gtest/gtest.h>

#include "services/registry/belongings.h"

namespace qianmo::registry {
namespace {

class CarryTest : public testing::TestWithParam<unsigned> {
 protected:
  // A village with everything that one can own.
  void Furnish(const v1::Collective& village, int serial) {
    for (int i = 0; i < 4; ++i) {
      const auto household = county_.Settle(village, serial + i);
      owned_.Issue(village, household, 100 + Any(300));
      if (Any(2) == 0) owned_.Issue(village, household, 1 + Any(50), v1::UNIT_KIND_LAND);
      if (Any(2) == 0) county_.Join(household, 1000 * (serial + i));
    }
    owned_.IssueOwn(village, 50 + Any(100));
    for (int i = 0; i < 3; ++i) {
      const auto asset = owned_.Have(village, "机器" + std::to_string(serial + i),
                                     1'000 * (1 + Any(9)), 100 * Any(99'999));
      if (Any(2) == 0) owned_.HaveField(village, asset.name());
    }
    owned_.HaveField(village);
    owned_.HaveField(village);
  }

  // Some of what the village has, by name.
  v1::ChangePart SomeOf(const v1::Collective& village, int round) {
    auto part = PartNamed("新村" + std::to_string(round));
    const auto pick = [&](const std::string& table, const std::string& condition,
                          const std::string& names, auto add) {
      for (const auto& row : county_.archive().database().Execute(
               "SELECT 'counties/7/" + names + "/' || id FROM registry." + table +
               " WHERE collective_id = '" + IdOf(village.name()) + "'" + condition)) {
        if (Any(2) == 0) add(row[0].as<std::string>());
      }
    };
    pick("household", "", "households", [&](const auto& name) { part.add_households(name); });
    pick("asset", "", "assets", [&](const auto& name) { part.add_assets(name); });
    pick("parcel", " AND asset_id IS NULL", "parcels",
         [&](const auto& name) { part.add_parcels(name); });
    part.set_collective_units(
        Any(static_cast<int>(owned_.UnitsOf(village, v1::UNIT_KIND_COLLECTIVE)) + 1));
    return part;
  }

  Answer<v1::CollectiveChange> AnyChange(const std::vector<v1::Collective>& villages, int round) {
    if (villages.size() < 2 || Any(2) == 0) {
      return owned_.Split(villages[0], {PartNamed("余村"), SomeOf(villages[0], round)});
    }
    auto part = PartNamed("合村" + std::to_string(round));
    if (Any(2) == 0) return owned_.Merge({villages[0], villages[1]}, part);
    part.Clear();
    part.set_collective(villages[1].name());
    return owned_.Merge({villages[0]}, part);
  }

  int Any(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }

  std::mt19937 random_{GetParam()};
  County county_;
  Belongings owned_{county_};
};

TEST_P(CarryTest, KeepsTotalsWhateverMergesAndSplitsThereAre) {
  std::vector<v1::Collective> villages = {county_.village(), county_.sister()};
  Furnish(villages[0], 1);
  Furnish(villages[1], 11);
  const std::string totals = owned_.Totals();
  for (int round = 0; round < 6; ++round) {
    const auto proposed = AnyChange(villages, round);
    ASSERT_TRUE(proposed.ok()) << proposed.reason() << proposed.status.error_message();
    const auto done = owned_.Confirm(proposed.reply);
    ASSERT_TRUE(done.ok()) << done.reason() << done.status.error_message();
    std::erase_if(villages, [&](const v1::Collective& village) {
      return county_.Get(village).state() == v1::Collective::STATE_ENDED;
    });
    for (const auto& part : owned_.PartsOf(done.reply)) {
      const bool new_one = std::ranges::none_of(
          villages, [&](const auto& village) { return village.name() == part.name(); });
      if (new_one) villages.push_back(part);
    }
    ASSERT_EQ(owned_.Totals(), totals) << "seed " << GetParam() << " round " << round;
    owned_.ExpectNothingIsAstray();
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, CarryTest, testing::Values(1u, 2u, 3u));

class CarryAtOnceTest : public testing::Test {
 protected:
  County county_;
  Belongings owned_{county_};
};

// Units are issued in a village while it ends in another: each is either carried along or refused.
TEST_F(CarryAtOnceTest, LosesNoUnitThatIsIssuedMeanwhile) {
  std::vector<v1::UnitChange> proposed;
  for (int serial = 1; serial <= 6; ++serial) {
    const auto household = county_.Settle(county_.sister(), serial);
    proposed.push_back(owned_.ProposeIssue(county_.sister(), household.name(), 100));
  }
  v1::ChangePart village;
  village.set_collective(county_.village().name());
  const auto merge = owned_.Merge({county_.sister()}, village).reply;
  std::atomic<int> issued = 0;
  std::vector<std::thread> threads;
  for (const auto& change : proposed) {
    threads.emplace_back([&, change] {
      const auto confirmed = owned_.Ask(County::Officer(rpc::v1::ROLE_TOWNSHIP_APPROVER, "/7/"),
                                        &v1::UnitsService::Stub::ConfirmUnitChange,
                                        Named<v1::ConfirmUnitChangeRequest>(change.name()));
      if (confirmed.ok()) ++issued;
    });
  }
  while (!owned_.Confirm(merge).ok()) std::this_thread::yield();
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(issued, 6) << "the merge waits until nothing is open";
  EXPECT_EQ(owned_.UnitsOf(county_.village(), v1::UNIT_KIND_MEMBER), 600);
  owned_.ExpectNothingIsAstray();
}

// Who waits for the book of a collective that ends meanwhile is told so.
TEST_F(CarryAtOnceTest, TakesNoProposalIntoABookThatEnds) {
  const auto household = county_.Settle(county_.sister(), 1);
  owned_.Issue(county_.sister(), household, 100);
  v1::ChangePart village;
  village.set_collective(county_.village().name());
  const auto merge = owned_.Merge({county_.sister()}, village).reply;
  std::atomic<bool> merged = false;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      while (!merged) {
        v1::IssueUnitsRequest request;
        request.set_parent(county_.sister().name());
        request.set_request_id(NewRequestId());
        request.set_holder(household.name());
        request.set_kind(v1::UNIT_KIND_MEMBER);
        request.set_units(1);
        request.set_ground("决议");
        const auto clerk = county_.Clerk(county_.sister());
        const auto asked = owned_.Ask(clerk, &v1::UnitsService::Stub::IssueUnits, request);
        if (!asked.ok()) continue;
        (void)owned_.Ask(clerk, &v1::UnitsService::Stub::CancelUnitChange,
                         Named<v1::CancelUnitChangeRequest>(asked.reply.name()));
      }
    });
  }
  for (int attempt = 0; attempt < 400 && !merged; ++attempt) {
    merged = owned_.Confirm(merge).ok();
  }
  const bool ended = merged.exchange(true);
  for (std::thread& thread : threads) thread.join();
  EXPECT_TRUE(ended);
  EXPECT_EQ(county_.archive().Query(
                "SELECT count(*) FROM registry.unit_change u JOIN registry.collective c"
                " ON c.id = u.collective_id WHERE u.state = 1 AND c.state = 2"),
            "0");
  owned_.ExpectNothingIsAstray();
}

}  // namespace
}  // namespace qianmo::registry
