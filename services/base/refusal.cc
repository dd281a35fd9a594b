#include "base/refusal.h"

namespace qianmo {

Refusal Refusal::InvalidField(std::string path, std::string description) {
  Refusal refusal{Kind::kInvalid, "INVALID_FIELD", path + ": " + description};
  refusal.fields.push_back({std::move(path), std::move(description)});
  return refusal;
}

}  // namespace qianmo
