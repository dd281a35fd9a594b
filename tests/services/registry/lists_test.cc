// Every list of the registry looks at little more than it shows, whatever is asked of it, in a
// county with thirty thousand of each.
#include <functional>

#include <gtest/gtest.h>

#include "crypto/live_keyring.h"
#include "registry/asset_search_store.h"
#include "registry/bidder_store.h"
#include "registry/household_store.h"
#include "registry/member_store.h"
#include "registry/parcel_store.h"
#include "registry/party_store.h"
#include "registry/recovery_store.h"
#include "support/clock.h"
#include "support/database.h"
#include "support/process.h"

namespace qianmo::registry {
namespace {

constexpr CountyId kHere{7};
constexpr int kThings = 30'000;
constexpr int kPage = 20;
// What a page may look through before it gathers, and what is read besides of what it shows.
constexpr int kLookedThrough = 80 * kPage + 10 * kPage;

const std::string kWhole = "/7/";

// Of the i-th of 100 villages in ten townships.
constexpr char kVillageOf[] =
    "'/7/01930000-0000-7000-8000-0000000000a' || i % 10 || '/01930000-0000-7000-8000-0000000000'"
    " || 10 + (i % 100) * 9 / 10 || '/'";

// Rows that stand for `things`, with these columns; SQL expressions of i.
std::string Fill(const std::string& table, const std::string& columns, const std::string& values,
                 int things = kThings) {
  return "INSERT INTO registry." + table + " (county_id, id, " + columns +
         ") SELECT 7, ('01930000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, " + values +
         " FROM generate_series(1, " + std::to_string(things) + ") i;";
}

class Lists : public testing::Test {
 protected:
  Lists() {
    if (!crypto::Keyring::Create(folder_.path() / "keys", clock_.Now())) throw std::logic_error("");
    keyring_ = *crypto::LiveKeyring::Open(folder_.path() / "keys");
    ring_ = keyring_->Current();
    pool_ = database_.PoolFor("registry");
    // Collectives and what else these rows would hang on are not what is measured.
    database_.Execute(
        "INSERT INTO house.county (county_id, name, code)"
        " VALUES (7, '甲县', '990007')");
  }

  // In one session without foreign keys, with statistics at the end.
  void Furnish(const std::string& sql, const std::string& table) {
    database_.Execute("SET session_replication_role = replica; " + sql + " ANALYZE registry." +
                      table);
  }

  // What `list(tx)` shows, and that it looks at no more rows of the registry than it may. Also
  // once the database could have made up its mind about a plan for all parameters.
  void ExpectCheap(const char* what, int shown, int most_gathered,
                   const std::function<int(pg::Transaction&)>& list) {
    for (int i = 0; i < 7; ++i) {
      (void)pg::Transact(
          *pool_, {.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30)},
          [&](pg::Transaction& tx) -> Result<Done> {
            const int before = RowsLookedAt(tx);
            EXPECT_EQ(list(tx), shown) << what;
            EXPECT_LE(RowsLookedAt(tx) - before, kLookedThrough + most_gathered) << what;
            return Done{};
          });
    }
  }
  static int RowsLookedAt(pg::Transaction& tx) {
    const auto rows = tx.Run(
        "SELECT coalesce(sum(seq_tup_read + idx_tup_fetch), 0)::int AS rows"
        " FROM pg_stat_xact_user_tables WHERE schemaname = 'registry'");
    return pg::Get<int>(rows[0], "rows");
  }
  const crypto::Keyring& ring() const { return *ring_; }

