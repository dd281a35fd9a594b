#include "registry/callers.h"

#include <algorithm>

#include "base/text.h"
#include "registry/domain/request_refusals.h"

namespace qianmo::registry {

Result<Done> CheckMask(const google::protobuf::FieldMask& mask,
                       const std::vector<std::string_view>& changeable) {
  for (const std::string& path : mask.paths()) {
    if (std::ranges::find(changeable, path) == changeable.end()) {
      return refusals::MaskUnknown(path);
    }
  }
  return Done{};
}

Result<Done> CheckEtag(const std::string& given, std::int64_t version) {
  if (!given.empty() && given != std::to_string(version)) return refusals::EtagStale();
  return Done{};
}

Result<std::string> ParseReadable(std::string_view field, std::string_view typed) {
  auto name = NormalizeName(typed);
  if (!name || name->empty()) return refusals::NameUnreadable(field);
  return name;
}

}  // namespace qianmo::registry
