#include "qianmoctl/demo.h"

#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "identity/domain/role.h"
#include "qianmoctl/demo_books.h"
#include "qianmoctl/demo_households.h"
#include "qianmoctl/demo_land.h"
#include "qianmoctl/demo_parties.h"
#include "qianmoctl/demo_people.h"
#include "qianmoctl/demo_places.h"
#include "services/qianmoctl/exchange.h"

namespace qianmo::ctl {
namespace {

using testing::HasSubstr;

struct Line {
  std::string handle, password, role, secret;
};

std::vector<Line> LinesOf(const std::string& output) {
  std::vector<Line> lines;
  std::istringstream in(output);
  for (std::string text; std::getline(in, text);) {
    std::istringstream words(text);
    Line line;
    words >> line.handle >> line.password >> line.role;
    const std::string mark = "(second factor: ";
    const std::size_t at = text.find(mark);
    if (at != text.npos) {
      line.secret = text.substr(at + mark.size());
      line.secret.pop_back();
    }
    lines.push_back(line);
  }
  return lines;
}

void Mark(const House& house) {
  Execute(house.url(), "ALTER DATABASE " + house.database() + " SET qianmo.demo = 'welcome'");
}

TEST(Demo, HasSomebodyInEveryRoleWhoCanSignInAndUseIt) {
  const House house = House::Furnished();
  Mark(house);
  const auto outcome = house.Run({"demo", "--households", "100"});
  ASSERT_EQ(outcome.code, 0) << outcome.output;
  Exchange exchange(house);
  std::set<std::string> roles;
  for (const Line& line : LinesOf(outcome.output)) {
    const std::string code = line.secret.empty() ? "" : Shown(line.secret);
    const auto session = exchange.SignIn(line.handle, line.password, code);
    EXPECT_EQ(session.account().state(), identity::v1::Account::STATE_ACTIVE) << line.handle;
    EXPECT_EQ(session.next_steps_size(), 0) << line.handle;
    EXPECT_EQ(session.session().second_factor(), !line.secret.empty());
    ASSERT_EQ(session.account().grants_size(), 1);
    EXPECT_EQ(rpc::v1::Role_Name(session.account().grants(0).role()), "ROLE_" + line.role);
    roles.insert(line.role);
  }
  for (int role = 1; role < static_cast<int>(identity::Role::kService); ++role) {
    EXPECT_TRUE(roles.contains(std::string(identity::Name(static_cast<identity::Role>(role)))));
  }
}

TEST(Demo, IsAWholeCounty) {
  const House house = House::Furnished();
  Mark(house);
  const auto loaded = house.Run({"demo"});
  ASSERT_EQ(loaded.code, 0) << loaded.output;
  const auto count = [&](const std::string& of) {
    return Value(house.url(), "SELECT count(*) FROM registry." + of);
  };
  EXPECT_EQ(count("collective WHERE level = 2"), "3");
  EXPECT_EQ(count("collective WHERE level = 3"), "24");
  EXPECT_EQ(count("collective WHERE level = 4"), "8");
  EXPECT_EQ(count("household"), "6000");
  EXPECT_EQ(count("asset"), "400");
  EXPECT_EQ(count("party"), "40");
  EXPECT_EQ(count("bidder WHERE state = 3"), "36");
  EXPECT_GT(std::stoi(count("parcel")), 340);
  EXPECT_EQ(count("parcel WHERE disputed"), "0");
  EXPECT_EQ(Value(house.url(),
                  "SELECT bool_and(postgis.ST_IsValid(boundary) AND area_e2 BETWEEN 5000 AND"
                  " 5000000) FROM registry.parcel"),
            "t");
  EXPECT_GT(std::stoi(count("member")), 12'000);
  EXPECT_EQ(count("household h WHERE NOT EXISTS (SELECT FROM registry.member m WHERE m.county_id ="
                  " h.county_id AND m.household_id = h.id AND m.relation = 1 AND m.state = 1)"),
            "0")
      << "everybody has a head";
  EXPECT_EQ(count("unit_total t WHERE t.outstanding <> (SELECT sum(h.units) FROM"
                  " registry.unit_holding h WHERE h.county_id = t.county_id AND h.collective_id ="
                  " t.collective_id AND h.kind = t.kind)"),
            "0");
  EXPECT_EQ(Value(house.url(), "SELECT count(*) FROM ledger.books"), "9");
  EXPECT_EQ(Value(house.url(), "SELECT count(*) FROM ledger.voucher WHERE state = 1"), "1");
  EXPECT_EQ(Value(house.url(),
                  "SELECT bool_and(b.balance_fen >= 0) FROM ledger.balance b WHERE code < '103'"),
            "t");
  EXPECT_EQ(Value(house.url(),
                  "SELECT count(*) FROM identity.account a JOIN registry.household h"
                  " ON h.county_id = a.county_id AND h.id = a.household_id WHERE a.kind = 3"),
            "2")
      << "the villagers among the accounts live in one of the households";
}

TEST(Demo, MakesTheSameCountyEachTime) {
  std::set<std::string> counties;
  for (int i = 0; i < 2; ++i) {
    const House house = House::Furnished();
    Mark(house);
    ASSERT_EQ(house.Run({"demo", "--households", "100"}).code, 0);
    counties.insert(Value(
        house.url(),
        "SELECT md5(string_agg(h.collective_id || h.number || m.name || m.relation || h.address,"
        " ',' ORDER BY h.collective_id, h.number, m.relation, m.name)) FROM registry.household h"
        " JOIN registry.member m ON m.county_id = h.county_id AND m.household_id = h.id"));
  }
  EXPECT_EQ(counties.size(), 1u);
}

TEST(Demo, IsAsLargeAsOneAsks) {
  const House house = House::Furnished();
  Mark(house);
  EXPECT_EQ(house.Run({"demo", "--households", "99"}).code, kUsage);
  EXPECT_EQ(house.Run({"demo", "--households", "6001"}).code, kUsage);
  ASSERT_EQ(house.Run({"demo", "--households", "100"}).code, 0);
  EXPECT_EQ(Value(house.url(), "SELECT count(*) FROM registry.household"), "100");
  EXPECT_EQ(Value(house.url(), "SELECT count(DISTINCT collective_id) FROM registry.household"),
            std::to_string(DemoSettlements().size()))
      << "somebody lives everywhere";
}

TEST(Demo, ChangesNothingAndSaysTheSameTheSecondTime) {
  const House house = House::Furnished();
  Mark(house);
  const auto first = house.Run({"demo", "--households", "100"});
  const std::string everything =
      "SELECT md5(string_agg(a::text, '' ORDER BY id)) FROM "
      "identity.account a";
  const std::string before = Value(house.url(), everything);
  const auto second = house.Run({"demo", "--households", "100"});
  EXPECT_EQ(second.code, 0);
  EXPECT_EQ(second.output, first.output);
  EXPECT_EQ(Value(house.url(), everything), before);
}

TEST(Demo, NeverGoesIntoADatabaseWithARealCounty) {
  const House house = House::Furnished();
  Mark(house);
  for (const char* county : {"(7, '甲县', '990007')", "(1, '真县', '330101')"}) {
    Execute(house.url(), "DELETE FROM house.county");
    Execute(house.url(),
            std::string("INSERT INTO house.county (county_id, name, code) VALUES ") + county);
    const auto outcome = house.Run({"demo", "--households", "100"});
    EXPECT_EQ(outcome.code, kNo) << county;
    EXPECT_THAT(outcome.output, HasSubstr("a real county"));
    EXPECT_EQ(Value(house.url(), "SELECT count(*) FROM identity.account"), "0");
  }
}

TEST(Demo, GoesOnlyIntoADatabaseThatIsMarkedForIt) {
  const House house = House::Furnished();
  const auto refused = house.Run({"demo", "--households", "100"});
  EXPECT_EQ(refused.code, kNo);
  EXPECT_THAT(refused.output, HasSubstr("not marked"));
  EXPECT_EQ(Value(house.url(), "SELECT count(*) FROM house.county"), "0");
  // A session that merely says so does not pass.
  EXPECT_EQ(
      house.Run({"demo", "--households", "100"}, {{"PGOPTIONS", "-c qianmo.demo=welcome"}}).code,
      kNo);
  Mark(house);
  EXPECT_EQ(house.Run({"demo", "--households", "100"}).code, 0);
}

TEST(Demo, KeepsRealCountiesOutOfItsDatabase) {
  const House house = House::Furnished();
  Mark(house);
  const auto refused =
      house.Run({"bootstrap", "--county", "7", "--name", "甲县", "--code", "990007",
                 "--first-handle", "first.one", "--first-name", "张三", "--first-identity-number",
                 "990007198001010017", "--second-handle", "second.one", "--second-name", "李四",
                 "--second-identity-number", "990007198001010025"});
  EXPECT_EQ(refused.code, kNo);
  EXPECT_THAT(refused.output, HasSubstr("for the demo"));
  EXPECT_EQ(Value(house.url(), "SELECT count(*) FROM house.county"), "0");
}

TEST(Code, ShowsWhatTheAuthenticatorShows) {
  const std::string secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
  const std::string before = Shown(secret);
  const auto outcome = Ctl({"code", secret});
  const std::string after = Shown(secret);
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.output, testing::AnyOf(before + "\n", after + "\n"));
  EXPECT_EQ(Ctl({"code", "not base32!"}).code, kUsage);
  EXPECT_EQ(Ctl({"code"}).code, kUsage);
}

}  // namespace
}  // namespace qianmo::ctl
