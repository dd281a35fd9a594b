// Puts the ledger into a server.
#pragma once

#include "rpc/server.h"

namespace qianmo::ledger {

void Install(rpc::Hosted& hosted);
// Its parts: balances, statements, exports.
void InstallReports(rpc::Hosted& hosted);
// Templates, and what they lead to: rent that is spread.
void InstallTemplates(rpc::Hosted& hosted);
// Deposits, suspense and interest, what comes round with them, and what is sealed.
void InstallCustody(rpc::Hosted& hosted);
// Likewise: accounts at banks, payments, what banks say.
void InstallBank(rpc::Hosted& hosted);

}  // namespace qianmo::ledger
