// What the database must never hold: secrets at all, telephones, handles and identity numbers in
// the clear.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "identity/account_store.h"
#include "services/identity/office.h"

namespace qianmo::identity {
namespace {

using testing::HasSubstr;
using testing::Not;

// Every row of every table of identity as text, byte strings also as what they would read as.
std::string EverythingIn(const support::Database& database) {
  std::string everything;
  const auto tables = database.Execute(
      "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
      " WHERE n.nspname = 'identity' AND c.relkind = 'r'");
  for (const auto& table : tables) {
    const auto rows = database.Execute("SELECT t::text FROM " + table[0].as<std::string>() + " t");
    for (const auto& row : rows) everything += row[0].as<std::string>() + "\n";
  }
  return everything;
}

std::string Hex(const std::string& text) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  for (const char c : text) {
    hex += kDigits[static_cast<unsigned char>(c) >> 4];
    hex += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return hex;
}

class Secrecy : public testing::Test {
 protected:
  void ExpectNowhere(const std::string& text) {
    const std::string everything = EverythingIn(office_.database());
    EXPECT_THAT(everything, Not(HasSubstr(text)));
    EXPECT_THAT(everything, Not(HasSubstr(Hex(text)))) << text;
  }
  std::string Sealed(const std::string& column, const Member& member) {
    return office_.Query("SELECT encode(" + column + ", 'hex') FROM identity.account WHERE id = '" +
                         member.caller.account_id() + "'");
  }

  Office office_;
};

TEST_F(Secrecy, KeepsNoTelephoneHandleOrIdentityNumberInTheClear) {
  const auto request = NewOfficer(kTownship, 1);
  const auto made = office_.Ask(office_.founder().caller, &Stub::CreateAccount, request);
  ASSERT_TRUE(made.ok());
  v1::SignUpBidderRequest bidder;
  bidder.set_parent("counties/7");
  bidder.set_request_id(NewRequestId());
  bidder.set_phone("13611112222");
  bidder.set_display_name("商户");
  bidder.set_password("never to be seen again");
  bidder.set_identity_number(IdentityNumber(2));
  ASSERT_TRUE(office_.Ask(Stranger(), &Stub::SignUpBidder, bidder).ok());
  ASSERT_TRUE(office_
                  .Ask(office_.founder().caller, &Stub::DisableAccount,
                       Named<v1::DisableAccountRequest>(made.reply.name()))
                  .ok());
  for (const std::string& text : {request.handle(), request.phone(), request.identity_number(),
                                  bidder.phone(), bidder.password(), bidder.identity_number()}) {
    ExpectNowhere(text);
  }
  // The search itself finds what lies there in the open.
  EXPECT_THAT(EverythingIn(office_.database()), HasSubstr("新官1"));
}

TEST_F(Secrecy, KeepsNoCodeThatAnAnswerGave) {
  const auto made =
      office_.Ask(office_.founder().caller, &Stub::CreateAccount, NewOfficer(kVillage, 1)).reply;
  auto confirm = Named<v1::ConfirmAccountRequest>(made.name());
  confirm.set_identity_number(IdentityNumber(1));
  const auto confirmed =
      office_.Ask(office_.other_founder().caller, &Stub::ConfirmAccount, confirm);
  ASSERT_FALSE(confirmed.reply.one_time_code().empty());
  v1::IssueHouseholdCodeRequest wanted;
  wanted.set_parent("counties/7");
  wanted.set_request_id(NewRequestId());
  wanted.set_household_id(NewRequestId());
  wanted.set_org_path(kVillage);
  wanted.set_display_name("某户");
  wanted.set_identity_number(IdentityNumber(3));
  const Member agent = office_.Officer(Role::kTownshipAgent, kTownship);
  const auto letter = office_.Ask(agent.caller, &Stub::IssueHouseholdCode, wanted);
  ASSERT_FALSE(letter.reply.letter_code().empty());
  v1::ActivateHouseholdRequest activation;
  activation.set_request_id(NewRequestId());
  activation.set_letter_number(letter.reply.letter_number());
  activation.set_letter_code(letter.reply.letter_code());
  activation.set_pin("730846");
  ASSERT_TRUE(office_.Ask(Stranger(), &Stub::ActivateHousehold, activation).ok());
  for (const std::string& printed : {confirmed.reply.one_time_code(), letter.reply.letter_code()}) {
    std::string bare = printed;
    std::erase(bare, '-');
    ExpectNowhere(printed);
    ExpectNowhere(bare);
  }
  ExpectNowhere(wanted.identity_number());
  EXPECT_THAT(EverythingIn(office_.database()), Not(HasSubstr("730846")));
}

TEST_F(Secrecy, SealsEachValueIntoItsOwnPlace) {
  const Member one = office_.Bidder();
  const Member two = office_.Bidder();
  EXPECT_NE(Sealed("handle_sealed", one), Sealed("phone_sealed", one));
  office_.database().Execute(
      "UPDATE identity.account t SET phone_sealed = (SELECT phone_sealed"
      " FROM identity.account WHERE id = '" +
      two.caller.account_id() + "') WHERE id = '" + one.caller.account_id() + "'");
  v1::GetAccountRequest request;
  request.set_name(one.name);
  const auto moved = office_.Ask(one.caller, &Stub::GetAccount, request);
  EXPECT_EQ(moved.code(), grpc::StatusCode::INTERNAL);
  EXPECT_TRUE(moved.reply.phone().empty());
}

}  // namespace
}  // namespace qianmo::identity
