// What neither the database nor the log may hold: codes, telephones, what a message says of people.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/encoding.h"
#include "messages/message_store.h"
#include "services/messages/post_room.h"

namespace qianmo::messages {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kSecretPhone[] = "13812345678";
constexpr char kCode[] = "48302196";
constexpr char kLetterCode[] = "QWER-TYUI-ASDF";
constexpr char kName[] = "欧阳小明";
constexpr char kAddress[] = "柳树沟村七十三号";
constexpr char kReason[] = "手机掉进鱼塘";
constexpr char kOpenId[] = "oABCDEF123456";

class Secrecy : public testing::Test {
 protected:
  // Every row of every table of messages as text; bytes are hexadecimal there.
  std::string EverythingStored() {
    std::string everything;
    for (const auto& table :
         room_.database().Execute("SELECT c.oid::regclass::text FROM pg_class c"
                                  " JOIN pg_namespace n ON n.oid = c.relnamespace"
                                  " WHERE n.nspname = 'messages' AND c.relkind = 'r'")) {
      for (const auto& row :
           room_.database().Execute("SELECT t::text FROM " + table[0].as<std::string>() + " t")) {
        everything += row[0].as<std::string>() + "\n";
      }
    }
    return everything;
  }

  // One of each kind that carries something, sent twice and refused once; read, listed, marked.
  void UseEverything() {
    const auto reader = Person();
    auto code = CodeFor(kSecretPhone, kCode, room_.clock().Now());
    ASSERT_EQ(room_.Send(code).reason(), "");
    auto letter = CodeFor(kSecretPhone, kLetterCode, room_.clock().Now());
    letter.set_template_(v1::TEMPLATE_HOUSEHOLD_LETTER);
    letter.set_household("counties/7/households/" + NewId());
    (*letter.mutable_parameters())["household"] = kName;
    (*letter.mutable_parameters())["letter_number"] = "7-1";
    letter.mutable_addressee()->set_display_name(kName);
    letter.mutable_addressee()->set_address(kAddress);
    ASSERT_EQ(room_.Send(letter).reason(), "");
    letter.set_request_id(NewId());
    letter.set_phone(kSecretPhone);
    ASSERT_EQ(room_.Send(letter).reason(), "RECIPIENT_UNFIT");
    auto news = PasswordChangedFor(reader);
    news.set_template_(v1::TEMPLATE_SECOND_FACTOR_REMOVED);
    (*news.mutable_parameters())["reason"] = kReason;
    ASSERT_EQ(room_.Send(news).reason(), "");
    ASSERT_THAT(room_.Inbox(reader).newest_messages(0).text(), HasSubstr(kReason));
    ASSERT_EQ(room_.List(reader).messages_size(), 1);
    ASSERT_TRUE(room_.Mark(reader, {room_.List(reader).messages(0).name()}).ok());
    v1::UpdatePreferencesRequest chosen;
    chosen.set_request_id(NewId());
    chosen.mutable_preferences()->set_name(NameOf(reader) + "/preferences");
    chosen.mutable_preferences()->set_wechat_open_id(kOpenId);
    chosen.mutable_update_mask()->add_paths("wechat_open_id");
    ASSERT_TRUE(room_.Ask(reader, &Inboxes::UpdatePreferences, chosen).ok());
    sent_ = {code.request_id(), letter.request_id()};
  }

  PostRoom room_;
  std::vector<std::string> sent_;
};

TEST_F(Secrecy, KeepsNothingOfPeopleInTheClear) {
  UseEverything();
  const std::string everything = EverythingStored();
  EXPECT_THAT(everything, HasSubstr("/me/sessions")) << "the search itself finds what is there";
  for (const char* text : {kSecretPhone, kCode, kLetterCode, kName, kAddress, kReason, kOpenId}) {
    EXPECT_THAT(everything, Not(HasSubstr(text)));
    EXPECT_THAT(everything, Not(HasSubstr(ToHex(text)))) << text;
  }
}

TEST_F(Secrecy, LogsNothingOfPeople) {
  testing::internal::CaptureStderr();
  UseEverything();
  const std::string log = testing::internal::GetCapturedStderr();
  EXPECT_THAT(log, HasSubstr("SendMessage")) << "the log itself is there";
  for (const char* text : {kSecretPhone, kCode, kLetterCode, kName, kAddress, kReason, kOpenId}) {
    EXPECT_THAT(log, Not(HasSubstr(text)));
  }
}

TEST_F(Secrecy, AnswersTheSenderWithNothingOfPeople) {
  auto code = CodeFor(kSecretPhone, kCode, room_.clock().Now());
  const std::string answer = room_.Send(code).reply.DebugString();
  EXPECT_THAT(answer, Not(HasSubstr(kSecretPhone)));
  EXPECT_THAT(answer, Not(HasSubstr(kCode)));
}

TEST_F(Secrecy, SealsEachValueIntoItsOwnPlace) {
  const auto first = CodeFor(kSecretPhone, kCode, room_.clock().Now());
  const auto second = CodeFor(kSecretPhone, "11111111", room_.clock().Now());
  room_.Send(first);
  room_.Send(second);
  room_.database().Execute(
      "UPDATE messages.message t SET code_sealed = (SELECT code_sealed FROM messages.message"
      "   WHERE id = '" +
      second.request_id() + "') WHERE id = '" + first.request_id() + "'");
  EXPECT_THROW(room_.Stored(first.request_id()), std::runtime_error);
  EXPECT_EQ(room_.Stored(second.request_id()).filling.code, "11111111");
}

}  // namespace
}  // namespace qianmo::messages
