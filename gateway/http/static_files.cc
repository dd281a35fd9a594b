#include "gateway/http/static_files.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "base/encoding.h"
#include "crypto/digest.h"
#include "gateway/http/compress.h"
#include "gateway/http/fault.h"
#include "rpc/log.h"

namespace qianmo::gateway {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kWorthZipping = 1024;

std::string TypeOf(const fs::path& file) {
  static const std::map<std::string, std::string> types = {
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".mjs", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".json", "application/json; charset=utf-8"},
      {".map", "application/json; charset=utf-8"},
      {".webmanifest", "application/manifest+json; charset=utf-8"},
      {".txt", "text/plain; charset=utf-8"},
      {".xml", "application/xml; charset=utf-8"},
      {".svg", "image/svg+xml; charset=utf-8"},
      {".png", "image/png"},
      {".jpg", "image/jpeg"},
      {".jpeg", "image/jpeg"},
      {".webp", "image/webp"},
      {".gif", "image/gif"},
      {".ico", "image/x-icon"},
      {".woff", "font/woff"},
      {".woff2", "font/woff2"},
      {".pdf", "application/pdf"},
      {".wasm", "application/wasm"},
  };
  const auto found = types.find(file.extension().string());
  return found == types.end() ? "application/octet-stream" : found->second;
}

// "/assets/index-BqW3x_9d.js": the builder puts a hash of the bytes into the name.
bool IsNamedByItsBytes(const std::string& path) {
  if (!path.starts_with("/assets/")) return false;
  const std::size_t dot = path.find('.', path.rfind('/'));
  if (dot == path.npos || dot < 9 || path[dot - 9] != '-') return false;
  return std::all_of(path.begin() + static_cast<std::ptrdiff_t>(dot) - 8,
                     path.begin() + static_cast<std::ptrdiff_t>(dot),
                     [](unsigned char c) { return std::isalnum(c) || c == '_' || c == '-'; });
}

// The HTTP side has already refused what is malformed.
std::string Decode(std::string_view path) {
  std::string decoded;
  decoded.reserve(path.size());
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (path[i] != '%') {
      decoded += path[i];
      continue;
    }
    std::string digits(path.substr(i + 1, 2));
    std::transform(digits.begin(), digits.end(), digits.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    decoded += FromHex(digits).value_or("");
    i += 2;
  }
  return decoded;
}

// If-None-Match compares weakly (RFC 9110, 13.1.2).
bool Matches(std::string_view if_none_match, std::string_view etag) {
  if (if_none_match == "*") return true;
  while (!if_none_match.empty()) {
    const std::size_t comma = std::min(if_none_match.find(','), if_none_match.size());
    std::string_view one = if_none_match.substr(0, comma);
    while (one.starts_with(' ')) one.remove_prefix(1);
    while (one.ends_with(' ')) one.remove_suffix(1);
    if (one.starts_with("W/")) one.remove_prefix(2);
    if (one == etag) return true;
    if_none_match.remove_prefix(std::min(comma + 1, if_none_match.size()));
  }
  return false;
}

}  // namespace

StaticFiles::StaticFiles(fs::path folder) : folder_(std::move(folder)), files_(Read()) {}

void StaticFiles::Reload() {
  try {
    auto files = Read();
    const std::lock_guard lock(mutex_);
    files_ = std::move(files);
  } catch (const std::exception& trouble) {
    rpc::Log(rpc::Level::kError, "web folder unreadable", {{"error", trouble.what()}});
  }
}

// Links are left out: what a link points to may lie outside of the folder.
std::shared_ptr<const StaticFiles::Files> StaticFiles::Read() const {
  auto files = std::make_shared<Files>();
  for (auto at = fs::recursive_directory_iterator(folder_); at != fs::end(at); ++at) {
    if (at->path().filename().string().starts_with('.')) {
      if (at->is_directory()) at.disable_recursion_pending();
      continue;
    }
    if (at->is_symlink() || !at->is_regular_file()) continue;
    const std::string path = "/" + at->path().lexically_relative(folder_).generic_string();
    files->emplace(path, ReadOne(at->path(), path));
  }
  if (!files->contains("/index.html")) {
    throw std::runtime_error("there is no index.html in " + folder_.string());
  }
  return files;
}

StaticFiles::File StaticFiles::ReadOne(const fs::path& path_on_disk, const std::string& path) {
  std::ifstream in(path_on_disk, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  if (!in) throw std::runtime_error("cannot read " + path_on_disk.string());
  File file;
  file.type = TypeOf(path_on_disk);
  file.immutable = IsNamedByItsBytes(path);
  const std::string digest = ToBase64Url(AsText(crypto::Sha256(bytes))).substr(0, 22);
  file.etag = "\"" + digest + "\"";
  HttpResponse probe;
  probe.headers.Add("Content-Type", file.type);
  if (bytes.size() >= kWorthZipping && MayCompress(probe)) {
    std::string gzip = Gzip(bytes, 9);
    if (gzip.size() < bytes.size()) {
      file.gzip = std::make_shared<const std::string>(std::move(gzip));
      file.gzip_etag = "\"" + digest + "-gz\"";
    }
  }
  file.bytes = std::make_shared<const std::string>(std::move(bytes));
  return file;
}

std::shared_ptr<const StaticFiles::Files> StaticFiles::files() const {
  const std::lock_guard lock(mutex_);
  return files_;
}

const StaticFiles::File* StaticFiles::Find(const Files& files, const std::string& path) {
  const auto found = files.find(path);
  if (found != files.end()) return &found->second;
  const bool names_a_file = path.find('.', path.rfind('/')) != path.npos;
  return names_a_file ? nullptr : &files.find("/index.html")->second;
}

HttpResponse StaticFiles::Respond(const File& file, const HttpRequest& request) {
  const bool zipped = file.gzip != nullptr && AcceptsGzip(request.headers.Get("Accept-Encoding"));
  const std::string& etag = zipped ? file.gzip_etag : file.etag;
  HttpResponse response;
  response.headers.Add("ETag", etag);
  response.headers.Add("Cache-Control",
                       file.immutable ? "public, max-age=31536000, immutable" : "no-cache");
  if (file.gzip != nullptr) response.headers.Add("Vary", "Accept-Encoding");
  if (Matches(request.headers.Get("If-None-Match"), etag)) {
    response.status = 304;
    return response;
  }
  response.headers.Add("Content-Type", file.type);
  if (zipped) response.headers.Add("Content-Encoding", "gzip");
  response.common_body = zipped ? file.gzip : file.bytes;
  return response;
}

void StaticFiles::operator()(std::shared_ptr<Exchange> exchange) const {
  exchange->Called("static");
  const HttpRequest& request = exchange->request();
  if (request.method != "GET" && request.method != "HEAD") {
    HttpResponse refusal =
        Refuse({405, "METHOD_NOT_ALLOWED", "Files can be read only, by GET and HEAD."});
    refusal.headers.Add("Allow", "GET, HEAD");
    return exchange->Respond(std::move(refusal));
  }
  const auto now = files();
  const File* file = Find(*now, Decode(request.path));
  if (file == nullptr) {
    return exchange->Respond(Refuse({404, "PATH_UNKNOWN", "There is nothing at this path."}));
  }
  exchange->Respond(Respond(*file, request));
}

}  // namespace qianmo::gateway
