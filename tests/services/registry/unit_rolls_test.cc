// Rolls as of any two dates: equal to a naive replay, stable, in pages, with exact totals.
#include <random>

#include <gtest/gtest.h>

#include "base/time_text.h"
#include "registry/domain/unit_history.h"
#include "registry/unit_book_store.h"
#include "registry/unit_posting.h"
#include "registry/unit_roll_store.h"
#include "registry/unit_rolls_service.h"
#include "services/registry/unit_office.h"

namespace qianmo::registry {
namespace {

using UnitStub = UnitOffice::UnitStub;

v1::GetRollRequest RollRequest(int page_size = 0) {
  v1::GetRollRequest request;
  request.set_parent(CollectiveName(kUnitVillage));
  request.set_page_size(page_size);
  return request;
}

class UnitRollsTest : public testing::Test {
 protected:
  ~UnitRollsTest() override { office_.ExpectBooksAreRight(); }

  Answer<v1::GetRollResponse> Ask(const v1::GetRollRequest& request) {
    return office_.Ask(office_.clerk(), &UnitStub::GetRoll, request);
  }

  UnitOffice office_;
};

TEST_F(UnitRollsTest, StayTheSameAtTheSameTwoDates) {
  const std::string li = office_.Household(), wang = office_.Household();
  office_.Issue(li, 100, "2026-01-01");
  const auto first = Ask(RollRequest());
  ASSERT_TRUE(first.ok()) << first.status.error_message();
  // Recorded later, with effect from before.
  office_.archive().clock().Advance(std::chrono::hours(1));
  ASSERT_TRUE(office_.Give(li, wang, 40, "2026-02-01").ok());
  auto again = RollRequest();
  *again.mutable_known_time() = first.reply.known_time();
  EXPECT_EQ(Ask(again).reply.SerializeAsString(), first.reply.SerializeAsString());
  const auto now = Ask(RollRequest());
  EXPECT_EQ(UnitOffice::MembersOf(now.reply).at(li), 60);
  EXPECT_EQ(UnitOffice::MembersOf(now.reply).at(wang), 40);
  EXPECT_EQ(now.reply.totals(0).units(), 100);
}

TEST_F(UnitRollsTest, ComeInPagesOfOneInstant) {
  std::map<std::string, std::int64_t> issued;
  std::string last;
  for (int i = 1; i <= 7; ++i) {
    last = office_.Household();
    issued[last] = office_.Issue(last, i * 10).units();
  }
  auto request = RollRequest(3);
  std::map<std::string, std::int64_t> seen;
  for (int page = 1;; ++page) {
    const auto roll = Ask(request);
    ASSERT_TRUE(roll.ok()) << roll.status.error_message();
    EXPECT_EQ(roll.reply.totals_size(), page == 1 ? 1 : 0);
    for (const auto& [household, units] : UnitOffice::MembersOf(roll.reply)) {
      EXPECT_TRUE(seen.emplace(household, units).second) << "twice";
    }
    if (roll.reply.next_page_token().empty()) break;
    request.set_page_token(roll.reply.next_page_token());
    request.clear_known_time();
    EXPECT_EQ(Ask(request).reason(), "KNOWN_TIME_MISSING");
    *request.mutable_known_time() = roll.reply.known_time();
    if (page == 1) office_.Issue(last, 1, "2026-01-01");  // does not disturb the reader
  }
  EXPECT_EQ(seen, issued);
}

TEST_F(UnitRollsTest, TellHouseholdsOnlyOfThemselves) {
  const std::string li = office_.Household(), wang = office_.Household();
  office_.Issue(li, 100);
  ASSERT_TRUE(office_.Give(li, wang, 40).ok());
  v1::ListUnitEventsRequest request;
  request.set_parent(CollectiveName(kUnitVillage));
  request.set_holder(HouseholdName(wang));
  const auto own = office_.Ask(UnitOffice::Head(wang), &UnitStub::ListUnitEvents, request);
  ASSERT_EQ(own.reply.unit_events_size(), 1) << own.status.error_message();
  EXPECT_EQ(own.reply.unit_events(0).units(), 40);
  EXPECT_EQ(own.reply.unit_events(0).act(), v1::UNIT_ACT_TRANSFER);
  EXPECT_EQ(office_.Ask(UnitOffice::Head(li), &UnitStub::ListUnitEvents, request).reason(),
            "OUT_OF_SCOPE");
  request.clear_holder();
  EXPECT_EQ(office_.Ask(UnitOffice::Head(wang), &UnitStub::ListUnitEvents, request).reason(),
            "OUT_OF_SCOPE");
  EXPECT_EQ(
      office_.Ask(office_.clerk(), &UnitStub::ListUnitEvents, request).reply.unit_events_size(), 3);
  v1::ListUnitChangesRequest changes;
  changes.set_parent(CollectiveName(kUnitVillage));
  changes.set_holder(HouseholdName(wang));
  const auto mine = office_.Ask(UnitOffice::Head(wang), &UnitStub::ListUnitChanges, changes);
  ASSERT_EQ(mine.reply.unit_changes_size(), 1);
  EXPECT_TRUE(office_
                  .Ask(UnitOffice::Head(li), &UnitStub::GetUnitChange,
                       Named<v1::GetUnitChangeRequest>(mine.reply.unit_changes(0).name()))
                  .ok());
  changes.set_state(v1::UnitChange::STATE_PROPOSED);
  EXPECT_EQ(office_.Ask(UnitOffice::Head(wang), &UnitStub::ListUnitChanges, changes)
                .reply.unit_changes_size(),
            0);
}

// What a naive reader makes of everything that was done.
struct Recorded {
  UnitHolder of;
  UnitEntry entry;
};

class Replay {
 public:
  explicit Replay(unsigned seed) : random_(seed) {
    for (int i = 0; i < 4; ++i) households_.push_back(*Uuid::Parse(office_.Household()));
    pool_ = office_.archive().database().PoolFor("registry");
  }
  ~Replay() { office_.ExpectBooksAreRight(); }

