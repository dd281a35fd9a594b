#include "qianmoctl/bootstrap.h"

#include <map>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/qianmoctl/exchange.h"

namespace qianmo::ctl {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kFirstNumber[] = "990007198001010017";
constexpr char kSecondNumber[] = "990007198001010025";
constexpr char kMistyped[] = "990007198001010010";

// Options by name; one given again replaces the usual one.
std::vector<std::string> Arguments(const std::map<std::string, std::string>& changes = {}) {
  std::map<std::string, std::string> options = {{"--county", "7"},
                                                {"--name", "甲县"},
                                                {"--code", "990007"},
                                                {"--first-handle", "zhang.san"},
                                                {"--first-name", "张三"},
                                                {"--first-identity-number", kFirstNumber},
                                                {"--second-handle", "li.si"},
                                                {"--second-name", "李四"},
                                                {"--second-identity-number", kSecondNumber}};
  for (const auto& [name, value] : changes) options[name] = value;
  std::vector<std::string> arguments = {"bootstrap"};
  for (const auto& [name, value] : options) {
    arguments.push_back(name);
    arguments.push_back(value);
  }
  return arguments;
}

// What stands beside the handle.
std::string PasswordIn(const std::string& output, const std::string& handle) {
  std::istringstream in(output);
  for (std::string word; in >> word;) {
    if (word == handle && in >> word) return word;
  }
  throw std::runtime_error("no password for " + handle + " in: " + output);
}

// An officer on the first day.
class Newcomer {
 public:
  Newcomer(Exchange& exchange, const std::string& handle, const std::string& first_password)
      : exchange_(exchange), handle_(handle) {
    SignIn(first_password);
    identity::v1::ChangePasswordRequest change;
    change.set_request_id(NewRequestId());
    change.set_old_password(first_password);
    change.set_new_password(kPassword);
    exchange_.Ask(Token(), &Exchange::Stub::ChangePassword, change);
    SignIn(kPassword);
  }

  void EnrolSecondFactor() {
    identity::v1::EnrolOneTimeCodeRequest enrol;
    enrol.set_request_id(NewRequestId());
    enrol.set_password(kPassword);
    const auto enrolled = exchange_.Ask(Token(), &Exchange::Stub::EnrolOneTimeCode, enrol);
    identity::v1::ConfirmOneTimeCodeRequest confirm;
    confirm.set_request_id(NewRequestId());
    confirm.set_one_time_code(Shown(enrolled.secret()));
    exchange_.Ask(Token(), &Exchange::Stub::ConfirmOneTimeCode, confirm);
  }
  // "" or the reason why not.
  std::string Confirm(const std::string& account, const std::string& identity_number) {
    identity::v1::ConfirmAccountRequest confirm;
    confirm.set_request_id(NewRequestId());
    confirm.set_name(account);
    confirm.set_identity_number(identity_number);
    try {
      exchange_.Ask(Token(), &Exchange::Stub::ConfirmAccount, confirm);
      return "";
    } catch (const std::runtime_error& refused) {
      return refused.what();
    }
  }
  std::string Token() { return exchange_.Token(session_.session_token()); }
  const std::string& account() { return session_.account().name(); }

 private:
  static constexpr char kPassword[] = "chosen by its owner";

  void SignIn(const std::string& password) { session_ = exchange_.SignIn(handle_, password); }

