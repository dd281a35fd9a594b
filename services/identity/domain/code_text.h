// Secret bytes as codes that people read from paper or a small screen and type.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qianmo::identity {

// Bytes needed for one printed code: 45 of their bits are used.
inline constexpr std::size_t kPrintedCodeBytes = 6;
inline constexpr std::size_t kSixDigitBytes = 8;
inline constexpr int kRecoveryCodes = 10;

// Ten characters as "K7M-2QX-9F4T": digits and capitals without I, L, O and U; the last one finds
// any single wrong character and any two neighbours exchanged. Throws std::invalid_argument for
// less than kPrintedCodeBytes.
std::string PrintedCode(std::string_view bytes);

// The ten characters of a printed code as somebody typed it: case, blanks, dashes and full-width
// characters do not matter, O is read as 0, I and L as 1. Nothing if it is mistyped.
std::optional<std::string> ReadPrintedCode(std::string_view typed);

// kRecoveryCodes printed codes from kRecoveryCodes * kPrintedCodeBytes bytes.
std::vector<std::string> RecoveryCodes(std::string_view bytes);

// Six digits from at least kSixDigitBytes.
std::string SixDigits(std::string_view bytes);

// The number of a letter as printed, "7-000123", and back. The county is part of it, so that a
// letter finds its home.
std::string LetterNumber(int county, long long number);

}  // namespace qianmo::identity
