#include "gateway/transcode/transcoder.h"

#include <optional>

#include <google/protobuf/arena.h>

#include "gateway/transcode/download.h"
#include "gateway/transcode/error.h"
#include "gateway/transcode/if_match.h"
#include "gateway/transcode/json_path.h"
#include "gateway/transcode/json_write.h"
#include "gateway/transcode/negotiate.h"
#include "gateway/transcode/owner.h"
#include "gateway/transcode/request.h"
#include "gateway/transcode/unary.h"
#include "gateway/upstream/cookies.h"
#include "rpc/log.h"
#include "rpc/status.h"

namespace qianmo::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::Message;

// Why a request is answered before any call, and by which HTTP status if not the refusal's own.
struct Declined {
  Refusal refusal;
  int http_code = 0;
};

const Message& Prototype(const Descriptor* type) {
  return *google::protobuf::MessageFactory::generated_factory()->GetPrototype(type);
}

std::optional<Declined> CheckHeaders(const HttpRequest& http, const Route& route) {
  const bool json_body = route.body == BodyKind::kWhole || route.body == BodyKind::kField;
  if (json_body && !http.body.empty() && !IsJson(http.headers.Get("Content-Type"))) {
    return Declined{{Refusal::Kind::kInvalid, "CONTENT_TYPE_NOT_SUPPORTED",
                     "the body must be application/json in UTF-8"},
                    415};
  }
  const bool json_answer = !route.answers_content && !route.method->server_streaming();
  if (json_answer && !Accepts(http.headers.Get("Accept"), "application/json")) {
    return Declined{{Refusal::Kind::kInvalid, "NOT_ACCEPTABLE", "the answer is application/json"},
                    406};
  }
  if (!WaitOf(http.headers.Get("X-Request-Timeout"))) {
    return Declined{{Refusal::Kind::kInvalid, "TIMEOUT_INVALID",
                     "X-Request-Timeout must be a time such as 2.5 or 300ms"}};
  }
  return std::nullopt;
}

// What the browser keeps for the caller, where the request does not say it itself.
void FillFromCookies(const HttpRequest& http, const Route& route, Message* request) {
  for (const CookieField& in : route.cookies_in) {
    const auto* reflection = request->GetReflection();
    if (!reflection->GetString(*request, in.field).empty()) continue;
    const std::string_view value = ReadCookie(http.headers, in.cookie);
    if (value.find_first_not_of(
            "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-._") == value.npos) {
      reflection->SetString(request, in.field, std::string(value));
    }
  }
}

void MoveIntoCookies(const Route& route, Message* reply, Headers* headers) {
  for (const CookieField& out : route.cookies_out) {
    const auto* reflection = reply->GetReflection();
    const std::string value = reflection->GetString(*reply, out.field);
    if (!value.empty()) SetCookie(out.cookie, value, headers);
    reflection->ClearField(reply, out.field);
  }
}

HttpResponse JsonAnswer(const Route& route, const UpstreamCaller& caller, grpc::ByteBuffer* bytes) {
  google::protobuf::Arena arena;
  Message* reply = Prototype(route.method->output_type()).New(&arena);
  if (!ParseReply(bytes, reply)) throw std::runtime_error("the reply is no protobuf message");
  HttpResponse response;
  response.headers.Add("Content-Type", "application/json; charset=utf-8");
  response.headers.Add("Cache-Control", "no-store");
  const bool is_web = caller.credentials().is_web;
  if (is_web) MoveIntoCookies(route, reply, &response.headers);
  if (route.ends_session) {
    caller.ForgetToken();
    if (is_web) ClearCookie(rpc::v1::COOKIE_SESSION, &response.headers);
  }
  response.body.reserve(512);
  if (route.response_field != nullptr) {
    WriteFieldJson(*reply, route.response_field, &response.body);
  } else {
    WriteJson(*reply, &response.body);
  }
  return response;
}

HttpResponse FailedAnswer(const Route& route, const UpstreamCaller& caller,
                          const grpc::Status& status, bool refused_at_door,
                          const HttpRequest& http) {
  const bool if_match_fails =
      !http.headers.Get("If-Match").empty() && rpc::ReasonOf(status) == "ETAG_STALE";
  HttpResponse response =
      ErrorResponse(ForOutside(status, route), http.trace.trace_id, if_match_fails ? 412 : 0);
  if (status.error_code() == grpc::StatusCode::UNAUTHENTICATED && !refused_at_door) {
    caller.ForgetToken();
  }
  // The session is over: the browser may forget it. Only where the page asks who it is, because a
  // late answer to an old cookie would take a newer session with it.
  if (route.names_caller && refused_at_door && caller.credentials().from_cookie &&
      response.status == 401) {
    ClearCookie(rpc::v1::COOKIE_SESSION, &response.headers);
  }
  return response;
}

