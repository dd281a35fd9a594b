#include "qianmosms/port.h"

#include <algorithm>
#include <charconv>

#include <google/protobuf/util/json_util.h>

#include "crypto/digest.h"

namespace qianmo::sms {
namespace {

constexpr int kMostReports = 200;
constexpr std::size_t kMostText = 2000;  // bytes

std::string ToJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string json;
  (void)google::protobuf::util::MessageToJsonString(message, &json, options);
  return json;
}

PortAnswer Refuse(int status, const std::string& error) {
  messages::v1::ProviderReceipt receipt;
  receipt.set_error(error);
  return {.status = status, .body = ToJson(receipt)};
}

// The value of a name in "a=b&c=d"; our client escapes nothing but cursors, which are digits.
std::string Value(const std::string& query, const std::string& name) {
  const std::string all = "&" + query;
  const std::size_t found = all.find("&" + name + "=");
  if (found == all.npos) return "";
  const std::size_t begin = found + name.size() + 2;
  return all.substr(begin, all.find('&', begin) - begin);
}

std::int64_t ToNumber(const std::string& text) {
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

bool IsEvery(int every, int count) { return every > 0 && count % every == 0; }

}  // namespace

std::chrono::milliseconds Port::TakeDelay(const PortRequest& request) const {
  return request.request.method == "POST" ? faults_.take_delay : std::chrono::milliseconds(0);
}

PortAnswer Port::Answer(const PortRequest& request) {
  const std::string& target = request.request.target;
  const std::string path = target.substr(0, target.find('?'));
  const std::string& method = request.request.method;
  if (method == "GET" && path == "/sent") return ShowTexts();
  const bool gives = method == "POST" && path == "/v1/messages";
  const bool asks = method == "GET" && path == "/v1/reports";
  if (!gives && !asks) return Refuse(404, "UNKNOWN_PATH");
  const std::string distrust = Distrust(request);
  if (!distrust.empty()) return Refuse(401, distrust);
  if (gives) return Take(request.request.body);
  return TellReports(target.substr(std::min(target.size(), path.size() + 1)));
}

std::string Port::Distrust(const PortRequest& request) {
  const Time now = clock_.Now();
  std::erase_if(nonces_, [&](const auto& seen) { return seen.second < now; });
  const Time sent{std::chrono::seconds(ToNumber(request.request.timestamp))};
  if (sent < now - kWindow || sent > now + kWindow) return "TIMESTAMP_OUTSIDE_WINDOW";
  const std::string wanted = messages::SignatureOf(request.request, key_);
  if (!crypto::Equal(wanted, request.signature)) return "SIGNATURE_WRONG";
  if (request.request.nonce.size() < 16) return "NONCE_SHORT";
  // As long as its timestamp would be believed.
  if (!nonces_.emplace(request.request.nonce, sent + kWindow).second) return "NONCE_USED";
  return "";
}

PortAnswer Port::Take(const std::string& body) {
  ++given_;
  if (IsEvery(faults_.error_every, given_)) return Refuse(500, "OUT_OF_ORDER");
  if (IsEvery(faults_.limit_every, given_)) {
    PortAnswer answer = Refuse(429, "TOO_MANY");
    answer.retry_after_seconds = 1;
    return answer;
  }
  messages::v1::ProviderMessage message;
  if (!google::protobuf::util::JsonStringToMessage(body, &message).ok()) {
    return Refuse(400, "BODY_UNREADABLE");
  }
  const bool complete = !message.client_id().empty() && !message.account().empty() &&
                        !message.to().empty() && !message.text().empty();
  const bool is_channel = message.channel() == "sms" || message.channel() == "wechat";
  if (!complete || !is_channel || message.text().size() > kMostText) {
    return Refuse(400, "FIELDS_UNFIT");
  }
  if (faults_.refused_numbers.contains(message.to())) return Refuse(422, "NUMBER_UNKNOWN");
  messages::v1::ProviderReceipt receipt;
  receipt.set_provider_id(store_.Take(message, clock_.Now()));
  if (receipt.provider_id().empty()) return Refuse(409, "CLIENT_ID_REUSED");
  return {.status = 200,
          .body = ToJson(receipt),
          .cut = IsEvery(faults_.cut_every, given_),
          .delay = faults_.answer_delay};
}

PortAnswer Port::TellReports(const std::string& query) {
  store_.Report(faults_, clock_.Now());
  const auto limit = std::clamp<std::int64_t>(ToNumber(Value(query, "limit")), 1, kMostReports);
  return {.status = 200,
          .body = ToJson(store_.Reports(Value(query, "account"), Value(query, "after"),
                                        static_cast<int>(limit)))};
}

PortAnswer Port::ShowTexts() const {
  messages::v1::ProviderTexts texts;
  for (const Entry& entry : store_.texts()) *texts.add_texts() = entry;
  return {.status = 200, .body = ToJson(texts)};
}

}  // namespace qianmo::sms
