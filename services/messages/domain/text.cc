#include "messages/domain/text.h"

#include <algorithm>
#include <stdexcept>

#include "base/text.h"
#include "base/time_text.h"

namespace qianmo::messages {
namespace {

constexpr int kOnePart = 70;
constexpr int kJoinedPart = 67;
constexpr std::chrono::hours kBeijing{8};

[[noreturn]] void Broken(const std::string& what) {
  throw std::logic_error("a template is broken: " + what);
}

// Calls plain(piece) and blank(name) in the order of the text.
template <class Plain, class Blank>
void Walk(std::string_view text, Plain plain, Blank blank) {
  while (!text.empty()) {
    const std::size_t open = text.find_first_of("{}");
    plain(text.substr(0, open));
    if (open == text.npos) return;
    const std::size_t close = text.find_first_of("{}", open + 1);
    if (text[open] == '}' || close == text.npos || text[close] == '{') {
      Broken("a brace stands alone in " + std::string(text));
    }
    blank(text.substr(open + 1, close - open - 1));
    text.remove_prefix(close + 1);
  }
}

std::string TwoDigits(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

std::string TimeOfDay(Time time) {
  const auto since_midnight =
      time + kBeijing - std::chrono::floor<std::chrono::days>(time + kBeijing);
  const std::chrono::hh_mm_ss parts(since_midnight);
  return TwoDigits(static_cast<int>(parts.hours().count())) + ":" +
         TwoDigits(static_cast<int>(parts.minutes().count()));
}

std::string DateIn(Locale locale, Time time) {
  const Date date = BeijingDate(time);
  return locale == Locale::kZh ? FormatChineseDate(date) : FormatIsoDate(date);
}

std::string Translate(const Parameter& parameter, Locale locale, std::string_view value) {
  std::string all;
  while (true) {
    const std::size_t comma = value.find(',');
    const auto word =
        std::find_if(parameter.words.begin(), parameter.words.end(),
                     [&](const Word& one) { return one.value == value.substr(0, comma); });
    if (word == parameter.words.end()) Broken("no word for a value of " + parameter.name);
    if (!all.empty()) all += locale == Locale::kZh ? "、" : ", ";
    all += locale == Locale::kZh ? word->zh : word->en;
    if (comma == value.npos) return all;
    value.remove_prefix(comma + 1);
  }
}

class Filler {
 public:
  Filler(const Template& text, Channel channel, Locale locale, const Filling& filling)
      : template_(text), channel_(channel), locale_(locale), filling_(filling) {}

  std::string Fill(std::string_view text) const {
    std::string filled;
    Walk(
        text, [&](std::string_view piece) { filled += piece; },
        [&](std::string_view blank) { filled += ValueOf(blank); });
    return filled;
  }

 private:
  std::string ValueOf(std::string_view blank) const {
    const std::string name(blank);
    if (name == "code") return filling_.code;
    if (name.starts_with("until_")) {
      if (!filling_.expire_time) Broken("no end for " + name);
      return name == "until_time" ? TimeOfDay(*filling_.expire_time)
                                  : DateIn(locale_, *filling_.expire_time);
    }
    const Parameter* parameter = template_.Find(name);
    const auto value = filling_.values.find(name);
    if (parameter == nullptr || value == filling_.values.end()) Broken("nothing for " + name);
    if (parameter->nature == Nature::kWords) return Translate(*parameter, locale_, value->second);
    return IsOpenChannel(channel_) ? FitForOpenChannel(*parameter, value->second) : value->second;
  }

  const Template& template_;
  const Channel channel_;
  const Locale locale_;
  const Filling& filling_;
};

}  // namespace

Words Render(const Template& text, Channel channel, Locale locale, const Filling& filling) {
  const Text* words = text.Find(channel, locale);
  if (words == nullptr) Broken("it does not go by this channel");
  const Filler filler(text, channel, locale, filling);
  return {filler.Fill(words->title), filler.Fill(words->text)};
}

std::vector<std::string> BlanksOf(std::string_view text) {
  std::vector<std::string> blanks;
  Walk(
      text, [](std::string_view) {}, [&](std::string_view blank) { blanks.emplace_back(blank); });
  return blanks;
}

std::string FitForOpenChannel(const Parameter& parameter, std::string_view value) {
  switch (parameter.nature) {
    case Nature::kName:
      return MaskName(value);
    case Nature::kNumber:
    case Nature::kWords:
      return std::string(value);
    case Nature::kText:
      break;
  }
  return "***";
}

int SmsParts(std::string_view text) {
  int units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) == 0x80) continue;  // inside a character
    units += byte >= 0xF0 ? 2 : 1;        // beyond U+FFFF: a pair
  }
  if (units <= kOnePart) return 1;
  return (units + kJoinedPart - 1) / kJoinedPart;
}

}  // namespace qianmo::messages
