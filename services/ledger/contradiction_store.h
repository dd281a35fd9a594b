// What banks said and that cannot be, for people to clear up.
#pragma once

#include "ledger/bank_report_store.h"

namespace qianmo::ledger {

using BankFileId = Id<struct BankFileTag>;
using ContradictionId = Id<struct ContradictionTag>;

// What a line of a file says is told once, however often it is looked at.
struct NewContradiction {
  ReportFate fate;
  std::string end_to_end_id;
  std::optional<PaymentId> payment;
  std::string told;
  std::int64_t line;  // of the file
};
void InsertContradictions(pg::Transaction& tx, CountyId county, BankAccountId account,
                          BankFileId file, const std::vector<NewContradiction>& contradictions,
                          Time now);

// Refuses CONTRADICTION_NOT_FOUND. Locked until the transaction ends.
struct ContradictionRow {
  BankAccountId account;
  bool closed;
};
Result<ContradictionRow> LockContradiction(pg::Transaction& tx, CountyId county,
                                           ContradictionId id);
void CloseContradiction(pg::Transaction& tx, CountyId county, ContradictionId id,
                        const std::string& outcome, const Uuid& closer, Time now);

// Ends those of the account that were about bookings which the books have since.
void CloseBooked(pg::Transaction& tx, CountyId county, BankAccountId account, const Uuid& closer,
                 Time now);

// As people see it. It must exist.
v1::Contradiction ReadContradiction(pg::Transaction& tx, CountyId county, ContradictionId id);
google::protobuf::RepeatedPtrField<v1::Contradiction> ListContradictionsOf(
    pg::Transaction& tx, CountyId county, BankAccountId account, bool closed_too,
    const std::optional<Uuid>& after, int limit);

}  // namespace qianmo::ledger
