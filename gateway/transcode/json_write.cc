#include "gateway/transcode/json_write.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>

#include <google/protobuf/any.pb.h>
#include <google/protobuf/arena.h>
#include <google/protobuf/util/field_mask_util.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/time_util.h>

#include "base/text.h"

namespace qianmo::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

template <class Number>
void AppendNumber(Number value, std::string* out) {
  char digits[40];
  const auto end = std::to_chars(digits, digits + sizeof(digits), value);
  out->append(digits, end.ptr);
}

template <class Number>
void AppendQuoted(Number value, std::string* out) {
  *out += '"';
  AppendNumber(value, out);
  *out += '"';
}

template <class Real>
void AppendReal(Real value, std::string* out) {
  if (std::isnan(value)) {
    *out += "\"NaN\"";
  } else if (std::isinf(value)) {
    *out += value > 0 ? "\"Infinity\"" : "\"-Infinity\"";
  } else {
    AppendNumber(value, out);
  }
}

void AppendBase64(std::string_view bytes, std::string* out) {
  static constexpr char kLetters[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  *out += '"';
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t left = std::min<std::size_t>(bytes.size() - i, 3);
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      group = group << 8 | (j < left ? static_cast<unsigned char>(bytes[i + j]) : 0);
    }
    *out += kLetters[group >> 18];
    *out += kLetters[group >> 12 & 63];
    *out += left > 1 ? kLetters[group >> 6 & 63] : '=';
    *out += left > 2 ? kLetters[group & 63] : '=';
  }
  *out += '"';
}

void AppendEnum(const FieldDescriptor* field, int number, std::string* out) {
  if (field->enum_type()->full_name() == "google.protobuf.NullValue") {
    *out += "null";
    return;
  }
  const auto* value = field->enum_type()->FindValueByNumber(number);
  if (value == nullptr) {
    AppendNumber(number, out);
    return;
  }
  *out += '"';
  *out += value->name();
  *out += '"';
}

void WriteMessage(const Message& message, std::string* out);

// The field's value, or the one at `index` of a repeated field.
void WriteValue(const Message& message, const FieldDescriptor* field, int index, std::string* out) {
  const Reflection& at = *message.GetReflection();
  const bool many = index >= 0;
  std::string held;
#define QM_GET(Type) \
  (many ? at.GetRepeated##Type(message, field, index) : at.Get##Type(message, field))
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return AppendNumber(QM_GET(Int32), out);
    case FieldDescriptor::CPPTYPE_UINT32:
      return AppendNumber(QM_GET(UInt32), out);
    case FieldDescriptor::CPPTYPE_INT64:
      return AppendQuoted(QM_GET(Int64), out);
    case FieldDescriptor::CPPTYPE_UINT64:
      return AppendQuoted(QM_GET(UInt64), out);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return AppendReal(QM_GET(Double), out);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return AppendReal(QM_GET(Float), out);
    case FieldDescriptor::CPPTYPE_BOOL:
      out->append(QM_GET(Bool) ? "true" : "false");
      return;
    case FieldDescriptor::CPPTYPE_ENUM:
      return AppendEnum(field, QM_GET(EnumValue), out);
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string& text = many ? at.GetRepeatedStringReference(message, field, index, &held)
                                     : at.GetStringReference(message, field, &held);
      return field->type() == FieldDescriptor::TYPE_BYTES ? AppendBase64(text, out)
                                                          : WriteJsonString(text, out);
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return WriteMessage(QM_GET(Message), out);
  }
#undef QM_GET
}

// A map's key is always a string.
void WriteKey(const Message& entry, const FieldDescriptor* key, std::string* out) {
  const std::size_t from = out->size();
  WriteValue(entry, key, -1, out);
  if ((*out)[from] == '"') return;
  out->insert(from, 1, '"');
  *out += '"';
}

void WriteField(const Message& message, const FieldDescriptor* field, std::string* out) {
  if (!field->is_repeated()) return WriteValue(message, field, -1, out);
  const Reflection& at = *message.GetReflection();
  const int size = at.FieldSize(message, field);
  *out += field->is_map() ? '{' : '[';
  for (int i = 0; i < size; ++i) {
    if (i > 0) *out += ',';
    if (field->is_map()) {
      const Message& entry = at.GetRepeatedMessage(message, field, i);
      WriteKey(entry, field->message_type()->map_key(), out);
      *out += ':';
      WriteValue(entry, field->message_type()->map_value(), -1, out);
    } else {
      WriteValue(message, field, i, out);
    }
  }
  *out += field->is_map() ? '}' : ']';
}

void WriteOrdinary(const Message& message, std::string* out) {
  const Descriptor* type = message.GetDescriptor();
  const Reflection& at = *message.GetReflection();
  *out += '{';
  bool first = true;
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (field->has_presence() && !at.HasField(message, field)) continue;
    if (!first) *out += ',';
    first = false;
    *out += '"';
    *out += field->json_name();
    *out += "\":";
    WriteField(message, field, out);
  }
  *out += '}';
}

