#include "rpc/operations_service.h"

#include "base/encoding.h"
#include "rpc/operations.h"
#include "rpc/resource_name.h"

namespace qianmo::rpc {
namespace {

using google::longrunning::Operation;

constexpr char kPattern[] = "counties/*/operations/*";
constexpr int kDefaultPage = 50;

Refusal NoSuchOperation(const std::string& name) {
  return Refusal{Refusal::Kind::kNotFound, "OPERATION_NOT_FOUND", "there is no such operation"}
      .With("name", name);
}

struct OperationName {
  CountyId county;
  std::string service;
  Uuid id;

  static Result<OperationName> Parse(const std::string& text) {
    QM_ASSIGN(const ResourceName name, ResourceName::Parse(kPattern, text, "name"));
    const std::string& last = name.ids[0];
    const std::size_t dot = last.find('.');
    const auto id = dot == last.npos ? std::nullopt : Uuid::Parse(last.substr(dot + 1));
    if (!id) return Refusal::InvalidField("name", "must end in service.id");
    return OperationName{name.county, last.substr(0, dot), *id};
  }
};

ScopeOf ScopeOfOperation(const pqxx::row& row) {
  v1::Caller starter;
  starter.ParseFromString(pg::Get<pg::Bytes>(row, "caller"));
  return {.county = pg::Get<CountyId>(row, "county_id"), .account_id = starter.account_id()};
}

// The operation, if the caller may touch it.
Result<Operation> FindOperation(pg::Transaction& tx, Call& call, const OperationName& name,
                                const std::string& text) {
  const auto rows =
      tx.Run(std::string("SELECT ") + kOperationColumns + " FROM " +
                 call.room().Table("operation") + " WHERE county_id = $1 AND operation_id = $2",
             name.county, name.id);
  if (rows.empty()) return NoSuchOperation(text);
  QM_TRY(call.MayTouch(ScopeOfOperation(rows[0])));
  return ReadOperation(rows[0], call.room());
}

}  // namespace

Result<Done> OperationsService::Enter(Call& call, const std::string& service) const {
  const auto room = rooms_.find(service);
  if (room == rooms_.end()) {
    return Refusal{Refusal::Kind::kNotFound, "SERVICE_NOT_FOUND", "no such service is served here"}
        .With("service", service);
  }
  call.MoveTo(*room->second);
  return Done{};
}

Result<Operation> OperationsService::GetOperation(Call& call,
                                                  const v1::GetOperationRequest& request) {
  QM_ASSIGN(const OperationName name, OperationName::Parse(request.name()));
  QM_TRY(Enter(call, name.service));
  return call.Read(
      [&](pg::Transaction& tx) { return FindOperation(tx, call, name, request.name()); });
}

Result<v1::ListOperationsResponse> OperationsService::ListOperations(
    Call& call, const v1::ListOperationsRequest& request) {
  QM_ASSIGN(const ResourceName parent,
            ResourceName::Parse("counties/*", request.parent(), "parent"));
  QM_TRY(Enter(call, request.service()));
  const ListScope reach = call.Reach();
  if (reach.county != parent.county) {
    return Refusal{Refusal::Kind::kDenied, "OUT_OF_SCOPE", "this is another county"};
  }
  const int page_size = request.page_size() == 0 ? kDefaultPage : request.page_size();
  const auto before = Uuid::Parse(FromBase64Url(request.page_token()).value_or(""));
  if (!request.page_token().empty() && !before) {
    return Refusal::InvalidField("page_token", "is none of ours");
  }
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListOperationsResponse> {
    const auto rows = tx.Run(
        std::string("SELECT ") + kOperationColumns + " FROM " + call.room().Table("operation") +
            " WHERE county_id = $1 AND ($2 OR account_id = $3)"
            " AND ($4::uuid IS NULL OR operation_id < $4)"
            " ORDER BY operation_id DESC LIMIT $5",
        reach.county, reach.whole_county, Uuid::Parse(reach.account_id), before, page_size + 1);
    v1::ListOperationsResponse response;
    for (const auto& row : rows) {
      if (response.operations_size() == page_size) {
        const auto& last = response.operations(page_size - 1).name();
        response.set_next_page_token(ToBase64Url(last.substr(last.size() - 36)));
        break;
      }
      *response.add_operations() = ReadOperation(row, call.room());
    }
    return response;
  });
}

Result<Operation> OperationsService::CancelOperation(Call& call,
                                                     const v1::CancelOperationRequest& request) {
  QM_ASSIGN(const OperationName name, OperationName::Parse(request.name()));
  QM_TRY(Enter(call, name.service));
  return call.Write([&](pg::Transaction& tx) -> Result<Operation> {
    QM_TRY(FindOperation(tx, call, name, request.name()));
    tx.Run("UPDATE " + call.room().Table("operation") +
               " SET cancel_requested = true, updated_time = $3"
               " WHERE county_id = $1 AND operation_id = $2 AND state = 1",
           name.county, name.id, call.now());
    return FindOperation(tx, call, name, request.name());
  });
}

}  // namespace qianmo::rpc
