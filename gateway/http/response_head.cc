#include "gateway/http/response_head.h"

#include <array>
#include <charconv>

#include <boost/beast/core/string.hpp>
#include <boost/beast/http/status.hpp>

#include "base/clock.h"

namespace qianmo::gateway {
namespace {

constexpr std::string_view kOnEverything =
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Permissions-Policy: camera=(), geolocation=(self), microphone=(), payment=(), usb=()\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n";
constexpr std::string_view kWhenSecure =
    "Strict-Transport-Security: max-age=31536000; includeSubDomains\r\n";

// RFC 9110: "Sun, 06 Nov 1994 08:49:37 GMT".
std::string HttpDate(std::chrono::sys_seconds time) {
  static constexpr std::array<const char*, 7> kDays = {"Sun", "Mon", "Tue", "Wed",
                                                       "Thu", "Fri", "Sat"};
  static constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const auto two = [](auto number) {
    return std::string(number < 10 ? "0" : "") + std::to_string(number);
  };
  const std::chrono::hh_mm_ss clock(time - day);
  return std::string(kDays[std::chrono::weekday(day).c_encoding()]) + ", " +
         two(static_cast<unsigned>(date.day())) + " " +
         kMonths[static_cast<unsigned>(date.month()) - 1] + " " +
         std::to_string(static_cast<int>(date.year())) + " " + two(clock.hours().count()) + ":" +
         two(clock.minutes().count()) + ":" + two(clock.seconds().count()) + " GMT";
}

const std::string& DateNow() {
  static thread_local std::chrono::sys_seconds second{};
  static thread_local std::string text;
  const auto now = std::chrono::floor<std::chrono::seconds>(SystemClock().Now());
  if (now != second || text.empty()) {
    second = now;
    text = HttpDate(now);
  }
  return text;
}

bool IsOurs(std::string_view name) {
  for (const boost::beast::string_view ours :
       {"Content-Length", "Transfer-Encoding", "Connection", "Date"}) {
    if (boost::beast::iequals({name.data(), name.size()}, ours)) return true;
  }
  return false;
}

// A value that holds a line end would be a header of somebody else's making.
void AppendValue(std::string_view value, std::string* out) {
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    *out += byte < 0x20 || byte == 0x7f ? ' ' : c;
  }
}

void AppendStatus(int status, std::string* out) {
  *out += "HTTP/1.1 ";
  *out += std::to_string(status);
  *out += ' ';
  const auto reason =
      boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(status));
  out->append(reason.data(), reason.size());
  *out += "\r\n";
}

void AppendFraming(const HttpResponse& response, const Manner& manner, std::string* out) {
  if (manner.framing == Framing::kChunked) *out += "Transfer-Encoding: chunked\r\n";
  if (manner.framing == Framing::kLength && HasBody(response.status)) {
    *out += "Content-Length: ";
    *out += std::to_string(manner.length);
    *out += "\r\n";
  }
  if (!manner.keep_alive) {
    *out += "Connection: close\r\n";
  } else if (manner.http10) {
    *out += "Connection: keep-alive\r\n";
  }
}

}  // namespace

bool HasBody(int status) { return status >= 200 && status != 204 && status != 304; }

std::string ResponseHead(const HttpResponse& response, const HttpRequest& request,
                         const Manner& manner) {
  std::string out;
  out.reserve(1024);
  AppendStatus(response.status, &out);
  out += "Date: ";
  out += DateNow();
  out += "\r\n";
  AppendFraming(response, manner, &out);
  for (const auto& [name, value] : response.headers.all()) {
    if (IsOurs(name)) continue;
    AppendValue(name, &out);
    out += ": ";
    AppendValue(value, &out);
    out += "\r\n";
  }
  if (response.headers.Get("Cache-Control").empty()) out += "Cache-Control: no-store\r\n";
  out += kOnEverything;
  if (request.secure) out += kWhenSecure;
  if (!request.trace.trace_id.empty()) {
    out += "traceparent: ";
    out += request.trace.Traceparent();
    out += "\r\n";
  }
  out += "\r\n";
  return out;
}

}  // namespace qianmo::gateway
