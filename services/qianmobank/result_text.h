// Results as the simulated bank writes them: pain.002.001.11, or a table by profile.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/bankfile/profile.h"
#include "qianmobank/booking.h"

namespace qianmo::bank {

// What the bank says of one payout file on one day.
struct ResultPaper {
  std::string id;
  std::string payout;
  Date date;
  std::int64_t count = 0;  // of the payout file
  Fen sum = {};
  std::optional<Word> refused = {};  // the file as a whole
  std::vector<Word> words = {};
};

// Nothing where the profile's table has no way to say it.
std::optional<std::string> WriteResults(const ledger::bankfile::ResultProfile& profile,
                                        const ResultPaper& paper);

}  // namespace qianmo::bank
