#include "gateway/transcode/field_text.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <type_traits>

#include <google/protobuf/util/field_mask_util.h>
#include <google/protobuf/util/time_util.h>

#include "base/text.h"

namespace qianmo::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::util::TimeUtil;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

std::size_t Digits(std::string_view text, std::size_t from) {
  std::size_t at = from;
  while (at < text.size() && IsDigit(text[at])) ++at;
  return at - from;
}

// A number's digits and where its point stands: 12.5e1 is 125 with 1 digit after the point, less 1.
struct Decimal {
  bool negative = false;
  std::string digits;
  long exponent = 0;
};

std::optional<Decimal> ParseDecimal(std::string_view text) {
  Decimal number;
  std::size_t at = 0;
  if (text[at] == '-') {
    number.negative = true;
    ++at;
  }
  for (; at < text.size() && (IsDigit(text[at]) || text[at] == '.'); ++at) {
    if (text[at] != '.') number.digits += text[at];
  }
  const std::size_t point = text.find('.');
  if (point != text.npos) number.exponent -= static_cast<long>(at - point - 1);
  if (at < text.size()) {
    const std::size_t sign = text[at + 1] == '+' ? 1 : 0;
    long power = 0;
    const char* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data() + at + 1 + sign, end, power);
    if (parsed.ec != std::errc() || std::abs(power) > 10'000) return std::nullopt;
    number.exponent += power;
  }
  return number;
}

// The plain digits of a whole number that is written with a point or an exponent; else nothing.
std::optional<std::string> WholeDigits(std::string_view text) {
  auto number = ParseDecimal(text);
  if (!number) return std::nullopt;
  std::string& digits = number->digits;
  for (; number->exponent < 0 && !digits.empty(); ++number->exponent) {
    if (digits.back() != '0') return std::nullopt;
    digits.pop_back();
  }
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
  if (digits.empty()) return "0";
  if (digits.size() + static_cast<std::size_t>(number->exponent) > 20) return std::nullopt;
  digits.append(static_cast<std::size_t>(number->exponent), '0');
  return (number->negative ? "-" : "") + digits;
}

template <class Int>
bool ToWhole(std::string_view text, Int* value) {
  if (text.empty() || NumberLength(text) != text.size()) return false;
  std::string plain;
  if (text.find_first_of(".eE") != text.npos) {
    auto digits = WholeDigits(text);
    if (!digits) return false;
    plain = *std::move(digits);
    text = plain;
  }
  if (text == "-0") text = "0";
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), *value);
  return parsed.ec == std::errc() && parsed.ptr == text.data() + text.size();
}

template <class Real>
bool ToReal(std::string_view text, Real* value) {
  using Limits = std::numeric_limits<Real>;
  if (text == "NaN") return *value = Limits::quiet_NaN(), true;
  if (text == "Infinity") return *value = Limits::infinity(), true;
  if (text == "-Infinity") return *value = -Limits::infinity(), true;
  if (text.empty() || NumberLength(text) != text.size()) return false;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), *value);
  if (parsed.ec == std::errc()) return true;
  // Too small for the type is as good as nothing; too large is refused.
  std::string tiny;
  const auto number = ParseDecimal(text);
  if (parsed.ec != std::errc::result_out_of_range || !number) return false;
  const long size = static_cast<long>(number->digits.size()) + number->exponent;
  if (size > 0) return false;
  *value = 0;
  return true;
}

int Base64Value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (IsDigit(c)) return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  if (c == '/' || c == '_') return 63;
  return -1;
}

// Both alphabets, with padding or without.
std::optional<std::string> FromBase64(std::string_view text) {
  if (text.ends_with("==") && text.size() % 4 == 0) {
    text.remove_suffix(2);
  } else if (text.ends_with('=') && text.size() % 4 == 0) {
    text.remove_suffix(1);
  }
  if (text.size() % 4 == 1) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() * 3 / 4);
  std::uint32_t held = 0;
  int bits = 0;
  for (const char c : text) {
    const int value = Base64Value(c);
    if (value < 0) return std::nullopt;
    held = held << 6 | static_cast<std::uint32_t>(value);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes += static_cast<char>(held >> bits & 0xff);
  }
  if ((held & ((1U << bits) - 1)) != 0) return std::nullopt;  // a second text of the same bytes
  return bytes;
}

// "-3.5s"; the library's own parser is generous.
bool IsDuration(std::string_view text) {
  const std::size_t from = text.starts_with('-') ? 1 : 0;
  const std::size_t whole = Digits(text, from);
  if (whole == 0 || whole > 12) return false;
  std::size_t at = from + whole;
  if (at < text.size() && text[at] == '.') {
    const std::size_t part = Digits(text, at + 1);
    if (part == 0 || part > 9) return false;
    at += 1 + part;
  }
  return at + 1 == text.size() && text[at] == 's';
}

bool SetDuration(std::string_view text, google::protobuf::Duration* duration) {
  return IsDuration(text) && TimeUtil::FromString(std::string(text), duration) &&
         std::abs(duration->seconds()) <= TimeUtil::kDurationMaxSeconds;
}

bool SetTimestamp(std::string_view text, google::protobuf::Timestamp* timestamp) {
  return text.size() >= 20 && text.size() <= 40 && text[10] == 'T' &&
         text.find_first_not_of("0123456789-+:.TZ") == text.npos &&
         TimeUtil::FromString(std::string(text), timestamp) &&
         timestamp->seconds() >= TimeUtil::kTimestampMinSeconds &&
         timestamp->seconds() <= TimeUtil::kTimestampMaxSeconds;
}

