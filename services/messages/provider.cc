#include "messages/provider.h"

#include <stdexcept>
#include <utility>
#include <vector>

#include <curl/curl.h>
#include <google/protobuf/util/json_util.h>

#include "messages/provider_signature.h"

namespace qianmo::messages {
namespace {

constexpr long kConnectMilliseconds = 2'000;
constexpr long kAnswerMilliseconds = 8'000;  // less than the lease of a claim
constexpr std::size_t kMostAnswer = 1 << 20;
constexpr int kReportsAtOnce = 200;

std::string WithoutSlash(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  if (!url.starts_with("http://") && !url.starts_with("https://")) {
    throw std::runtime_error("the provider's address must begin with http:// or https://: " + url);
  }
  return url;
}

void* NewMulti() {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  CURLM* multi = ready == CURLE_OK ? curl_multi_init() : nullptr;
  if (multi == nullptr) throw std::runtime_error("libcurl cannot start");
  return multi;
}

std::size_t TakeBytes(char* bytes, std::size_t size, std::size_t count, void* target) {
  auto& body = *static_cast<std::string*>(target);
  if (body.size() + size * count > kMostAnswer) return 0;  // ends the request
  body.append(bytes, size * count);
  return size * count;
}

std::string ToJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(message, &json, options).ok()) {
    throw std::runtime_error("a message cannot be written as JSON");
  }
  return json;
}

bool FromJson(const std::string& json, google::protobuf::Message* message) {
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  return google::protobuf::util::JsonStringToMessage(json, message, options).ok();
}

// Whether the request cannot have reached anybody.
bool NeverLeft(CURLcode result) {
  return result == CURLE_COULDNT_CONNECT || result == CURLE_COULDNT_RESOLVE_HOST ||
         result == CURLE_COULDNT_RESOLVE_PROXY || result == CURLE_SSL_CONNECT_ERROR ||
         result == CURLE_PEER_FAILED_VERIFICATION || result == CURLE_SSL_CACERT_BADFILE;
}

}  // namespace

struct Provider::Request {
  CURL* easy = curl_easy_init();
  curl_slist* headers = nullptr;
  std::string body;
  std::string answer;
  bool wants_reports = false;
  OnReply on_reply;

  ~Request() {
    curl_slist_free_all(headers);
    curl_easy_cleanup(easy);
  }
};

Provider::Provider(const ProviderOptions& options, const Clock& clock)
    : base_(WithoutSlash(options.url)),
      key_(ReadProviderKey(options.key_file)),
      clock_(clock),
      multi_(NewMulti()) {}

Provider::~Provider() {
  for (const auto& [easy, request] : under_way_) curl_multi_remove_handle(multi_, easy);
  under_way_.clear();
  curl_multi_cleanup(multi_);
}

void Provider::Send(const v1::ProviderMessage& message, OnReply on_reply) {
  Start("POST", "/v1/messages", ToJson(message), std::move(on_reply));
}

void Provider::PullReports(const std::string& account, const std::string& after, OnReply on_reply) {
  char* const cursor = curl_easy_escape(nullptr, after.data(), static_cast<int>(after.size()));
  const std::string target = "/v1/reports?account=" + account + "&after=" + cursor +
                             "&limit=" + std::to_string(kReportsAtOnce);
  curl_free(cursor);
  Start("GET", target, "", std::move(on_reply));
}

void Provider::Start(const std::string& method, const std::string& target, std::string body,
                     OnReply on_reply) {
  const SignedRequest signed_request = RequestAt(clock_.Now(), method, target, std::move(body));
  auto request = std::make_unique<Request>();
  request->body = signed_request.body;
  request->wants_reports = method == "GET";
  request->on_reply = std::move(on_reply);
  const std::vector<std::string> headers = {
      "Content-Type: application/json",
      "Expect:",  // no waiting for 100 Continue
      std::string(kTimestampHeader) + ": " + signed_request.timestamp,
      std::string(kNonceHeader) + ": " + signed_request.nonce,
      std::string(kSignatureHeader) + ": " + SignatureOf(signed_request, key_)};
  for (const std::string& header : headers) {
    request->headers = curl_slist_append(request->headers, header.c_str());
  }
  CURL* const easy = request->easy;
  curl_easy_setopt(easy, CURLOPT_URL, (base_ + target).c_str());
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, request->headers);
  curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, method.c_str());
  if (method == "POST") {
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, static_cast<long>(request->body.size()));
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request->body.c_str());
  }
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, TakeBytes);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &request->answer);
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, kConnectMilliseconds);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, kAnswerMilliseconds);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_PROXY, "");  // never through whatever the environment names
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_multi_add_handle(multi_, easy);
  under_way_.emplace(easy, std::move(request));
}

void Provider::Work(std::chrono::milliseconds at_most) {
  int running = 0;
  curl_multi_perform(multi_, &running);
  curl_multi_poll(multi_, nullptr, 0, static_cast<int>(at_most.count()), nullptr);
  curl_multi_perform(multi_, &running);
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
    if (message->msg == CURLMSG_DONE) Finish(message->easy_handle, message->data.result);
  }
}

void Provider::Wake() { curl_multi_wakeup(multi_); }

void Provider::Finish(void* easy, int result) {
  const auto request = std::move(under_way_.extract(easy).mapped());
  curl_multi_remove_handle(multi_, easy);
  const auto code = static_cast<CURLcode>(result);
  ProviderReply reply;
  if (code != CURLE_OK) {
    using Way = ProviderAnswer::Way;
    reply.answer.way = NeverLeft(code) ? Way::kNeverLeft : Way::kNoAnswer;
    reply.error = curl_easy_strerror(code);
    request->on_reply(reply);
    return;
  }
  long status = 0;
  curl_off_t retry_after = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &retry_after);
  reply.answer.http_status = static_cast<int>(status);
  if (retry_after > 0) reply.retry_after = std::chrono::seconds(retry_after);
  const bool has_reports = status == 200 && request->wants_reports;
  const bool read = has_reports ? FromJson(request->answer, &reply.reports)
                                : FromJson(request->answer, &reply.receipt);
  reply.answer.has_provider_id = read && !reply.receipt.provider_id().empty();
  if (status != 200) {
    reply.error = std::to_string(status) + " " + reply.receipt.error();
  } else if (!read) {
    reply.error = "200 with an answer that cannot be read";
  }
  request->on_reply(reply);
}

}  // namespace qianmo::messages
