#include "gateway/http/compress.h"

#include <algorithm>
#include <new>

#include <boost/beast/core/string.hpp>
#include <zlib.h>

#include "base/text.h"

namespace qianmo::gateway {
namespace {

using boost::beast::iequals;

constexpr int kGzipWindow = 15 + 16;   // + 16: a gzip header instead of zlib's
constexpr int kSmallWindow = 10 + 16;  // 1 KB of history
constexpr int kStreamLevel = 4;

// "q=0", "q=0.000" and what is no number say no.
bool IsRefusal(std::string_view parameter) {
  parameter = TrimBlanks(parameter);
  if (parameter.size() < 3 || !iequals(parameter.substr(0, 2), "q=")) return false;
  return parameter.substr(2).find_first_of("123456789") == parameter.npos;
}

bool Contains(std::string_view text, std::string_view word) { return text.find(word) != text.npos; }

}  // namespace

bool AcceptsGzip(std::string_view accept_encoding) {
  bool any = false;
  while (!accept_encoding.empty()) {
    const std::size_t comma = std::min(accept_encoding.find(','), accept_encoding.size());
    const std::string_view element = accept_encoding.substr(0, comma);
    accept_encoding.remove_prefix(std::min(comma + 1, accept_encoding.size()));
    const std::size_t semicolon = element.find(';');
    const std::string_view coding = TrimBlanks(element.substr(0, semicolon));
    const bool wanted = semicolon == element.npos || !IsRefusal(element.substr(semicolon + 1));
    if (iequals(coding, "gzip") || iequals(coding, "x-gzip")) return wanted;
    if (coding == "*") any = wanted;
  }
  return any;
}

bool MayCompress(const HttpResponse& response) {
  const Headers& headers = response.headers;
  if (response.status == 206 || !headers.Get("Content-Encoding").empty() ||
      Contains(headers.Get("Cache-Control"), "no-transform")) {
    return false;
  }
  std::string_view type = headers.Get("Content-Type");
  type = TrimBlanks(type.substr(0, type.find(';')));
  return type.starts_with("text/") || type == "application/json" || type.ends_with("+json") ||
         type == "application/x-ndjson" || type == "application/javascript" ||
         type == "application/xml" || type == "image/svg+xml" ||
         type == "application/manifest+json";
}

struct Deflater {
  Deflater(int window, int memory, int level) {
    if (deflateInit2(&stream, level, Z_DEFLATED, window, memory, Z_DEFAULT_STRATEGY) != Z_OK) {
      throw std::bad_alloc();
    }
  }
  ~Deflater() { deflateEnd(&stream); }

  std::string Run(std::string_view bytes, int flush) {
    std::string out;
    std::size_t filled = 0;
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    do {
      out.resize(filled + std::max<std::size_t>(256, bytes.size() / 4));
      stream.next_out = reinterpret_cast<Bytef*>(out.data() + filled);
      stream.avail_out = static_cast<uInt>(out.size() - filled);
      deflate(&stream, flush);
      filled = out.size() - stream.avail_out;
    } while (stream.avail_out == 0);
    out.resize(filled);
    return out;
  }

  z_stream stream{};
};

GzipStream::GzipStream(bool small)
    : deflater_(std::make_unique<Deflater>(small ? kSmallWindow : kGzipWindow, small ? 2 : 8,
                                           kStreamLevel)) {}
GzipStream::~GzipStream() = default;

std::string GzipStream::Add(std::string_view bytes) { return deflater_->Run(bytes, Z_SYNC_FLUSH); }
std::string GzipStream::Finish() { return deflater_->Run({}, Z_FINISH); }

std::string Gzip(std::string_view bytes, int level) {
  return Deflater(kGzipWindow, 8, level).Run(bytes, Z_FINISH);
}

}  // namespace qianmo::gateway
