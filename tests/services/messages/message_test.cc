// Taking messages in: what is kept, what is refused, and that each is taken in once.
#include <set>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "messages/delivery_store.h"
#include "messages/install.h"
#include "messages/message_service.h"
#include "messages/message_store.h"
#include "rpc/timestamp.h"
#include "services/messages/post_room.h"

namespace qianmo::messages {
namespace {

using v1::Message;

class SendMessage : public testing::Test {
 protected:
  std::string ReasonOf(const v1::SendMessageRequest& request) {
    return room_.Send(request).reason();
  }
  std::string Count() { return room_.Query("SELECT count(*) FROM messages.message"); }

  PostRoom room_;
};

TEST_F(SendMessage, KeepsWhatItWasGiven) {
  const auto reader = Person();
  auto request = PasswordChangedFor(reader);
  const auto sent = room_.Send(request);
  ASSERT_TRUE(sent.ok()) << sent.status.error_message();
  EXPECT_EQ(sent.reply.name(), "counties/7/messages/" + request.request_id());
  EXPECT_EQ(sent.reply.state(), Message::STATE_ACCEPTED);
  EXPECT_EQ(sent.reply.template_version(), 1);
  const MessageRow stored = room_.Stored(request.request_id());
  EXPECT_EQ(stored.kind, TemplateKind::kPasswordChanged);
  EXPECT_EQ(InboxOf(stored.recipient), "account/" + reader.account_id());
  EXPECT_EQ(stored.position, 1);
  EXPECT_EQ(stored.link, "/me/sessions");
  EXPECT_EQ(stored.create_time, room_.clock().Now());
}

TEST_F(SendMessage, KeepsEveryKindOfRecipient) {
  v1::SendMessageRequest request = PasswordChangedFor(Person());
  const std::string id = NewId();
  const auto inbox_of = [&] {
    request.set_request_id(NewId());
    EXPECT_EQ(ReasonOf(request), "");
    return InboxOf(room_.Stored(request.request_id()).recipient);
  };
  request.set_household("counties/7/households/" + id);
  EXPECT_EQ(inbox_of(), "household/" + id);
  request.set_party("counties/7/parties/" + id);
  EXPECT_EQ(inbox_of(), "party/" + id);
  request.mutable_role()->set_role(rpc::v1::ROLE_BOARD_CHAIR);
  request.mutable_role()->set_org_path(kVillage);
  EXPECT_EQ(inbox_of(), std::string("role/2") + kVillage);
  request = NoticeFor(kTownship, "会");
  EXPECT_EQ(inbox_of(), std::string("wall") + kTownship);
  EXPECT_EQ(room_.Stored(request.request_id()).filling.values.at("title"), "会");
}

TEST_F(SendMessage, KeepsALetterWithItsAddresseeInNoInbox) {
  auto request = CodeFor("13812345678", "ABCD-EFGH", room_.clock().Now());
  request.set_template_(v1::TEMPLATE_HOUSEHOLD_LETTER);
  request.set_household("counties/7/households/" + NewId());
  (*request.mutable_parameters())["household"] = "张三";
  (*request.mutable_parameters())["letter_number"] = "7-1";
  request.mutable_addressee()->set_display_name("张三");
  request.mutable_addressee()->set_address("东村 3 号");
  ASSERT_EQ(ReasonOf(request), "");
  const MessageRow stored = room_.Stored(request.request_id());
  EXPECT_EQ(stored.addressee, (Addressee{"张三", "东村 3 号"}));
  EXPECT_EQ(stored.filling.code, "ABCD-EFGH");
  EXPECT_FALSE(stored.position);
}

TEST_F(SendMessage, RefusesWhatDoesNotFit) {
  const Time now = room_.clock().Now();
  struct Case {
    const char* reason;
    std::function<void(v1::SendMessageRequest&)> spoil;
  };
  const Case of_accounts[] = {
      {"RECIPIENT_MALFORMED", [](auto& request) { request.clear_recipient(); }},
      {"RECIPIENT_MALFORMED",
       [](auto& request) { request.set_account("counties/8/accounts/" + NewId()); }},
      {"RECIPIENT_MALFORMED",
       [](auto& request) { request.set_account("counties/7/accounts/" + std::string(36, '-')); }},
      {"INVALID_FIELD",
       [](auto& request) {
         request.mutable_role()->set_role(static_cast<rpc::v1::Role>(99));
         request.mutable_role()->set_org_path(kVillage);
       }},
      {"RECIPIENT_MALFORMED",
       [](auto& request) {
         request.mutable_role()->set_role(rpc::v1::ROLE_MEMBER);
         request.mutable_role()->set_org_path("/8/");
       }},
      {"RECIPIENT_MALFORMED", [](auto& request) { request.set_wall("/8/"); }},
      {"RECIPIENT_UNFIT", [](auto& request) { request.set_wall(kVillage); }},
      {"RECIPIENT_UNFIT",
       [](auto& request) { request.mutable_addressee()->set_display_name("张三"); }},
      {"INVALID_FIELD",
       [](auto& request) { request.set_template_(static_cast<v1::Template>(99)); }},
      {"PARAMETER_UNKNOWN", [](auto& request) { (*request.mutable_parameters())["x"] = "y"; }},
      {"PARAMETER_MISSING",
       [](auto& request) { request.set_template_(v1::TEMPLATE_SECOND_FACTOR_REMOVED); }},
      {"PARAMETER_MALFORMED",
       [](auto& request) {
         request.set_template_(v1::TEMPLATE_ACCOUNT_STATE_CHANGED);
         (*request.mutable_parameters())["state"] = "GONE";
       }},
      {"CODE_UNFIT", [](auto& request) { request.set_one_time_code("1234"); }},
  };
  for (const Case& one : of_accounts) {
    auto request = PasswordChangedFor(Person());
    one.spoil(request);
    EXPECT_EQ(ReasonOf(request), one.reason);
  }
  const Case of_codes[] = {
      {"CODE_UNFIT", [](auto& request) { request.clear_one_time_code(); }},
      {"CODE_UNFIT", [](auto& request) { request.clear_expire_time(); }},
      {"RECIPIENT_UNFIT", [](auto& request) { request.set_account(NameOf(Person())); }},
  };
  for (const Case& one : of_codes) {
    auto request = CodeFor("13812345678", "1234", now);
    one.spoil(request);
    EXPECT_EQ(ReasonOf(request), one.reason);
  }
  EXPECT_EQ(Count(), "0");
}

TEST_F(SendMessage, NamesTheParameterThatIsWrong) {
  auto request = PasswordChangedFor(Person());
  request.set_template_(v1::TEMPLATE_AGENT_CHANGED);
  (*request.mutable_parameters())["powers"] = "";
  const auto sent = room_.Send(request);
  EXPECT_EQ(sent.code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(sent.status.error_details(), testing::HasSubstr("parameters.agent"));
}

TEST_F(SendMessage, DropsWhatComesTooLate) {
  auto code = CodeFor("13812345678", "1234", room_.clock().Now() - std::chrono::minutes(5));
  EXPECT_EQ(room_.Send(code).reply.state(), Message::STATE_EXPIRED);
  EXPECT_EQ(room_.Stored(code.request_id()).filling.code, "");
  auto news = PasswordChangedFor(Person());
  *news.mutable_expire_time() = rpc::ToTimestamp(room_.clock().Now());
  EXPECT_EQ(room_.Send(news).reply.state(), Message::STATE_EXPIRED);
  EXPECT_FALSE(room_.Stored(news.request_id()).position);
  news.set_request_id(NewId());
  *news.mutable_expire_time() = rpc::ToTimestamp(room_.clock().Now() + Duration(1));
  EXPECT_EQ(room_.Send(news).reply.state(), Message::STATE_ACCEPTED);
}

TEST_F(SendMessage, TakesARequestInOnceHoweverOftenItComes) {
  const auto house = House();
  const auto request = PasswordChangedFor(Person());
  std::vector<std::thread> senders;
  std::vector<Answer<Message>> answers(12);
  for (auto& answer : answers) {
    senders.emplace_back([&] { answer = room_.Ask(house, &Messages::SendMessage, request); });
  }
  for (auto& sender : senders) sender.join();
  std::set<std::string> seen;
  for (const auto& answer : answers) {
    EXPECT_TRUE(answer.ok()) << answer.status.error_message();
    seen.insert(answer.reply.SerializeAsString());
  }
  EXPECT_EQ(seen.size(), 1U);
  EXPECT_EQ(Count(), "1");
  EXPECT_EQ(room_.Query("SELECT last_position FROM messages.inbox_head"), "1");
}

TEST_F(SendMessage, GivesEachMessageOfAnInboxAPlaceAndATimeOfItsOwn) {
  const auto reader = Person();
  std::vector<std::thread> senders;
  for (int i = 0; i < 12; ++i) {
    senders.emplace_back([&] { EXPECT_TRUE(room_.Send(PasswordChangedFor(reader)).ok()); });
  }
  for (auto& sender : senders) sender.join();
  EXPECT_EQ(room_.Query("SELECT count(DISTINCT position) FROM messages.message"), "12");
  EXPECT_EQ(room_.Query("SELECT max(position) FROM messages.message"), "12");
  EXPECT_EQ(room_.Query("SELECT count(*) FROM (SELECT rank() OVER (ORDER BY create_time) AS r,"
                        " position FROM messages.message) t WHERE r = position"),
            "12");
}

TEST_F(SendMessage, RefusesAnIdThatAnotherSenderTook) {
  const auto request = PasswordChangedFor(Person());
  ASSERT_EQ(ReasonOf(request), "");
  EXPECT_EQ(ReasonOf(request), "MESSAGE_EXISTS");
  EXPECT_EQ(Count(), "1");
}

TEST_F(SendMessage, IsForServicesOfTheCountyAlone) {
  auto request = PasswordChangedFor(Person());
  const auto clerk = WithRole(Person(), rpc::v1::ROLE_COUNTY_ADMIN, kCounty);
  EXPECT_EQ(room_.Ask(clerk, &Messages::SendMessage, request).reason(), "ROLE_MISSING");
  EXPECT_EQ(room_.Ask({}, &Messages::SendMessage, request).code(),
            grpc::StatusCode::UNAUTHENTICATED);
  request.set_parent("counties/8");
  EXPECT_EQ(ReasonOf(request), "OUT_OF_SCOPE");
  EXPECT_EQ(Count(), "0");
}

class MessageStore : public testing::Test {
 protected:
  int Expire(int most) {
    return room_.Write([&](pg::Transaction& tx) -> Result<int> {
      return ExpireCodes(tx, kHome, room_.clock().Now(), most);
    });
  }
  std::string SendCode() {
    const auto request = CodeFor("13812345678", "1234", room_.clock().Now());
    EXPECT_EQ(room_.Send(request).reason(), "");
    return request.request_id();
  }

  PostRoom room_;
};

TEST_F(MessageStore, KeepsACodeUntilItHasLeft) {
  const std::string id = SendCode();
  EXPECT_EQ(room_.Stored(id).filling.code, "1234");
  EXPECT_EQ(room_.Stored(id).phone, "13812345678");
  const auto settle = [&] {
    room_.Write([&](pg::Transaction& tx) -> Result<Done> {
      SettleMessage(tx, kHome, *Uuid::Parse(id));
      return Done{};
    });
    return room_.Stored(id);
  };
  EXPECT_EQ(settle().filling.code, "1234");
  EXPECT_EQ(settle().state, MessageState::kAccepted);
  room_.database().Execute("UPDATE messages.delivery SET state = 3, send_time = create_time");
  EXPECT_EQ(settle().filling.code, "");
  EXPECT_EQ(settle().state, MessageState::kSent);
}

TEST_F(MessageStore, WipesCodesWhoseTimeIsOver) {
  const std::string first = SendCode();
  room_.clock().Advance(std::chrono::minutes(1));
  const std::string second = SendCode();
  const std::string third = SendCode();
  room_.clock().Advance(std::chrono::minutes(4) - Duration(1));
  EXPECT_EQ(Expire(10), 0);
  room_.clock().Advance(Duration(1));
  EXPECT_EQ(Expire(10), 1);
  EXPECT_EQ(room_.Stored(first).filling.code, "");
  EXPECT_EQ(room_.Stored(first).state, MessageState::kExpired);
  EXPECT_EQ(room_.Stored(second).filling.code, "1234");
  room_.clock().Advance(std::chrono::minutes(1));
  EXPECT_EQ(Expire(1), 1);
  EXPECT_EQ(Expire(10), 1);
  EXPECT_EQ(room_.Stored(third).filling.code, "");
}

}  // namespace
}  // namespace qianmo::messages
