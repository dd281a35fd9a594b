// What calls to the ledger say in the terms of its rules.
#pragma once

#include <string>

#include "ledger/voucher_store.h"
#include "rpc/home.h"

namespace qianmo::ledger {

Result<BooksId> BooksAtHome(rpc::Call& call, const std::string& name,
                            const std::string& field = "name");
Result<VoucherId> VoucherAtHome(rpc::Call& call, const std::string& name);

// Whether the caller may touch books of this organisation.
Result<Done> MayTouchBooks(rpc::Call& call, const BooksRow& books);

Hand HandOf(const rpc::Call& call);

// Refuses ACCOUNT_CODE_MALFORMED.
Result<AccountCode> ParseCode(const std::string& field, const std::string& text);
// In its normal form. Refuses NAME_UNREADABLE.
Result<std::string> ParseWords(const std::string& field, const std::string& typed);

// Whether people may write these lines into these books: what deposits decide is theirs alone.
// Refuses ACCOUNT_KEPT.
Result<Done> CheckWrittenByHand(const rpc::Call& call, pg::Transaction& tx, const BooksRow& books,
                                const std::vector<VoucherLine>& lines);

// `field` is what the lines are called in the request. Refuses ACCOUNT_CODE_MALFORMED.
Result<std::vector<VoucherLine>> ParseLines(
    const std::string& field, const google::protobuf::RepeatedPtrField<v1::VoucherLine>& wanted);

}  // namespace qianmo::ledger
