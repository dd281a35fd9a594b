#include "gateway/live/live.h"

#include "gateway/live/finite.h"
#include "gateway/live/watch.h"
#include "gateway/transcode/error.h"

namespace qianmo::gateway {
namespace {

using google::protobuf::Message;
using std::chrono::milliseconds;

// Clients that lost their connections together must not come back together.
milliseconds RetryOf(const HttpRequest& request) {
  constexpr int kSoonest = 1'000;
  constexpr int kSpread = 2'000;
  return milliseconds(kSoonest +
                      static_cast<int>(std::hash<std::string>()(request.trace.trace_id) % kSpread));
}

std::string WhoseOf(const Credentials& credentials) {
  return std::to_string(static_cast<int>(credentials.kind)) + '\n' + credentials.token + '\n' +
         credentials.on_behalf_of;
}

// Equal requests have equal keys; others than the caller's own may share what is public.
std::string KeyOf(const Route& route, const Message& request, const UpstreamCaller& caller) {
  std::string key = route.grpc_path + '\n';
  if (!route.is_public) key += WhoseOf(caller.credentials());
  return key + '\n' + request.SerializeAsString();
}

}  // namespace

Live::Live(LiveOptions options)
    : watches_(std::make_shared<Watches>(options)),
      timers_([watches = watches_] { watches->RunTimers(); }) {}

Live::~Live() { Close(); }

void Live::Serve(std::shared_ptr<Exchange> exchange, const Route& route, std::string request,
                 UpstreamCaller caller) {
  const HttpRequest& http = exchange->request();
  const auto form = FormOf(http.headers.Get("Accept"));
  if (!form) {
    return exchange->Respond(ErrorResponse(
        Refusal{Refusal::Kind::kInvalid, "NOT_ACCEPTABLE",
                "a stream is text/event-stream, application/x-ndjson or application/json"},
        http.trace.trace_id, 406));
  }
  if (watches_->draining()) {
    return exchange->Respond(ErrorResponse(
        ForOutside({grpc::StatusCode::UNAVAILABLE, "shutting down"}), http.trace.trace_id));
  }
  const milliseconds retry = RetryOf(http);
  const auto fields = WatchFields::Of(*route.method);
  if (!fields) {
    auto client = std::make_shared<StreamClient>(std::move(exchange), *form, "", retry);
    return std::make_shared<Finite>(watches_, route, std::move(request), std::move(caller),
                                    std::move(client))
        ->Run();
  }
  std::unique_ptr<Message> asked(google::protobuf::MessageFactory::generated_factory()
                                     ->GetPrototype(route.method->input_type())
                                     ->New());
  asked->ParseFromString(request);
  std::string known = asked->GetReflection()->GetString(*asked, fields->after_version);
  asked->GetReflection()->ClearField(asked.get(), fields->after_version);
  const std::string_view last = http.headers.Get("Last-Event-ID");
  if (*form == Form::kEvents && !last.empty()) known = last;
  const std::string key = KeyOf(route, *asked, caller);
  const auto client =
      std::make_shared<StreamClient>(std::move(exchange), *form, std::move(known), retry);
  const auto make = [&] {
    return std::make_shared<Watch>(watches_, key, route, *fields, std::move(asked),
                                   route.is_public ? caller.AsStranger() : caller);
  };
  watches_->Join(key, make, client);
}

LiveStats Live::stats() const { return watches_->stats(); }

void Live::Drain() { watches_->Drain(); }

void Live::Close() {
  if (!timers_.joinable()) return;
  watches_->Close();
  timers_.join();
}

}  // namespace qianmo::gateway
