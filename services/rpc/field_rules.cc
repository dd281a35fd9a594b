#include "rpc/field_rules.h"

#include <memory>
#include <mutex>
#include <set>
#include <unordered_map>

#include <re2/re2.h>

#include "base/id.h"
#include "base/text.h"
#include "qianmo/rpc/v1/options.pb.h"

namespace qianmo::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// The faults travel as metadata, which is small.
constexpr std::size_t kMostNamed = 20;

struct CompiledField {
  const FieldDescriptor* field;
  v1::FieldRules rules;
  std::unique_ptr<re2::RE2> pattern;
};
using CompiledMessage = std::vector<CompiledField>;

bool IsMessage(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;  // an entry of a map is one, too
}

// What is none of the values that the proto names would be found out by the database at best.
bool IsChoice(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM;
}

bool IsInteger(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_UINT32:
      return true;
    default:
      return false;
  }
}

Refusal Misfit(const FieldDescriptor& field, const std::string& why) {
  return {Refusal::Kind::kPrecondition, "FIELD_RULES_UNFIT", field.full_name() + " " + why};
}

Result<CompiledField> CompileField(const FieldDescriptor& field) {
  CompiledField compiled{&field, field.options().GetExtension(v1::rules), nullptr};
  const auto& rules = compiled.rules;
  const bool is_text = field.cpp_type() == FieldDescriptor::CPPTYPE_STRING;
  if ((rules.has_min() || rules.has_max()) && !IsInteger(field)) {
    return Misfit(field, "has bounds but is no integer");
  }
  if ((rules.min_length() || rules.max_length() || rules.uuid7() || !rules.pattern().empty()) &&
      !is_text) {
    return Misfit(field, "has rules for text but is no text");
  }
  if ((rules.min_items() || rules.max_items()) && !field.is_repeated()) {
    return Misfit(field, "has bounds of items but is not repeated");
  }
  if (rules.required() && field.has_presence() && !IsMessage(field)) {
    return Misfit(field, "is required but may be set to nothing");
  }
  if (!rules.pattern().empty()) {
    compiled.pattern = std::make_unique<re2::RE2>(rules.pattern(), re2::RE2::Quiet);
    if (!compiled.pattern->ok()) return Misfit(field, "has a bad pattern");
  }
  return compiled;
}

// Descriptors live as long as the program, and so does what is compiled from them.
class Compiler {
 public:
  Result<const CompiledMessage*> For(const Descriptor& message) {
    std::lock_guard lock(mutex_);
    auto& slot = compiled_[&message];
    if (slot) return slot.get();
    auto fresh = std::make_unique<CompiledMessage>();
    for (int i = 0; i < message.field_count(); ++i) {
      const FieldDescriptor& field = *message.field(i);
      const bool is_checked = IsMessage(field) || IsChoice(field);
      if (!field.options().HasExtension(v1::rules) && !is_checked) continue;
      QM_ASSIGN(CompiledField one, CompileField(field));
      fresh->push_back(std::move(one));
    }
    slot = std::move(fresh);
    return slot.get();
  }

 private:
  std::mutex mutex_;
  std::unordered_map<const Descriptor*, std::unique_ptr<CompiledMessage>> compiled_;
};

Compiler& TheCompiler() {
  static Compiler compiler;
  return compiler;
}

class Checker {
 public:
  void Check(const Message& message, const std::string& prefix) {
    const auto compiled = TheCompiler().For(*message.GetDescriptor());
    for (const CompiledField& one : **compiled) {
      const std::string path = prefix + one.field->name();
      if (one.field->is_repeated()) {
        CheckRepeated(message, one, path);
      } else {
        CheckSingular(message, one, path);
      }
    }
  }

  std::vector<Refusal::Field> faults;

 private:
  void Fault(const std::string& path, std::string why) {
    if (faults.size() < kMostNamed) faults.push_back({path, std::move(why)});
  }

  void CheckRepeated(const Message& message, const CompiledField& one, const std::string& path) {
    const auto& reflection = *message.GetReflection();
    const int count = reflection.FieldSize(message, one.field);
    if (one.rules.required() && count == 0) return Fault(path, "is required");
    if (count < one.rules.min_items()) {
      return Fault(path, "needs at least " + std::to_string(one.rules.min_items()) + " items");
    }
    if (one.rules.max_items() != 0 && count > one.rules.max_items()) {
      return Fault(path, "may have at most " + std::to_string(one.rules.max_items()) + " items");
    }
    for (int i = 0; i < count; ++i) {
      const std::string item = path + "[" + std::to_string(i) + "]";
      if (IsMessage(*one.field)) {
        Check(reflection.GetRepeatedMessage(message, one.field, i), item + ".");
      } else if (one.field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
        std::string scratch;
        CheckText(one, reflection.GetRepeatedStringReference(message, one.field, i, &scratch),
                  item);
      } else if (IsInteger(*one.field)) {
        CheckInteger(one, ItemOf(message, *one.field, i), item);
      } else if (IsChoice(*one.field)) {
        CheckChoice(one, reflection.GetRepeatedEnumValue(message, one.field, i), item);
      }
    }
  }

