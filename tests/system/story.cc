#include "system/story.h"

#include <sstream>

#include "base/calendar.h"
#include "base/id.h"

namespace qianmo {

using support::Answer;
using support::Field;

std::string NewRequestId() { return Uuid::Make(SystemClock().Now()).ToString(); }

std::string Quoted(const std::string& text) { return '"' + text + '"'; }

std::string Wish(const std::vector<std::pair<std::string, std::string>>& fields) {
  std::string json = R"({"requestId": )" + Quoted(NewRequestId());
  for (const auto& [name, value] : fields) json += ", " + Quoted(name) + ": " + value;
  return json + "}";
}

std::string Story::LoadDemo() {
  const auto demo = stack_.Ctl({"demo", "--households", "100"});
  EXPECT_EQ(demo.code, 0) << demo.output;
  return demo.output;
}

std::string Story::SignIn(const std::string& handle, const std::string& code,
                          const std::string& password) {
  std::vector<std::pair<std::string, std::string>> proofs = {{"handle", Quoted(handle)},
                                                             {"password", Quoted(password)}};
  if (!code.empty()) proofs.emplace_back("oneTimeCode", Quoted(code));
  const Answer answer = stack_.Post("/v1/sessions:signIn", Wish(proofs));
  EXPECT_EQ(answer.status, 200) << answer.body << stack_.Logs();
  return Field(answer.body, "sessionToken");
}

std::string Story::CodeOf(const std::string& handle) {
  std::istringstream people(LoadDemo());
  const std::string mark = "(second factor: ";
  for (std::string line; std::getline(people, line);) {
    if (line.substr(0, line.find(' ')) != handle) continue;
    const auto found = line.find(mark);
    if (found == line.npos) return "";
    const auto at = found + mark.size();
    const auto code = stack_.Ctl({"code", line.substr(at, line.find(')', at) - at)}).output;
    return code.substr(0, 6);
  }
  ADD_FAILURE() << "the demo has no " << handle;
  return "";
}

std::string Story::SignInAsOfficer(const std::string& handle) {
  return SignIn(handle, CodeOf(handle));
}

std::string Story::SignUp(const std::string& phone, const std::string& name) {
  const Answer answer =
      stack_.Post("/v1/counties/1/accounts:signUpBidder", Wish({{"phone", Quoted(phone)},
                                                                {"displayName", Quoted(name)},
                                                                {"password", Quoted(kPassword)}}));
  EXPECT_EQ(answer.status, 200) << answer.body;
  return Field(answer.body, "name");
}

Answer Story::Appoint(const std::string& principal, const std::string& agent,
                      const std::string& session) {
  const std::chrono::year_month_day end(BeijingDate(SystemClock().Now()) + std::chrono::days(30));
  std::ostringstream date;
  date << R"({"year": )" << int{end.year()} << R"(, "month": )" << unsigned{end.month()}
       << R"(, "day": )" << unsigned{end.day()} << "}";
  return stack_.Post("/v1/" + principal + "/agents",
                     Wish({{"agent", Quoted(agent)},
                           {"powers", R"(["AGENT_POWER_BID"])"},
                           {"endDate", date.str()}}),
                     session);
}

}  // namespace qianmo
