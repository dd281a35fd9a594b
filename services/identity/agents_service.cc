#include "identity/agents_service.h"

#include "identity/agent_store.h"
#include "identity/callers.h"
#include "identity/domain/refusals.h"
#include "identity/notices.h"
#include "identity/person_store.h"
#include "rpc/page.h"

namespace qianmo::identity {
namespace {

// A whole day that exists; the others are no dates for an authority.
Result<Date> ParseDate(std::string_view field, const google::type::Date& date) {
  const std::chrono::year_month_day day(std::chrono::year(date.year()),
                                        std::chrono::month(static_cast<unsigned>(date.month())),
                                        std::chrono::day(static_cast<unsigned>(date.day())));
  const bool fits = date.year() >= 1 && date.year() <= 9999 && date.month() >= 1 &&
                    date.month() <= 12 && date.day() >= 1 && date.day() <= 31;
  if (!fits || !day.ok()) return refusals::AgentDatesInvalid(field, "There is no such day.");
  return Date(day);
}

Result<Authority> ParseAuthority(const v1::AppointAgentRequest& request, Date today) {
  Authority authority{.powers = {}, .start_date = today, .end_date = {}};
  for (const int power : request.powers()) {
    if (power == 0 || !rpc::v1::AgentPower_IsValid(power)) {
      return refusals::AgentPowersInvalid("powers");
    }
    authority.powers.push_back(static_cast<AgentPower>(power));
  }
  if (request.has_start_date()) {
    QM_ASSIGN(authority.start_date, ParseDate("start_date", request.start_date()));
  }
  QM_ASSIGN(authority.end_date, ParseDate("end_date", request.end_date()));
  return authority;
}

// Whoever did not do this must speak up. Without powers: the authority has ended.
void TellPrincipal(pg::Transaction& tx, rpc::Call& call, const AccountRow& principal,
                   const v1::Agent& agent) {
  std::string powers;
  for (const int power : agent.powers()) {
    if (agent.state() == v1::Agent::STATE_REVOKED) break;
    powers += (powers.empty() ? "" : ",") + rpc::v1::AgentPower_Name(power);
  }
  TellOwner(tx, call, principal, messages::v1::TEMPLATE_AGENT_CHANGED,
            {{"agent", agent.agent_display_name()}, {"powers", powers}});
}

}  // namespace

Result<v1::Agent> AgentsService::AppointAgent(rpc::Call& call,
                                              const v1::AppointAgentRequest& request) {
  QM_ASSIGN(const AccountId principal_id, AccountAtHome(call, request.parent(), "parent"));
  QM_TRY(call.MayTouch({.county = call.county(), .account_id = principal_id.ToString()}));
  QM_ASSIGN(const AccountId agent_id, AccountAtHome(call, request.agent(), "agent"));
  const Date today = BeijingDate(call.now());
  QM_ASSIGN(const Authority wanted, ParseAuthority(request, today));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Agent> {
    const auto current = call.room().keyring.Current();
    const crypto::Keyring& ring = *current;
    HoldAccounts(tx, call.county(), {principal_id, agent_id});
    QM_ASSIGN(const AccountRow principal, FindAccount(tx, ring, call.county(), principal_id));
    QM_TRY(call.MayTouch(ScopeOf(principal)));
    QM_ASSIGN(const AccountRow agent, FindAccount(tx, ring, call.county(), agent_id));
    const bool acts_for_another = !call.caller().on_behalf_of().empty();
    QM_TRY(DecideAppoint(principal.facts, acts_for_another, agent.facts,
                         RolesOfPerson(tx, call.county(), agent.facts.person), wanted,
                         AuthoritiesBetween(tx, call.county(), principal_id, agent_id), today));
    const AgentId id = InsertAgent(tx, call.county(), {principal_id, agent_id, wanted}, call.now());
    const v1::Agent appointed = ReadAgent(tx, call.county(), id, today);
    TellPrincipal(tx, call, principal, appointed);
    return appointed;
  });
}

Result<v1::Agent> AgentsService::RevokeAgent(rpc::Call& call,
                                             const v1::RevokeAgentRequest& request) {
  QM_ASSIGN(const auto name,
            NameAtHome(call, "counties/*/accounts/*/agents/*", request.name(), "name"));
  const auto principal_id = AccountId::Parse(name.ids[0]);
  const auto id = AgentId::Parse(name.ids[1]);
  if (!principal_id || !id) return refusals::AgentNotFound();
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Agent> {
    const auto row = LockAgent(tx, call.county(), *principal_id, *id);
    if (!row) return refusals::AgentNotFound();
    QM_ASSIGN(const AccountRow principal,
              FindAccount(tx, *call.room().keyring.Current(), call.county(), *principal_id));
    const Actor actor = ActorOf(call.caller());
    // An authority is about two accounts, and belongs to both.
    rpc::ScopeOf scope = ScopeOf(principal);
    if (actor.account == row->agent) scope.account_id = row->agent.ToString();
    QM_TRY(call.MayTouch(scope));
    QM_TRY(DecideRevokeAgent(actor, principal.facts, row->agent, row->authority));
    SetAgentRevoked(tx, call.county(), *id, call.now());
    const v1::Agent revoked = ReadAgent(tx, call.county(), *id, BeijingDate(call.now()));
    TellPrincipal(tx, call, principal, revoked);
    return revoked;
  });
}

Result<v1::ListAgentsResponse> AgentsService::ListAgents(rpc::Call& call,
                                                         const v1::ListAgentsRequest& request) {
  QM_ASSIGN(const AccountId principal_id, AccountAtHome(call, request.parent(), "parent"));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListAgentsResponse> {
    QM_ASSIGN(const AccountRow principal,
              FindAccount(tx, *call.room().keyring.Current(), call.county(), principal_id));
    QM_TRY(call.MayTouch(ScopeOf(principal)));
    v1::ListAgentsResponse response;
    *response.mutable_agents() = ListAgentsOf(tx, call.county(), principal_id, page.after,
                                              page.limit(), BeijingDate(call.now()));
    response.set_next_page_token(rpc::CutPage(page, response.mutable_agents()));
    return response;
  });
}

}  // namespace qianmo::identity
