#include "messages/provider_signature.h"

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "base/encoding.h"
#include "crypto/digest.h"
#include "crypto/random.h"

namespace qianmo::messages {
namespace {

constexpr std::size_t kNonceBytes = 16;
constexpr std::size_t kShortestKey = 16;

}  // namespace

SignedRequest RequestAt(Time now, std::string method, std::string target, std::string body) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch());
  return {.method = std::move(method),
          .target = std::move(target),
          .timestamp = std::to_string(seconds.count()),
          .nonce = ToHex(crypto::RandomBytes(kNonceBytes)),
          .body = std::move(body)};
}

std::string SignatureOf(const SignedRequest& request, std::string_view key) {
  const std::string lines = request.method + "\n" + request.target + "\n" + request.timestamp +
                            "\n" + request.nonce + "\n" +
                            ToHex(AsText(crypto::Sha256(request.body)));
  return ToHex(AsText(crypto::HmacSha256(key, lines)));
}

std::string ReadProviderKey(const std::string& file) {
  constexpr char kBlanks[] = " \t\r\n";
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read the provider's key in " + file);
  std::string key{std::istreambuf_iterator<char>(in), {}};
  key.erase(0, key.find_first_not_of(kBlanks));
  key.erase(key.find_last_not_of(kBlanks) + 1);
  if (key.size() < kShortestKey) {
    throw std::runtime_error("the provider's key in " + file + " is shorter than 16 characters");
  }
  return key;
}

}  // namespace qianmo::messages