  support::Database database_;
  support::TemporaryFolder folder_;
  SystemClock clock_;
  std::unique_ptr<crypto::LiveKeyring> keyring_;
  std::shared_ptr<const crypto::Keyring> ring_;
  std::unique_ptr<pg::Pool> pool_;
};

// A name and what it is found by.
std::string Named(const std::string& name) {
  return name + ", (SELECT array_agg(DISTINCT part) FROM generate_series(1, length(" + name +
         ")) at, LATERAL (VALUES (substr(" + name + ", at, 1)), (substr(" + name +
         ", at, 2))) AS p (part))";
}

TEST_F(Lists, OfAssets) {
  Furnish(Fill("asset",
               "collective_id, org_path, display_name, search_terms, asset_class, right_type,"
               " measure, quantity_e3, book_value_fen, site, parcel_code, contract_code,"
               " unit_number, state, idle_since, create_time, update_time, version",
               "gen_random_uuid(), " + std::string(kVillageOf) + ", " +
                   Named("(CASE WHEN i % 2 = 0 THEN '养殖水面' ELSE '集体厂房' END ||"
                         " CASE WHEN i = 20001 THEN '天文台' ELSE '' END)") +
                   ", 1 + i % 2, 1 + i % 6, 1, 1000, 0, '', '', '', '',"
                   " CASE WHEN i % 3000 = 0 THEN 6 WHEN i % 2 = 0 THEN 1 ELSE 3 END,"
                   " CASE WHEN i % 2 = 0 AND i % 3000 <> 0 THEN timestamptz '2026-01-01Z' END,"
                   " '2026-01-01Z', '2026-01-01Z', 1"),
          "asset");
  const auto search = [&](const std::function<void(AssetQuery&)>& ask) {
    return [ask](pg::Transaction& tx) {
      AssetQuery query;
      query.county = kHere;
      query.within = {kWhole};
      query.limit = kPage;
      ask(query);
      return SearchAssets(tx, query).size();
    };
  };
  ExpectCheap("all", kPage, 0, search([](auto&) {}));
  ExpectCheap("a rare word", 1, 1, search([](auto& q) { q.text = "天文台"; }));
  ExpectCheap("a common word", kPage, 0, search([](auto& q) { q.text = "水面"; }));
  ExpectCheap("a word and a class that exclude each other", 0, 10, search([](auto& q) {
                q.text = "水面";
                q.asset_class = v1::ASSET_CLASS_OPERATING;
              }));
  ExpectCheap("a word and a right that exclude each other", 0, 10, search([](auto& q) {
                q.text = "厂房";
                q.right_type = v1::RIGHT_TYPE_LAND_MANAGEMENT;
              }));
  ExpectCheap("no such right", 0, 10,
              search([](auto& q) { q.right_type = v1::RIGHT_TYPE_INCOME_RIGHT_UNITS; }));
  ExpectCheap("a rare state", 10, 10, search([](auto& q) { q.state = v1::Asset::STATE_RETIRED; }));
  ExpectCheap("a state that none is in", 0, 0,
              search([](auto& q) { q.state = v1::Asset::STATE_DISPUTED; }));
  ExpectCheap("idle for longer than any", 0, 10,
              search([](auto& q) { q.idle_before = Time(std::chrono::days(20'000)); }));
  ExpectCheap("a word in a village", kPage, 300, search([](auto& q) {
                q.text = "水面";
                q.org_path = kWhole +
                             "01930000-0000-7000-8000-0000000000a2/"
                             "01930000-0000-7000-8000-000000000011/";
              }));
}

TEST_F(Lists, OfMembersAndHouseholds) {
  Furnish(Fill("household",
               "collective_id, org_path, number, number_giver_id, state, address, bank_name,"
               " account_holder, create_time, end_time, version",
               "gen_random_uuid(), " + std::string(kVillageOf) +
                   ", i::text, gen_random_uuid(), CASE WHEN i % 3000 = 1 THEN 2 ELSE 1 END, '', '',"
                   " '', '2026-01-01Z', CASE WHEN i % 3000 = 1 THEN timestamptz '2026-02-01Z' END,"
                   " 1"),
          "household");
  Furnish(Fill("member",
               "household_id, collective_id, org_path, name, search_terms, state, relation,"
               " capacity, create_time, version",
               "('01930000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, gen_random_uuid(),"
               " " +
                   std::string(kVillageOf) + ", " +
                   Named("(CASE WHEN i % 2 = 0 THEN '王小明' ELSE '李大山' END ||"
                         " CASE WHEN i = 20001 THEN '龘' ELSE '' END)") +
                   ", CASE WHEN i % 100 = 1 THEN 2 ELSE 1 END, 3, 1, '2026-01-01Z', 1"),
          "member");
  const auto members = [&](const std::function<void(MemberQuery&)>& ask) {
    return [ask, this](pg::Transaction& tx) {
      MemberQuery query{.county = kHere, .within = {kWhole}, .limit = kPage};
      ask(query);
      return ListMembers(tx, ring(), query).size();
    };
  };
  ExpectCheap("members", kPage, 0, members([](auto&) {}));
  ExpectCheap("members of a rare name", 1, 1, members([](auto& q) { q.text = "龘"; }));
  ExpectCheap("members of a common name", kPage, 0, members([](auto& q) { q.text = "小明"; }));
  ExpectCheap("members of a common name who have died", 0, 300, members([](auto& q) {
                q.text = "王";
                q.state = v1::Member::STATE_DIED;
              }));
  ExpectCheap("members who were lost", 0, 0,
              members([](auto& q) { q.state = v1::Member::STATE_LOST; }));
  ExpectCheap("members of a household", 1, 1, members([](auto& q) {
                q.household = HouseholdId::Parse("01930000-0000-7000-8000-000000007000");
              }));
  ExpectCheap("members of one's own household", 1, 1, members([](auto& q) {
                q.within = {};
                q.own = "01930000-0000-7000-8000-000000007000";
              }));
  const auto households = [&](const std::function<void(HouseholdQuery&)>& ask) {
    return [ask, this](pg::Transaction& tx) {
      HouseholdQuery query{.county = kHere, .within = {kWhole}, .limit = kPage};
      ask(query);
      return ListHouseholds(tx, ring(), query).size();
    };
  };
  ExpectCheap("households", kPage, 0, households([](auto&) {}));
  ExpectCheap("the household of somebody", 1, kLookedThrough,
              households([](auto& q) { q.text = "龘"; }));
  ExpectCheap("households of a common name", kPage, kLookedThrough,
              households([](auto& q) { q.text = "小明"; }));
  ExpectCheap("dissolved ones of a common name", 0, kLookedThrough, households([](auto& q) {
                q.text = "小明";
                q.state = v1::Household::STATE_DISSOLVED;
              }));
  ExpectCheap("a number", 1, 1, households([](auto& q) { q.number = "28000"; }));
  ExpectCheap("dissolved ones", 10, 10,
              households([](auto& q) { q.state = v1::Household::STATE_DISSOLVED; }));
}

TEST_F(Lists, OfParcelsAndRecoveries) {
  Furnish(Fill("parcel",
               "collective_id, org_path, asset_id, display_name, code, declared_area_e3, area_e2,"
               " boundary, surveyor, disputed, retire_time, retire_reason, create_time,"
               " update_time, version",
               "gen_random_uuid(), " + std::string(kVillageOf) +
                   ", ('01930000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, '田', '', 1,"
                   " 1, postgis.ST_Multi(postgis.ST_MakeEnvelope(110, 30, 110.001, 30.001, 4490)),"
                   " gen_random_uuid(), i = 20001,"
                   " CASE WHEN i % 3000 = 0 THEN timestamptz '2026-02-01Z' END, '', '2026-01-01Z',"
                   " '2026-01-01Z', 1"),
          "parcel");
  Furnish(
      Fill("recovery_case", "asset_id, org_path, state, asset_state, area_e3, occupant, version",
           "gen_random_uuid(), " + std::string(kVillageOf) +
               ", CASE WHEN i % 3000 = 0 THEN 6 ELSE 1 END, 1, 1, '某人', 1"),
      "recovery_case");
  const auto parcels = [&](const std::function<void(ParcelQuery&)>& ask) {
    return [ask](pg::Transaction& tx) {
      ParcelQuery query;
      query.county = kHere;
      query.within = {kWhole};
      query.limit = kPage;
      ask(query);
      return ListParcelsOf(tx, query).size();
    };
  };
  ExpectCheap("parcels", kPage, 0, parcels([](auto&) {}));
  ExpectCheap("retired parcels", 10, 10,
              parcels([](auto& q) { q.state = v1::Parcel::STATE_RETIRED; }));
  ExpectCheap("disputed parcels", 1, 1,
              parcels([](auto& q) { q.state = v1::Parcel::STATE_DISPUTED; }));
  ExpectCheap("parcels of an asset", 1, 1, parcels([](auto& q) {
                q.asset = AssetId::Parse("01930000-0000-7000-8000-000000007000");
              }));
  ExpectCheap("dropped cases", 10, 10, [](pg::Transaction& tx) {
    return ListRecoveriesOf(tx, {.county = kHere,
                                 .within = {kWhole},
                                 .org_path = {},
                                 .state = v1::RecoveryCase::STATE_DROPPED,
                                 .after = {},
                                 .limit = kPage})
        .size();
  });
}

TEST_F(Lists, OfBidders) {
  constexpr int kBidders = 6'000;
  const Time now = clock_.Now();
  (void)pg::Transact(
      *pool_, {.deadline = std::chrono::steady_clock::now() + std::chrono::minutes(2)},
      [&](pg::Transaction& tx) -> Result<Done> {
        for (int i = 0; i < kBidders; ++i) {
          const auto party =
              InsertParty(tx, ring(), PartyKind::kOrganisation, "number " + std::to_string(i), now);
          Application application{.party = party, .details = {}, .documents = {}};
          application.applicant = {.account = Uuid::Make(now), .person = Uuid::Make(now)};
          application.details.set_display_name(i == 4'000 ? "青山果业" : "临江农业合作社");
          InsertBidder(tx, ring(), kHere, application, now);
          if (i == 5'000) {
            InsertBar(tx,
                      {.party = party,
                       .county = kHere,
                       .nationwide = false,
                       .reason = "串标",
                       .end_date = {},
                       .by = {.account = Uuid::Make(now), .person = Uuid::Make(now)}},
                      now);
          }
        }
        return Done{};
      });
  // The last but ten wait; of the others, who may trade, one is suspended and one barred.
  database_.Execute(
      "UPDATE registry.bidder SET state = 3, taker_person_id = person_id, decide_time = apply_time"
      " WHERE id < (SELECT id FROM registry.bidder ORDER BY id DESC OFFSET 9 LIMIT 1);"
      "UPDATE registry.bidder SET suspend_time = apply_time, suspend_reason = '查'"
      " WHERE display_name = '青山果业'; ANALYZE registry.bidder; ANALYZE registry.party");
  const auto bidders = [&](const std::function<void(BidderQuery&)>& ask) {
    return [ask, this, now](pg::Transaction& tx) {
      BidderQuery query{.reach = {.county = kHere, .whole_county = true}, .limit = kPage};
      ask(query);
      return ListBidders(tx, ring(), query, now).size();
    };
  };
  ExpectCheap("bidders", kPage, 0, bidders([](auto&) {}));
  ExpectCheap("a rare name", 1, 1, bidders([](auto& q) { q.text = "果业"; }));
  ExpectCheap("a common name", kPage, 0, bidders([](auto& q) { q.text = "农业"; }));
  ExpectCheap("who waits", 10, 10, bidders([](auto& q) { q.state = BidderState::kApplied; }));
  ExpectCheap("who is rejected", 0, 0, bidders([](auto& q) { q.state = BidderState::kRejected; }));
  ExpectCheap("who is suspended", 1, 5,
              bidders([](auto& q) { q.state = BidderState::kSuspended; }));
  ExpectCheap("who is barred", 1, 5, bidders([](auto& q) { q.state = BidderState::kBarred; }));
}

}  // namespace
}  // namespace qianmo::registry