  // A random change with a random effective date; whether it was possible.
  bool Step() {
    office_.archive().clock().Advance(std::chrono::seconds(1));
    const Time now = office_.archive().clock().Now();
    UnitChangeRow change{
        .county = CountyId{7},
        .id = Uuid::Make(now),
        .collective = village_,
        .facts = {.act = Below(3) ? static_cast<UnitAct>(Below(8) + 1) : UnitAct::kIssue,
                  .kind = Below(2) ? UnitKind::kMember : UnitKind::kLand,
                  .units = Units(Below(60) + 1),
                  .effective_date = first_ + std::chrono::days(Below(30)),
                  .proposer_person = Uuid::Make(now)},
        .ground = "random"};
    auto& sides = change.facts.sides;
    const bool takes = change.facts.act <= UnitAct::kInherit;
    if (takes) sides.taker = households_[Below(4)];
    if (change.facts.act != UnitAct::kIssue) sides.giver = households_[Below(4)];
    if (sides.giver == sides.taker) return false;
    if (change.facts.act == UnitAct::kTransfer) {
      change.facts.giver_person = Uuid::Make(now);
      change.facts.taker_person = Uuid::Make(now);
    }
    if (!Post(change, now)) return false;
    if (sides.giver) Add(*sides.giver, change, GiverDelta(change.facts.act, change.facts.units));
    if (sides.taker) Add(*sides.taker, change, TakerDelta(change.facts.act, change.facts.units));
    return true;
  }

