#include "gateway/http/head.h"

#include <algorithm>
#include <array>

#include <boost/beast/core/string.hpp>

#include "base/text.h"
#include "gateway/http/target.h"

namespace qianmo::gateway {
namespace {

using boost::beast::iequals;

constexpr std::array<bool, 256> TokenCharacters() {
  std::array<bool, 256> table{};
  for (const char c : std::string_view("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
                                       "ABCDEFGHIJKLMNOPQRSTUVWXYZ")) {
    table[static_cast<unsigned char>(c)] = true;
  }
  return table;
}
constexpr std::array<bool, 256> kToken = TokenCharacters();

bool IsToken(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](char c) { return kToken[static_cast<unsigned char>(c)]; });
}

bool IsControl(unsigned char c) { return c < 0x20 || c == 0x7f; }

// The line at the front, without its CRLF.
std::string_view TakeLine(std::string_view* bytes) {
  const std::size_t end = bytes->find("\r\n");
  const std::string_view line = bytes->substr(0, end);
  bytes->remove_prefix(std::min(bytes->size(), end + 2));
  return line;
}

std::optional<Fault> ParseVersion(std::string_view version, Head* head) {
  if (version == "HTTP/1.1") return {};
  if (version == "HTTP/1.0") {
    head->http10 = true;
    head->keep_alive = false;
    return {};
  }
  const bool looks_right = version.size() == 8 && version.starts_with("HTTP/") &&
                           std::isdigit(version[5]) && version[6] == '.' &&
                           std::isdigit(version[7]);
  if (looks_right) {
    return Fault{505, "HTTP_VERSION_UNSUPPORTED", "This server speaks HTTP/1.1 and HTTP/1.0."};
  }
  return Fault{400, "REQUEST_LINE_MALFORMED", "The request line must end with HTTP/1.1."};
}

std::optional<Fault> ParseRequestLine(std::string_view line, const Limits& limits, Head* head) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == line.npos || first == last) {
    return Fault{400, "REQUEST_LINE_MALFORMED",
                 "The request line must be a method, a target and a version."};
  }
  const std::string_view method = line.substr(0, first);
  if (!IsToken(method)) return Fault{400, "METHOD_MALFORMED", "The method is not a token."};
  if (const auto fault = ParseVersion(line.substr(last + 1), head)) return fault;
  if (method.size() > 20 || method == "CONNECT" || method == "TRACE") {
    return Fault{501, "METHOD_UNSUPPORTED", "This server does not know the method."};
  }
  const std::string_view target = line.substr(first + 1, last - first - 1);
  if (target.size() > limits.target_bytes) {
    return Fault{414, "TARGET_TOO_LONG", "The path and query of the request are too long."};
  }
  head->request.method = method;
  return ParseTarget(target, head);
}

std::optional<Fault> ReadLength(std::string_view value, Head* head) {
  if (head->length) {
    return Fault{400, "LENGTH_REPEATED", "Content-Length may be given once only."};
  }
  const bool digits =
      !value.empty() && value.size() <= 18 &&
      std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits) return Fault{400, "LENGTH_MALFORMED", "Content-Length must be a decimal number."};
  std::uint64_t length = 0;
  for (const char c : value) length = length * 10 + static_cast<std::uint64_t>(c - '0');
  head->length = length;
  return {};
}

std::optional<Fault> ReadCoding(std::string_view value, Head* head) {
  if (head->chunked || head->http10 || !iequals(value, "chunked")) {
    return Fault{400, "TRANSFER_CODING_UNSUPPORTED",
                 "The only transfer coding is chunked, once, in HTTP/1.1."};
  }
  head->chunked = true;
  return {};
}

void ReadConnection(std::string_view value, Head* head) {
  while (!value.empty()) {
    const std::size_t comma = value.find(',');
    const std::string_view option = TrimBlanks(value.substr(0, comma));
    if (iequals(option, "close")) head->keep_alive = false;
    if (iequals(option, "keep-alive") && head->http10) head->keep_alive = true;
    value.remove_prefix(comma == value.npos ? value.size() : comma + 1);
  }
}

std::optional<Fault> ReadHost(std::string_view value, Head* head) {
  if (!head->request.host.empty()) {
    return Fault{400, "HOST_REPEATED", "Host may be given once only."};
  }
  if (!IsAuthority(value)) {
    return Fault{400, "HOST_MALFORMED", "Host must be a name or address and, at most, a port."};
  }
  head->request.host = value;
  return {};
}