// The type of an Any that is linked in; null for any other.
const Descriptor* TypeOf(const google::protobuf::Any& any) {
  const std::string& url = any.type_url();
  const std::size_t slash = url.rfind('/');
  if (slash == url.npos) return nullptr;
  return google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(
      url.substr(slash + 1));
}

// Struct is rare: left to protobuf, in the same style.
void WriteLoose(const Message& message, std::string* out) {
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  std::string text;
  const bool well = google::protobuf::util::MessageToJsonString(message, &text, options).ok();
  *out += well ? text : "null";
}

// Every error has some. The members stand beside "@type", unless the message has a JSON form of its
// own.
void WriteAny(const google::protobuf::Any& any, std::string* out) {
  const Descriptor* type = TypeOf(any);
  if (type == nullptr || type->well_known_type() != Descriptor::WELLKNOWNTYPE_UNSPECIFIED) {
    return WriteLoose(any, out);
  }
  google::protobuf::Arena arena;
  Message* inside =
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New(&arena);
  inside->ParseFromString(any.value());
  *out += "{\"@type\":";
  WriteJsonString(any.type_url(), out);
  const std::size_t at = out->size();
  WriteOrdinary(*inside, out);
  if ((*out)[at + 1] == '}') {
    out->erase(at, 1);
  } else {
    (*out)[at] = ',';
  }
}

template <class T>
const T& As(const Message& message) {
  return *google::protobuf::DynamicCastToGenerated<T>(&message);
}

void WriteMessage(const Message& message, std::string* out) {
  using google::protobuf::util::TimeUtil;
  std::string text;
  switch (message.GetDescriptor()->well_known_type()) {
    case Descriptor::WELLKNOWNTYPE_UNSPECIFIED:
      return WriteOrdinary(message, out);
    case Descriptor::WELLKNOWNTYPE_TIMESTAMP:
      return WriteJsonString(TimeUtil::ToString(As<google::protobuf::Timestamp>(message)), out);
    case Descriptor::WELLKNOWNTYPE_DURATION:
      return WriteJsonString(TimeUtil::ToString(As<google::protobuf::Duration>(message)), out);
    case Descriptor::WELLKNOWNTYPE_FIELDMASK:
      google::protobuf::util::FieldMaskUtil::ToJsonString(As<google::protobuf::FieldMask>(message),
                                                          &text);
      return WriteJsonString(text, out);
    case Descriptor::WELLKNOWNTYPE_ANY:
      return WriteAny(As<google::protobuf::Any>(message), out);
    case Descriptor::WELLKNOWNTYPE_STRUCT:
    case Descriptor::WELLKNOWNTYPE_VALUE:
    case Descriptor::WELLKNOWNTYPE_LISTVALUE:
      return WriteLoose(message, out);
    default:
      return WriteValue(message, message.GetDescriptor()->field(0), -1, out);
  }
}

bool IsPlain(unsigned char c) { return c >= 0x20 && c < 0x80 && c != '"' && c != '\\'; }

void AppendEscaped(unsigned char c, std::string* out) {
  static constexpr char kHex[] = "0123456789abcdef";
  switch (c) {
    case '"':
      *out += "\\\"";
      return;
    case '\\':
      *out += "\\\\";
      return;
    case '\n':
      *out += "\\n";
      return;
    case '\r':
      *out += "\\r";
      return;
    case '\t':
      *out += "\\t";
      return;
    default:
      *out += "\\u00";
      *out += kHex[c >> 4];
      *out += kHex[c & 15];
  }
}

// The bytes of the UTF-8 character at the front; 0 when it is none.
std::size_t CharacterLength(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  return text.size() >= length && IsUtf8(text.substr(0, length)) ? length : 0;
}

}  // namespace

void WriteJsonString(std::string_view text, std::string* out) {
  *out += '"';
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t from = at;
    while (at < text.size() && IsPlain(static_cast<unsigned char>(text[at]))) ++at;
    out->append(text, from, at - from);
    if (at == text.size()) break;
    const auto c = static_cast<unsigned char>(text[at]);
    if (c < 0x80) {
      AppendEscaped(c, out);
      ++at;
      continue;
    }
    const std::size_t length = CharacterLength(text.substr(at));
    out->append(length == 0 ? std::string_view("\xEF\xBF\xBD") : text.substr(at, length));
    at += std::max<std::size_t>(length, 1);
  }
  *out += '"';
}

void WriteJson(const Message& message, std::string* out) { WriteMessage(message, out); }

void WriteFieldJson(const Message& message, const FieldDescriptor* field, std::string* out) {
  if (!field->is_repeated() && field->has_presence() &&
      !message.GetReflection()->HasField(message, field)) {
    *out += field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE ? "{}" : "null";
    return;
  }
  WriteField(message, field, out);
}

}  // namespace qianmo::gateway
