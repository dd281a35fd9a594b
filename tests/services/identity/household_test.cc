#include <future>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/encoding.h"
#include "crypto/seal.h"
#include "identity/household_service.h"
#include "identity/household_store.h"
#include "identity/reseal_store.h"
#include "services/identity/visitor.h"

namespace qianmo::identity {
namespace {

using std::chrono::days;

constexpr char kPin[] = "295071";

class Households : public testing::Test {
 protected:
  v1::IssueHouseholdCodeRequest Wanted(const std::string& where = kVillage,
                                       const std::string& household = NewRequestId()) {
    v1::IssueHouseholdCodeRequest request;
    request.set_parent("counties/7");
    request.set_request_id(NewRequestId());
    request.set_household_id(household);
    request.set_org_path(where);
    request.set_display_name("王五户");
    return request;
  }
  Answer<v1::IssueHouseholdCodeResponse> Issue(const Member& officer,
                                               const v1::IssueHouseholdCodeRequest& request) {
    return office_.Ask(officer.caller, &Stub::IssueHouseholdCode, request);
  }
  static v1::ActivateHouseholdRequest With(const v1::IssueHouseholdCodeResponse& letter) {
    v1::ActivateHouseholdRequest request;
    request.set_request_id(NewRequestId());
    request.set_letter_number(letter.letter_number());
    request.set_letter_code(letter.letter_code());
    request.set_pin(kPin);
    return request;
  }
  Answer<v1::Account> Activate(const v1::ActivateHouseholdRequest& request) {
    return office_.Ask(Stranger(), &Stub::ActivateHousehold, request);
  }
  std::string SignIn(const std::string& handle, const std::string& pin) {
    v1::SignInRequest request;
    request.set_request_id(NewRequestId());
    request.set_handle(handle);
    request.set_password(pin);
    return office_.Ask(Stranger(), &Stub::SignIn, request).reason();
  }
  // Another code than the one printed, but one that could have been printed.
  static std::string WrongCode() { return "000-000-0000"; }

