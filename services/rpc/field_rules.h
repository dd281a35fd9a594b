// The field rules of the proto, enforced for every request before its handler runs.
#pragma once

#include <google/protobuf/message.h>

#include "base/result.h"

namespace qianmo::rpc {

// Compiles the rules of a message and of all it contains; refuses patterns that are no RE2 and
// rules that do not fit the field's type.
Result<Done> CompileFieldRules(const google::protobuf::Descriptor& message);

// Every broken rule at once (up to twenty), each with the field's path, as one kInvalid refusal.
Result<Done> CheckFieldRules(const google::protobuf::Message& message);

}  // namespace qianmo::rpc
