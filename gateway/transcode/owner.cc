#include "gateway/transcode/owner.h"

namespace qianmo::gateway {
namespace {

std::string TextOf(const google::protobuf::Message& message, const char* name) {
  const auto* field = message.GetDescriptor()->FindFieldByName(name);
  return field == nullptr ? "" : message.GetReflection()->GetString(message, field);
}

// "identity" of counties/7/operations/identity.0192…
std::string ServiceInName(const std::string& name) {
  static constexpr std::string_view kBefore = "/operations/";
  const std::size_t from = name.find(kBefore);
  if (from == name.npos) return "";
  const std::string id = name.substr(from + kBefore.size());
  return id.substr(0, id.find('.'));
}

}  // namespace

bool IsEverywhere(const std::string& service) {
  return service == "qianmo.rpc.v1.OperationsService";
}

std::string OwnerOf(const Route& route, const google::protobuf::Message& request,
                    const std::vector<std::string>& services) {
  const std::string& own = route.method->service()->full_name();
  if (!IsEverywhere(own)) return own;
  std::string owner = TextOf(request, "service");
  if (owner.empty()) owner = ServiceInName(TextOf(request, "name"));
  const std::string package = "qianmo." + owner + ".";
  for (const std::string& service : services) {
    if (service.starts_with(package)) return service;
  }
  return "qianmo.identity.v1.IdentityService";
}

}  // namespace qianmo::gateway
