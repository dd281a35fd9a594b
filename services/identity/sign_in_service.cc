#include "identity/sign_in_service.h"

#include <charconv>

#include "base/encoding.h"
#include "crypto/digest.h"
#include "identity/authenticator_store.h"
#include "identity/caller_of_session.h"
#include "identity/device_store.h"
#include "identity/domain/handle.h"
#include "identity/domain/refusals.h"
#include "identity/knock.h"
#include "identity/own_account.h"
#include "identity/session_store.h"
#include "rpc/timestamp.h"
#include "rpc/token.h"

namespace qianmo::identity {
namespace {

constexpr std::string_view kSessionPrefix = "qs1.";
constexpr std::string_view kDevicePrefix = "qd1.";
constexpr std::size_t kTokenBytes = 32;

// The county is part of it, so that a session is found without a table of all counties.
std::string SessionToken(const rpc::Call& call) {
  return std::string(kSessionPrefix) + std::to_string(call.county().number) + "." +
         ToBase64Url(call.Derive("session", kTokenBytes));
}

std::string DeviceToken(const rpc::Call& call) {
  return std::string(kDevicePrefix) + ToBase64Url(call.Derive("device", kTokenBytes));
}

Result<CountyId> CountyOf(std::string_view session_token) {
  if (!session_token.starts_with(kSessionPrefix)) return refusals::SessionUnknown();
  session_token.remove_prefix(kSessionPrefix.size());
  CountyId county;
  const char* const end = session_token.data() + session_token.size();
  const auto [stop, error] = std::from_chars(session_token.data(), end, county.number);
  if (error != std::errc() || stop == end || *stop != '.') return refusals::SessionUnknown();
  return county;
}

// A program stays one, whatever it names; a browser may stand for a telephone or a counter.
Result<rpc::v1::Channel> ChannelOf(const rpc::Call& call, const v1::SignInRequest& request) {
  const bool web = call.channel() == rpc::v1::CHANNEL_WEB;
  switch (request.channel()) {
    case rpc::v1::CHANNEL_UNSPECIFIED:
      return call.channel();
    case rpc::v1::CHANNEL_WEB:
    case rpc::v1::CHANNEL_PHONE:
    case rpc::v1::CHANNEL_COUNTER:
      return web ? request.channel() : call.channel();
    case rpc::v1::CHANNEL_PROGRAM:
      if (!web) return call.channel();
      break;
    default:
      break;
  }
  return Refusal::InvalidField("channel", "is none to choose");
}

// Whether the session is opened with a second factor. Refuses to open one without it where it is
// enrolled.
Result<bool> CheckSecondFactor(pg::Transaction& tx, rpc::Call& call, AccountId account,
                               const v1::SignInRequest& request) {
  const auto authenticator =
      LockAuthenticator(tx, *call.room().keyring.Current(), call.county(), account);
  if (!authenticator || !authenticator->confirmed) return false;
  bool accepted = false;
  switch (request.second_factor_case()) {
    case v1::SignInRequest::kOneTimeCode:
      accepted = UseOneTimeCode(tx, call.county(), account, *authenticator, request.one_time_code(),
                                call.now());
      break;
    case v1::SignInRequest::kRecoveryCode:
      accepted = UseRecoveryCode(tx, call.county(), account, *authenticator,
                                 request.recovery_code(), call.now());
      break;
    case v1::SignInRequest::SECOND_FACTOR_NOT_SET:
      return refusals::OneTimeCodeRequired();
  }
  if (!accepted) return refusals::OneTimeCodeRejected();
  return true;
}

}  // namespace

Result<v1::SignInResponse> SignInService::SignIn(rpc::Call& call,
                                                 const v1::SignInRequest& request) {
  QM_ASSIGN(const Handle handle, ParseHandle("handle", request.handle()));
  QM_TRY(ChannelOf(call, request));
  QM_ASSIGN(const Knock knock, KnockToSignIn(call, handle.text, request.device_token()));
  const bool open = knock.account && knock.account->facts.state != AccountState::kDisabled;
  QM_ASSIGN(
      const bool right,
      VerifyPassword(hasher_, call, open ? knock.account->password_hash : "", request.password()));
  if (!right) return refusals::SignInRefused();
  std::string rehash;
  if (hasher_.NeedsRehash(knock.account->password_hash)) {
    QM_ASSIGN(rehash, hasher_.Hash(request.password(), call.deadline()));
  }
  call.SetCounty(knock.account->county);
  QM_ASSIGN(v1::SignInResponse response, call.Write([&](pg::Transaction& tx) {
    return Enter(tx, call, request, *knock.account, rehash);
  }));
  Refund(call, knock.buckets);
  response.set_session_token(SessionToken(call));
  response.set_device_token(DeviceToken(call));
  return response;
}

Result<v1::SignInResponse> SignInService::Enter(pg::Transaction& tx, rpc::Call& call,
                                                const v1::SignInRequest& request,
                                                const AccountRow& verified,
                                                const std::string& rehash) {
  const auto ring = call.room().keyring.Current();
  QM_ASSIGN(const AccountRow account, LockAccount(tx, *ring, call.county(), verified.facts.id));
  if (account.facts.state == AccountState::kDisabled) return refusals::SignInRefused();
  if (account.password_hash != verified.password_hash) return refusals::ChangedMeanwhile();
  QM_ASSIGN(const bool second_factor, CheckSecondFactor(tx, call, account.facts.id, request));
  QM_ASSIGN(const rpc::v1::Channel channel, ChannelOf(call, request));
  const SessionFacts session{
      .id = SessionId::Make(call.now()),
      .account = account.facts.id,
      .channel = channel,
      .second_factor = second_factor,
      .session = {
          .kind = account.facts.kind, .create_time = call.now(), .last_seen_time = call.now()}};
  AddSession(tx, call.county(), session, crypto::Sha256(SessionToken(call)));
  RememberDevice(tx, call.county(), account.facts.id, crypto::Sha256(request.device_token()),
                 crypto::Sha256(DeviceToken(call)), call.now());
  if (!rehash.empty()) SetPasswordHash(tx, call.county(), account.facts.id, rehash);
  v1::SignInResponse response;
  QM_ASSIGN(*response.mutable_account(), ReadAccount(tx, *ring, call.county(), account.facts.id));
  *response.mutable_session() =
      ReadSession(tx, call.county(), session.id, call.now(), session.id.ToString()).value();
  for (const NextStep step : StepsOf(account)) {
    response.add_next_steps(static_cast<v1::NextStep>(step));
  }
  return response;
}

Result<v1::IssueTokenResponse> SignInService::IssueToken(rpc::Call& call,
                                                         const v1::IssueTokenRequest& request) {
  QM_ASSIGN(const CountyId county, CountyOf(request.session_token()));
  call.SetCounty(county);
  const crypto::Digest token_hash = crypto::Sha256(request.session_token());
  QM_ASSIGN(SpokenFor spoken, call.Read([&](pg::Transaction& tx) {
    return CallerOfSession(tx, call, token_hash, request.on_behalf_of());
  }));
  Session& session = spoken.facts.session;
  if (!request.background() && IsSeenTimeStale(session, call.now())) {
    QM_TRY(pg::Transact(call.room().pool, {.deadline = call.deadline()},
                        [&](pg::Transaction& tx) -> Result<Done> {
                          MarkSeen(tx, county, spoken.facts.id, session.last_seen_time, call.now());
                          return Done{};
                        }));
    session.last_seen_time = call.now();
  }
  v1::IssueTokenResponse response;
  response.set_caller_token(rpc::SignToken(*call.keyring(), spoken.caller, call.now()));
  *response.mutable_expire_time() = rpc::ToTimestamp(call.now() + kCallerTokenLife);
  *response.mutable_session_expire_time() = rpc::ToTimestamp(IdleExpireTime(session));
  return response;
}

}  // namespace qianmo::identity
