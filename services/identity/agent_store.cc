#include "identity/agent_store.h"

#include "pg/reader.h"

namespace qianmo::identity {
namespace {

static_assert(static_cast<int>(AgentPower::kEnter) == rpc::v1::AGENT_POWER_ENTER);
static_assert(static_cast<int>(AgentPower::kPay) == rpc::v1::AGENT_POWER_PAY);
static_assert(static_cast<int>(AgentPower::kBid) == rpc::v1::AGENT_POWER_BID);
static_assert(static_cast<int>(AgentPower::kSign) == rpc::v1::AGENT_POWER_SIGN);
static_assert(static_cast<int>(AgentPower::kSign) == rpc::v1::AgentPower_MAX);
static_assert(static_cast<int>(AgentState::kComing) == v1::Agent::STATE_COMING);
static_assert(static_cast<int>(AgentState::kValid) == v1::Agent::STATE_VALID);
static_assert(static_cast<int>(AgentState::kEnded) == v1::Agent::STATE_ENDED);
static_assert(static_cast<int>(AgentState::kRevoked) == v1::Agent::STATE_REVOKED);

constexpr char kAgentColumns[] = R"(
  SELECT 'counties/' || g.county_id || '/accounts/' || g.account_id || '/agents/' || g.id AS name,
    'counties/' || g.county_id || '/accounts/' || g.agent_id AS agent,
    a.display_name AS agent_display_name, p.display_name AS principal_display_name,
    g.powers, g.start_date, g.end_date, g.appoint_time, g.revoke_time
  FROM identity.agent g
  JOIN identity.account p ON p.county_id = g.county_id AND p.id = g.account_id
  JOIN identity.account a ON a.county_id = g.county_id AND a.id = g.agent_id
  WHERE g.county_id = $1 AND )";

Authority ReadAuthority(const pqxx::row& row) {
  Authority authority{.powers = {},
                      .start_date = pg::Get<Date>(row, "start_date"),
                      .end_date = pg::Get<Date>(row, "end_date"),
                      .revoked = pg::Get<bool>(row, "revoked")};
  for (const int power : pg::Get<std::vector<int>>(row, "powers")) {
    authority.powers.push_back(static_cast<AgentPower>(power));
  }
  return authority;
}

Date DateOf(const google::type::Date& date) {
  return std::chrono::year(date.year()) / date.month() / date.day();
}

void SetState(v1::Agent* agent, Date today) {
  const AgentState state = StateOf({.powers = {},
                                    .start_date = DateOf(agent->start_date()),
                                    .end_date = DateOf(agent->end_date()),
                                    .revoked = agent->has_revoke_time()},
                                   today);
  agent->set_state(static_cast<v1::Agent::State>(state));
}

Agents ReadAgents(const pqxx::result& rows, Date today) {
  Agents agents;
  pg::ReadAll(rows, &agents);
  for (auto& agent : agents) SetState(&agent, today);
  return agents;
}

}  // namespace

std::vector<Authority> AuthoritiesBetween(pg::Transaction& tx, CountyId county, AccountId principal,
                                          AccountId agent) {
  const auto rows = tx.Run(
      "SELECT powers, start_date, end_date, revoke_time IS NOT NULL AS revoked"
      " FROM identity.agent WHERE county_id = $1 AND account_id = $2 AND agent_id = $3 ORDER BY id",
      county, principal, agent);
  std::vector<Authority> authorities;
  for (const auto& row : rows) authorities.push_back(ReadAuthority(row));
  return authorities;
}

std::optional<AgentRow> LockAgent(pg::Transaction& tx, CountyId county, AccountId principal,
                                  AgentId id) {
  const auto rows = tx.Run(
      "SELECT agent_id, powers, start_date, end_date, revoke_time IS NOT NULL AS revoked"
      " FROM identity.agent WHERE county_id = $1 AND account_id = $2 AND id = $3 FOR UPDATE",
      county, principal, id);
  if (rows.empty()) return std::nullopt;
  return AgentRow{principal, pg::Get<AccountId>(rows[0], "agent_id"), ReadAuthority(rows[0])};
}

AgentId InsertAgent(pg::Transaction& tx, CountyId county, const AgentRow& agent, Time now) {
  const auto id = AgentId::Make(now);
  std::vector<int> powers;
  for (const AgentPower power : agent.authority.powers) powers.push_back(static_cast<int>(power));
  tx.Run(
      "INSERT INTO identity.agent (county_id, id, account_id, agent_id, powers, start_date,"
      "  end_date, appoint_time)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
      county, id, agent.principal, agent.agent, pg::Array(powers), agent.authority.start_date,
      agent.authority.end_date, now);
  return id;
}

void SetAgentRevoked(pg::Transaction& tx, CountyId county, AgentId id, Time now) {
  tx.Run("UPDATE identity.agent SET revoke_time = $3 WHERE county_id = $1 AND id = $2", county, id,
         now);
}

v1::Agent ReadAgent(pg::Transaction& tx, CountyId county, AgentId id, Date today) {
  auto agent =
      pg::ReadOne<v1::Agent>(tx.Run(std::string(kAgentColumns) + "g.id = $2", county, id)).value();
  SetState(&agent, today);
  return agent;
}

Agents ListAgentsOf(pg::Transaction& tx, CountyId county, AccountId principal,
                    std::optional<Uuid> before, int limit, Date today) {
  return ReadAgents(
      tx.Run(std::string(kAgentColumns) + "g.account_id = $2 AND ($3::uuid IS NULL OR g.id < $3)"
                                          " ORDER BY g.id DESC LIMIT $4",
             county, principal, before, limit),
      today);
}

Agents ListActingFor(pg::Transaction& tx, CountyId county, AccountId agent, Date today) {
  return ReadAgents(tx.Run(std::string(kAgentColumns) +
                               "g.agent_id = $2 AND g.revoke_time IS NULL"
                               " AND g.start_date <= $3 AND g.end_date > $3 AND p.state = $4"
                               " ORDER BY g.id DESC",
                           county, agent, today, static_cast<int>(AccountState::kActive)),
                    today);
}

}  // namespace qianmo::identity
