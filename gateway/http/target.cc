#include "gateway/http/target.h"

#include <algorithm>
#include <cctype>

#include <boost/beast/core/string.hpp>

namespace qianmo::gateway {
namespace {

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The byte that "%xx" at the front stands for, or -1.
int Decoded(std::string_view text) {
  if (text.size() < 3) return -1;
  const int high = HexValue(text[1]);
  const int low = HexValue(text[2]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

bool IsVisible(char c) { return c > 0x20 && c < 0x7f; }

// "." and "..", in whatever mixture of plain and encoded dots.
bool IsDots(std::string_view segment) {
  std::size_t dots = 0;
  while (!segment.empty()) {
    if (segment.front() == '.') {
      segment.remove_prefix(1);
    } else if (segment.front() == '%' && Decoded(segment) == '.') {
      segment.remove_prefix(3);
    } else {
      return false;
    }
    ++dots;
  }
  return dots == 1 || dots == 2;
}

bool IsSound(std::string_view path) {
  if (path.find_first_of("\\<>\"{}|^`#") != path.npos) return false;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (!IsVisible(path[i])) return false;
    if (path[i] != '%') continue;
    const int byte = Decoded(path.substr(i));
    if (byte < 0x20 || byte == 0x7f || byte == '/' || byte == '\\') return false;
  }
  for (std::size_t begin = 1; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    if (IsDots(path.substr(begin, end - begin))) return false;
    if (end == begin && end < path.size()) return false;  // "//"
    begin = end + 1;
  }
  return true;
}

}  // namespace

bool IsAuthority(std::string_view text) {
  if (text.empty() || text.size() > 255) return false;
  std::size_t host_end = 0;
  if (text.front() == '[') {
    host_end = text.find(']');
    if (host_end == text.npos || host_end < 3) return false;
    const std::string_view address = text.substr(1, host_end - 1);
    const auto in_address = [](char c) { return HexValue(c) >= 0 || c == ':' || c == '.'; };
    if (!std::all_of(address.begin(), address.end(), in_address)) return false;
    ++host_end;
  } else {
    host_end = std::min(text.find(':'), text.size());
    const std::string_view name = text.substr(0, host_end);
    const auto in_name = [](unsigned char c) {
      return std::isalnum(c) || c == '-' || c == '.' || c == '_';
    };
    if (name.empty() || !std::all_of(name.begin(), name.end(), in_name)) return false;
  }
  if (host_end == text.size()) return true;
  const std::string_view port = text.substr(host_end + 1);
  return text[host_end] == ':' && !port.empty() && port.size() <= 5 &&
         std::all_of(port.begin(), port.end(), [](unsigned char c) { return std::isdigit(c); });
}

std::optional<Fault> ParseTarget(std::string_view target, Head* head) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!boost::beast::iequals(target.substr(0, scheme.size()), {scheme.data(), scheme.size()})) {
      continue;
    }
    target.remove_prefix(scheme.size());
    const std::size_t end = std::min(target.find_first_of("/?"), target.size());
    head->authority = target.substr(0, end);
    target.remove_prefix(end);
    if (head->authority.empty()) {
      return Fault{400, "TARGET_MALFORMED", "The target names no server."};
    }
    break;
  }
  const std::size_t question = target.find('?');
  std::string_view path = target.substr(0, question);
  if (path.empty() && !head->authority.empty()) path = "/";
  if (path.empty() || path.front() != '/') {
    return Fault{400, "TARGET_MALFORMED", "The target must be a path that begins with a slash."};
  }
  if (!IsSound(path)) {
    return Fault{400, "PATH_MALFORMED",
                 "The path holds an empty or dot segment, an encoded slash or control character, "
                 "or a character that must be percent-encoded."};
  }
  head->request.path = path;
  if (question == target.npos) return {};
  const std::string_view query = target.substr(question + 1);
  if (query.find('#') != query.npos || !std::all_of(query.begin(), query.end(), IsVisible)) {
    return Fault{400, "QUERY_MALFORMED",
                 "The query holds a character that must be percent-encoded."};
  }
  head->request.query = query;
  return {};
}

}  // namespace qianmo::gateway
