// Books as a journal that hledger reads, so that somebody else's program checks our sums. Whatever
// people call things, nothing of it is taken for the journal's own signs.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/money.h"

namespace qianmo::ledger {

// Text on one line, without what would end a name or a description or begin a comment: runs of
// blanks are one space, and ; : become ； ：.
std::string HledgerText(std::string_view text);

// "102 银行存款:10201 农商行", of the codes and names from the top down.
std::string HledgerAccount(const std::vector<std::pair<std::string, std::string>>& levels);

struct HledgerPosting {
  std::string account;
  Fen amount;  // debits are above zero
  std::vector<std::pair<std::string, std::string>> tags = {};
};

struct HledgerTransaction {
  Date date;
  std::string code;  // such as a voucher's number; may be empty
  std::string description;
  std::vector<HledgerPosting> postings = {};
};

class HledgerJournal {
 public:
  // `accounts` are all that postings name; any other is an error to hledger.
  HledgerJournal(const std::string& title, const std::vector<std::string>& accounts);

  void Add(const HledgerTransaction& transaction);
  // What accounts must hold at the end of the day, after all that was added.
  void Assert(Date day, const std::string& description,
              const std::vector<HledgerPosting>& balances);
  std::string Finish() { return std::move(text_); }

 private:
  void AddHead(const HledgerTransaction& transaction);

  std::string text_;
};

}  // namespace qianmo::ledger
