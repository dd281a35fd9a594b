// Books follow their collectives in the ledger, which is told of a merge or split once it is done.
#pragma once

#include "base/clock.h"
#include "qianmo/ledger/v1/links.pb.h"
#include "registry/collective_change_store.h"
#include "rpc/call.h"

namespace qianmo::registry {

// What goes where, noted while a change is carried out, in this order.
class BooksMoves {
 public:
  // A collective with all below it.
  void Add(const OrgPath& from, const OrgPath& to);
  // The rest of one that has ended.
  void AddRest(const OrgPath& from, const OrgPath& to);

  // With the transaction that does the change.
  void Send(pg::Transaction& tx, rpc::Call& call, CollectiveChangeId change, Date day);

 private:
  ledger::v1::MoveBooksRequest request_;
};

}  // namespace qianmo::registry
