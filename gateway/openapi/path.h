// A path template of google.api.http as OpenAPI writes it: each part that varies has a name of its
// own.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace qianmo::gateway {

struct OpenPathParameter {
  std::string name;     // "account"
  std::string field;    // of the request that it goes into: "name"
  std::string shape;    // what that field takes: "counties/*/accounts/*"
  std::string pattern;  // of this part, where the field's own pattern tells it; else ""
};

struct OpenPath {
  std::string path;  // "/v1/counties/{county}/accounts/{account}:disable"
  std::vector<OpenPathParameter> parameters;
};

// `pattern_of` gives the pattern of a field by its dotted path, or "". Throws std::runtime_error
// for a template that is none.
OpenPath OpenPathOf(const std::string& declared,
                    const std::function<std::string(const std::string&)>& pattern_of);

}  // namespace qianmo::gateway
