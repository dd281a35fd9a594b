#include "gateway/transcode/content.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <boost/beast/core/string.hpp>

#include "base/text.h"
#include "gateway/transcode/percent.h"

namespace qianmo::gateway {
namespace {

bool ToNumber(std::string_view text, std::uint64_t* value) {
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), *value);
  return parsed.ec == std::errc() && parsed.ptr == text.data() + text.size();
}

// The name for clients that only know ASCII: every other character is "_".
std::string AsciiName(std::string_view name) {
  std::string ascii;
  for (const char c : name) {
    if ((c & 0xC0) == 0x80) continue;  // the rest of a character that is replaced already
    const bool plain = c >= ' ' && c < '\x7f' && c != '"' && c != '\\' && c != '%' && c != '/';
    ascii += plain ? c : '_';
  }
  return ascii;
}

// A tag goes between quotes in a header; one of ours never has what cannot.
bool IsTag(std::string_view etag) {
  return !etag.empty() && std::all_of(etag.begin(), etag.end(),
                                      [](char c) { return c > ' ' && c < '\x7f' && c != '"'; });
}

bool IsHeaderText(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < '\x7f'; });
}

}  // namespace

std::optional<ByteRange> ParseRange(std::string_view header) {
  constexpr std::string_view kUnit = "bytes=";
  header = TrimBlanks(header);
  if (!header.starts_with(kUnit)) return std::nullopt;
  header = TrimBlanks(header.substr(kUnit.size()));
  const std::size_t dash = header.find('-');
  if (dash == header.npos || header.size() == 1) return std::nullopt;
  ByteRange range;
  std::uint64_t number = 0;
  if (dash > 0) {
    if (!ToNumber(header.substr(0, dash), &number)) return std::nullopt;
    range.first = number;
  }
  if (dash + 1 < header.size()) {
    if (!ToNumber(header.substr(dash + 1), &number)) return std::nullopt;
    range.last = number;
  }
  if (range.first && range.last && *range.first > *range.last) return std::nullopt;
  return range;
}

std::optional<ByteSpan> Resolve(const ByteRange& range, std::uint64_t total) {
  if (!range.first) {
    const std::uint64_t size = std::min(*range.last, total);
    if (size == 0) return std::nullopt;
    return ByteSpan{total - size, size};
  }
  if (*range.first >= total) return std::nullopt;
  const std::uint64_t last = std::min(range.last.value_or(total - 1), total - 1);
  return ByteSpan{*range.first, last - *range.first + 1};
}

bool NamesTag(std::string_view if_none_match, std::string_view etag) {
  while (!if_none_match.empty()) {
    const std::size_t comma = std::min(if_none_match.find(','), if_none_match.size());
    std::string_view one = TrimBlanks(if_none_match.substr(0, comma));
    if_none_match.remove_prefix(std::min(comma + 1, if_none_match.size()));
    if (one == "*") return true;
    if (one.starts_with("W/")) one.remove_prefix(2);
    if (one.size() == etag.size() + 2 && one.front() == '"' && one.back() == '"' &&
        one.substr(1, etag.size()) == etag) {
      return true;
    }
  }
  return false;
}

std::optional<std::string_view> SoleTag(std::string_view header) {
  header = TrimBlanks(header);
  if (header.size() < 3 || header.front() != '"' || header.back() != '"') return std::nullopt;
  const std::string_view etag = header.substr(1, header.size() - 2);
  return IsTag(etag) ? std::optional(etag) : std::nullopt;
}

bool MatchHolds(std::string_view if_match, std::string_view etag) {
  if_match = TrimBlanks(if_match);
  if (if_match.empty() || if_match == "*") return true;
  while (!if_match.empty()) {
    const std::size_t comma = std::min(if_match.find(','), if_match.size());
    if (SoleTag(if_match.substr(0, comma)) == etag) return true;
    if_match.remove_prefix(std::min(comma + 1, if_match.size()));
  }
  return false;
}

bool RangeHolds(std::string_view if_range, std::string_view etag) {
  return if_range.empty() || TrimBlanks(if_range) == "\"" + std::string(etag) + "\"";
}

std::string Disposition(std::string_view file_name, bool shown) {
  std::string text = shown ? "inline" : "attachment";
  if (file_name.empty()) return text;
  text += "; filename=\"" + AsciiName(file_name) + "\"";
  text += "; filename*=UTF-8''" + PercentEncode(file_name);
  return text;
}

bool IsHarmless(std::string_view content_type) {
  static constexpr std::array<std::string_view, 8> kHarmless = {
      "application/json", "application/pdf", "image/gif",  "image/jpeg",
      "image/png",        "image/webp",      "text/plain", "application/vnd.mapbox-vector-tile"};
  const std::string_view type = TrimBlanks(content_type.substr(0, content_type.find(';')));
  return std::any_of(kHarmless.begin(), kHarmless.end(), [&](std::string_view one) {
    return boost::beast::iequals({type.data(), type.size()}, {one.data(), one.size()});
  });
}

Headers ContentHeaders(const std::string& content_type, const rpc::v1::ContentInfo& info) {
  Headers headers;
  const bool known = !content_type.empty() && IsHeaderText(content_type);
  headers.Add("Content-Type", known ? content_type : "application/octet-stream");
  const bool shown = info.shown() && known && IsHarmless(content_type);
  headers.Add("Content-Disposition", Disposition(info.file_name(), shown));
  headers.Add("Accept-Ranges", "bytes");
  if (IsTag(info.etag())) headers.Add("ETag", "\"" + info.etag() + "\"");
  // Private: what one caller may read another may not.
  headers.Add("Cache-Control",
              info.immutable() ? "private, max-age=31536000, immutable" : "private, no-cache");
  return headers;
}

}  // namespace qianmo::gateway
