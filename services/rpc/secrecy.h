// What the marks on fields mean: personal data is masked outside, secrets are kept nowhere.
#pragma once

#include <string>

#include <google/protobuf/message.h>

namespace qianmo::rpc {

// The message as one line of JSON for a log, with personal data and secrets replaced by "***".
std::string MaskedJson(const google::protobuf::Message& message);

// Clears every field marked as secret, at any depth.
void RemoveSecrets(google::protobuf::Message* message);

// Whether a message of this type can hold personal data.
bool CarriesPersonal(const google::protobuf::Descriptor& message);

}  // namespace qianmo::rpc
