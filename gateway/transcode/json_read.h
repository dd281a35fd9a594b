// JSON into protobuf messages in one strict pass: RFC 8259 to the letter, no key twice (in either
// spelling of a field's name), no unknown field, no value that its field cannot hold. protobuf's
// own parser is lenient in all of this.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <google/protobuf/message.h>

#include "base/result.h"

namespace qianmo::gateway {

// Fills `message` from an object. Fields keep what the text does not mention. Refuses with
// JSON_INVALID, or with INVALID_FIELD and the field's path from `prefix` on; both with the place.
// `members`, if not null, gets the paths of what the text mentions, as an update mask wants them:
// down to the last member of nested messages, null as well as values.
Result<Done> ReadJson(std::string_view text, google::protobuf::Message* message,
                      const std::string& prefix = "", std::vector<std::string>* members = nullptr);

// Fills only one field: the text is the field's value.
Result<Done> ReadFieldJson(std::string_view text, google::protobuf::Message* message,
                           const google::protobuf::FieldDescriptor* field,
                           std::vector<std::string>* members = nullptr);

}  // namespace qianmo::gateway
