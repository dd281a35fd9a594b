#include "identity/session_service.h"

#include "identity/agent_store.h"
#include "identity/callers.h"
#include "identity/domain/refusals.h"
#include "identity/own_account.h"
#include "identity/session_store.h"
#include "rpc/page.h"

namespace qianmo::identity {
namespace {

// Ends a session of this account; one that is over already stays as it was.
Result<v1::Session> End(pg::Transaction& tx, rpc::Call& call, std::string_view account,
                        std::string_view session) {
  QM_TRY(call.MayTouch({.county = call.county(), .account_id = std::string(account)}));
  const auto id = SessionId::Parse(session);
  if (!id) return refusals::SessionNotFound();
  const auto facts = FindSession(tx, call.county(), *id);
  if (!facts || facts->account.ToString() != account) return refusals::SessionNotFound();
  RevokeSession(tx, call.county(), *id, call.now());
  return ReadSession(tx, call.county(), *id, call.now(), call.caller().session_id()).value();
}

}  // namespace

Result<v1::Session> SessionService::SignOut(rpc::Call& call, const v1::SignOutRequest&) {
  return call.Write([&](pg::Transaction& tx) {
    return End(tx, call, call.caller().account_id(), call.caller().session_id());
  });
}

Result<v1::WhoAmIResponse> SessionService::WhoAmI(rpc::Call& call, const v1::WhoAmIRequest&) {
  return call.Read([&](pg::Transaction& tx) -> Result<v1::WhoAmIResponse> {
    const rpc::v1::Caller& caller = call.caller();
    QM_TRY(call.MayTouch({.county = call.county(), .account_id = caller.account_id()}));
    const auto id = AccountId::Parse(caller.account_id());
    const auto session_id = SessionId::Parse(caller.session_id());
    if (!id || !session_id) return refusals::SessionNotFound();
    const auto ring = call.room().keyring.Current();
    QM_ASSIGN(const AccountRow account, FindAccount(tx, *ring, call.county(), *id));
    auto session = ReadSession(tx, call.county(), *session_id, call.now(), caller.session_id());
    if (!session) return refusals::SessionNotFound();
    v1::WhoAmIResponse response;
    QM_ASSIGN(*response.mutable_account(), ReadAccount(tx, *ring, call.county(), *id));
    *response.mutable_session() = *std::move(session);
    for (const NextStep step : StepsOf(account)) {
      response.add_next_steps(static_cast<v1::NextStep>(step));
    }
    *response.mutable_acting_for() = ListActingFor(tx, call.county(), *id, BeijingDate(call.now()));
    return response;
  });
}

Result<v1::ListSessionsResponse> SessionService::ListSessions(
    rpc::Call& call, const v1::ListSessionsRequest& request) {
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  QM_ASSIGN(const AccountId id, AccountAtHome(call, request.parent(), "parent"));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListSessionsResponse> {
    QM_TRY(call.MayTouch({.county = call.county(), .account_id = id.ToString()}));
    QM_ASSIGN(const AccountRow account,
              FindAccount(tx, *call.room().keyring.Current(), call.county(), id));
    v1::ListSessionsResponse response;
    ListOpenSessions(tx, call.county(), id, account.facts.kind, page.after, page.limit(),
                     call.now(), call.caller().session_id(), response.mutable_sessions());
    response.set_next_page_token(rpc::CutPage(page, response.mutable_sessions()));
    return response;
  });
}

Result<v1::Session> SessionService::RevokeSession(rpc::Call& call,
                                                  const v1::RevokeSessionRequest& request) {
  QM_ASSIGN(const auto name,
            NameAtHome(call, "counties/*/accounts/*/sessions/*", request.name(), "name"));
  return call.Write([&](pg::Transaction& tx) { return End(tx, call, name.ids[0], name.ids[1]); });
}

}  // namespace qianmo::identity
