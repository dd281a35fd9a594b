#include "base/money.h"

#include "base/decimal.h"

namespace qianmo {
namespace {

constexpr int kFenPlaces = 2;
constexpr std::int64_t kFenPerYuan = 100;
constexpr const char* kCapitals[] = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};

struct Scale {
  std::uint64_t size;
  const char* name;
};
constexpr Scale kScales[] = {
    {100'000'000, "亿"}, {10'000, "万"}, {1'000, "仟"}, {100, "佰"}, {10, "拾"}};

// A number reads as "so many of its largest scale, then the rest"; one 零 stands for skipped
// places.
std::string ReadCapital(std::uint64_t number) {
  for (const Scale& scale : kScales) {
    if (number < scale.size) continue;
    const std::uint64_t rest = number % scale.size;
    std::string text = ReadCapital(number / scale.size) + scale.name;
    if (rest == 0) return text;
    if (rest < scale.size / 10) text += kCapitals[0];
    return text + ReadCapital(rest);
  }
  return kCapitals[number];
}

}  // namespace

Result<Fen> ParseYuan(std::string_view text) {
  const auto fen = ParseDecimal(text, kFenPlaces);
  if (!fen) {
    return Refusal{Refusal::Kind::kInvalid, "INVALID_AMOUNT",
                   "an amount is written like 1,234.50 or 1234.5 yuan"};
  }
  return Fen(*fen);
}

std::string FormatYuan(Fen amount) {
  std::string text = FormatGroupedDecimal(amount.count(), kFenPlaces);
  return text.insert(amount.count() < 0 ? 1 : 0, "¥");
}

std::string FormatCapital(Fen amount) {
  const auto bits = static_cast<std::uint64_t>(amount.count());
  const std::uint64_t size = amount.count() < 0 ? std::uint64_t{0} - bits : bits;
  const std::uint64_t yuan = size / 100, jiao = size / 10 % 10, fen = size % 10;
  std::string text = amount.count() < 0 ? "负" : "";
  if (yuan > 0 || size == 0) text += ReadCapital(yuan) + "元";
  if (jiao == 0 && fen > 0 && yuan > 0) text += kCapitals[0];
  if (jiao > 0) text += std::string(kCapitals[jiao]) + "角";
  return text + (fen > 0 ? std::string(kCapitals[fen]) + "分" : "整");
}

Fen Floor(Fen amount, const Fraction& rate) {
  return Fen(MulDivFloor(amount.count(), rate.numerator(), rate.denominator()));
}

Fen Ceil(Fen amount, const Fraction& rate) {
  return Fen(MulDivCeil(amount.count(), rate.numerator(), rate.denominator()));
}

Fen RoundHalfUp(Fen amount, const Fraction& rate) {
  return Fen(MulDivHalfUp(amount.count(), rate.numerator(), rate.denominator()));
}

Fen CeilToYuan(Fen amount) {
  return Fen(CheckedMultiply(MulDivCeil(amount.count(), 1, kFenPerYuan), kFenPerYuan));
}

}  // namespace qianmo
