// Looks at what leaves the ledger as somebody else would: with hledger.
#pragma once

#include <string>

#include "google/api/httpbody.pb.h"
#include "services/ledger/bureau.h"

namespace qianmo::ledger {

// What `hledger check --strict` objects to; nothing when it finds the journal sound.
std::string HledgerFinds(const std::string& journal);
// "102 500" of each account that is not empty by hledger's sums, debits less credits, by code.
Lines HledgerBalances(const std::string& journal);
// The same by our trial balance at the end of the last month.
Lines TrialOf(Bureau& bureau, const std::string& first, const std::string& last);

std::string FileNameOf(const google::api::HttpBody& body);

}  // namespace qianmo::ledger