  void ExpectRollIsReplay(Date as_of, Time known) {
    std::map<std::pair<Uuid, int>, std::vector<UnitEntry>> histories;
    for (const Recorded& done : done_) {
      histories[{done.of.holder, static_cast<int>(done.of.kind)}].push_back(done.entry);
    }
    std::map<std::pair<std::string, int>, UnitBalance> wanted, found;
    for (const auto& [of, history] : histories) {
      const UnitBalance balance = BalanceOn(history, as_of, known);
      EXPECT_TRUE(balance.valid());
      if (balance.held > Units()) wanted[{HouseholdName(of.first.ToString()), of.second}] = balance;
    }
    const UnitRollWish wish{.county = CountyId{7},
                            .collective = village_,
                            .as_of = as_of,
                            .known = known,
                            .limit = 200};
    std::map<int, Units> sums;
    const auto read =
        pg::Transact(*pool_, {.deadline = Soon()}, [&](pg::Transaction& tx) -> Result<Done> {
          Read(tx, wish, &found, &sums);
          return Done{};
        });
    ASSERT_TRUE(read);
    EXPECT_EQ(found == wanted, true) << FormatIsoDate(as_of) << " known " << FormatRfc3339(known);
    for (const auto& [of, balance] : found) sums[of.second] -= balance.held;
    for (const auto& [kind, rest] : sums) EXPECT_EQ(rest, Units()) << "total of " << kind;
  }

  std::int64_t Below(std::int64_t limit) {
    return std::uniform_int_distribution<std::int64_t>(0, limit - 1)(random_);
  }
  Date first() const { return first_; }
  const std::vector<Recorded>& done() const { return done_; }

 private:
  static pg::Deadline Soon() { return std::chrono::steady_clock::now() + std::chrono::seconds(10); }

  bool Post(const UnitChangeRow& change, Time now) {
    const UnitActor proposer{Uuid::Make(now), change.facts.proposer_person};
    const UnitActor ender{Uuid::Make(now), Uuid::Make(now)};
    return pg::Transact(*pool_, {.deadline = Soon()},
                        [&](pg::Transaction& tx) -> Result<Done> {
                          const UnitBook book = LockUnitBook(tx, change.county, change.collective);
                          InsertUnitChange(tx, change, proposer, now);
                          SaveUnitSides(tx, change, now);
                          return PostUnitChange(tx, book, change, ender, now);
                        })
        .ok();
  }

  void Add(const Uuid& holder, const UnitChangeRow& change, const UnitBalance& delta) {
    done_.push_back({{holder, change.facts.kind},
                     {*change.facts.effective_date, office_.archive().clock().Now(), delta}});
  }

  static void Read(pg::Transaction& tx, const UnitRollWish& wish,
                   std::map<std::pair<std::string, int>, UnitBalance>* found,
                   std::map<int, Units>* sums) {
    for (const auto& line : ReadRoll(tx, wish)) {
      for (const auto& holding : line.holdings()) {
        (*found)[{line.holder(), holding.kind()}] = {
            Units(holding.units()), Units(holding.frozen_units()), Units(holding.pledged_units())};
      }
    }
    for (const auto& total : ReadRollTotals(tx, wish)) {
      EXPECT_EQ(total.units(), total.issued_units() - total.bought_back_units());
      (*sums)[total.kind()] = Units(total.units());
    }
  }

  UnitOffice office_;
  std::mt19937 random_;
  const Uuid village_ = *Uuid::Parse(kUnitVillage);
  const Date first_ = *ParseIsoDate("2026-03-01");
  std::vector<Uuid> households_;
  std::unique_ptr<pg::Pool> pool_;
  std::vector<Recorded> done_;
};

TEST(UnitRolls, EqualANaiveReplayAtRandomDates) {
  for (const unsigned seed : {1u, 2u, 3u}) {
    Replay replay(seed);
    int done = 0;
    for (int i = 0; i < 160; ++i) done += replay.Step();
    EXPECT_GT(done, 60) << "nothing to replay";
    for (int i = 0; i < 50; ++i) {
      const auto& known = replay.done()[static_cast<std::size_t>(
          replay.Below(static_cast<std::int64_t>(replay.done().size())))];
      replay.ExpectRollIsReplay(replay.first() + std::chrono::days(replay.Below(33) - 1),
                                known.entry.record_time);
    }
  }
}

}  // namespace
}  // namespace qianmo::registry
