// Contents over HTTP: ranges, entity tags, and what a browser may do with a file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/http/exchange.h"
#include "qianmo/rpc/v1/content.pb.h"

namespace qianmo::gateway {

// "bytes=0-99", "bytes=100-" or "bytes=-100".
struct ByteRange {
  std::optional<std::uint64_t> first;  // absent: the last `last` bytes
  std::optional<std::uint64_t> last;   // included; absent: to the end
};

// A part of a content of a known size.
struct ByteSpan {
  std::uint64_t first = 0;
  std::uint64_t size = 0;
};

// Nothing for an absent, a broken, or a multiple range: such a header is as good as none.
std::optional<ByteRange> ParseRange(std::string_view header);
// Nothing when no byte of the content is in the range (416).
std::optional<ByteSpan> Resolve(const ByteRange& range, std::uint64_t total);

// Whether If-None-Match names this tag (given without quotes), by the weak comparison.
bool NamesTag(std::string_view if_none_match, std::string_view etag);
// The etag of a header that names exactly one, and a strong one.
std::optional<std::string_view> SoleTag(std::string_view header);
// Whether If-Match holds for this tag: absent, "*", or among those named, by the strong comparison.
bool MatchHolds(std::string_view if_match, std::string_view etag);
// Whether If-Range lets the range be served: absent, or exactly this strong tag.
bool RangeHolds(std::string_view if_range, std::string_view etag);

// "attachment; filename="____.pdf"; filename*=UTF-8''%E4%BC%9A…": the first for old clients.
std::string Disposition(std::string_view file_name, bool shown);

// Whether a browser may show this type in a page of ours: it can run nothing.
bool IsHarmless(std::string_view content_type);

// Content-Type, Content-Disposition, ETag, Cache-Control and Accept-Ranges. The HTTP side adds
// nosniff to every answer.
Headers ContentHeaders(const std::string& content_type, const rpc::v1::ContentInfo& info);

}  // namespace qianmo::gateway
