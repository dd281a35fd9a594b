// Many commands at once: each posts all of its movements or none, in their order, and each has a
// result of its own, so that one account that everybody wants is written once a batch.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "base/money.h"
#include "ledger/domain/chart.h"

namespace qianmo::ledger {

// What one command does to an account: more on its normal side, or less.
struct Movement {
  std::size_t account;  // of the batch's accounts
  Fen change;
};

struct BatchAccount {
  AccountCode code;
  Fen balance;  // on its normal side
  // What the balance may not fall below; nothing for an account that may have any.
  std::optional<Fen> floor;
};

// The balances after the batch, and what came of each command. Refuses a command with FLOOR_BROKEN,
// which names the account and what is missing; the others go on as if it had not been there. A
// command that only adds to an account below its floor is no reason to refuse it.
struct BatchOutcome {
  std::vector<Fen> balances;
  std::vector<Result<Done>> results;
};
BatchOutcome PostBatch(const std::vector<BatchAccount>& accounts,
                       const std::vector<std::vector<Movement>>& commands);

}  // namespace qianmo::ledger
