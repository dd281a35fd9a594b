#include "gateway/transcode/download.h"

#include <algorithm>

#include "base/encoding.h"
#include "crypto/digest.h"
#include "gateway/transcode/error.h"
#include "gateway/transcode/negotiate.h"
#include "rpc/log.h"

namespace qianmo::gateway {
namespace {

// A restarting service is back within this time, and the download goes on.
constexpr std::chrono::milliseconds kPatience{10'000};

// What is known of a content; of one that says nothing, what can be seen.
rpc::v1::ContentInfo InfoOf(const google::api::HttpBody& body) {
  rpc::v1::ContentInfo info;
  if (body.extensions_size() > 0 && body.extensions(0).UnpackTo(&info)) return info;
  info.set_etag(ToHex(AsText(crypto::Sha256(body.data()))));
  info.set_total_size(static_cast<std::int64_t>(body.data().size()));
  info.set_shown(true);
  return info;
}

std::string ContentRange(const ByteSpan& span, std::int64_t total) {
  return "bytes " + std::to_string(span.first) + "-" + std::to_string(span.first + span.size - 1) +
         "/" + std::to_string(total);
}

}  // namespace

Download::Download(std::shared_ptr<Exchange> exchange, const Route& route, UpstreamCaller caller,
                   std::unique_ptr<google::protobuf::Message> request,
                   std::chrono::milliseconds wait)
    : exchange_(std::move(exchange)),
      route_(route),
      caller_(std::move(caller)),
      request_(std::move(request)),
      wait_(wait) {}

void Download::Start() {
  exchange_->WhenGone([weak = weak_from_this()] {
    const auto self = weak.lock();
    if (self == nullptr) return;
    std::lock_guard lock(self->mutex_);
    self->gone_ = true;
    if (self->call_ != nullptr) self->call_->Cancel();
  });
  // A range needs to know the size first, and HEAD needs nothing else.
  const bool look_first = IsHead() || ParseRange(exchange_->request().headers.Get("Range"));
  Read(0, look_first ? 1 : kWindow, &Download::Begin);
}

void Download::Read(std::uint64_t offset, std::uint64_t limit,
                    void (Download::*then)(const Body&)) {
  if (route_.window != nullptr) {
    auto* window = google::protobuf::DynamicCastToGenerated<rpc::v1::ContentWindow>(
        request_->GetReflection()->MutableMessage(request_.get(), route_.window));
    window->set_offset(static_cast<std::int64_t>(offset));
    window->set_limit(static_cast<std::int64_t>(limit));
  }
  UnaryCall::Limits limits{std::chrono::steady_clock::now() + wait_};
  if (opened_) limits = {std::chrono::steady_clock::now() + kPatience * 3, 3, kPatience};
  auto call = std::make_shared<UnaryCall>(
      route_, route_.method->service()->full_name(), caller_, *request_, limits,
      [self = shared_from_this(), then](const grpc::Status& status, grpc::ByteBuffer* reply,
                                        bool /*refused_at_door*/) {
        if (!status.ok()) return self->Failed(status);
        Body body;
        if (!ParseReply(reply, &body)) {
          return self->Failed({grpc::StatusCode::INTERNAL, ""});
        }
        ((*self).*then)(body);
      });
  {
    std::lock_guard lock(mutex_);
    call_ = call;
    if (gone_) call->Cancel();
  }
  call->Start();
}

void Download::Failed(const grpc::Status& status) {
  const std::string& trace = exchange_->request().trace.trace_id;
  if (opened_) {
    rpc::Log(rpc::Level::kWarning, "download_cut",
             {{"method", route_.method->full_name()},
              {"code", std::int64_t{status.error_code()}},
              {"trace_id", trace}});
    return exchange_->Close(false);
  }
  exchange_->Respond(ErrorResponse(ForOutside(status, route_), trace));
}

void Download::Begin(const Body& body) {
  info_ = InfoOf(body);
  const HttpRequest& http = exchange_->request();
  if (info_.total_size() < static_cast<std::int64_t>(body.data().size()) || info_.offset() != 0) {
    return Failed({grpc::StatusCode::INTERNAL, ""});
  }
  HttpResponse head;
  head.headers = ContentHeaders(body.content_type(), info_);
  if (auto answer = Unwanted(head.headers)) return exchange_->Respond(*std::move(answer));
  const auto total = static_cast<std::uint64_t>(info_.total_size());
  ByteSpan span{0, total};
  const auto range = ParseRange(http.headers.Get("Range"));
  if (range && !IsHead() && RangeHolds(http.headers.Get("If-Range"), info_.etag())) {
    const auto wanted = Resolve(*range, total);
    if (!wanted) {
      HttpResponse refused = ErrorResponse(
          Refusal{Refusal::Kind::kInvalid, "RANGE_NOT_SATISFIABLE", "the content is shorter"},
          http.trace.trace_id, 416);
      refused.headers.Add("Content-Range", "bytes */" + std::to_string(total));
      return exchange_->Respond(std::move(refused));
    }
    span = *wanted;
    head.status = 206;
    head.headers.Add("Content-Range", ContentRange(span, info_.total_size()));
  }
  Answer(std::move(head), span, body);
}

std::optional<HttpResponse> Download::Unwanted(const Headers& head) const {
  const HttpRequest& http = exchange_->request();
  const std::string_view type = head.Get("Content-Type");
  if (!Accepts(http.headers.Get("Accept"), type.substr(0, type.find(';')))) {
    return ErrorResponse(
        Refusal{Refusal::Kind::kInvalid, "NOT_ACCEPTABLE", "the content is " + std::string(type)},
        http.trace.trace_id, 406);
  }
  if (!MatchHolds(http.headers.Get("If-Match"), info_.etag())) {
    return ErrorResponse(
        Refusal{Refusal::Kind::kConflict, "ETAG_STALE", "the content is another by now"},
        http.trace.trace_id, 412);
  }
  const std::string_view known = http.headers.Get("If-None-Match");
  if (known.empty() || !NamesTag(known, info_.etag())) return std::nullopt;
  HttpResponse unchanged;
  unchanged.status = 304;
  unchanged.headers = head;
  return unchanged;
}

void Download::Answer(HttpResponse head, const ByteSpan& span, const Body& body) {
  if (IsHead()) {
    exchange_->Open(std::move(head), span.size);
    return exchange_->Close(true);
  }
  if (span.first + span.size <= body.data().size()) {
    head.body = body.data().substr(span.first, span.size);
    return exchange_->Respond(std::move(head));
  }
  opened_ = true;
  next_ = span.first;
  end_ = span.first + span.size;
  exchange_->Open(std::move(head), span.size);
  if (next_ < body.data().size()) return Send(body.data().substr(next_));
  Read(next_, std::min(kWindow, end_ - next_), &Download::Continue);
}

void Download::Continue(const Body& body) {
  rpc::v1::ContentInfo info;
  const bool same = body.extensions_size() > 0 && body.extensions(0).UnpackTo(&info) &&
                    info.etag() == info_.etag() && info.total_size() == info_.total_size() &&
                    info.offset() == static_cast<std::int64_t>(next_);
  if (!same || body.data().empty()) {
    return Failed({grpc::StatusCode::ABORTED, ""});
  }
  Send(body.data().substr(0, end_ - next_));
}

void Download::Send(std::string bytes) {
  next_ += bytes.size();
  exchange_->Write(std::make_shared<const std::string>(std::move(bytes)),
                   [self = shared_from_this()](bool alive) {
                     if (!alive) return;
                     if (self->next_ >= self->end_) return self->exchange_->Close(true);
                     self->Read(self->next_, std::min(kWindow, self->end_ - self->next_),
                                &Download::Continue);
                   });
}

}  // namespace qianmo::gateway
