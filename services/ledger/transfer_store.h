// Money that the centre pays to a village, as the village's own bank tells of it.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ledger/bank_report_store.h"

namespace qianmo::ledger {

struct Transfer {
  AttemptId attempt;
  AttemptState state;
  Fen amount;
  // Who pays, and since when its bank knows of it.
  std::string payer_name;
  std::string payer_account;
  Date sent;
  // What says in the village's books that it has come, and that it was taken back; nothing while
  // the centre's bank has not told so.
  std::optional<VoucherId> voucher;
  std::optional<VoucherId> back_voucher;
};
// Attempts, which were sent, to pay to this account: those that are named, and those of these
// amounts that no booking of the account says. The oldest first.
std::vector<Transfer> TransfersTo(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                                  const BankAccountRow& account, const std::set<AttemptId>& named,
                                  const std::set<Fen>& amounts);

}  // namespace qianmo::ledger
