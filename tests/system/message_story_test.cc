// Stories of messages: a code that comes by text message, and an inbox that is watched while the
// house falls and rises again.
#include <regex>
#include <set>
#include <sstream>

#include "system/story.h"

namespace qianmo {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using support::Answer;
using support::Field;
using support::Process;
using support::TemporaryFolder;
using testing::HasSubstr;
using testing::Not;

constexpr char kPhone[] = "13912345678";
constexpr char kMaskedPhone[] = "139****5678";
constexpr char kName[] = "王小二";
constexpr char kNewPassword[] = "another-field-path";

class MessageStory : public Story {
 protected:
  // The words of the texts that arrived on a phone, oldest first.
  std::vector<std::string> TextsTo(const std::string& phone) const {
    std::vector<std::string> words;
    const std::string all = stack_.Texts();
    const std::regex entry(R"re("to":"(\d+)","text":"([^"]*)")re");
    for (std::sregex_iterator at(all.begin(), all.end(), entry), end; at != end; ++at) {
      if ((*at)[1] == phone) words.push_back((*at)[2]);
    }
    return words;
  }
  // The code in the text that comes after `before` others.
  std::string AwaitCode(const std::string& phone, std::size_t before) {
    EXPECT_TRUE(Becomes([&] { return TextsTo(phone).size() > before; })) << stack_.Logs();
    const auto texts = TextsTo(phone);
    std::smatch code;
    const std::regex six(R"((^|[^0-9])([0-9]{6})([^0-9]|$))");
    if (texts.size() <= before || !std::regex_search(texts[before], code, six)) {
      ADD_FAILURE() << stack_.Texts();
      return "";
    }
    return code[2];
  }
  // A bidder whose telephone is proved; returns the code that proved it.
  std::string ProvePhone() {
    const std::string session = SignIn(kPhone);
    const Answer sent = stack_.Post("/v1/me:sendPhoneCode", Wish(), session);
    EXPECT_EQ(sent.status, 200) << sent.body;
    const std::string code = AwaitCode(kPhone, 0);
    const Answer proved =
        stack_.Post("/v1/me:confirmPhone", Wish({{"oneTimeCode", Quoted(code)}}), session);
    EXPECT_EQ(proved.status, 200) << proved.body;
    return code;
  }
  int SignInStatus(const std::string& password) {
    return stack_
        .Post("/v1/sessions:signIn",
              Wish({{"handle", Quoted(kPhone)}, {"password", Quoted(password)}}))
        .status;
  }
};

INSTANTIATE_TEST_SUITE_P(Both, MessageStory, BothModes(), NameOfMode);

TEST_P(MessageStory, AForgottenPasswordIsReplacedByACodeInAText) {
  const std::string admin = SignInAsOfficer("demo.admin");
  SignUp(kPhone, kName);
  const std::string first = ProvePhone();
  const Answer asked =
      stack_.Post("/v1/passwords:requestReset", Wish({{"handle", Quoted(kPhone)}}));
  ASSERT_EQ(asked.status, 200) << asked.body;
  const std::string code = AwaitCode(kPhone, 1);
  for (const char* secret : {kPhone, kName, kPassword}) {
    EXPECT_THAT(TextsTo(kPhone)[1], Not(HasSubstr(secret)));
  }
  const Answer reset =
      stack_.Post("/v1/passwords:reset", Wish({{"handle", Quoted(kPhone)},
                                               {"oneTimeCode", Quoted(code)},
                                               {"newPassword", Quoted(kNewPassword)}}));
  ASSERT_EQ(reset.status, 200) << reset.body;
  EXPECT_EQ(SignInStatus(kPassword), 401);
  EXPECT_EQ(SignInStatus(kNewPassword), 200);
  // Two codes, and the news that the password is another.
  Answer list;
  EXPECT_TRUE(Becomes([&] {
    list =
        stack_.Get("/v1/counties/1/deliveries?states=STATE_DELIVERED&channels=CHANNEL_SMS", admin);
    std::size_t delivered = 0;
    for (auto at = list.body.find(kMaskedPhone); at != list.body.npos;
         at = list.body.find(kMaskedPhone, at + 1)) {
      ++delivered;
    }
    return delivered == 3;
  })) << list.body
      << stack_.Get("/v1/counties/1/deliveries", admin).body;
  for (const std::string& secret : {std::string(kPhone), first, code}) {
    EXPECT_THAT(list.body, Not(HasSubstr(Quoted(secret)))) << secret;
    EXPECT_THAT(stack_.Logs(), Not(HasSubstr(Quoted(secret)))) << secret;
  }
  EXPECT_THAT(stack_.Logs(), Not(HasSubstr(kNewPassword)));
  EXPECT_EQ(stack_.Get("/v1/counties/1/deliveries", SignIn("demo.bidder")).status, 403);
}

TEST_P(MessageStory, ACodeWaitsForTheProviderAndForTheHouse) {
  LoadDemo();
  SignUp(kPhone, kName);
  const std::string session = SignIn(kPhone);
  stack_.Kill("phones");
  ASSERT_EQ(stack_.Post("/v1/me:sendPhoneCode", Wish(), session).status, 200);
  std::this_thread::sleep_for(milliseconds(300));
  stack_.Kill("messages");
  stack_.Start("phones");
  stack_.Start("messages");
  const std::string code = AwaitCode(kPhone, 0);
  const Answer proved =
      stack_.Post("/v1/me:confirmPhone", Wish({{"oneTimeCode", Quoted(code)}}), session);
  EXPECT_EQ(proved.status, 200) << proved.body;
  std::this_thread::sleep_for(milliseconds(500));
  EXPECT_EQ(TextsTo(kPhone).size(), 1u) << stack_.Texts();
}

// A client that listens until it is told to go.
class Listener {
 public:
  Listener(const support::Stack& stack, const std::string& path, const std::string& session,
           const std::string& accept, const std::string& last = "")
      : process_({"curl", "-sSN", "--noproxy", "*", "-H", "Accept: " + accept, "-H",
                  "Authorization: Bearer " + session, "-H", "Last-Event-ID: " + last,
                  stack.web() + path},
                 {}, folder_.path() / "heard") {}

  std::string Heard() const { return support::ReadFile(folder_.path() / "heard"); }
  // The ids of the events so far.
  std::vector<std::string> Ids() const {
    std::vector<std::string> ids;
    std::istringstream lines(Heard());
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with("id: ")) ids.push_back(line.substr(4));
    }
    return ids;
  }
  bool IsThere() { return process_.IsRunning(); }

