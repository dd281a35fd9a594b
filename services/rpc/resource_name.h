// Names such as "counties/7/accounts/0192…", taken apart and put together.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"

namespace qianmo::rpc {

struct ResourceName {
  CountyId county;
  std::vector<std::string> ids;  // one for each "*" after the county

  // `pattern` is like "counties/*/accounts/*"; `field` is named in the refusal.
  static Result<ResourceName> Parse(std::string_view pattern, std::string_view text,
                                    std::string_view field);
};

// The same for a name whose last part is a UUID.
template <class Tag>
struct NamedId {
  CountyId county;
  Id<Tag> id;
};
template <class Tag>
Result<NamedId<Tag>> ParseNamedId(std::string_view pattern, std::string_view text,
                                  std::string_view field) {
  QM_ASSIGN(const ResourceName name, ResourceName::Parse(pattern, text, field));
  const auto id = Id<Tag>::Parse(name.ids.back());
  if (!id) return Refusal::InvalidField(std::string(field), "does not end in an id");
  return NamedId<Tag>{name.county, *id};
}

std::string CountyName(CountyId county);  // "counties/7"

}  // namespace qianmo::rpc
