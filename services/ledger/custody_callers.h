// What calls about deposits say in the terms of the rules.
#pragma once

#include <optional>
#include <string>

#include "ledger/callers.h"
#include "ledger/hold_movements.h"
#include "qianmo/ledger/v1/holds.pb.h"
#include "qianmo/ledger/v1/payments.pb.h"

namespace qianmo::ledger {

Result<HoldId> HoldAtHome(rpc::Call& call, const std::string& name,
                          const std::string& field = "name");
Result<SuspenseId> SuspenseAtHome(rpc::Call& call, const std::string& name);

// Whether the caller may touch a hold, which is of the county and about its bidder; or what the
// county itself has in custody.
Result<Done> MayTouchHold(rpc::Call& call, const HoldRow& hold);
Result<Done> MayTouchCustody(rpc::Call& call);
// The same of a hold that is locked for it. Refuses HOLD_NOT_FOUND.
Result<HoldRow> LockHoldFor(rpc::Call& call, pg::Transaction& tx, HoldId id);

// The person who acts; nothing where a service does, which answers for who decided.
std::optional<Uuid> ActingPerson(const rpc::Call& call);
std::optional<Hand> ActingHand(const rpc::Call& call);

// Whether something can be paid to this number: what a bank has masked is none.
bool IsAccountNumber(const std::string& number);
// In its normal form. Refuses PAYEE_UNREADABLE; `field` is that of the account.
Result<Payee> ParsePayee(const std::string& field, const v1::Payee& payee);
// Nothing where none is given.
std::optional<Fen> AmountIf(std::int64_t fen);
Result<std::string> WordsIf(const std::string& field, const std::string& typed);
// The village, its account of what the centre owes it, 112 where none is said, and the one that is
// credited. Refuses ACCOUNT_CODE_MALFORMED, and ACCOUNT_UNFIT for what is money and no claim yet.
Result<VillageTerms> ParseVillage(rpc::Call& call, const std::string& books,
                                  const std::string& receivable, const AccountCode& credit);

// As the caller may see it: bidders are not told whose account is another's as well, nor of
// accounts of others, nor who works for the centre.
v1::Hold HoldFor(rpc::Call& call, pg::Transaction& tx, HoldId id);
void HideFromBidder(const rpc::Call& call, v1::Hold* hold);

}  // namespace qianmo::ledger
