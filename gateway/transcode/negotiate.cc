#include "gateway/transcode/negotiate.h"

#include <algorithm>
#include <charconv>

#include <boost/beast/core/string.hpp>

#include "base/text.h"

namespace qianmo::gateway {
namespace {

// Cuts the part before `separator` off the front.
std::string_view Next(std::string_view* text, char separator) {
  const std::size_t end = std::min(text->find(separator), text->size());
  const std::string_view part = text->substr(0, end);
  text->remove_prefix(std::min(end + 1, text->size()));
  return TrimBlanks(part);
}

bool Same(std::string_view a, std::string_view b) {
  return boost::beast::iequals({a.data(), a.size()}, {b.data(), b.size()});
}

// "q=0", "q=0.0" and so on: expressly not wanted.
bool IsRefused(std::string_view parameters) {
  while (!parameters.empty()) {
    const std::string_view one = Next(&parameters, ';');
    if (one.size() < 3 || !Same(one.substr(0, 2), "q=")) continue;
    return one.find_first_not_of("0.", 2) == one.npos;
  }
  return false;
}

// How exactly a media range names the type: 3 by itself, 2 for "application/*", 1 for all, 0 not.
int Fit(std::string_view range, std::string_view type) {
  if (Same(range, type)) return 3;
  if (range == "*/*") return 1;
  const bool family = range.ends_with("/*") &&
                      Same(range.substr(0, range.size() - 1), type.substr(0, type.find('/') + 1));
  return family ? 2 : 0;
}

}  // namespace

bool Accepts(std::string_view accept, std::string_view type) {
  if (TrimBlanks(accept).empty()) return true;
  int best = 0;
  bool wanted = false;
  while (!accept.empty()) {
    std::string_view item = Next(&accept, ',');
    const int fit = Fit(Next(&item, ';'), type);
    if (fit <= best) continue;
    best = fit;
    wanted = !IsRefused(item);
  }
  return wanted;
}

bool IsJson(std::string_view content_type) {
  if (!Same(Next(&content_type, ';'), "application/json")) return false;
  while (!content_type.empty()) {
    const std::string_view parameter = Next(&content_type, ';');
    const std::size_t equals = parameter.find('=');
    if (!Same(parameter.substr(0, equals), "charset")) continue;
    std::string_view charset = equals == parameter.npos ? "" : parameter.substr(equals + 1);
    if (charset.size() >= 2 && charset.front() == '"' && charset.back() == '"') {
      charset = charset.substr(1, charset.size() - 2);
    }
    if (!Same(charset, "utf-8")) return false;
  }
  return true;
}

std::optional<std::chrono::milliseconds> WaitOf(std::string_view timeout) {
  if (timeout.empty()) return kLongestWait;
  const bool in_milliseconds = timeout.ends_with("ms");
  if (in_milliseconds) {
    timeout.remove_suffix(2);
  } else if (timeout.ends_with('s')) {
    timeout.remove_suffix(1);
  }
  if (timeout.empty() || timeout.size() > 12 ||
      timeout.find_first_not_of("0123456789.") != timeout.npos || timeout.front() == '.') {
    return std::nullopt;
  }
  double value = 0;
  const char* end = timeout.data() + timeout.size();
  const auto parsed = std::from_chars(timeout.data(), end, value, std::chars_format::fixed);
  if (parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
  const double longest = static_cast<double>(kLongestWait.count());
  const double wait = std::min(in_milliseconds ? value : value * 1000, longest);
  if (wait < 1) return std::nullopt;
  return std::chrono::milliseconds(static_cast<std::int64_t>(wait));
}

}  // namespace qianmo::gateway