 private:
  TemporaryFolder folder_;
  Process process_;
};

class InboxStory : public Story {
 protected:
  InboxStory() {
    LoadDemo();
    reader_ = SignUp(kPhone, kName);
    agent_ = SignUp("13912345679", "李四");
    session_ = SignIn(kPhone);
  }

  std::string inbox() const { return "/v1/" + reader_ + "/inbox"; }
  Listener Listen(const std::string& last = "") {
    return Listener(stack_, inbox() + ":watch", session_, "text/event-stream", last);
  }
  // Tells the reader something; returns what would take it back.
  std::string Change() {
    const Answer appointed = Appoint(reader_, agent_, session_);
    EXPECT_EQ(appointed.status, 200) << appointed.body;
    return Field(appointed.body, "name");
  }
  void ChangeBack(const std::string& authority) {
    const Answer revoked = stack_.Post("/v1/" + authority + ":revoke", Wish(), session_);
    EXPECT_EQ(revoked.status, 200) << revoked.body;
  }
  bool BecomesUnread(const std::string& count) {
    return Becomes(
        [&] { return Field(stack_.Get(inbox(), session_).body, "unreadCount") == count; });
  }

  std::string reader_;
  std::string agent_;
  std::string session_;
};

INSTANTIATE_TEST_SUITE_P(Both, InboxStory, BothModes(), NameOfMode);

TEST_P(InboxStory, AListenerHearsWhatIsNewThroughTheFallOfTheServices) {
  Listener listener = Listen();
  ASSERT_TRUE(Becomes([&] { return listener.Ids().size() == 1; })) << listener.Heard();
  const std::string authority = Change();
  ASSERT_TRUE(Becomes([&] { return listener.Ids().size() == 2; }))
      << listener.Heard() << stack_.Logs();
  stack_.Kill("messages");
  std::this_thread::sleep_for(milliseconds(300));
  stack_.Start("messages");
  ChangeBack(authority);
  EXPECT_TRUE(Becomes([&] { return listener.Ids().size() >= 3; }))
      << listener.Heard() << stack_.Logs();
  EXPECT_TRUE(listener.IsThere());
  const auto ids = listener.Ids();
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), 3u) << listener.Heard();
  EXPECT_THAT(listener.Heard(), Not(HasSubstr("event: error")));
  EXPECT_THAT(listener.Heard(), HasSubstr("您的代办人有变化"));
}

