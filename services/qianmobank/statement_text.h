// Statements and notifications as the simulated bank writes them: camt, or a table by profile.
#pragma once

#include <string>
#include <vector>

#include "ledger/bankfile/profile.h"
#include "qianmobank/booking.h"

namespace qianmo::bank {

// Some days of an account.
struct StatementDays {
  const Account& account;
  Date first;
  Date last;
  int sequence = 0;  // the bank's count of statements of the account
  Fen opening;
  Fen closing;
  std::vector<Booking> bookings;
};

// camt.053.001.08 or CSV. Throws std::invalid_argument where the profile has no way to say
// something.
std::string WriteStatement(const ledger::bankfile::StatementProfile& profile,
                           const StatementDays& days);
// camt.054.001.08.
std::string WriteNotification(const ledger::bankfile::StatementProfile& profile,
                              const StatementDays& days);

}  // namespace qianmo::bank