// google.protobuf's own messages are linked in, so the generated class is the real one.
template <class T>
T* As(Message* message) {
  return google::protobuf::DynamicCastToGenerated<T>(message);
}

bool SetMessage(Message* message, std::string_view text, std::string* problem) {
  switch (message->GetDescriptor()->well_known_type()) {
    case Descriptor::WELLKNOWNTYPE_TIMESTAMP:
      *problem = "must be a time such as 2026-11-20T08:00:00Z";
      return SetTimestamp(text, As<google::protobuf::Timestamp>(message));
    case Descriptor::WELLKNOWNTYPE_DURATION:
      *problem = "must be a duration such as 1.5s";
      return SetDuration(text, As<google::protobuf::Duration>(message));
    case Descriptor::WELLKNOWNTYPE_FIELDMASK:
      *problem = "must be field names in lowerCamelCase with commas between them";
      return text.find('_') == text.npos &&
             google::protobuf::util::FieldMaskUtil::FromJsonString(
                 std::string(text), As<google::protobuf::FieldMask>(message));
    default:
      return SetFieldFromText(message, message->GetDescriptor()->field(0), text, problem);
  }
}

// Calls the setter of a singular field, or the adder of a repeated one.
#define QM_PUT(Type, value)                                              \
  (field->is_repeated() ? reflection->Add##Type(message, field, (value)) \
                        : reflection->Set##Type(message, field, (value)))

bool SetEnum(Message* message, const FieldDescriptor* field, std::string_view text) {
  const auto* reflection = message->GetReflection();
  const auto* named = field->enum_type()->FindValueByName(std::string(text));
  std::int32_t number = 0;
  if (named != nullptr) {
    number = named->number();
  } else if (!ToWhole(text, &number)) {
    return false;
  }
  QM_PUT(EnumValue, number);
  return true;
}

}  // namespace

std::size_t NumberLength(std::string_view text) {
  std::size_t at = text.starts_with('-') ? 1 : 0;
  const std::size_t whole = Digits(text, at);
  if (whole == 0 || (whole > 1 && text[at] == '0')) return 0;
  at += whole;
  if (at < text.size() && text[at] == '.') {
    const std::size_t part = Digits(text, at + 1);
    if (part == 0) return 0;
    at += 1 + part;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    const bool sign = at + 1 < text.size() && (text[at + 1] == '+' || text[at + 1] == '-');
    const std::size_t power = Digits(text, at + 1 + (sign ? 1 : 0));
    if (power == 0) return 0;
    at += 1 + (sign ? 1 : 0) + power;
  }
  return at;
}

bool HasTextForm(const Descriptor* type) {
  switch (type->well_known_type()) {
    case Descriptor::WELLKNOWNTYPE_UNSPECIFIED:
    case Descriptor::WELLKNOWNTYPE_ANY:
    case Descriptor::WELLKNOWNTYPE_STRUCT:
    case Descriptor::WELLKNOWNTYPE_LISTVALUE:
    case Descriptor::WELLKNOWNTYPE_VALUE:
      return false;
    default:
      return true;
  }
}

bool SetFieldFromText(Message* message, const FieldDescriptor* field, std::string_view text,
                      std::string* problem) {
  const auto* reflection = message->GetReflection();
  const auto put_number = [&](auto value, auto put, const char* wanted) {
    *problem = wanted;
    bool fits = false;
    if constexpr (std::is_integral_v<decltype(value)>) {
      fits = ToWhole(text, &value);
    } else {
      fits = ToReal(text, &value);
    }
    if (fits) put(value);
    return fits;
  };
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return put_number(
          std::int32_t{}, [&](auto v) { QM_PUT(Int32, v); }, "must be a whole number of 32 bits");
    case FieldDescriptor::CPPTYPE_INT64:
      return put_number(
          std::int64_t{}, [&](auto v) { QM_PUT(Int64, v); }, "must be a whole number of 64 bits");
    case FieldDescriptor::CPPTYPE_UINT32:
      return put_number(
          std::uint32_t{}, [&](auto v) { QM_PUT(UInt32, v); },
          "must be a whole number of 32 bits, not below zero");
    case FieldDescriptor::CPPTYPE_UINT64:
      return put_number(
          std::uint64_t{}, [&](auto v) { QM_PUT(UInt64, v); },
          "must be a whole number of 64 bits, not below zero");
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return put_number(
          double{}, [&](auto v) { QM_PUT(Double, v); }, "must be a number in range");
    case FieldDescriptor::CPPTYPE_FLOAT:
      return put_number(
          float{}, [&](auto v) { QM_PUT(Float, v); }, "must be a number in range");
    case FieldDescriptor::CPPTYPE_BOOL:
      *problem = "must be true or false";
      if (text != "true" && text != "false") return false;
      QM_PUT(Bool, text == "true");
      return true;
    case FieldDescriptor::CPPTYPE_ENUM:
      *problem = "must be a name or a number of " + field->enum_type()->name();
      return SetEnum(message, field, text);
    case FieldDescriptor::CPPTYPE_STRING:
      if (field->type() == FieldDescriptor::TYPE_BYTES) {
        auto bytes = FromBase64(text);
        *problem = "must be base64";
        if (!bytes) return false;
        QM_PUT(String, *std::move(bytes));
      } else {
        QM_PUT(String, std::string(text));
      }
      return true;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      *problem = "must be an object";
      return HasTextForm(field->message_type()) &&
             SetMessage(field->is_repeated() ? reflection->AddMessage(message, field)
                                             : reflection->MutableMessage(message, field),
                        text, problem);
  }
  return false;
}

}  // namespace qianmo::gateway
