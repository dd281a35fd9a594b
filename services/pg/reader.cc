#include "pg/reader.h"

#include <charconv>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <google/protobuf/descriptor.h>

#include "pg/json.h"
#include "pg/row.h"

namespace qianmo::pg {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

using Path = std::vector<const FieldDescriptor*>;

constexpr std::size_t kLongestName = 63;  // PostgreSQL cuts what is longer

[[noreturn]] void Fail(std::string_view column, std::string_view why) {
  throw ColumnError("column " + std::string(column) + " " + std::string(why));
}

Path FindPath(const Descriptor* descriptor, std::string_view column) {
  Path path;
  std::string_view rest = column;
  while (true) {
    const auto dot = rest.find('.');
    const FieldDescriptor* field =
        descriptor ? descriptor->FindFieldByName(std::string(rest.substr(0, dot))) : nullptr;
    if (field == nullptr) {
      Fail(column, column.size() == kLongestName
                       ? "is no field: PostgreSQL cuts names at 63 bytes, so it was longer"
                       : "is no field of the message it is read into");
    }
    path.push_back(field);
    if (dot == std::string_view::npos) return path;
    if (field->is_repeated()) Fail(column, "leads through a repeated field");
    descriptor = field->message_type();
    rest.remove_prefix(dot + 1);
  }
}

// The paths of compiled messages, which live as long as the program.
const Path& CachedPath(const Descriptor* descriptor, std::string_view column) {
  using Known = std::map<std::string, Path, std::less<>>;
  static std::shared_mutex mutex;
  static auto& known = *new std::map<const Descriptor*, Known>;
  {
    std::shared_lock lock(mutex);
    const auto of_message = known.find(descriptor);
    if (of_message != known.end()) {
      const auto found = of_message->second.find(column);
      if (found != of_message->second.end()) return found->second;
    }
  }
  Path path = FindPath(descriptor, column);
  std::unique_lock lock(mutex);
  return known[descriptor].emplace(column, std::move(path)).first->second;
}

// The message that holds the last field of `path`, made where it is missing.
Message* Holder(Message* message, const Path& path) {
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    message = message->GetReflection()->MutableMessage(message, path[i]);
  }
  return message;
}

// One value (not the whole of a repeated field) in its text form, set or added.
class Setter {
 public:
  Setter(Message* message, const FieldDescriptor* field, std::string_view column)
      : message_(message), reflection_(message->GetReflection()), field_(field), column_(column) {}

  void FromText(std::string_view text) {
    switch (field_->cpp_type()) {
      case FieldDescriptor::CPPTYPE_INT32:
        return Put<std::int32_t>(text, &Reflection::SetInt32, &Reflection::AddInt32);
      case FieldDescriptor::CPPTYPE_INT64:
        return Put<std::int64_t>(text, &Reflection::SetInt64, &Reflection::AddInt64);
      case FieldDescriptor::CPPTYPE_UINT32:
        return Put<std::uint32_t>(text, &Reflection::SetUInt32, &Reflection::AddUInt32);
      case FieldDescriptor::CPPTYPE_UINT64:
        return Put<std::uint64_t>(text, &Reflection::SetUInt64, &Reflection::AddUInt64);
      case FieldDescriptor::CPPTYPE_BOOL:
        return Put<bool>(text, &Reflection::SetBool, &Reflection::AddBool);
      case FieldDescriptor::CPPTYPE_ENUM:
        return PutEnum(text);
      case FieldDescriptor::CPPTYPE_STRING:
        return PutString(text);
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return PutMessage(text);
      default:
        Fail(column_, "feeds a floating-point field, which the reader does not fill");
    }
  }

  void FromJson(const Json& json) {
    switch (json.kind) {
      case Json::Kind::kObject:
        return PutObject(json);
      case Json::Kind::kNull:
      case Json::Kind::kArray:
        Fail(column_, "holds null or an array where one value belongs");
      case Json::Kind::kNumber:
      case Json::Kind::kBool:
        if (field_->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
          Fail(column_, "holds a JSON number or boolean for text");
        }
        return FromText(json.text);
      case Json::Kind::kString:
        if (field_->cpp_type() == FieldDescriptor::CPPTYPE_BOOL) {
          Fail(column_, "holds JSON text for a boolean");
        }
        return FromText(json.text);
    }
  }

 private:
  using Reflection = google::protobuf::Reflection;

  template <class T>
  void Put(std::string_view text,
           void (Reflection::*set)(Message*, const FieldDescriptor*, T) const,
           void (Reflection::*add)(Message*, const FieldDescriptor*, T) const) {
    const auto value = internal::Parser<T>::Parse(text);
    if (!value)
      Fail(column_, "is not what its field can hold: " + std::string(field_->type_name()));
    (reflection_->*(field_->is_repeated() ? add : set))(message_, field_, *value);
  }

  void PutEnum(std::string_view text) {
    const auto* type = field_->enum_type();
    const auto* value = type->FindValueByName(std::string(text));
    if (value == nullptr) {
      const auto number = internal::Parser<int>::Parse(text);
      if (number) value = type->FindValueByNumber(*number);
    }
    if (value == nullptr) Fail(column_, "is no value of the enum " + type->full_name());
    if (field_->is_repeated()) return reflection_->AddEnum(message_, field_, value);
    reflection_->SetEnum(message_, field_, value);
  }

