// Lists find what is asked for and look at little else, whether it is rare or common, and wherever
// it lies.
#include "pg/list_statement.h"

#include <algorithm>
#include <memory>
#include <tuple>

#include <gtest/gtest.h>

#include "services/pg/scratch.h"

namespace qianmo::pg {
namespace {

constexpr int kThings = 50'000;
constexpr int kPage = 20;
// What a page may look through before it gathers, and then some.
constexpr int kLookedThrough = 80 * kPage + 100;

constexpr ListTable kThingTable = {
    .name = "shop.thing", .alias = "t", .columns = "org_path, state, name, search_terms"};

struct Wish {
  const char* what;
  std::vector<std::string> within;
  std::string text;
  int state;  // 0 for any
  int after;  // the number of a thing
  int most_gathered;
};

// Every second thing has 水面 in its name and is in state 1, the others in state 2, but for ten in
// state 3; 500 have 温室, two 天文台; 冷库 comes late, but then often.
class ListStatementTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    scratch_ = std::make_unique<Scratch>();
    scratch_->database.Execute(
        "CREATE SCHEMA shop;"
        "CREATE TABLE shop.thing (county_id int NOT NULL, id uuid NOT NULL, org_path text NOT NULL,"
        " state smallint NOT NULL, name text NOT NULL, search_terms text[] NOT NULL,"
        " PRIMARY KEY (county_id, id));"
        "CREATE INDEX ON shop.thing USING gin (search_terms);"
        "CREATE INDEX ON shop.thing (county_id, org_path text_pattern_ops, id);"
        "CREATE INDEX ON shop.thing (county_id, state, id);"
        "INSERT INTO shop.thing"
        " SELECT 7, id, '/7/town-' || i % 10 || '/village-' || i % 100 || '/', state, name,"
        "  (SELECT array_agg(DISTINCT part) FROM generate_series(1, length(name)) at,"
        "    LATERAL (VALUES (substr(name, at, 1)), (substr(name, at, 2))) AS p (part))"
        " FROM (SELECT i, ('00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid AS id,"
        "   CASE WHEN i % 5000 = 0 THEN 3 ELSE 1 + i % 2 END AS state,"
        "   CASE WHEN i % 2 = 0 THEN '养殖水面' ELSE '集体厂房' END ||"
        "   CASE WHEN i % 100 = 17 THEN '温室' ELSE '' END ||"
        "   CASE WHEN i IN (30124, 49001) THEN '天文台' ELSE '' END ||"
        "   CASE WHEN i > 40000 AND i % 3 = 0 THEN '冷库' ELSE '' END || i AS name"
        "  FROM generate_series(1, " +
        std::to_string(kThings) + ") i) made");
    scratch_->database.Execute("ANALYZE shop.thing");
  }
  // Not at the end of the program, when libpqxx is gone.
  static void TearDownTestSuite() { scratch_.reset(); }

  static Uuid IdOf(int thing) {
    char text[37];
    std::snprintf(text, sizeof text, "00000000-0000-7000-8000-%012x", thing);
    return Uuid::Parse(text).value();
  }
  static int RowsLookedAt(Transaction& tx) {
    const auto rows = tx.Run(
        "SELECT coalesce(sum(seq_tup_read + idx_tup_fetch), 0)::int AS rows"
        " FROM pg_stat_xact_user_tables WHERE relid = 'shop.thing'::regclass");
    return Get<int>(rows[0], "rows");
  }

  std::vector<Uuid> Find(Transaction& tx, const Wish& wish) {
    ListStatement list(kThingTable, CountyId{7});
    list.Within(wish.within);
    if (wish.state != 0) list.Where("t.state = " + list.Bind(wish.state));
    if (!wish.text.empty()) list.Where(list.Matches("t.name", wish.text));
    if (wish.after != 0) list.After(IdOf(wish.after));
    std::vector<Uuid> found;
    for (const auto& row :
         list.Run(tx, "SELECT t.id FROM shop.thing t WHERE t.county_id = $1", kPage)) {
      found.push_back(Get<Uuid>(row, "id"));
    }
    return found;
  }
  // Without any cleverness.
  static std::vector<Uuid> Expected(Transaction& tx, const Wish& wish) {
    std::vector<Uuid> expected;
    for (const auto& row :
         tx.Run("SELECT id FROM shop.thing WHERE county_id = 7 AND id > $1 AND strpos(name, $2) > 0"
                "  AND state = coalesce(nullif($3::int, 0), state)"
                "  AND EXISTS (SELECT FROM unnest($4::text[]) p WHERE starts_with(org_path, p))"
                " ORDER BY id LIMIT $5",
                IdOf(wish.after), wish.text, wish.state, Array(wish.within), kPage)) {
      expected.push_back(Get<Uuid>(row, "id"));
    }
    return expected;
  }

  void ExpectFoundCheaply(const Wish& wish) {
    (void)Transact(scratch_->pool, Soon(), [&](Transaction& tx) -> Result<Done> {
      const int before = RowsLookedAt(tx);
      const auto found = Find(tx, wish);
      EXPECT_LE(RowsLookedAt(tx) - before, kLookedThrough + wish.most_gathered) << wish.what;
      EXPECT_EQ(found, Expected(tx, wish)) << wish.what;
      return Done();
    });
  }

  // Only read by the tests.
  static inline std::unique_ptr<Scratch> scratch_;
};