// The fields that decide where a request ends and whom it is for.
std::optional<Fault> Heed(std::string_view name, std::string_view value, Head* head) {
  switch (name.size()) {
    case 4:
      if (iequals(name, "host")) return ReadHost(value, head);
      return {};
    case 6:
      if (!iequals(name, "expect")) return {};
      if (!iequals(value, "100-continue")) {
        return Fault{417, "EXPECTATION_UNSUPPORTED", "The only expectation is 100-continue."};
      }
      head->expects_continue = !head->http10;
      return {};
    case 10:
      if (iequals(name, "connection")) ReadConnection(value, head);
      return {};
    case 14:
      if (iequals(name, "content-length")) return ReadLength(value, head);
      return {};
    case 17:
      if (iequals(name, "transfer-encoding")) return ReadCoding(value, head);
      return {};
    default:
      return {};
  }
}

// Those who read these look at one value: a proxy before us could mean the other.
bool MayComeOnce(std::string_view name) {
  constexpr std::array<std::string_view, 6> kOnce = {"authorization", "content-type", "cookie",
                                                     "last-event-id", "origin",       "range"};
  constexpr std::array<std::string_view, 3> kOnceBegin = {"x-qianmo-", "sec-fetch-", "if-"};
  return std::any_of(kOnce.begin(), kOnce.end(),
                     [name](std::string_view once) { return iequals(name, once); }) ||
         std::any_of(kOnceBegin.begin(), kOnceBegin.end(), [name](std::string_view begin) {
           return iequals(name.substr(0, begin.size()), begin);
         });
}

bool IsRepeated(std::string_view name, const Headers& earlier) {
  const auto& all = earlier.all();
  return MayComeOnce(name) && std::any_of(all.begin(), all.end(), [name](const auto& field) {
           return iequals(field.first, name);
         });
}

std::optional<Fault> ParseField(std::string_view line, Head* head) {
  if (line.front() == ' ' || line.front() == '\t') {
    return Fault{400, "HEADER_FOLDED", "A header may not go on in the next line."};
  }
  const std::size_t colon = line.find(':');
  const std::string_view name = line.substr(0, colon);
  if (colon == line.npos || !IsToken(name)) {
    return Fault{400, "HEADER_MALFORMED", "A header must be a token, a colon and a value."};
  }
  const std::string_view value = TrimBlanks(line.substr(colon + 1));
  for (const char c : value) {
    if (IsControl(static_cast<unsigned char>(c)) && c != '\t') {
      return Fault{400, "HEADER_MALFORMED", "A header may not hold control characters."};
    }
  }
  if (auto fault = Heed(name, value, head)) return fault;
  if (IsRepeated(name, head->request.headers)) {
    return Fault{400, "HEADER_REPEATED", "This header may be given once only."};
  }
  head->request.headers.Add(std::string(name), std::string(value));
  return {};
}

std::optional<Fault> CheckWhole(const Head& head) {
  if (head.length && head.chunked) {
    return Fault{400, "LENGTH_AMBIGUOUS",
                 "Content-Length and Transfer-Encoding exclude each other."};
  }
  if (head.request.host.empty() && !head.http10) {
    return Fault{400, "HOST_MISSING", "A request must name its Host."};
  }
  if (!head.authority.empty() && !iequals(head.authority, head.request.host)) {
    return Fault{400, "HOST_AMBIGUOUS", "The target and Host name different servers."};
  }
  return {};
}

}  // namespace

std::size_t HeadFinder::Find(std::string_view bytes, const Limits& limits,
                             std::optional<Fault>* fault) {
  for (; seen_ < bytes.size(); ++seen_) {
    const auto c = static_cast<unsigned char>(bytes[seen_]);
    if (seen_ >= limits.head_bytes) {
      *fault = first_line_ ? Fault{414, "TARGET_TOO_LONG", "The request line is too long."}
                           : Fault{431, "HEADERS_TOO_LARGE", "The headers are too large."};
      return 0;
    }
    if (!IsControl(c) || c == '\t') continue;
    const bool after_return = seen_ > 0 && bytes[seen_ - 1] == '\r';
    if (c == '\r' && !after_return) continue;
    if (c != '\n' || !after_return) {
      *fault = Fault{400, "HEADER_MALFORMED",
                     "Lines must end with CRLF, and hold no other control characters."};
      return 0;
    }
    const bool empty_line = seen_ - line_begin_ == 1;
    if (empty_line) return seen_ + 1;
    line_begin_ = seen_ + 1;
    first_line_ = false;
  }
  return 0;
}

std::optional<Fault> ParseHead(std::string_view bytes, const Limits& limits, Head* head) {
  if (const auto fault = ParseRequestLine(TakeLine(&bytes), limits, head)) return fault;
  std::size_t fields = 0;
  for (auto line = TakeLine(&bytes); !line.empty(); line = TakeLine(&bytes)) {
    if (++fields > limits.head_fields) {
      return Fault{431, "HEADERS_TOO_LARGE", "There are too many headers."};
    }
    if (auto fault = ParseField(line, head)) return fault;
  }
  return CheckWhole(*head);
}

}  // namespace qianmo::gateway
