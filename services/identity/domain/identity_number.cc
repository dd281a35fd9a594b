#include "identity/domain/identity_number.h"

#include "base/identity_number.h"
#include "identity/domain/refusals.h"

namespace qianmo::identity {

Result<std::string> ParseIdentityNumber(std::string_view field, std::string_view typed) {
  auto number = ReadIdentityNumber(typed);
  if (!number) return refusals::IdentityNumberMalformed(field);
  return *std::move(number);
}

}  // namespace qianmo::identity
