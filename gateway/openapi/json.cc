#include "gateway/openapi/json.h"

namespace qianmo::gateway {
namespace {

void PrintText(std::string_view text, std::string* out) {
  static constexpr char kDigits[] = "0123456789abcdef";
  *out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      *out += '\\';
      *out += c;
    } else if (c == '\n') {
      *out += "\\n";
    } else if (byte < 0x20) {
      *out += "\\u00";
      *out += kDigits[byte >> 4];
      *out += kDigits[byte & 15];
    } else {
      *out += c;
    }
  }
  *out += '"';
}

}  // namespace

Json& Json::Set(std::string_view name, Json value) {
  At(name) = std::move(value);
  return *this;
}

Json& Json::At(std::string_view name) {
  auto& members = std::get<Members>(value_);
  for (auto& [key, value] : members) {
    if (key == name) return value;
  }
  return members.emplace_back(std::string(name), Json()).second;
}

const Json* Json::Find(std::string_view name) const {
  for (const auto& [key, value] : std::get<Members>(value_)) {
    if (key == name) return &value;
  }
  return nullptr;
}

void Json::MoveItemsTo(Json* array) {
  for (Json& item : std::get<Items>(value_)) array->Add(std::move(item));
  std::get<Items>(value_).clear();
}

bool Json::Empty() const {
  if (const auto* items = std::get_if<Items>(&value_)) return items->empty();
  return std::get<Members>(value_).empty();
}

std::string Json::Print() const {
  std::string out;
  PrintTo(&out);
  return out;
}

void Json::PrintTo(std::string* out) const {
  if (const auto* truth = std::get_if<bool>(&value_)) {
    *out += *truth ? "true" : "false";
  } else if (const auto* number = std::get_if<std::int64_t>(&value_)) {
    *out += std::to_string(*number);
  } else if (const auto* text = std::get_if<std::string>(&value_)) {
    PrintText(*text, out);
  } else if (const auto* items = std::get_if<Items>(&value_)) {
    *out += '[';
    for (std::size_t i = 0; i < items->size(); ++i) {
      if (i > 0) *out += ',';
      (*items)[i].PrintTo(out);
    }
    *out += ']';
  } else {
    *out += '{';
    bool first = true;
    for (const auto& [name, value] : std::get<Members>(value_)) {
      if (!first) *out += ',';
      first = false;
      PrintText(name, out);
      *out += ':';
      value.PrintTo(out);
    }
    *out += '}';
  }
}

}  // namespace qianmo::gateway
