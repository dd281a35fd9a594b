#include "messages/deliveries_service.h"

#include "messages/delivery_store.h"
#include "messages/domain/delivery_refusals.h"
#include "rpc/page.h"
#include "rpc/resource_name.h"
#include "rpc/timestamp.h"

namespace qianmo::messages {
namespace {

// Nothing of another county is even looked for.
Result<Done> AtHome(rpc::Call& call, CountyId county) {
  return call.MayTouch({.county = county, .org_path = "/" + std::to_string(county.number) + "/"});
}

Result<DeliveryId> IdAtHome(rpc::Call& call, std::string_view name) {
  QM_ASSIGN(const auto parsed,
            rpc::ParseNamedId<struct DeliveryTag>("counties/*/deliveries/*", name, "name"));
  if (parsed.county != call.county()) QM_TRY(AtHome(call, parsed.county));
  return parsed.id;
}

Result<std::vector<int>> Known(const google::protobuf::RepeatedField<int>& values,
                               bool (*is_valid)(int), const char* field) {
  for (const int value : values) {
    if (value == 0 || !is_valid(value)) {
      return Refusal::InvalidField(field, "names nothing that there is");
    }
  }
  return std::vector<int>(values.begin(), values.end());
}

std::vector<std::string> Within(const rpc::ListScope& reach) {
  if (reach.whole_county) return {"/" + std::to_string(reach.county.number) + "/"};
  return reach.org_prefixes;
}

Result<v1::Delivery> Read(pg::Transaction& tx, const rpc::Call& call, DeliveryId id) {
  auto delivery = ReadDelivery(tx, *call.keyring(), call.county(), id);
  if (!delivery) return refusals::DeliveryNotFound();
  return *std::move(delivery);
}

}  // namespace

Result<v1::ListOutboundResponse> DeliveriesService::ListOutbound(
    rpc::Call& call, const v1::ListOutboundRequest& request) {
  QM_ASSIGN(const auto parent, rpc::ResourceName::Parse("counties/*", request.parent(), "parent"));
  if (parent.county != call.county()) QM_TRY(AtHome(call, parent.county));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  DeliveryQuery query{.county = parent.county,
                      .within = Within(call.Reach()),
                      .states = {},
                      .channels = {},
                      .from_time = {},
                      .to_time = {},
                      .before = page.after,
                      .limit = page.limit()};
  QM_ASSIGN(query.states, Known(request.states(), v1::Delivery::State_IsValid, "states"));
  QM_ASSIGN(query.channels, Known(request.channels(), v1::Channel_IsValid, "channels"));
  if (request.has_from_time()) query.from_time = rpc::ToTime(request.from_time());
  if (request.has_to_time()) query.to_time = rpc::ToTime(request.to_time());
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListOutboundResponse> {
    v1::ListOutboundResponse response;
    *response.mutable_deliveries() = ListDeliveries(tx, *call.keyring(), query);
    response.set_next_page_token(rpc::CutPage(page, response.mutable_deliveries()));
    return response;
  });
}

Result<v1::Delivery> DeliveriesService::GetDelivery(rpc::Call& call,
                                                    const v1::GetDeliveryRequest& request) {
  QM_ASSIGN(const DeliveryId id, IdAtHome(call, request.name()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::Delivery> {
    QM_ASSIGN(v1::Delivery delivery, Read(tx, call, id));
    QM_TRY(call.MayTouch({.county = call.county(), .org_path = delivery.org_path()}));
    return delivery;
  });
}

Result<v1::Delivery> DeliveriesService::RetryOutbound(rpc::Call& call,
                                                      const v1::RetryOutboundRequest& request) {
  QM_ASSIGN(const DeliveryId id, IdAtHome(call, request.name()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Delivery> {
    const auto row = LockDelivery(tx, call.county(), id);
    if (!row) return refusals::DeliveryNotFound();
    QM_TRY(call.MayTouch({.county = call.county(), .org_path = row->org_path}));
    QM_TRY(CheckRetry(row->facts, call.now()));
    RequeueDelivery(tx, call.county(), id, Uuid::Make(call.now()), call.now());
    return Read(tx, call, id);
  });
}

}  // namespace qianmo::messages
