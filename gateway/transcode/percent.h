// Percent-encoding of RFC 3986, out of paths and queries and into headers.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace qianmo::gateway {

enum class Decoding {
  kSegment,  // one segment of a path
  kName,     // several segments: an encoded slash stays encoded, or it would add a segment
  kQuery,    // a part of a query: "+" is a blank
};

// Nothing for a "%" without two hex digits, for NUL, and for what is not UTF-8.
std::optional<std::string> PercentDecode(std::string_view text, Decoding decoding);

// Everything but letters, digits and "-._~" as %XX: the form of RFC 8187.
std::string PercentEncode(std::string_view bytes);

}  // namespace qianmo::gateway