void CallAndAnswer(const std::shared_ptr<Exchange>& exchange, const Route& route,
                   const std::string& service, const UpstreamCaller& caller, const Message& request,
                   std::chrono::milliseconds wait) {
  const UnaryCall::Limits limits{std::chrono::steady_clock::now() + wait};
  auto call = std::make_shared<UnaryCall>(
      route, service, caller, request, limits,
      [exchange, &route, caller](const grpc::Status& status, grpc::ByteBuffer* reply,
                                 bool refused_at_door) {
        const HttpRequest& http = exchange->request();
        const std::string& trace_id = http.trace.trace_id;
        if (!status.ok()) {
          return exchange->Respond(FailedAnswer(route, caller, status, refused_at_door, http));
        }
        try {
          exchange->Respond(JsonAnswer(route, caller, reply));
        } catch (const std::exception& trouble) {
          rpc::Log(rpc::Level::kError, "answer_failed",
                   {{"method", route.method->full_name()},
                    {"trace_id", trace_id},
                    {"trouble", std::string(trouble.what())}});
          exchange->Respond(ErrorResponse(ForOutside({grpc::StatusCode::INTERNAL, ""}), trace_id));
        }
      });
  exchange->WhenGone([weak = std::weak_ptr<UnaryCall>(call)] {
    if (const auto still = weak.lock()) still->Cancel();
  });
  call->Start();
}

void Decline(Exchange& exchange, const Declined& declined) {
  exchange.Respond(
      ErrorResponse(declined.refusal, exchange.request().trace.trace_id, declined.http_code));
}

void DeclinePath(Exchange& exchange, const RouteMatch& match) {
  if (match.allow.empty()) {
    return Decline(exchange,
                   {{Refusal::Kind::kNotFound, "NO_SUCH_PATH", "there is nothing at this path"}});
  }
  const HttpRequest& http = exchange.request();
  HttpResponse response =
      ErrorResponse(Refusal{Refusal::Kind::kPrecondition, "METHOD_NOT_ALLOWED",
                            "this path does not take this method, but " + match.allow},
                    http.trace.trace_id, 405);
  response.headers.Add("Allow", match.allow);
  exchange.Respond(std::move(response));
}

}  // namespace

void Transcoder::Serve(const std::shared_ptr<Exchange>& exchange) const {
  const HttpRequest& http = exchange->request();
  const RouteMatch match = routes_.Match(http.method, http.path);
  if (match.route == nullptr) return DeclinePath(*exchange, match);
  const Route& route = *match.route;
  exchange->Called(route.method->full_name());
  if (const auto declined = CheckHeaders(http, route)) return Decline(*exchange, *declined);
  auto credentials = ReadCredentials(http, route.is_public);
  if (!credentials) return Decline(*exchange, {credentials.refusal()});
  if (credentials->kind == Credentials::Kind::kNone && !route.is_public) {
    return Decline(*exchange,
                   {{Refusal::Kind::kUnauthenticated, "TOKEN_MISSING", "sign in first"}});
  }
  const bool is_web = credentials->is_web;
  const UpstreamCaller caller(upstreams_, sessions_, *std::move(credentials), http.trace,
                              route.is_public);
  const auto wait = *WaitOf(http.headers.Get("X-Request-Timeout"));

  google::protobuf::Arena arena;
  std::unique_ptr<Message> owned;
  Message* request =
      Prototype(route.method->input_type()).New(route.answers_content ? nullptr : &arena);
  if (route.answers_content) owned.reset(request);
  if (const auto read = ReadRequest(http, match, request); !read) {
    return exchange->Respond(ErrorResponse(
        InJsonNames(rpc::ToProto(read.refusal()), *request->GetDescriptor()), http.trace.trace_id));
  }
  if (const auto read = ReadIfMatch(http, route, request); !read) {
    return Decline(*exchange, {read.refusal(), 412});
  }
  if (is_web) FillFromCookies(http, route, request);
  if (route.method->server_streaming()) {
    return serve_stream_(exchange, route, request->SerializeAsString(), caller);
  }
  if (route.answers_content) {
    return std::make_shared<Download>(exchange, route, caller, std::move(owned), wait)->Start();
  }
  CallAndAnswer(exchange, route, OwnerOf(route, *request, upstreams_.services()), caller, *request,
                wait);
}

}  // namespace qianmo::gateway
