#include "gateway/transcode/json_read.h"

#include <bitset>
#include <memory>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include <google/protobuf/util/json_util.h>

#include "gateway/transcode/field_text.h"
#include "gateway/transcode/json_scan.h"

namespace qianmo::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// The fields of a message by both spellings of their names.
using FieldsByName = std::unordered_map<std::string_view, const FieldDescriptor*>;

// One index a thread, so that nobody waits for anybody.
const FieldsByName& FieldsOf(const Descriptor* type) {
  static thread_local std::unordered_map<const Descriptor*, std::unique_ptr<FieldsByName>> known;
  auto& fields = known[type];
  if (fields == nullptr) {
    fields = std::make_unique<FieldsByName>();
    for (int i = 0; i < type->field_count(); ++i) {
      (*fields)[type->field(i)->name()] = type->field(i);
      (*fields)[type->field(i)->json_name()] = type->field(i);
    }
  }
  return *fields;
}

// Where the reader is: written out only when something is wrong.
struct Place {
  const Place* above = nullptr;
  std::string_view name = {};
  int index = -1;  // in a repeated field

  std::string ToString() const {
    std::string path = above == nullptr ? "" : above->ToString();
    if (index >= 0) return path + "[" + std::to_string(index) + "]";
    if (name.empty()) return path;
    return path.empty() ? std::string(name) : path + "." + std::string(name);
  }
};

// Which fields of one object have been seen.
class Seen {
 public:
  // False for the second time.
  bool Add(const FieldDescriptor* field) {
    const auto index = static_cast<std::size_t>(field->index());
    if (index >= few_.size()) return many_.insert(field->index()).second;
    if (few_.test(index)) return false;
    few_.set(index);
    return true;
  }

 private:
  std::bitset<64> few_;
  std::unordered_set<int> many_;
};

class Reader {
 public:
  Reader(std::string_view text, std::vector<std::string>* members)
      : scanner_(text), members_(members) {}

  Result<Done> ReadAll(Message* message, const Place& place) {
    return Finish(Object(message, place, /*base=*/""));
  }

  Result<Done> ReadAll(Message* message, const FieldDescriptor* field, const Place& place) {
    const bool whole = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
                       !field->is_repeated() &&
                       field->message_type()->well_known_type() == kOrdinary;
    if (whole && scanner_.Peek() == '{') {
      Message* inner = message->GetReflection()->MutableMessage(message, field);
      return Finish(Object(inner, place, /*base=*/""));
    }
    bool is_null = false;
    return Finish(Field(message, field, place, &is_null));
  }

 private:
  static constexpr auto kOrdinary = Descriptor::WELLKNOWNTYPE_UNSPECIFIED;

  Result<Done> Finish(bool well) {
    if (well && scanner_.End()) return Done{};
    if (wrong_) return *std::move(wrong_);
    return scanner_.Problem();
  }

  bool Wrong(const Place& place, std::size_t at, std::string what) {
    wrong_ = scanner_.Placed(Refusal::InvalidField(place.ToString(), std::move(what)), at);
    return false;
  }

  bool Object(Message* message, const Place& place, const std::string& base) {
    if (scanner_.Peek() != '{') {
      std::string_view ignored;
      const std::size_t at = scanner_.at();
      if (!scanner_.Skip(&ignored)) return false;
      return place.ToString().empty() ? scanner_.FailAt(at, "expected an object")
                                      : Wrong(place, at, "must be an object");
    }
    scanner_.Take('{');
    if (!scanner_.Enter()) return false;
    const FieldsByName& fields = FieldsOf(message->GetDescriptor());
    Seen seen;
    std::string storage;
    std::string_view key;
    for (bool first = true; !scanner_.Take('}'); first = false) {
      if (!first && !scanner_.Take(',')) return scanner_.Fail("expected ',' or '}'");
      scanner_.Peek();
      const std::size_t at = scanner_.at();
      if (!scanner_.String(&storage, &key)) return false;
      const auto found = fields.find(key);
      if (found == fields.end()) return Unknown(place, at, key);
      if (!seen.Add(found->second)) {
        return scanner_.FailAt(at, "the field " + found->second->name() + " comes twice");
      }
      if (!scanner_.Take(':')) return scanner_.Fail("expected ':'");
      if (!Member(message, found->second, place, base)) return false;
    }
    scanner_.Leave();
    return true;
  }