  Office office_;
  const Member clerk_ = office_.Officer(Role::kVillageClerk, kVillage);
  const Member agent_ = office_.Officer(Role::kTownshipAgent, kTownship);
};

TEST_F(Households, OpenTheirAccountWithTheLetterAndSignInWithItsNumber) {
  const auto letter = Issue(agent_, Wanted());
  ASSERT_TRUE(letter.ok()) << letter.reason();
  EXPECT_EQ(letter.reply.letter_number(), "7-000001");
  EXPECT_EQ(letter.reply.letter_code().size(), 12u);
  EXPECT_TRUE(letter.reply.has_expire_time());
  const auto opened = Activate(With(letter.reply));
  ASSERT_TRUE(opened.ok()) << opened.reason();
  EXPECT_EQ(opened.reply.kind(), v1::ACCOUNT_KIND_HOUSEHOLD);
  EXPECT_EQ(opened.reply.state(), v1::Account::STATE_ACTIVE);
  EXPECT_EQ(opened.reply.handle(), "7-000001");
  EXPECT_EQ(opened.reply.phone(), "");
  EXPECT_EQ(opened.reply.display_name(), "王五户");
  EXPECT_EQ(opened.reply.org_path(), kVillage);
  EXPECT_FALSE(opened.reply.household_id().empty());
  ASSERT_EQ(opened.reply.grants_size(), 1);
  EXPECT_EQ(opened.reply.grants(0).role(), rpc::v1::ROLE_HOUSEHOLD_HEAD);
  EXPECT_EQ(SignIn("7-1", kPin), "");
}

TEST_F(Households, MaySignInWithTheirTelephone) {
  auto request = With(Issue(agent_, Wanted()).reply);
  request.set_phone("13500000001");
  request.set_letter_code(" " + request.letter_code().substr(0, 3) + " " +
                          request.letter_code().substr(4));
  const auto opened = Activate(request);
  EXPECT_EQ(opened.reply.handle(), "13500000001");
  EXPECT_EQ(opened.reply.phone(), "13500000001");
  EXPECT_EQ(SignIn("13500000001", kPin), "");
}

TEST_F(Households, GetLettersFromTheOfficesOverThemOnly) {
  const Member far = office_.Officer(Role::kTownshipAgent, kOtherTownship);
  const Member approver = office_.Officer(Role::kTownshipApprover, kTownship);
  struct Case {
    const Member& issuer;
    const char* where;
    const char* reason;
  };
  const Case cases[] = {
      {clerk_, kVillage, ""},
      {agent_, kOtherVillage, ""},
      {clerk_, kOtherVillage, "OUT_OF_SCOPE"},
      {far, kVillage, "OUT_OF_SCOPE"},
      {agent_, kTownship, "HOUSEHOLD_PATH_MISMATCH"},
      {approver, kVillage, "ROLE_MISSING"},
      {office_.founder(), kVillage, "ROLE_MISSING"},
      {agent_, "/8/", "ORG_PATH_MALFORMED"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(Issue(c.issuer, Wanted(c.where)).reason(), c.reason) << c.where;
  }
}

TEST_F(Households, AreNotTakenOverByAnOfficerWhoNamesThemAsHisOwn) {
  const Member far = office_.Officer(Role::kTownshipAgent, kOtherTownship);
  const auto request = Wanted();
  const auto letter = Issue(agent_, request).reply;
  EXPECT_EQ(Issue(far, Wanted(kFarVillage, request.household_id())).reason(), "OUT_OF_SCOPE");
  ASSERT_TRUE(Activate(With(letter)).ok());
  EXPECT_EQ(Issue(far, Wanted(kFarVillage, request.household_id())).reason(), "OUT_OF_SCOPE");
  EXPECT_EQ(Issue(clerk_, Wanted(kVillage, request.household_id())).reason(),
            "HOUSEHOLD_HAS_ACCOUNT");
  EXPECT_TRUE(Issue(agent_, Wanted(kVillage, request.household_id())).ok());
}

TEST_F(Households, GetTheSameCodeForTheSameRequestAndANewOneVoidsTheOld) {
  const auto request = Wanted();
  const auto first = Issue(agent_, request);
  EXPECT_EQ(Issue(agent_, request).reply.SerializeAsString(), first.reply.SerializeAsString());
  const auto second = Issue(agent_, Wanted(kVillage, request.household_id()));
  EXPECT_EQ(second.reply.letter_number(), "7-000002");
  EXPECT_NE(second.reply.letter_code(), first.reply.letter_code());
  EXPECT_EQ(Activate(With(first.reply)).reason(), "CODE_REJECTED");
  EXPECT_TRUE(Activate(With(second.reply)).ok());
  EXPECT_EQ(Activate(With(second.reply)).reason(), "CODE_REJECTED");
}

TEST_F(Households, GetTheClerksLetterFromTheTownshipAndItsCodeFromNobodyElse) {
  auto request = Wanted();
  request.set_address("大塘村第三组");
  const auto issued = Issue(clerk_, request);
  ASSERT_TRUE(issued.ok()) << issued.reason();
  EXPECT_EQ(issued.reply.letter_code(), "");
  EXPECT_TRUE(issued.reply.printed_by_township());
  EXPECT_EQ(Issue(clerk_, request).reply.SerializeAsString(), issued.reply.SerializeAsString());
  const auto sent = Messages(office_);
  ASSERT_EQ(sent.size(), 1u);
  const auto& message = sent[0];
  EXPECT_EQ(message.template_(), messages::v1::TEMPLATE_HOUSEHOLD_LETTER);
  EXPECT_EQ(message.household(), "counties/7/households/" + request.household_id());
  EXPECT_EQ(message.org_path(), kVillage);
  EXPECT_EQ(message.addressee().display_name(), "王五户");
  EXPECT_EQ(message.addressee().address(), "大塘村第三组");
  EXPECT_EQ(message.parameters().at("letter_number"), "7-000001");
  EXPECT_EQ(message.parameters().at("household"), "王五户");
  EXPECT_EQ(message.link(), "/activate?letter=7-000001");
  EXPECT_EQ(message.expire_time().seconds(), issued.reply.expire_time().seconds());
  auto activation = With(issued.reply);
  activation.set_letter_code(message.one_time_code());
  EXPECT_EQ(TablesWith(office_, message.one_time_code()), std::vector<std::string>());
  EXPECT_TRUE(Activate(activation).ok());
}

TEST_F(Households, AreSentNothingWhenTheTownshipHandsTheCodeOver) {
  const auto issued = Issue(agent_, Wanted());
  EXPECT_FALSE(issued.reply.printed_by_township());
  EXPECT_EQ(issued.reply.letter_code().size(), 12u);
  EXPECT_TRUE(Messages(office_).empty());
}

TEST_F(Households, AreSentALetterThatIsTakenBackWhenTheTownshipHandsAnotherCodeOver) {
  const auto request = Wanted();
  ASSERT_TRUE(Issue(clerk_, request).reply.printed_by_township());
  auto again = request;
  again.set_request_id(NewRequestId());
  ASSERT_FALSE(Issue(agent_, again).reply.printed_by_township());
  EXPECT_EQ(office_.Query("SELECT string_agg(method, ' ' ORDER BY position) FROM identity.outbox"),
            "/qianmo.messages.v1.MessagesService/SendMessage"
            " /qianmo.messages.v1.MessagesService/WithdrawLetters");
  EXPECT_EQ(office_.Query("SELECT count(DISTINCT ordering_key) FROM identity.outbox"), "1");
}

TEST_F(Households, GetTheSameAnswerToTheSameActivation) {
  const auto request = With(Issue(agent_, Wanted()).reply);
  const auto first = Activate(request);
  const auto second = Activate(request);
  ASSERT_TRUE(second.ok()) << second.reason();
  EXPECT_EQ(second.reply.SerializeAsString(), first.reply.SerializeAsString());
}

TEST_F(Households, OpenOneAccountWithOneLetterHoweverManyTryAtOnce) {
  const auto letter = Issue(agent_, Wanted()).reply;
  std::vector<std::future<std::string>> answers;
  for (int i = 0; i < 5; ++i) {
    answers.push_back(
        std::async(std::launch::async, [&] { return Activate(With(letter)).reason(); }));
  }
  std::map<std::string, int> counted;
  for (auto& answer : answers) ++counted[answer.get()];
  EXPECT_EQ(counted[""], 1);
  EXPECT_EQ(counted["CODE_REJECTED"], 4);
}

TEST_F(Households, ChooseANewPinByALaterLetterAndLoseTheirSessions) {
  const auto request = Wanted();
  auto activation = With(Issue(agent_, request).reply);
  activation.set_phone("13500000001");
  const auto opened = Activate(activation).reply;
  ASSERT_EQ(SignIn("13500000001", kPin), "");
  activation = With(Issue(agent_, Wanted(kVillage, request.household_id())).reply);
  activation.set_pin("730846");
  activation.set_phone("13500000002");
  const auto renewed = Activate(activation);
  ASSERT_TRUE(renewed.ok()) << renewed.reason();
  EXPECT_EQ(renewed.reply.name(), opened.name());
  EXPECT_EQ(renewed.reply.handle(), "13500000001");
  EXPECT_EQ(renewed.reply.phone(), "13500000002");
  EXPECT_EQ(office_.Query("SELECT count(*) FROM identity.session WHERE revoke_time IS NULL"), "0");
  EXPECT_EQ(SignIn("13500000001", kPin), "SIGN_IN_REFUSED");
  EXPECT_EQ(SignIn("13500000001", "730846"), "");
}

TEST_F(Households, ThatAreDisabledAreNotOpenedAgainByALetter) {
  const auto request = Wanted();
  const auto opened = Activate(With(Issue(agent_, request).reply)).reply;
  ASSERT_TRUE(office_
                  .Ask(office_.founder().caller, &Stub::DisableAccount,
                       Named<v1::DisableAccountRequest>(opened.name()))
                  .ok());
  const auto letter = Issue(agent_, Wanted(kVillage, request.household_id())).reply;
  EXPECT_EQ(Activate(With(letter)).reason(), "ACCOUNT_DISABLED");
}

TEST_F(Households, AreRefusedWhatWasMistypedBeforeAnythingIsCounted) {
  const auto letter = Issue(agent_, Wanted()).reply;
  const auto refused = [&](auto&& change) {
    auto request = With(letter);
    change(request);
    return Activate(request).reason();
  };
  EXPECT_EQ(refused([](auto& r) { r.set_letter_code("000-000-0001"); }), "CODE_MISTYPED");
  EXPECT_EQ(refused([](auto& r) { r.set_letter_number("13500000001"); }), "CODE_MISTYPED");
  EXPECT_EQ(refused([](auto& r) { r.set_letter_number("nothing"); }), "CODE_MISTYPED");
  EXPECT_EQ(refused([](auto& r) { r.set_pin("123456"); }), "PIN_GUESSABLE");
  EXPECT_EQ(refused([](auto& r) { r.set_pin("12345"); }), "INVALID_FIELD");
  EXPECT_EQ(refused([](auto& r) { r.set_letter_number("9-000001"); }), "CODE_REJECTED");
  EXPECT_EQ(refused([](auto& r) { r.set_letter_number("7-000009"); }), "CODE_REJECTED");
  EXPECT_EQ(office_.Query("SELECT count(*) FROM identity.journal WHERE county_id = 9"), "0");
}

TEST_F(Households, KeepTheirLetterHoweverOftenStrangersGuess) {
  const auto letter = Issue(agent_, Wanted()).reply;
  const auto guess = [&] {
    auto wrong = With(letter);
    wrong.set_letter_code(WrongCode());
    return Activate(wrong).reason();
  };
  for (int i = 0; i < 6; ++i) EXPECT_EQ(guess(), "CODE_REJECTED") << i;
  EXPECT_EQ(guess(), "TOO_MANY_FAILURES");
  const auto other = Issue(agent_, Wanted()).reply;
  EXPECT_TRUE(Activate(With(other)).ok()) << "another letter at the same address";
  for (int evening = 0; evening < 20; ++evening) {
    office_.clock().Advance(std::chrono::hours(25));
    EXPECT_EQ(guess(), "CODE_REJECTED");
  }
  office_.clock().Advance(std::chrono::hours(1));
  EXPECT_TRUE(Activate(With(letter)).ok());
}

TEST_F(Households, SignInWithTheNumberOfALaterLetterAlsoAfterTheKeysChange) {
  const auto request = Wanted();
  ASSERT_TRUE(Activate(With(Issue(agent_, request).reply)).ok());
  const auto later = Issue(agent_, Wanted(kVillage, request.household_id())).reply;
  ASSERT_TRUE(Activate(With(later)).ok());
  EXPECT_EQ(SignIn("7-000001", kPin), "");
  EXPECT_EQ(SignIn(later.letter_number(), kPin), "");
  ASSERT_TRUE(
      crypto::Keyring::Rotate(office_.keys(), crypto::KeyPurpose::kIndex, office_.clock().Now()));
  office_.Restart();
  office_.Write([&](pg::Transaction& tx) -> Result<Done> {
    ResealAccounts(tx, *office_.ring(), kHome, Uuid(), 100);
    return Done{};
  });
  EXPECT_EQ(SignIn("7-000001", kPin), "");
  EXPECT_EQ(SignIn(later.letter_number(), kPin), "");
  const auto old = crypto::BlindIndexes(*office_.ring(), kHandleIndex, "7-000002");
  ASSERT_EQ(old.size(), 2u);
  EXPECT_EQ(office_.Query("SELECT count(*) FROM identity.handle WHERE handle_index = '\\x" +
                          ToHex(AsText(old[1])) + "'"),
            "0");
}

TEST_F(Households, LearnThatTheirLetterIsTooOldOnlyWithTheRightCode) {
  const auto letter = Issue(agent_, Wanted()).reply;
  office_.clock().Advance(days(60) - std::chrono::microseconds(1));
  auto wrong = With(letter);
  wrong.set_letter_code(WrongCode());
  EXPECT_EQ(Activate(wrong).reason(), "CODE_REJECTED");
  office_.clock().Advance(std::chrono::microseconds(1));
  EXPECT_EQ(Activate(With(letter)).reason(), "LETTER_EXPIRED");
  wrong.set_request_id(NewRequestId());
  EXPECT_EQ(Activate(wrong).reason(), "CODE_REJECTED");
}

TEST_F(Households, KeepTheirLettersWhenTheKeysChange) {
  auto request = Wanted();
  request.set_identity_number(IdentityNumber(1));
  const auto letter = Issue(agent_, request).reply;
  auto officer = NewOfficer(kTownship, 1);
  const auto person =
      office_.Ask(office_.founder().caller, &Stub::CreateAccount, officer).reply.person();
  for (const auto purpose :
       {crypto::KeyPurpose::kIndex, crypto::KeyPurpose::kData, crypto::KeyPurpose::kDerive}) {
    ASSERT_TRUE(crypto::Keyring::Rotate(office_.keys(), purpose, office_.clock().Now()));
  }
  office_.Restart();
  EXPECT_EQ(Issue(agent_, request).reply.letter_code(), letter.letter_code());
  const auto opened = Activate(With(letter));
  ASSERT_TRUE(opened.ok()) << opened.reason();
  EXPECT_EQ(opened.reply.person(), person);
}

TEST_F(Households, DoNotTakeATelephoneThatIsAnothersHandle) {
  const Member bidder = office_.Bidder();
  auto request = With(Issue(agent_, Wanted()).reply);
  request.set_phone(bidder.phone);
  EXPECT_EQ(Activate(request).reason(), "HANDLE_TAKEN");
  request.clear_phone();
  request.set_request_id(NewRequestId());
  EXPECT_TRUE(Activate(request).ok());
}

TEST_F(Households, GetNumbersWithoutGapsAlsoAtOnce) {
  std::vector<std::future<std::string>> numbers;
  for (int i = 0; i < 6; ++i) {
    numbers.push_back(std::async(std::launch::async,
                                 [&] { return Issue(agent_, Wanted()).reply.letter_number(); }));
  }
  std::set<std::string> seen;
  for (auto& number : numbers) seen.insert(number.get());
  EXPECT_THAT(seen, testing::ElementsAre("7-000001", "7-000002", "7-000003", "7-000004", "7-000005",
                                         "7-000006"));
}

}  // namespace
}  // namespace qianmo::identity
