#include "messages/domain/template.h"

#include <algorithm>

#include "base/text.h"
#include "messages/domain/refusals.h"

namespace qianmo::messages {
namespace {

bool IsWord(const Parameter& parameter, std::string_view value) {
  return std::any_of(parameter.words.begin(), parameter.words.end(),
                     [&](const Word& word) { return word.value == value; });
}

bool AreWords(const Parameter& parameter, std::string_view value) {
  for (;;) {
    const std::size_t comma = value.find(',');
    if (!IsWord(parameter, value.substr(0, comma))) return false;
    if (comma == value.npos) return true;
    value.remove_prefix(comma + 1);
  }
}

Result<Done> CheckValue(const Parameter& parameter, std::string_view value) {
  if (!IsUtf8(value)) return refusals::ParameterMalformed(parameter.name, "is no UTF-8");
  if (CountCodePoints(value) > parameter.most_characters) {
    return refusals::ParameterMalformed(parameter.name, "is too long");
  }
  if (parameter.nature == Nature::kWords && !AreWords(parameter, value)) {
    return refusals::ParameterMalformed(parameter.name, "is none of the words that it may be");
  }
  return Done{};
}

}  // namespace

bool Template::Goes(Channel channel) const { return Find(channel, Locale::kZh) != nullptr; }

const Text* Template::Find(Channel channel, Locale locale) const {
  const auto found = std::find_if(texts.begin(), texts.end(), [&](const Text& text) {
    return text.channel == channel && text.locale == locale;
  });
  return found == texts.end() ? nullptr : &*found;
}

const Parameter* Template::Find(std::string_view parameter) const {
  const auto found = std::find_if(parameters.begin(), parameters.end(),
                                  [&](const Parameter& one) { return one.name == parameter; });
  return found == parameters.end() ? nullptr : &*found;
}

const Template* Newest(const Catalogue& catalogue, TemplateKind kind) {
  const Template* newest = nullptr;
  for (const Template& one : catalogue) {
    if (one.kind == kind && (newest == nullptr || one.version > newest->version)) newest = &one;
  }
  return newest;
}

const Template* FindVersion(const Catalogue& catalogue, TemplateKind kind, int version) {
  const auto found = std::find_if(catalogue.begin(), catalogue.end(), [&](const Template& one) {
    return one.kind == kind && one.version == version;
  });
  return found == catalogue.end() ? nullptr : &*found;
}

Result<Done> CheckValues(const Template& text, const Values& values) {
  for (const auto& [name, value] : values) {
    const Parameter* parameter = text.Find(name);
    if (parameter == nullptr) return refusals::ParameterUnknown(name);
    QM_TRY(CheckValue(*parameter, value));
  }
  for (const Parameter& parameter : text.parameters) {
    if (!values.contains(parameter.name)) return refusals::ParameterMissing(parameter.name);
  }
  return Done{};
}

Result<Done> CheckCode(const Template& text, bool has_code, bool has_end) {
  if (has_code && !text.carries_code) {
    return refusals::CodeUnfit("one_time_code", "the template carries no code");
  }
  if (!has_code && text.carries_code) {
    return refusals::CodeUnfit("one_time_code", "the template carries a code");
  }
  if (has_code && !has_end) return refusals::CodeUnfit("expire_time", "a code must have an end");
  return Done{};
}

}  // namespace qianmo::messages