  void PutString(std::string_view text) {
    std::string value(text);
    if (field_->type() == FieldDescriptor::TYPE_BYTES) {
      auto bytes = ParseBytes(text);
      if (!bytes) Fail(column_, "is not a bytea");
      value = std::move(*bytes);
    }
    if (field_->is_repeated()) return reflection_->AddString(message_, field_, std::move(value));
    reflection_->SetString(message_, field_, std::move(value));
  }

  Message* Target() {
    return field_->is_repeated() ? reflection_->AddMessage(message_, field_)
                                 : reflection_->MutableMessage(message_, field_);
  }

  void PutMessage(std::string_view text) {
    const auto& name = field_->message_type()->full_name();
    if (name == "google.protobuf.Timestamp") return PutTimestamp(text);
    if (name == "google.type.Date") return PutDate(text);
    const auto json = ParseJson(text);
    if (!json || json->kind != Json::Kind::kObject) Fail(column_, "is not a JSON object");
    PutObject(*json);
  }

  void PutTimestamp(std::string_view text) {
    const auto time = ParseTime(text);
    if (!time) Fail(column_, "is not a finite timestamptz");
    const auto seconds = std::chrono::floor<std::chrono::seconds>(*time);
    SetNumber(Target(), {{"seconds", seconds.time_since_epoch().count()},
                         {"nanos", std::chrono::nanoseconds(*time - seconds).count()}});
  }

  void PutDate(std::string_view text) {
    const auto date = ParseDate(text);
    if (!date) Fail(column_, "is not a finite date");
    const std::chrono::year_month_day day(*date);
    SetNumber(Target(), {{"year", static_cast<int>(day.year())},
                         {"month", static_cast<unsigned>(day.month())},
                         {"day", static_cast<unsigned>(day.day())}});
  }

  static void SetNumber(Message* target,
                        std::initializer_list<std::pair<const char*, std::int64_t>> numbers) {
    for (const auto& [name, number] : numbers) {
      const auto* field = target->GetDescriptor()->FindFieldByName(name);
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_INT64) {
        target->GetReflection()->SetInt64(target, field, number);
      } else {
        target->GetReflection()->SetInt32(target, field, static_cast<std::int32_t>(number));
      }
    }
  }

  void PutObject(const Json& json);

  Message* message_;
  const Reflection* reflection_;
  const FieldDescriptor* field_;
  std::string_view column_;
};

void FillRepeated(Message* message, const FieldDescriptor* field, const Json& json,
                  std::string_view column) {
  if (json.kind != Json::Kind::kArray) Fail(column, "is not a JSON array");
  message->GetReflection()->ClearField(message, field);
  for (const auto& item : json.items) Setter(message, field, column).FromJson(item);
}

void Setter::PutObject(const Json& json) {
  if (field_->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
    Fail(column_, "holds a JSON object for a plain value");
  }
  Message* target = Target();
  for (const auto& [name, member] : json.members) {
    if (member.kind == Json::Kind::kNull) continue;
    const std::string place = std::string(column_) + "." + name;
    const auto* field = target->GetDescriptor()->FindFieldByName(name);
    if (field == nullptr) Fail(place, "(inside its JSON) is no field");
    if (field->is_repeated()) {
      FillRepeated(target, field, member, place);
    } else {
      Setter(target, field, place).FromJson(member);
    }
  }
}

// A repeated field from a JSON array or, as array_agg writes them, from an SQL array.
void FillRepeatedFromText(Message* message, const FieldDescriptor* field, std::string_view text,
                          std::string_view column) {
  if (text.starts_with('{')) {
    const auto elements = ParseArray(text);
    if (!elements) Fail(column, "is not a one-dimensional array");
    message->GetReflection()->ClearField(message, field);
    for (const auto& element : *elements) {
      if (!element) Fail(column, "holds a NULL element");
      Setter(message, field, column).FromText(*element);
    }
    return;
  }
  const auto json = ParseJson(text);
  if (!json) Fail(column, "is not JSON");
  FillRepeated(message, field, *json, column);
}

void Fill(Message* message, const Path& path, std::string_view text, std::string_view column) {
  message = Holder(message, path);
  const FieldDescriptor* field = path.back();
  if (field->is_repeated()) return FillRepeatedFromText(message, field, text, column);
  Setter(message, field, column).FromText(text);
}

}  // namespace

void ReadRow(const pqxx::row& row, Message* message) {
  const Descriptor* descriptor = message->GetDescriptor();
  const bool lasting = descriptor->file()->pool() == DescriptorPool::generated_pool();
  for (const pqxx::field& field : row) {
    const std::string_view column = field.name();
    // Looked up for NULLs too: a wrong alias must show on the first row, whatever it holds.
    const Path& path =
        lasting ? CachedPath(descriptor, column) : Path(FindPath(descriptor, column));
    if (!field.is_null()) Fill(message, path, {field.c_str(), field.size()}, column);
  }
}

}  // namespace qianmo::pg
