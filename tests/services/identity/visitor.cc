#include "services/identity/visitor.h"

#include <algorithm>
#include <stdexcept>

#include "base/encoding.h"
#include "crypto/seal.h"
#include "crypto/totp.h"

namespace qianmo::identity {
namespace {

template <class Reply>
Reply Must(const Answer<Reply>& answer) {
  if (!answer.ok()) throw std::runtime_error("refused: " + answer.reason());
  return answer.reply;
}

}  // namespace

v1::SignInRequest Proofs(const std::string& handle, const std::string& password) {
  auto request = Fresh<v1::SignInRequest>();
  request.set_handle(handle);
  request.set_password(password);
  return request;
}

Answer<v1::SignInResponse> SignIn(Office& office, const v1::SignInRequest& request,
                                  const std::string& address, const std::string& channel) {
  Answer<v1::SignInResponse> answer;
  const auto context = office.As(Stranger());
  context->AddMetadata("x-client-address", address);
  context->AddMetadata("x-client-channel", channel);
  const auto stub = v1::IdentityService::NewStub(office.channel());
  answer.status = stub->SignIn(context.get(), request, &answer.reply);
  return answer;
}

v1::SignInResponse Enter(Office& office, const Member& member) {
  return Must(SignIn(office, Proofs(member.handle)));
}

Answer<v1::IssueTokenResponse> IssueToken(Office& office, const std::string& session_token,
                                          const std::string& on_behalf_of, bool background) {
  v1::IssueTokenRequest request;
  request.set_background(background);
  request.set_session_token(session_token);
  request.set_on_behalf_of(on_behalf_of);
  return office.Ask(Stranger(), &Stub::IssueToken, request);
}

rpc::v1::Caller CallerOf(Office& office, const std::string& session_token,
                         const std::string& on_behalf_of) {
  const auto issued = Must(IssueToken(office, session_token, on_behalf_of));
  const std::string& token = issued.caller_token();
  const std::size_t begin = token.find('.') + 1;
  rpc::v1::CallerToken parsed;
  parsed.ParseFromString(*FromBase64Url(token.substr(begin, token.find('.', begin) - begin)));
  return parsed.caller();
}

std::string Shown(Office& office, const std::string& secret, int steps) {
  const auto step = crypto::TotpStep(office.clock().Now()) + steps;
  const std::string digits = std::to_string(crypto::TotpCode(*FromBase32(secret), step));
  return std::string(6 - digits.size(), '0') + digits;
}

Factor Enrol(Office& office, const Member& member) {
  auto enrol = Fresh<v1::EnrolOneTimeCodeRequest>();
  enrol.set_password(kPassword);
  const auto enrolled = Must(office.Ask(member.caller, &Stub::EnrolOneTimeCode, enrol));
  auto confirm = Fresh<v1::ConfirmOneTimeCodeRequest>();
  confirm.set_one_time_code(Shown(office, enrolled.secret(), -1));
  Must(office.Ask(member.caller, &Stub::ConfirmOneTimeCode, confirm));
  return {enrolled.secret(), {enrolled.recovery_codes().begin(), enrolled.recovery_codes().end()}};
}

void ProvePhone(Office& office, const Member& member) {
  office.Write([&](pg::Transaction& tx) -> Result<Done> {
    SetPhoneConfirmed(tx, kHome, member.id(), office.clock().Now());
    return Done{};
  });
}

std::vector<messages::v1::SendMessageRequest> Messages(Office& office) {
  std::vector<messages::v1::SendMessageRequest> messages;
  for (const auto& row : office.database().Execute(
           "SELECT outbox_id, request FROM identity.outbox WHERE county_id = 7"
           " ORDER BY created_time, outbox_id")) {
    const std::string place = "outbox/7/" + pg::Get<std::string>(row, "outbox_id");
    const auto opened = crypto::Open(*office.ring(), place, pg::Get<pg::Bytes>(row, "request"));
    messages.emplace_back().ParseFromString(opened.value());
  }
  return messages;
}

std::vector<std::string> TablesWith(Office& office, const std::string& secret) {
  const bool is_plain = std::all_of(secret.begin(), secret.end(),
                                    [](char c) { return c >= ' ' && c < 127 && c != '\''; });
  std::string where = "strpos(t::text, '" + ToHex(secret) + "') > 0";
  if (is_plain) where += " OR strpos(t::text, '" + secret + "') > 0";
  std::vector<std::string> found;
  for (const auto& row :
       office.database().Execute("SELECT tablename FROM pg_tables WHERE schemaname = 'identity'")) {
    const std::string table = row.at(0).c_str();
    const std::string count =
        office.Query("SELECT count(*) FROM identity." + table + " t WHERE " + where);
    if (count != "0") found.push_back(table);
  }
  return found;
}

}  // namespace qianmo::identity