TEST_P(InboxStory, WhoComesBackHearsOnlyWhatIsNewer) {
  std::string known;
  {
    Listener listener = Listen();
    ASSERT_TRUE(Becomes([&] { return listener.Ids().size() == 1; })) << listener.Heard();
    known = listener.Ids().back();
    stack_.RestartGateway();
    EXPECT_TRUE(Becomes([&] { return !listener.IsThere(); })) << "nobody told it to come back";
    EXPECT_EQ(listener.Ids().size(), 1u) << listener.Heard();
  }
  Listener back = Listen(known);
  std::this_thread::sleep_for(milliseconds(700));
  EXPECT_TRUE(back.Ids().empty()) << "heard again what it knew: " << back.Heard();
  Change();
  ASSERT_TRUE(Becomes([&] { return back.Ids().size() == 1; })) << back.Heard();
  EXPECT_NE(back.Ids().front(), known);
  Listener late = Listen(known);
  ASSERT_TRUE(Becomes([&] { return late.Ids().size() == 1; })) << late.Heard();
  EXPECT_EQ(late.Ids(), back.Ids());
}

// An answer without the time of its making.
std::string Timeless(const std::string& json) {
  return std::regex_replace(json, std::regex(R"re("serverTime": *"[^"]*"|\s)re"), "");
}

TEST_P(InboxStory, PollingAndLinesSayTheSame) {
  ChangeBack(Change());
  ASSERT_TRUE(BecomesUnread("2"));
  const Answer polled = stack_.Get(inbox(), session_);
  Listener lines(stack_, inbox() + ":watch", session_, "application/x-ndjson");
  ASSERT_TRUE(Becomes([&] { return !lines.Heard().empty(); }));
  EXPECT_EQ(Timeless(lines.Heard()), Timeless(polled.body));
  Listener events = Listen();
  ASSERT_TRUE(Becomes([&] { return events.Ids().size() == 1; }));
  EXPECT_EQ(events.Ids().front(), Field(polled.body, "version"));
}

TEST_P(InboxStory, NobodyElseListens) {
  const std::string watch = inbox() + ":watch";
  EXPECT_EQ(stack_.Curl(watch).status, 401);
  const Answer stranger = stack_.Get(watch, SignIn("13912345679"));
  EXPECT_EQ(stranger.status, 403) << stranger.body;
  EXPECT_THAT(stranger.body, Not(HasSubstr("unreadCount")));
  EXPECT_EQ(stack_.Get(inbox(), SignIn("demo.bidder")).status, 403);
}

TEST_P(InboxStory, ReadIsReadForEveryListener) {
  Change();
  ASSERT_TRUE(BecomesUnread("1")) << stack_.Logs();
  Listener listener = Listen();
  ASSERT_TRUE(Becomes([&] { return listener.Ids().size() == 1; }));
  const Answer list = stack_.Get(inbox() + "/messages?unreadOnly=true", session_);
  const std::string message = Field(list.body, "name");
  const Answer read =
      stack_.Post(inbox() + ":markRead", Wish({{"names", "[" + Quoted(message) + "]"}}), session_);
  ASSERT_EQ(read.status, 200) << read.body;
  EXPECT_TRUE(Becomes([&] { return listener.Ids().size() == 2; })) << listener.Heard();
  EXPECT_EQ(Field(stack_.Get(inbox(), session_).body, "unreadCount"), "0");
}

// Changes what is sent and nothing else, with nothing said of a mask.
TEST_P(InboxStory, PreferencesChangeOnlyWhereTheOwnerChangesThem) {
  const std::string preferences = "/v1/" + reader_ + "/preferences";
  const auto patch = [&](const std::string& json) {
    return stack_.Curl(preferences + "?requestId=" + NewRequestId(),
                       {"-X", "PATCH", "-H", "Content-Type: application/json", "-H",
                        "Authorization: Bearer " + session_, "--data-binary", json});
  };
  const Answer quiet = patch(R"({"quietHours": {"startMinute": 1320, "endMinute": 420}})");
  ASSERT_EQ(quiet.status, 200) << quiet.body;
  const Answer english = patch(R"({"languageCode": "en"})");
  ASSERT_EQ(english.status, 200) << english.body;
  const Answer now = stack_.Get(preferences, session_);
  EXPECT_EQ(Field(now.body, "languageCode"), "en") << now.body;
  EXPECT_EQ(Field(now.body, "startMinute"), "1320") << now.body;
  EXPECT_EQ(Field(now.body, "endMinute"), "420") << now.body;
  const Answer wrong = patch(R"({"languageCode": "fr"})");
  EXPECT_EQ(wrong.status, 400);
  EXPECT_THAT(wrong.body, HasSubstr("preferences.languageCode"));
}

}  // namespace
}  // namespace qianmo