  bool Unknown(const Place& place, std::size_t at, std::string_view key) {
    constexpr std::size_t kMostShown = 80;
    const Place unknown{&place, key.substr(0, kMostShown)};
    if (key.empty()) return Wrong(place, at, "has no field with an empty name");
    return Wrong(unknown, at, "there is no such field");
  }

  // One member of an object, and its part of the mask.
  bool Member(Message* message, const FieldDescriptor* field, const Place& above,
              const std::string& base) {
    const Place place{&above, field->name()};
    const auto* oneof = field->real_containing_oneof();
    if (oneof != nullptr && scanner_.Peek() != 'n' &&
        message->GetReflection()->HasOneof(*message, oneof)) {
      return Wrong(place, scanner_.at(), "only one of " + oneof->name() + " may be given");
    }
    const bool nests = members_ != nullptr && scanner_.Peek() == '{' && !field->is_repeated() &&
                       field->message_type() != nullptr &&
                       field->message_type()->well_known_type() == kOrdinary;
    if (nests) {
      const std::string path = base + field->name();
      const std::size_t before = members_->size();
      Message* inner = message->GetReflection()->MutableMessage(message, field);
      if (!Object(inner, place, path + ".")) return false;
      if (members_->size() == before) members_->push_back(path);
      return true;
    }
    if (members_ != nullptr) members_->push_back(base + field->name());
    std::vector<std::string>* const outside = std::exchange(members_, nullptr);
    bool is_null = false;
    const bool well = Field(message, field, place, &is_null);
    members_ = outside;
    return well;
  }

  bool Field(Message* message, const FieldDescriptor* field, const Place& place, bool* is_null) {
    if (field->is_map()) return Map(message, field, place);
    if (field->is_repeated()) return Array(message, field, place);
    return Value(message, field, place, is_null);
  }

  bool Null(Message* message, const FieldDescriptor* field, bool* is_null) {
    *is_null = true;
    if (!scanner_.Word("null")) return false;
    message->GetReflection()->ClearField(message, field);
    return true;
  }

  bool Array(Message* message, const FieldDescriptor* field, const Place& place) {
    bool is_null = false;
    if (scanner_.Peek() == 'n') return Null(message, field, &is_null);
    const std::size_t at = scanner_.at();
    if (!scanner_.Take('[')) return NotA("must be a list", place, at);
    if (!scanner_.Enter()) return false;
    for (int i = 0; !scanner_.Take(']'); ++i) {
      if (i > 0 && !scanner_.Take(',')) return scanner_.Fail("expected ',' or ']'");
      const Place item{&place, "", i};
      scanner_.Peek();
      const std::size_t item_at = scanner_.at();
      is_null = false;
      if (!Value(message, field, item, &is_null)) return false;
      if (is_null) return Wrong(item, item_at, "must not be null");
    }
    scanner_.Leave();
    return true;
  }

  bool Map(Message* message, const FieldDescriptor* field, const Place& place) {
    bool is_null = false;
    if (scanner_.Peek() == 'n') return Null(message, field, &is_null);
    const std::size_t at = scanner_.at();
    if (!scanner_.Take('{')) return NotA("must be an object", place, at);
    if (!scanner_.Enter()) return false;
    std::unordered_set<std::string> keys;
    std::string storage;
    std::string problem;
    std::string_view key;
    for (bool first = true; !scanner_.Take('}'); first = false) {
      if (!first && !scanner_.Take(',')) return scanner_.Fail("expected ',' or '}'");
      scanner_.Peek();
      const std::size_t key_at = scanner_.at();
      if (!scanner_.String(&storage, &key)) return false;
      if (!keys.emplace(key).second) {
        return scanner_.FailAt(key_at, "the key comes twice in one object");
      }
      const Place item{&place, *keys.find(std::string(key))};
      Message* entry = message->GetReflection()->AddMessage(message, field);
      const Descriptor* type = field->message_type();
      if (!SetFieldFromText(entry, type->map_key(), key, &problem)) {
        return Wrong(item, key_at, "the key " + problem);
      }
      if (!scanner_.Take(':')) return scanner_.Fail("expected ':'");
      is_null = false;
      if (!Value(entry, type->map_value(), item, &is_null)) return false;
      if (is_null) return Wrong(item, key_at, "must not be null");
    }
    scanner_.Leave();
    return true;
  }