const std::vector<Wish>& Wishes() {
  static const std::string town = "/7/town-7/", village = "/7/town-7/village-17/";
  static const std::vector<Wish> wishes = {
      {"everything", {"/7/"}, "", 0, 0, 0},
      {"everything, deep in the list", {"/7/"}, "", 0, 45'000, 0},
      {"the last page", {"/7/"}, "", 0, kThings - 5, 0},
      {"nothing within reach", {}, "水面", 0, 0, 0},
      {"a township", {town}, "", 0, 0, 0},
      {"a village", {village}, "", 0, 0, 500},
      {"two villages", {village, "/7/town-8/village-18/"}, "", 0, 0, 1'000},
      {"a rare word", {"/7/"}, "天文台", 0, 0, 2},
      {"a rare word, past it", {"/7/"}, "天文台", 0, 49'500, 2},
      {"a rare word of one township", {town}, "天文台", 0, 0, 2},
      {"a rare word in a state", {"/7/"}, "天文台", 1, 0, 2},
      {"no such word", {"/7/"}, "车站", 0, 0, 0},
      {"parts of a name that stand apart", {"/7/"}, "面天", 0, 0, 2},
      {"a middling word", {"/7/"}, "温室", 0, 0, 500},
      {"a middling word, deep", {"/7/"}, "温室", 0, 30'000, 500},
      {"a middling word of a village", {village}, "温室", 0, 0, 500},
      {"a middling character", {"/7/"}, "温", 0, 0, 500},
      {"a common word", {"/7/"}, "水面", 0, 0, 0},
      {"a common word, deep", {"/7/"}, "水面", 0, 45'000, 0},
      {"a common word of a township", {"/7/town-8/"}, "水面", 0, 0, 0},
      {"a common word of a village", {"/7/town-8/village-18/"}, "水面", 0, 0, 500},
      {"a common word of a village without it", {village}, "水面", 0, 0, 500},
      {"a common word in a rare state", {"/7/"}, "水面", 3, 0, 10},
      {"common conditions that exclude each other", {"/7/"}, "水面", 2, 0, 10},
      {"a word that comes late", {"/7/"}, "冷库", 0, 0, 3'334},
      {"a word that comes late, in a state", {"/7/"}, "冷库", 1, 0, 3'334},
      {"a rare state", {"/7/"}, "", 3, 0, 10},
  };
  return wishes;
}

TEST_F(ListStatementTest, LooksAtLittleMoreThanThePage) {
  for (const Wish& wish : Wishes()) ExpectFoundCheaply(wish);
}

TEST_F(ListStatementTest, GoesThroughAllPagesOnce) {
  (void)Transact(scratch_->pool, Soon(), [&](Transaction& tx) -> Result<Done> {
    Wish wish{"pages", {"/7/town-7/"}, "温室", 0, 0, 0};
    std::vector<Uuid> all;
    for (auto page = Find(tx, wish); !page.empty(); page = Find(tx, wish)) {
      all.insert(all.end(), page.begin(), page.end());
      wish.after = std::stoi(page.back().ToString().substr(24), nullptr, 16);
    }
    EXPECT_EQ(all.size(), 500u);
    EXPECT_TRUE(std::ranges::is_sorted(all));
    EXPECT_EQ(std::ranges::adjacent_find(all), all.end());
    return Done();
  });
}

TEST_F(ListStatementTest, TurnsRoundForTheNewestFirst) {
  ListTable table = kThingTable;
  table.newest_first = true;
  for (const auto& [text, last, first_after] :
       {std::tuple{"水面", 50'000, 39'998}, {"天文台", 49'001, 30'124}}) {
    (void)Transact(scratch_->pool, Soon(), [&](Transaction& tx) -> Result<Done> {
      for (const auto& [after, expected] : {std::pair{0, last}, {40'000, first_after}}) {
        ListStatement list(table, CountyId{7});
        list.Within({"/7/"});
        list.Where(list.Matches("t.name", text));
        if (after != 0) list.After(IdOf(after));
        const int before = RowsLookedAt(tx);
        const auto rows =
            list.Run(tx, "SELECT t.id FROM shop.thing t WHERE t.county_id = $1", kPage);
        EXPECT_EQ(Get<Uuid>(rows.at(0), "id"), IdOf(expected)) << text << " after " << after;
        EXPECT_LE(RowsLookedAt(tx) - before, kLookedThrough + 2) << text;
      }
      return Done();
    });
  }
}

TEST_F(ListStatementTest, GathersWhatIsOneOwnAtOnce) {
  (void)Transact(scratch_->pool, Soon(), [&](Transaction& tx) -> Result<Done> {
    ListStatement list(kThingTable, CountyId{7});
    list.WithinOr({}, "t.id = " + list.Bind(IdOf(40'000)));
    const int before = RowsLookedAt(tx);
    EXPECT_EQ(list.Run(tx, "SELECT t.id FROM shop.thing t WHERE t.county_id = $1", kPage).size(),
              1u);
    EXPECT_LE(RowsLookedAt(tx) - before, 2);
    return Done();
  });
}

TEST_F(ListStatementTest, GivesTheStatementItsFurtherValues) {
  (void)Transact(scratch_->pool, Soon(), [&](Transaction& tx) -> Result<Done> {
    ListStatement list(kThingTable, CountyId{7});
    list.Within({"/7/"});
    list.Where("t.name = " + list.Bind("养殖水面2"));
    const auto rows =
        list.Run(tx, "SELECT t.name || $2::text AS name FROM shop.thing t WHERE t.county_id = $1",
                 kPage, {"号"});
    EXPECT_EQ(rows.size(), 1u);
    EXPECT_EQ(Get<std::string>(rows[0], "name"), "养殖水面2号");
    return Done();
  });
}

}  // namespace
}  // namespace qianmo::pg
