#include "rpc/page.h"

#include "base/encoding.h"

namespace qianmo::rpc {
namespace {

constexpr int kDefaultSize = 50;
constexpr std::size_t kUuidBytes = 16;

std::optional<Uuid> ParseToken(const std::string& token) {
  const auto bytes = FromBase64Url(token);
  if (!bytes || bytes->size() != kUuidBytes) return std::nullopt;
  std::array<std::uint8_t, kUuidBytes> id;
  std::copy(bytes->begin(), bytes->end(), id.begin());
  return Uuid(id);
}

}  // namespace

Result<Page> Page::Parse(int page_size, const std::string& page_token) {
  Page page{page_size == 0 ? kDefaultSize : page_size, std::nullopt};
  if (page_token.empty()) return page;
  page.after = ParseToken(page_token);
  if (!page.after) return Refusal::InvalidField("page_token", "is none of ours");
  return page;
}

std::string PageTokenAfter(const std::string& name) {
  const auto id = Uuid::Parse(name.substr(name.rfind('/') + 1));
  return ToBase64Url(AsText(id.value().bytes()));
}

}  // namespace qianmo::rpc
