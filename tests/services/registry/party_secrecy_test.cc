// What neither the database, its dump, the logs nor a masked answer may hold in the clear: identity
// numbers, telephones, bank accounts and addresses of parties.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/encoding.h"
#include "services/registry/market.h"

namespace qianmo::registry {
namespace {

using testing::HasSubstr;
using testing::Not;

// Every row of every table of the registry as text, byte strings also as what they would read as.
std::string WholeRegistry(const support::Database& database) {
  std::string everything;
  for (const auto& table :
       database.Execute("SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n"
                        " ON n.oid = c.relnamespace WHERE n.nspname = 'registry'"
                        " AND c.relkind = 'r'")) {
    for (const auto& row :
         database.Execute("SELECT t::text FROM " + table[0].as<std::string>() + " t")) {
      everything += row[0].as<std::string>() + "\n";
    }
  }
  return everything;
}

TEST(PartySecrecy, HoldsInTheDatabaseTheLogsAndMaskedAnswers) {
  testing::internal::CaptureStderr();
  std::string answers;
  std::string stored;
  std::vector<std::string> secrets;
  {
    Market market;
    const auto caller = Archive::Person();
    const auto company = market.Company(caller, 1);
    const Trader trader = market.AdmittedAs(caller, company);
    const auto other = Archive::Person();
    const auto farmer = market.Farmer(other, 2);
    answers += market.Apply(other, farmer).reply.DebugString();
    EXPECT_EQ(market.Apply(other, market.Company(other, 1)).reason(), "ADMISSION_EXISTS");
    auto reveal = Named<v1::RevealBidderRequest>(trader.bidder);
    reveal.set_reason("核对");
    EXPECT_TRUE(market.Ask(market.officer(), &Bidders::RevealBidder, reveal).ok());
    auto reveal_party = Named<v1::RevealPartyRequest>(trader.party);
    reveal_party.set_reason("核对");
    EXPECT_TRUE(market.Ask(market.officer(), &Parties::RevealParty, reveal_party).ok());
    v1::ListBiddersRequest list;
    list.set_parent("counties/7");
    answers += market.Ask(market.officer(), &Bidders::ListBidders, list).reply.DebugString();
    list.set_text(CitizenNumber(2));
    answers += market.Ask(market.officer(), &Bidders::ListBidders, list).reply.DebugString();
    answers += market.Seen(trader.bidder).DebugString();
    answers +=
        market.Ask(market.officer(), &Parties::GetParty, Named<v1::GetPartyRequest>(trader.party))
            .reply.DebugString();
    stored = WholeRegistry(market.archive().database());
    for (const auto* request : {&company, &farmer}) {
      const auto& details = request->details();
      secrets.push_back(details.phone());
      secrets.push_back(details.bank_account().number());
      secrets.push_back(details.address());
    }
    secrets.push_back(company.details().legal_person().identity_number());
    secrets.push_back(company.details().shareholders(0).number());
    secrets.push_back(company.details().contacts(0).phone());
    secrets.push_back(farmer.number());
  }
  const std::string logs = testing::internal::GetCapturedStderr();
  for (const std::string& secret : secrets) {
    EXPECT_THAT(stored, Not(HasSubstr(secret)));
    EXPECT_THAT(stored, Not(HasSubstr(ToHex(secret)))) << secret;
    EXPECT_THAT(logs, Not(HasSubstr(secret)));
    EXPECT_THAT(answers, Not(HasSubstr(secret)));
  }
  // The search itself finds what lies there in the open.
  EXPECT_THAT(stored, HasSubstr("青山果业1有限公司"));
  EXPECT_THAT(logs, HasSubstr("ApplyForAdmission"));
  EXPECT_THAT(answers, HasSubstr("135****0002"));
}

}  // namespace
}  // namespace qianmo::registry
