// A month of a simulated bank, and a reader that believes only its files.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/time_text.h"
#include "ledger/bankfile/payout_result.h"
#include "ledger/bankfile/statement_reader.h"
#include "qianmobank/bank.h"

namespace qianmo::bank {

constexpr const char* kCentre = "6200001";

inline Date DayOf(int day) { return *ParseIsoDate("2026-11-01") + std::chrono::days(day - 1); }

ledger::bankfile::Profile ProfileFrom(const std::string& text);
// XML, with sub-accounts as the accounts of our side.
ledger::bankfile::Profile PlainProfile();

ledger::bankfile::PayoutItem PayoutTo(const std::string& id, std::int64_t fen);
std::string PayoutFile(const ledger::bankfile::Profile& profile, const std::string& id, Date date,
                       const std::vector<ledger::bankfile::PayoutItem>& items);

// What the files of a bank come to, for an account: each booking once, whatever repeats.
class FileReader {
 public:
  explicit FileReader(const ledger::bankfile::Profile& profile) : profile_(profile) {}

  // False for what is no file of the kind that it is.
  bool Read(const OutFile& file);

  // Of statements alone.
  const std::map<std::string, ledger::bankfile::StatementItem>& bookings() const {
    return bookings_;
  }
  Fen sum() const;
  int repeated() const { return repeated_; }
  std::optional<Fen> closing() const { return closing_; }
  const std::vector<ledger::bankfile::PayoutResult>& results() const { return results_; }
  const std::vector<ledger::bankfile::ResultHead>& heads() const { return heads_; }
  // Credits that notifications told of, by identity.
  const std::set<std::string>& notified() const { return notified_; }

 private:
  bool ReadBookings(const OutFile& file);
  bool ReadResults(const OutFile& file);

  const ledger::bankfile::Profile profile_;
  std::map<std::string, ledger::bankfile::StatementItem> bookings_;  // by identity
  std::set<std::string> notified_;
  std::optional<Fen> closing_;
  int repeated_ = 0;
  std::vector<ledger::bankfile::PayoutResult> results_;
  std::vector<ledger::bankfile::ResultHead> heads_;
};

}  // namespace qianmo::bank
