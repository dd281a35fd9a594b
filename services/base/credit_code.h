// The unified social credit code (统一社会信用代码, GB 32100) of an organisation.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace qianmo {

// The 18 characters in their only form. Nothing when a character is none of the code's, or the
// check character does not fit. Rural collectives have N1 (group), N2 (village), N3 (township) in
// front.
std::optional<std::string> ReadCreditCode(std::string_view typed);

}  // namespace qianmo
