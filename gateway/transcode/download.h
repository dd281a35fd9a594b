// Answers with contents: the whole, or a range, read window by window so that a large file never is
// in memory, at the speed of the client.
#pragma once

#include <memory>
#include <string>

#include <google/protobuf/message.h>

#include "gateway/transcode/content.h"
#include "gateway/transcode/route.h"
#include "gateway/transcode/unary.h"
#include "google/api/httpbody.pb.h"

namespace qianmo::gateway {

// Lives until the exchange is answered.
class Download final : public std::enable_shared_from_this<Download> {
 public:
  static constexpr std::uint64_t kWindow = 1 << 20;

  Download(std::shared_ptr<Exchange> exchange, const Route& route, UpstreamCaller caller,
           std::unique_ptr<google::protobuf::Message> request, std::chrono::milliseconds wait);

  void Start();

 private:
  using Body = google::api::HttpBody;

  void Read(std::uint64_t offset, std::uint64_t limit, void (Download::*then)(const Body&));
  void Failed(const grpc::Status& status);
  void Begin(const Body& body);
  // The refusal of what the headers of the request do not want, or 304 for what is there already.
  std::optional<HttpResponse> Unwanted(const Headers& head) const;
  void Answer(HttpResponse head, const ByteSpan& span, const Body& body);
  void Continue(const Body& body);
  void Send(std::string bytes);
  bool IsHead() const { return exchange_->request().method == "HEAD"; }

  const std::shared_ptr<Exchange> exchange_;
  const Route& route_;
  const UpstreamCaller caller_;
  const std::unique_ptr<google::protobuf::Message> request_;
  const std::chrono::milliseconds wait_;
  rpc::v1::ContentInfo info_;
  bool opened_ = false;
  std::uint64_t next_ = 0;  // the first byte that is still to be sent
  std::uint64_t end_ = 0;   // behind the last one

  std::mutex mutex_;  // call_ against the client's going
  std::shared_ptr<UnaryCall> call_;
  bool gone_ = false;
};

}  // namespace qianmo::gateway
