// What the simulated bank has in its books, and what it says of payments.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/money.h"
#include "ledger/bankfile/payout_result.h"
#include "ledger/bankfile/statement.h"

namespace qianmo::bank {

using ledger::bankfile::Counterparty;
using ledger::bankfile::Direction;
using ledger::bankfile::Outcome;

// One payment, in or out.
struct Movement {
  std::string reference;
  Fen amount;
  std::string end_to_end_id;
  Counterparty other;
  std::string sub_account;
  std::string remittance;
  std::string return_code;
};

// One entry of a statement: a movement, or all those of a batch.
struct Booking {
  std::string reference;
  Date date;
  Direction direction = Direction::kCredit;
  Fen amount;
  std::vector<Movement> movements;
};

struct Account {
  std::string number;
  std::string name;
  Fen balance;
  std::vector<Booking> bookings;  // in their order, since the account was opened
};

// What the bank says of one payment.
struct Word {
  std::string payout;  // the file's id
  std::string end_to_end_id;
  Outcome outcome = Outcome::kPaid;
  std::string reason_code;
  std::string reason;
  std::string reference;
  Fen amount;
  std::string account;  // the payee's
};

}  // namespace qianmo::bank
