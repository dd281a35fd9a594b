// The inbox of the caller, as its owner uses it.
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "messages/inbox_service.h"
#include "rpc/timestamp.h"
#include "services/messages/post_room.h"

namespace qianmo::messages {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Inbox : public testing::Test {
 protected:
  // Sends it; its name in the inbox of the reader.
  std::string Send(const v1::SendMessageRequest& request, const rpc::v1::Caller& reader) {
    room_.clock().Advance(std::chrono::seconds(1));
    EXPECT_EQ(room_.Send(request).reason(), "");
    return InboxOf(reader) + "/messages/" + request.request_id();
  }
  std::vector<std::string> Names(const v1::ListInboxResponse& page) {
    std::vector<std::string> names;
    for (const auto& message : page.messages()) names.push_back(message.name());
    return names;
  }
  Answer<v1::InboxMessage> Get(const rpc::v1::Caller& caller, const std::string& name,
                               const std::string& language_code = "") {
    v1::GetInboxMessageRequest request;
    request.set_name(name);
    request.set_language_code(language_code);
    return room_.Ask(caller, &Inboxes::GetInboxMessage, request);
  }
  std::int64_t Unread(const rpc::v1::Caller& caller) { return room_.Inbox(caller).unread_count(); }

  PostRoom room_;
  const rpc::v1::Caller reader_ = Person();
};

TEST_F(Inbox, IsEmptyAtFirst) {
  const auto inbox = room_.Inbox(reader_);
  EXPECT_EQ(inbox.name(), InboxOf(reader_));
  EXPECT_EQ(inbox.unread_count(), 0);
  EXPECT_EQ(inbox.newest_messages_size(), 0);
  EXPECT_FALSE(inbox.version().empty());
  EXPECT_EQ(rpc::ToTime(inbox.server_time()), room_.clock().Now());
}

TEST_F(Inbox, ShowsAMessageInWords) {
  const std::string name = Send(PasswordChangedFor(reader_), reader_);
  const auto inbox = room_.Inbox(reader_);
  EXPECT_EQ(inbox.unread_count(), 1);
  ASSERT_EQ(inbox.newest_messages_size(), 1);
  const v1::InboxMessage& shown = inbox.newest_messages(0);
  EXPECT_EQ(shown.name(), name);
  EXPECT_EQ(shown.template_(), v1::TEMPLATE_PASSWORD_CHANGED);
  EXPECT_EQ(shown.group(), v1::GROUP_ACCOUNT);
  EXPECT_TRUE(shown.urgent());
  EXPECT_EQ(shown.title(), "您的密码已修改");
  EXPECT_EQ(shown.link(), "/me/sessions");
  EXPECT_EQ(rpc::ToTime(shown.create_time()), room_.clock().Now());
  EXPECT_FALSE(shown.read());
  const auto got = Get(reader_, name);
  EXPECT_EQ(got.reply.SerializeAsString(), shown.SerializeAsString());
}

TEST_F(Inbox, ShowsTheOthersWhenOneDoesNotOpen) {
  const std::string spoilt = Send(PasswordChangedFor(reader_), reader_);
  room_.clock().Advance(std::chrono::seconds(1));
  const std::string fine = Send(PasswordChangedFor(reader_), reader_);
  room_.database().Execute("UPDATE messages.message SET content_sealed = '\\x00' WHERE id = '" +
                           spoilt.substr(spoilt.rfind('/') + 1) + "'");
  const auto inbox = room_.Inbox(reader_);
  ASSERT_EQ(inbox.newest_messages_size(), 2);
  EXPECT_EQ(inbox.unread_count(), 2);
  EXPECT_EQ(inbox.newest_messages(0).name(), fine);
  EXPECT_FALSE(inbox.newest_messages(0).unreadable());
  EXPECT_NE(inbox.newest_messages(0).title(), "");
  const v1::InboxMessage& shut = inbox.newest_messages(1);
  EXPECT_EQ(shut.name(), spoilt);
  EXPECT_TRUE(shut.unreadable());
  EXPECT_EQ(shut.title() + shut.text(), "");
  EXPECT_EQ(shut.template_(), v1::TEMPLATE_PASSWORD_CHANGED);
  EXPECT_EQ(room_.List(reader_).messages_size(), 2);
  EXPECT_TRUE(Get(reader_, spoilt).reply.unreadable());
  EXPECT_TRUE(room_.Mark(reader_, {spoilt}).ok());
  EXPECT_EQ(Unread(reader_), 1);
}

TEST_F(Inbox, OpensWithoutTheOpenIdOfItsOwner) {
  Send(PasswordChangedFor(reader_), reader_);
  room_.database().Execute(
      "INSERT INTO messages.preferences (county_id, account_id, locale, quiet_start, quiet_end,"
      " changes, wechat_sealed) VALUES (7, '" +
      reader_.account_id() + "', 2, 1260, 480, 1, '\\x00')");
  EXPECT_EQ(room_.List(reader_).messages(0).title(), "Your password was changed");
}

TEST_F(Inbox, SpeaksTheLanguageAskedForOrTheOwners) {
  const std::string name = Send(PasswordChangedFor(reader_), reader_);
  EXPECT_EQ(Get(reader_, name, "en").reply.title(), "Your password was changed");
  EXPECT_EQ(Get(reader_, name).reply.title(), "您的密码已修改");
  v1::UpdatePreferencesRequest chosen;
  chosen.set_request_id(NewId());
  chosen.mutable_preferences()->set_name(NameOf(reader_) + "/preferences");
  chosen.mutable_preferences()->set_language_code("en");
  chosen.mutable_update_mask()->add_paths("language_code");
  ASSERT_TRUE(room_.Ask(reader_, &Inboxes::UpdatePreferences, chosen).ok());
  EXPECT_EQ(Get(reader_, name).reply.title(), "Your password was changed");
  EXPECT_EQ(room_.List(reader_).messages(0).title(), "Your password was changed");
  EXPECT_EQ(Get(reader_, name, "zh").reply.title(), "您的密码已修改");
  EXPECT_EQ(Get(reader_, name, "fr").code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(Inbox, HoldsWhatIsForTheHouseholdThePartyTheOfficeAndTheBoards) {
  auto caller = WithRole(Person(), rpc::v1::ROLE_VILLAGE_CLERK, kVillage);
  caller.set_household_id(NewId());
  caller.set_party_id(NewId());
  auto request = PasswordChangedFor(caller);
  const std::string own = Send(request, caller);
  const auto send = [&](auto aim) {
    request = PasswordChangedFor(caller);
    aim(request);
    return Send(request, caller);
  };
  const std::string household =
      send([&](auto& to) { to.set_household("counties/7/households/" + caller.household_id()); });
  const std::string party =
      send([&](auto& to) { to.set_party("counties/7/parties/" + caller.party_id()); });
  const auto to_role = [](rpc::v1::Role role, const std::string& org_path) {
    return [role, org_path](auto& to) {
      to.mutable_role()->set_role(role);
      to.mutable_role()->set_org_path(org_path);
    };
  };
  const std::string office = send(to_role(rpc::v1::ROLE_VILLAGE_CLERK, kVillage));
  send(to_role(rpc::v1::ROLE_VILLAGE_CLERK, kOtherVillage));
  send(to_role(rpc::v1::ROLE_VILLAGE_CLERK, kTownship));
  send(to_role(rpc::v1::ROLE_BOARD_CHAIR, kVillage));
  const std::string wall = Send(NoticeFor(kVillage, "村"), caller);
  const std::string above = Send(NoticeFor(kTownship, "乡"), caller);
  Send(NoticeFor(kOtherVillage, "别村"), caller);
  EXPECT_THAT(Names(room_.List(caller)), ElementsAre(above, wall, office, party, household, own));
  EXPECT_EQ(Unread(caller), 6);
}

TEST_F(Inbox, HidesFromOthersThatAMessageIsThere) {
  const std::string name = Send(PasswordChangedFor(reader_), reader_);
  const auto other = Person();
  const std::string id = name.substr(name.rfind('/') + 1);
  EXPECT_EQ(Get(other, InboxOf(other) + "/messages/" + id).reason(), "MESSAGE_NOT_FOUND");
  EXPECT_EQ(Get(other, name).reason(), "OUT_OF_SCOPE");
  EXPECT_EQ(room_.Mark(other, {InboxOf(other) + "/messages/" + id}).reason(), "MESSAGE_NOT_FOUND");
  EXPECT_EQ(Get(reader_, InboxOf(reader_) + "/messages/" + NewId()).reason(), "MESSAGE_NOT_FOUND");
  EXPECT_EQ(Get(reader_, InboxOf(reader_) + "/messages/x").reason(), "MESSAGE_NOT_FOUND");
}

TEST_F(Inbox, KeepsWhatIsForAnOfficeUntilTheSecondFactor) {
  auto chair = WithRole(Person(), rpc::v1::ROLE_BOARD_CHAIR, kVillage);
  auto request = PasswordChangedFor(chair);
  request.mutable_role()->set_role(rpc::v1::ROLE_BOARD_CHAIR);
  request.mutable_role()->set_org_path(kVillage);
  Send(request, chair);
  const std::string wall = Send(NoticeFor(kVillage, "村"), chair);
  EXPECT_EQ(Unread(chair), 2);
  chair.set_second_factor(false);
  EXPECT_THAT(Names(room_.List(chair)), ElementsAre(wall));
}

TEST_F(Inbox, ShowsAnAgentWhatIsForThePrincipalsParty) {
  auto agent = Person();
  agent.set_on_behalf_of(NewId());
  agent.set_party_id(NewId());
  auto request = PasswordChangedFor(agent);
  request.set_party("counties/7/parties/" + agent.party_id());
  const std::string theirs = Send(request, agent);
  request = PasswordChangedFor(agent);
  request.set_account("counties/7/accounts/" + agent.on_behalf_of());
  Send(request, agent);
  EXPECT_THAT(Names(room_.List(agent)), ElementsAre(theirs)) << "not what is the principal's own";
}

TEST_F(Inbox, IsListedInPages) {
  std::vector<std::string> names;
  for (int i = 0; i < 5; ++i) names.push_back(Send(PasswordChangedFor(reader_), reader_));
  std::reverse(names.begin(), names.end());
  std::vector<std::string> seen;
  std::string token;
  int pages = 0;
  do {
    const auto page = room_.List(reader_, false, 2, token);
    for (const std::string& name : Names(page)) seen.push_back(name);
    token = page.next_page_token();
    ++pages;
    // What comes meanwhile does not move the rest.
    if (pages == 1) Send(PasswordChangedFor(reader_), reader_);
  } while (!token.empty());
  EXPECT_EQ(seen, names);
  EXPECT_EQ(pages, 3);
  EXPECT_EQ(room_.List(reader_, false, 6).next_page_token(), "") << "exactly one page";
}

TEST_F(Inbox, RefusesPageTokensThatAreNoneOfOurs) {
  for (const char* token : {"x", "AAAA", "MSAx", "####", "LTEgMDE5MzAwMDA"}) {
    v1::ListInboxRequest request;
    request.set_parent(InboxOf(reader_));
    request.set_page_token(token);
    EXPECT_EQ(room_.Ask(reader_, &Inboxes::ListInbox, request).code(),
              grpc::StatusCode::INVALID_ARGUMENT)
        << token;
  }
}

TEST_F(Inbox, ShowsTheNewestFiveAtAGlance) {
  std::vector<std::string> names;
  for (int i = 0; i < 7; ++i) names.push_back(Send(PasswordChangedFor(reader_), reader_));
  const auto inbox = room_.Inbox(reader_);
  EXPECT_EQ(inbox.unread_count(), 7);
  ASSERT_EQ(inbox.newest_messages_size(), 5);
  EXPECT_EQ(inbox.newest_messages(0).name(), names[6]);
  EXPECT_EQ(inbox.newest_messages(4).name(), names[2]);
}

TEST_F(Inbox, MarksByName) {
  const std::string first = Send(PasswordChangedFor(reader_), reader_);
  const std::string second = Send(PasswordChangedFor(reader_), reader_);
  const std::string version = room_.Inbox(reader_).version();
  const auto marked = room_.Mark(reader_, {second});
  EXPECT_EQ(marked.reply.unread_count(), 1);
  EXPECT_NE(room_.Inbox(reader_).version(), version);
  EXPECT_TRUE(Get(reader_, second).reply.read());
  EXPECT_THAT(Names(room_.List(reader_, true)), ElementsAre(first));
  EXPECT_EQ(room_.Mark(reader_, {second}).reply.unread_count(), 1) << "it stays read";
  EXPECT_EQ(room_.Mark(reader_, {first, second}).reply.unread_count(), 0);
}

TEST_F(Inbox, MarksUpToATimeAndLeavesWhatCameLater) {
  Send(PasswordChangedFor(reader_), reader_);
  Send(PasswordChangedFor(reader_), reader_);
  const Time seen = room_.clock().Now();
  const std::string later = Send(PasswordChangedFor(reader_), reader_);
  v1::MarkReadRequest request;
  request.set_parent(InboxOf(reader_));
  request.set_request_id(NewId());
  *request.mutable_until_time() = rpc::ToTimestamp(seen);
  const auto marked = room_.Ask(reader_, &Inboxes::MarkRead, request);
  ASSERT_TRUE(marked.ok()) << marked.status.error_message();
  EXPECT_EQ(marked.reply.unread_count(), 1);
  EXPECT_THAT(Names(room_.List(reader_, true)), ElementsAre(later));
  // The same request again says the same and marks no more.
  Send(PasswordChangedFor(reader_), reader_);
  EXPECT_EQ(room_.Ask(reader_, &Inboxes::MarkRead, request).reply.unread_count(), 1);
  EXPECT_EQ(Unread(reader_), 2);
}

TEST_F(Inbox, RefusesToMarkNothingOrBoth) {
  v1::MarkReadRequest request;
  request.set_parent(InboxOf(reader_));
  const auto reason = [&] {
    request.set_request_id(NewId());
    return room_.Ask(reader_, &Inboxes::MarkRead, request).reason();
  };
  EXPECT_EQ(reason(), "NOTHING_NAMED");
  *request.mutable_until_time() = rpc::ToTimestamp(room_.clock().Now());
  EXPECT_EQ(reason(), "");
  request.add_names(InboxOf(reader_) + "/messages/" + NewId());
  EXPECT_EQ(reason(), "NOTHING_NAMED");
  request.clear_until_time();
  EXPECT_EQ(reason(), "MESSAGE_NOT_FOUND");
  request.clear_names();
  request.mutable_until_time()->set_seconds(-1);
  EXPECT_EQ(reason(), "INVALID_FIELD");
}

TEST_F(Inbox, KeepsMarksOfASharedMessageForEachReader) {
  const auto one = WithRole(Person(), rpc::v1::ROLE_MEMBER, kVillage);
  const auto other = WithRole(Person(), rpc::v1::ROLE_MEMBER, kVillage);
  const std::string name = Send(NoticeFor(kVillage, "会"), one);
  EXPECT_EQ(room_.Mark(one, {name}).reply.unread_count(), 0);
  EXPECT_EQ(Unread(other), 1);
}

TEST_F(Inbox, LosesNoMarkWhenManyAreMadeAtOnce) {
  std::vector<std::string> names;
  for (int i = 0; i < 12; ++i) names.push_back(Send(PasswordChangedFor(reader_), reader_));
  std::vector<std::thread> markers;
  for (const std::string& name : names) {
    markers.emplace_back([&] { EXPECT_EQ(room_.Mark(reader_, {name}).reason(), ""); });
  }
  for (auto& marker : markers) marker.join();
  EXPECT_EQ(Unread(reader_), 0);
  EXPECT_EQ(room_.Query("SELECT count(*) FROM messages.read_mark"), "0");
}

class WatchedInbox : public Inbox {
 protected:
  v1::WatchInboxRequest Request(const std::string& after_version = "") {
    v1::WatchInboxRequest request;
    request.set_name(InboxOf(reader_));
    request.set_after_version(after_version);
    return request;
  }
};

TEST_F(WatchedInbox, ShowsEachNewStateWithItsCount) {
  Inboxes stub(room_.channel());
  const auto context = room_.As(reader_);
  const auto stream = stub.WatchInbox(context.get(), Request());
  v1::Inbox state;
  ASSERT_TRUE(stream->Read(&state));
  EXPECT_EQ(state.unread_count(), 0);
  EXPECT_EQ(state.version(), room_.Inbox(reader_).version()) << "as the polling form has it";
  const std::string name = Send(PasswordChangedFor(reader_), reader_);
  ASSERT_TRUE(stream->Read(&state));
  EXPECT_EQ(state.unread_count(), 1);
  EXPECT_EQ(state.newest_messages(0).name(), name);
  EXPECT_TRUE(state.has_server_time());
  Send(PasswordChangedFor(Person()), reader_);
  ASSERT_TRUE(room_.Mark(reader_, {name}).ok());
  ASSERT_TRUE(stream->Read(&state));
  EXPECT_EQ(state.unread_count(), 0) << "and nothing for what is another's";
  EXPECT_TRUE(state.newest_messages(0).read());
  context->TryCancel();
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(WatchedInbox, ResumesWhereTheReaderLeft) {
  const std::string before = room_.Inbox(reader_).version();
  Send(PasswordChangedFor(reader_), reader_);
  Inboxes stub(room_.channel());
  const auto context = room_.As(reader_);
  const auto stream = stub.WatchInbox(context.get(), Request(before));
  v1::Inbox state;
  ASSERT_TRUE(stream->Read(&state));
  EXPECT_EQ(state.unread_count(), 1) << "what was missed comes first";
  const auto again = room_.As(reader_);
  const auto resumed = stub.WatchInbox(again.get(), Request(state.version()));
  const std::string name = Send(PasswordChangedFor(reader_), reader_);
  ASSERT_TRUE(resumed->Read(&state));
  EXPECT_EQ(state.unread_count(), 2) << "what was known does not come again";
  context->TryCancel();
  again->TryCancel();
}

}  // namespace
}  // namespace qianmo::messages
