// A branch with a shelf of files beside it, from which those of banks are fetched as from the
// registry.
#pragma once

#include <string>
#include <vector>

#include "qianmo/ledger/v1/bank_entries.grpc.pb.h"
#include "qianmo/ledger/v1/bank_files.grpc.pb.h"
#include "qianmobank/booking.h"
#include "services/ledger/branch.h"
#include "services/ledger/file_shelf.h"

namespace qianmo::ledger {

using BankFiles = v1::BankFilesService::Stub;
using BankEntries = v1::BankEntriesService::Stub;

// How an import ended.
struct FileEnd {
  std::string reason;  // empty when it was taken
  v1::BankFile file;
};

class Counter {
 public:
  Counter();

  // By the agent, until it is over.
  FileEnd Import(const std::string& bytes);
  FileEnd ImportResult(const std::string& bytes);
  FileEnd Await(const rpc::v1::Caller& caller, const std::string& operation);

  // A statement of the account for some days of November 2026, as camt.053; 0 is the last of
  // October.
  static std::string Statement(int first_day, int last_day, std::int64_t opening,
                               const std::vector<bank::Booking>& bookings);
  // "+100 R1 03 [name] [end-to-end id]": one booking, with its reference, on a day of November.
  static bank::Booking Booked(const std::string& text);

  std::vector<v1::BankEntry> Entries(bool unmatched_only = false);
  // All that waits for somebody; how many were looked at and matched, "3 1".
  std::string LookAgain();
  v1::DayDifference Difference(const std::string& day);
  // "2 -100" of each line, its kind and amount; "unexplained N" where something is left.
  Lines DifferenceLines(const std::string& day);

  FileShelf& shelf() { return shelf_; }
  Branch& branch() { return branch_; }
  Bureau& bureau() { return branch_.bureau(); }

 private:
  FileShelf shelf_;
  Branch branch_;
};

}  // namespace qianmo::ledger
