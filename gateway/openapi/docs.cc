#include "gateway/openapi/docs.h"

#include <memory>
#include <string>
#include <utility>

#include "base/encoding.h"
#include "crypto/digest.h"
#include "gateway/http/compress.h"
#include "gateway/http/fault.h"
#include "gateway/openapi/descriptor_set.h"
#include "gateway/openapi/document.h"

namespace qianmo::gateway {
namespace {

// One form of a document: plain, or its gzip, each with an etag of its own.
struct Form {
  std::shared_ptr<const std::string> body;
  std::string etag;
};

struct Document {
  std::string content_type;
  Form plain;
  Form gzip;
};

// Whether one of the etags in If-None-Match is this one; a weak one is good enough for that.
bool Matches(std::string_view if_none_match, const std::string& etag) {
  return if_none_match == "*" || if_none_match.find(etag) != if_none_match.npos;
}

HttpResponse AnswerOf(const Document& document, const HttpRequest& request) {
  if (request.method != "GET" && request.method != "HEAD") {
    HttpResponse refused =
        Refuse({405, "METHOD_NOT_ALLOWED", "This is only there to be read.", {}});
    refused.headers.Add("Allow", "GET, HEAD");
    return refused;
  }
  const bool zipped = AcceptsGzip(request.headers.Get("Accept-Encoding"));
  const Form& form = zipped ? document.gzip : document.plain;
  HttpResponse response;
  response.headers.Add("Content-Type", document.content_type);
  response.headers.Add("ETag", form.etag);
  response.headers.Add("Cache-Control", "no-cache");
  response.headers.Add("Vary", "Accept-Encoding");
  if (Matches(request.headers.Get("If-None-Match"), form.etag)) {
    response.status = 304;
    return response;
  }
  if (zipped) response.headers.Add("Content-Encoding", "gzip");
  response.common_body = form.body;
  return response;
}

Serve Constant(std::string content_type, std::string body) {
  const std::string digest = ToHex(AsText(crypto::Sha256(body))).substr(0, 32);
  Form gzip{std::make_shared<const std::string>(Gzip(body, 9)), '"' + digest + "-gz\""};
  Form plain{std::make_shared<const std::string>(std::move(body)), '"' + digest + '"'};
  const auto document = std::make_shared<const Document>(
      Document{std::move(content_type), std::move(plain), std::move(gzip)});
  return [document](std::shared_ptr<Exchange> exchange) {
    exchange->Called("docs");
    exchange->Respond(AnswerOf(*document, exchange->request()));
  };
}

}  // namespace

void AddDocs(Routes* routes) {
  const Comments& comments = Comments::BuiltIn();
  const Json document = OpenApiDocument(PublishedServices(comments), comments);
  routes->Add("/openapi.json", Constant("application/json", document.Print()));
  routes->Add("/docs", Constant("text/html; charset=utf-8", std::string(PageHtml())));
  routes->Add("/docs/docs.css", Constant("text/css; charset=utf-8", std::string(PageCss())));
  routes->Add("/docs/docs.js", Constant("text/javascript; charset=utf-8", std::string(PageJs())));
}

}  // namespace qianmo::gateway
