// How requests to the provider of text messages are signed; see provider.proto.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"

namespace qianmo::messages {

struct SignedRequest {
  std::string method;
  std::string target;  // the path and its query, as sent
  std::string timestamp;
  std::string nonce;
  std::string body;
};

inline constexpr char kTimestampHeader[] = "X-Sms-Timestamp";
inline constexpr char kNonceHeader[] = "X-Sms-Nonce";
inline constexpr char kSignatureHeader[] = "X-Sms-Signature";

// With a fresh nonce.
SignedRequest RequestAt(Time now, std::string method, std::string target, std::string body);
std::string SignatureOf(const SignedRequest& request, std::string_view key);

// The key in a file of its own: at least 16 characters; blanks and line ends around it do not
// count. Throws std::runtime_error when there is none.
std::string ReadProviderKey(const std::string& file);

}  // namespace qianmo::messages
