#include "rpc/resource_name.h"

#include <charconv>

namespace qianmo::rpc {
namespace {

std::vector<std::string_view> Split(std::string_view text) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t slash = text.find('/');
    parts.push_back(text.substr(0, slash));
    if (slash == text.npos) return parts;
    text.remove_prefix(slash + 1);
  }
}

std::optional<CountyId> ParseCounty(std::string_view text) {
  CountyId county;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), county.number);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  if (!whole || county.number <= 0 || text[0] == '0') return std::nullopt;
  return county;
}

}  // namespace

Result<ResourceName> ResourceName::Parse(std::string_view pattern, std::string_view text,
                                         std::string_view field) {
  const auto wanted = Split(pattern);
  const auto given = Split(text);
  const Refusal misfit =
      Refusal::InvalidField(std::string(field), "must be like " + std::string(pattern));
  if (given.size() != wanted.size()) return misfit;
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (wanted[i] == "*") {
      if (given[i].empty()) return misfit;
      ids.emplace_back(given[i]);
    } else if (wanted[i] != given[i]) {
      return misfit;
    }
  }
  const auto county = ids.empty() ? std::nullopt : ParseCounty(ids.front());
  if (!county) return misfit;
  ids.erase(ids.begin());
  return ResourceName{*county, std::move(ids)};
}

std::string CountyName(CountyId county) { return "counties/" + std::to_string(county.number); }

}  // namespace qianmo::rpc
