#include "rpc/content.h"

#include <algorithm>

#include "base/encoding.h"
#include "crypto/digest.h"

namespace qianmo::rpc {
namespace {

constexpr std::int64_t kUsualWindow = 1 << 20;

}  // namespace

google::api::HttpBody WindowOf(const MadeContent& content, const v1::ContentWindow& window) {
  const auto size = static_cast<std::int64_t>(content.bytes.size());
  const std::int64_t offset = std::min(window.offset(), size);
  v1::ContentInfo info;
  info.set_file_name(content.file_name);
  info.set_etag(ToHex(AsText(crypto::Sha256(content.bytes))));
  info.set_total_size(size);
  info.set_offset(offset);
  google::api::HttpBody body;
  body.set_content_type(content.content_type);
  body.set_data(content.bytes.substr(
      static_cast<std::size_t>(offset),
      static_cast<std::size_t>(window.limit() == 0 ? kUsualWindow : window.limit())));
  body.add_extensions()->PackFrom(info);
  return body;
}

}  // namespace qianmo::rpc