  Exchange& exchange_;
  const std::string handle_;
  identity::v1::SignInResponse session_;
};

TEST(Bootstrap, OpensACountyWhoseFirstTwoOfficersConfirmEachOther) {
  const House house = House::Furnished();
  const auto outcome = house.Run(Arguments());
  ASSERT_EQ(outcome.code, 0) << outcome.output;
  Exchange exchange(house);
  Newcomer first(exchange, "zhang.san", PasswordIn(outcome.output, "zhang.san"));
  Newcomer second(exchange, "li.si", PasswordIn(outcome.output, "li.si"));
  EXPECT_EQ(first.Confirm(second.account(), kSecondNumber), "SECOND_FACTOR_REQUIRED");
  first.EnrolSecondFactor();
  EXPECT_EQ(first.Confirm(first.account(), kFirstNumber), "SAME_PERSON");
  EXPECT_EQ(first.Confirm(second.account(), kSecondNumber), "");
  second.EnrolSecondFactor();
  EXPECT_EQ(second.Confirm(first.account(), kFirstNumber), "");

  identity::v1::GetAccountRequest get;
  get.set_name(second.account());
  const auto read = exchange.Ask(first.Token(), &Exchange::Stub::GetAccount, get);
  EXPECT_EQ(read.state(), identity::v1::Account::STATE_ACTIVE);
  EXPECT_EQ(read.grants(0).role(), rpc::v1::ROLE_COUNTY_ADMIN);
  EXPECT_EQ(read.creator(), "");
  EXPECT_EQ(Value(house.url(), "SELECT name || code FROM house.county"), "甲县990007");
}

TEST(Bootstrap, GivesNoRolesBeforeTheFirstPasswordIsChangedAndTheOtherHasConfirmed) {
  const House house = House::Furnished();
  const auto outcome = house.Run(Arguments());
  Exchange exchange(house);
  const auto session = exchange.SignIn("zhang.san", PasswordIn(outcome.output, "zhang.san"));
  EXPECT_THAT(session.next_steps(),
              testing::UnorderedElementsAre(identity::v1::NEXT_STEP_ENROL_ONE_TIME_CODE,
                                            identity::v1::NEXT_STEP_CHANGE_PASSWORD,
                                            identity::v1::NEXT_STEP_AWAIT_CONFIRMATION));
  identity::v1::ListAccountsRequest list;
  list.set_parent("counties/7");
  EXPECT_THROW(
      exchange.Ask(exchange.Token(session.session_token()), &Exchange::Stub::ListAccounts, list),
      std::runtime_error);
}

TEST(Bootstrap, HappensOnce) {
  const House house = House::Furnished();
  ASSERT_EQ(house.Run(Arguments()).code, 0);
  const auto again =
      house.Run(Arguments({{"--first-handle", "wang.wu"}, {"--second-handle", "zhao.liu"}}));
  EXPECT_EQ(again.code, kThereAlready);
  EXPECT_THAT(again.output, HasSubstr("has accounts already"));
  EXPECT_EQ(Value(house.url(), "SELECT count(*) FROM identity.account"), "2");
  // Another county of the same exchange is another matter.
  EXPECT_EQ(house
                .Run(Arguments({{"--county", "8"},
                                {"--name", "乙县"},
                                {"--code", "990008"},
                                {"--first-handle", "wang.wu"},
                                {"--second-handle", "zhao.liu"}}))
                .code,
            0);
}

TEST(Bootstrap, LeavesNothingWhenTheSecondOfficerIsRefused) {
  const House house = House::Furnished();
  ASSERT_EQ(house.Run(Arguments()).code, 0);
  const auto refused = house.Run(Arguments({{"--county", "8"},
                                            {"--name", "乙县"},
                                            {"--code", "990008"},
                                            {"--first-handle", "wang.wu"}}));
  EXPECT_EQ(refused.code, kNo);
  EXPECT_THAT(refused.output, HasSubstr("li.si"));
  EXPECT_EQ(Value(house.url(), "SELECT count(*) FROM house.county"), "1");
  EXPECT_EQ(Value(house.url(), "SELECT count(*) FROM identity.account"), "2");
}

TEST(Bootstrap, RefusesWhatTheCommandLineGotWrong) {
  const House house = House::Furnished();
  struct Case {
    std::map<std::string, std::string> changes;
    const char* said;
  };
  const Case cases[] = {
      {{{"--second-identity-number", kFirstNumber}}, "two persons"},
      {{{"--second-handle", "Zhang.San"}}, "handles of their own"},
      {{{"--first-identity-number", kMistyped}}, "identity number"},
      {{{"--first-handle", "7-000123"}}, "handle"},
      {{{"--first-name", " "}}, "name"},
      {{{"--name", " "}}, "name"},
      {{{"--code", "99000"}}, "six digits"},
      {{{"--code", "99000x"}}, "six digits"},
      {{{"--county", "0"}}, "county"},
  };
  for (const Case& c : cases) {
    const auto outcome = house.Run(Arguments(c.changes));
    EXPECT_EQ(outcome.code, kUsage) << c.said;
    EXPECT_THAT(outcome.output, HasSubstr(c.said));
  }
  EXPECT_EQ(Value(house.url(), "SELECT count(*) FROM house.county"), "0");
}

TEST(Bootstrap, AsksForTheTablesFirst) {
  const House house;
  ASSERT_EQ(house.Run({"keys", "init"}).code, 0);
  const auto outcome = house.Run(Arguments());
  EXPECT_EQ(outcome.code, kNo);
  EXPECT_THAT(outcome.output, HasSubstr("qianmoctl migrate"));
}

TEST(Bootstrap, KeepsNeitherIdentityNumbersNorPasswords) {
  const House house = House::Furnished();
  const auto outcome = house.Run(Arguments());
  const std::string kept =
      Value(house.url(), "SELECT string_agg(a::text, '') FROM identity.account a");
  EXPECT_THAT(kept, Not(HasSubstr(kFirstNumber)));
  EXPECT_THAT(kept, Not(HasSubstr(PasswordIn(outcome.output, "li.si"))));
  EXPECT_THAT(outcome.output, Not(HasSubstr(kFirstNumber)));
}

}  // namespace
}  // namespace qianmo::ctl