  // One value, or one item of a repeated field.
  bool Value(Message* message, const FieldDescriptor* field, const Place& place, bool* is_null) {
    const char first = scanner_.Peek();
    const std::size_t at = scanner_.at();
    const Descriptor* type = field->message_type();
    const bool takes_null =
        (type != nullptr && type->well_known_type() == Descriptor::WELLKNOWNTYPE_VALUE) ||
        (field->enum_type() != nullptr &&
         field->enum_type()->full_name() == "google.protobuf.NullValue");
    if (first == 'n' && !takes_null) return Null(message, field, is_null);
    if (type != nullptr && !HasTextForm(type)) {
      const auto* reflection = message->GetReflection();
      Message* inner = field->is_repeated() ? reflection->AddMessage(message, field)
                                            : reflection->MutableMessage(message, field);
      return type->well_known_type() == kOrdinary ? Object(inner, place, "") : Loose(inner, place);
    }
    if (type != nullptr && IsWrapper(type)) {
      const auto* reflection = message->GetReflection();
      Message* inner = field->is_repeated() ? reflection->AddMessage(message, field)
                                            : reflection->MutableMessage(message, field);
      return Value(inner, type->field(0), place, is_null);
    }
    return Scalar(message, field, place, first, at);
  }

  static bool IsWrapper(const Descriptor* type) {
    return type->well_known_type() >= Descriptor::WELLKNOWNTYPE_DOUBLEVALUE &&
           type->well_known_type() <= Descriptor::WELLKNOWNTYPE_BOOLVALUE;
  }

  bool Scalar(Message* message, const FieldDescriptor* field, const Place& place, char first,
              std::size_t at) {
    std::string storage;
    std::string_view text;
    const bool is_bool = field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL;
    const bool is_text = field->cpp_type() == FieldDescriptor::CPPTYPE_STRING ||
                         field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    if (first == '"') {
      if (!scanner_.String(&storage, &text)) return false;
      if (is_bool) return Wrong(place, at, "must be true or false");
    } else if (first == 't' || first == 'f') {
      text = first == 't' ? "true" : "false";
      if (!scanner_.Word(text)) return false;
      if (!is_bool) return Wrong(place, at, "must not be true or false");
    } else if (first == 'n') {
      if (!scanner_.Word("null")) return false;
      text = "NULL_VALUE";
    } else {
      if (first == '{' || first == '[') return NotA("must be a single value", place, at);
      if (!scanner_.Number(&text)) return false;
      if (is_text) return Wrong(place, at, "must be a string");
      if (is_bool) return Wrong(place, at, "must be true or false");
    }
    std::string problem;
    return SetFieldFromText(message, field, text, &problem) || Wrong(place, at, problem);
  }

  // A value of another kind: still JSON, or that is what is wrong with it.
  bool NotA(const char* problem, const Place& place, std::size_t at) {
    std::string_view ignored;
    return scanner_.Skip(&ignored) && Wrong(place, at, problem);
  }

  // Any, Struct and the like: checked as strictly, then left to protobuf.
  bool Loose(Message* message, const Place& place) {
    scanner_.Peek();
    const std::size_t at = scanner_.at();
    std::string_view text;
    if (!scanner_.Skip(&text)) return false;
    const auto status = google::protobuf::util::JsonStringToMessage(std::string(text), message);
    return status.ok() || Wrong(place, at, "does not fit " + message->GetDescriptor()->name());
  }

  JsonScanner scanner_;
  std::vector<std::string>* members_;
  std::optional<Refusal> wrong_;
};

}  // namespace

Result<Done> ReadJson(std::string_view text, Message* message, const std::string& prefix,
                      std::vector<std::string>* members) {
  return Reader(text, members).ReadAll(message, Place{nullptr, prefix});
}

Result<Done> ReadFieldJson(std::string_view text, Message* message, const FieldDescriptor* field,
                           std::vector<std::string>* members) {
  return Reader(text, members).ReadAll(message, field, Place{nullptr, field->name()});
}

}  // namespace qianmo::gateway
