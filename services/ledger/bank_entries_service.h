// Bookings of banks, and how the books differ from them.
#pragma once

#include "qianmo/ledger/v1/bank_entries.pb.h"
#include "rpc/call.h"

namespace qianmo::ledger {

class BankEntriesService {
 public:
  Result<v1::BankEntry> GetBankEntry(rpc::Call& call, const v1::GetBankEntryRequest& request);
  Result<v1::ListBankEntriesResponse> ListBankEntries(rpc::Call& call,
                                                      const v1::ListBankEntriesRequest& request);
  Result<v1::BankEntry> MatchBankEntry(rpc::Call& call, const v1::MatchBankEntryRequest& request);
  Result<v1::BankEntry> UnmatchBankEntry(rpc::Call& call,
                                         const v1::UnmatchBankEntryRequest& request);
  Result<v1::LookAgainResponse> LookAgain(rpc::Call& call, const v1::LookAgainRequest& request);
  Result<v1::DayDifference> GetDayDifference(rpc::Call& call,
                                             const v1::GetDayDifferenceRequest& request);
};

}  // namespace qianmo::ledger
