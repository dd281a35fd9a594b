// Accounts follow their collectives in identity, which is told of a merge or split once it is done.
#pragma once

#include "qianmo/identity/v1/links.pb.h"
#include "registry/collective_change_store.h"
#include "rpc/call.h"
#include "rpc/server.h"

namespace qianmo::registry {

// What goes where, noted while a change is carried out, in this order.
class AccountMoves {
 public:
  // Whatever lies at or below the first.
  void Add(const OrgPath& from, const OrgPath& to);
  // Only the accounts of these households.
  void Add(const OrgPath& from, const OrgPath& to, const std::vector<Uuid>& households);

  // With the transaction that does the change.
  void Send(pg::Transaction& tx, rpc::Call& call, CollectiveChangeId change);

 private:
  identity::v1::CarryAccountsRequest request_;
};

// Keeps in the change what identity has answered.
void ListenForCarriedAccounts(rpc::Hosted& hosted);

}  // namespace qianmo::registry
