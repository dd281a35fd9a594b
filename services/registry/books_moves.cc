#include "registry/books_moves.h"

#include "rpc/home.h"
#include "rpc/resource_name.h"

namespace qianmo::registry {
namespace {

constexpr char kMoveBooks[] = "/qianmo.ledger.v1.LedgerLinksService/MoveBooks";

}  // namespace

void BooksMoves::Add(const OrgPath& from, const OrgPath& to) {
  auto& move = *request_.add_moves();
  move.set_from_path(from.text());
  move.set_to_path(to.text());
}

void BooksMoves::AddRest(const OrgPath& from, const OrgPath& to) {
  Add(from, to);
  request_.mutable_moves(request_.moves_size() - 1)->set_ended(true);
}

void BooksMoves::Send(pg::Transaction& tx, rpc::Call& call, CollectiveChangeId change, Date day) {
  request_.set_parent(rpc::CountyName(call.county()));
  request_.set_cause(ChangeName(call.county(), change));
  *request_.mutable_date() = rpc::ToProto(day);
  // One after the other: a later change begins where an earlier one has ended.
  call.Send(tx, request_.parent() + "/books", kMoveBooks, &request_);
}

}  // namespace qianmo::registry
