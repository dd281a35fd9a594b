#include "registry/account_carry.h"

#include <stdexcept>

#include "rpc/resource_name.h"

namespace qianmo::registry {
namespace {

constexpr char kCarryAccounts[] = "/qianmo.identity.v1.LinksService/CarryAccounts";

CollectiveChangeId ChangeBehind(const std::string& cause) {
  return CollectiveChangeId::Parse(cause.substr(cause.rfind('/') + 1)).value();
}

}  // namespace

void AccountMoves::Add(const OrgPath& from, const OrgPath& to) {
  auto& move = *request_.add_moves();
  move.set_from_path(from.text());
  move.set_to_path(to.text());
}

void AccountMoves::Add(const OrgPath& from, const OrgPath& to,
                       const std::vector<Uuid>& households) {
  if (households.empty()) return;
  Add(from, to);
  auto& move = *request_.mutable_moves(request_.moves_size() - 1);
  for (const Uuid& id : households) move.add_household_ids(id.ToString());
}

void AccountMoves::Send(pg::Transaction& tx, rpc::Call& call, CollectiveChangeId change) {
  request_.set_parent(rpc::CountyName(call.county()));
  request_.set_cause(ChangeName(call.county(), change));
  // One after the other: a later change begins where an earlier one has ended.
  call.Send(tx, request_.parent() + "/collectiveChanges", kCarryAccounts, &request_);
}

void ListenForCarriedAccounts(rpc::Hosted& hosted) {
  const rpc::Room& room = hosted.room();
  hosted.courier().WhenAnswered(
      kCarryAccounts,
      [&room](pg::Transaction& tx, const rpc::OutboxRow& row, const std::string& reply) {
        identity::v1::CarryAccountsRequest request;
        identity::v1::CarryAccountsResponse response;
        if (!response.ParseFromString(reply) || !row.request ||
            !request.ParseFromString(*row.request)) {
          throw std::runtime_error("an answer about carried accounts cannot be read");
        }
        SetCarriedAccounts(
            tx, row.county, ChangeBehind(request.cause()),
            {.accounts = response.account_count(),
             .grants = response.grant_count(),
             .left_grants = {response.left_grants().begin(), response.left_grants().end()}},
            room.clock.Now());
      });
}

}  // namespace qianmo::registry
