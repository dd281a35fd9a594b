// How the books differ from a bank at the end of a day. What is older than the last checkpoint is
// taken from there, so that it costs what happened since, however long the account has been there.
#pragma once

#include <optional>

#include "ledger/bank_entry_read_store.h"
#include "ledger/checkpoint_store.h"

namespace qianmo::ledger {

struct DaySheet {
  Date covered = {};  // the last day, up to this one, that a statement covers
  Fen books = {};
  Fen bank = {};  // what the bank says that it has
  Date first_day = {};
  Fen opening = {};
  std::vector<Jump> jumps = {};
  DifferenceLines vouchers = {};
  DifferenceLines entries = {};

  // What nothing explains.
  Fen unexplained() const;
};
// At most so many lines of each kind, the newest; nothing where there is no statement yet.
std::optional<DaySheet> SheetOf(pg::Transaction& tx, CountyId county, const BankAccountRow& account,
                                Date day, int most);

// By how much a new statement, or what follows it in the same file, does not begin with what those
// before it led to.
class JumpFinder {
 public:
  JumpFinder(pg::Transaction& tx, CountyId county, const BankAccountRow& account, Date first_day);

  Fen Of(const NewBankStatement& statement);

 private:
  Fen JumpOf(const StatementSpan& span) const;

  std::optional<Checkpoint> checkpoint_;
  std::vector<StatementSpan> spans_;
  std::vector<DayNet> nets_;
  std::optional<StatementSpan> before_;  // in the same file
};

// Makes a checkpoint at the end of the last month that statements cover, unless there is one. The
// account must be locked.
void KeepCheckpoint(pg::Transaction& tx, CountyId county, const BankAccountRow& account);

}  // namespace qianmo::ledger