  void CheckSingular(const Message& message, const CompiledField& one, const std::string& path) {
    const auto& reflection = *message.GetReflection();
    const bool present = reflection.HasField(message, one.field);  // proto3: differs from default
    if (one.rules.required() && !present) return Fault(path, "is required");
    if (IsMessage(*one.field)) {
      if (present) Check(reflection.GetMessage(message, one.field), path + ".");
    } else if (IsChoice(*one.field)) {
      CheckChoice(one, reflection.GetEnumValue(message, one.field), path);
    } else if (IsInteger(*one.field)) {
      // Without presence, nothing given is the number 0.
      if (present || !one.field->has_presence()) {
        CheckInteger(one, IntegerOf(message, *one.field), path);
      }
    } else if (one.field->cpp_type() == FieldDescriptor::CPPTYPE_STRING && present) {
      std::string scratch;
      CheckText(one, reflection.GetStringReference(message, one.field, &scratch), path);
    }
  }

  static std::int64_t IntegerOf(const Message& message, const FieldDescriptor& field) {
    const auto& reflection = *message.GetReflection();
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_INT32:
        return reflection.GetInt32(message, &field);
      case FieldDescriptor::CPPTYPE_UINT32:
        return reflection.GetUInt32(message, &field);
      default:
        return reflection.GetInt64(message, &field);
    }
  }

  static std::int64_t ItemOf(const Message& message, const FieldDescriptor& field, int i) {
    const auto& reflection = *message.GetReflection();
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_INT32:
        return reflection.GetRepeatedInt32(message, &field, i);
      case FieldDescriptor::CPPTYPE_UINT32:
        return reflection.GetRepeatedUInt32(message, &field, i);
      default:
        return reflection.GetRepeatedInt64(message, &field, i);
    }
  }

  void CheckInteger(const CompiledField& one, std::int64_t value, const std::string& path) {
    if (one.rules.has_min() && value < one.rules.min()) {
      Fault(path, "must be at least " + std::to_string(one.rules.min()));
    } else if (one.rules.has_max() && value > one.rules.max()) {
      Fault(path, "must be at most " + std::to_string(one.rules.max()));
    }
  }

  void CheckChoice(const CompiledField& one, int number, const std::string& path) {
    if (one.field->enum_type()->FindValueByNumber(number) == nullptr) {
      Fault(path, "is none of the values that it can have");
    }
  }

  void CheckText(const CompiledField& one, const std::string& text, const std::string& path) {
    const bool is_bytes = one.field->type() == FieldDescriptor::TYPE_BYTES;
    const auto length = static_cast<std::int64_t>(is_bytes ? text.size() : CountCodePoints(text));
    const char* unit = is_bytes ? " bytes" : " characters";
    if (length < one.rules.min_length()) {
      Fault(path, "must have at least " + std::to_string(one.rules.min_length()) + unit);
    } else if (one.rules.max_length() != 0 && length > one.rules.max_length()) {
      Fault(path, "may have at most " + std::to_string(one.rules.max_length()) + unit);
    } else if (one.rules.uuid7() && !IsUuid7(text)) {
      Fault(path, "must be a UUID of version 7");
    } else if (one.pattern && !re2::RE2::FullMatch(text, *one.pattern)) {
      Fault(path, one.rules.pattern_hint().empty() ? "must match " + one.rules.pattern()
                                                   : one.rules.pattern_hint());
    }
  }

  static bool IsUuid7(const std::string& text) {
    const auto id = Uuid::Parse(text);
    return id && id->version() == 7;
  }
};

Result<Done> CompileAll(const Descriptor& message, std::set<const Descriptor*>* seen) {
  if (!seen->insert(&message).second) return Done{};
  QM_TRY(TheCompiler().For(message));
  for (int i = 0; i < message.field_count(); ++i) {
    if (IsMessage(*message.field(i))) QM_TRY(CompileAll(*message.field(i)->message_type(), seen));
  }
  return Done{};
}

}  // namespace

Result<Done> CompileFieldRules(const Descriptor& message) {
  std::set<const Descriptor*> seen;
  return CompileAll(message, &seen);
}

Result<Done> CheckFieldRules(const Message& message) {
  Checker checker;
  checker.Check(message, "");
  if (checker.faults.empty()) return Done{};
  Refusal refusal{Refusal::Kind::kInvalid, "INVALID_FIELD",
                  checker.faults[0].path + " " + checker.faults[0].description};
  refusal.fields = std::move(checker.faults);
  return refusal;
}

}  // namespace qianmo::rpc
