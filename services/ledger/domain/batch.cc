#include "ledger/domain/batch.h"

#include "ledger/domain/refusals.h"

namespace qianmo::ledger {
namespace {

// An account may come several times in a command: what counts is where it ends.
std::map<std::size_t, Fen> NetOf(const std::vector<Movement>& command) {
  std::map<std::size_t, Fen> net;
  for (const Movement& movement : command) net[movement.account] += movement.change;
  return net;
}

Result<Done> CheckFloors(const std::vector<BatchAccount>& accounts,
                         const std::vector<Fen>& balances, const std::map<std::size_t, Fen>& net) {
  for (const auto& [account, change] : net) {
    const BatchAccount& touched = accounts.at(account);
    const Fen after = balances[account] + change;
    if (!touched.floor || change >= Fen() || after >= *touched.floor) continue;
    return refusals::FloorBroken(touched.code.text(), *touched.floor - after);
  }
  return Done{};
}

}  // namespace

BatchOutcome PostBatch(const std::vector<BatchAccount>& accounts,
                       const std::vector<std::vector<Movement>>& commands) {
  BatchOutcome outcome;
  for (const BatchAccount& account : accounts) outcome.balances.push_back(account.balance);
  for (const auto& command : commands) {
    const auto net = NetOf(command);
    outcome.results.push_back(CheckFloors(accounts, outcome.balances, net));
    if (!outcome.results.back()) continue;
    for (const auto& [account, change] : net) outcome.balances[account] += change;
  }
  return outcome;
}

}  // namespace qianmo::ledger
