#include "registry/domain/zip_names.h"

#include <cstdint>

namespace qianmo::registry {
namespace {

constexpr std::string_view kEndMark("PK\5\6", 4);
constexpr std::string_view kEntryMark("PK\1\2", 4);
constexpr std::size_t kEndBytes = 22;
constexpr std::size_t kEntryBytes = 46;

std::size_t Read16(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]) +
         (static_cast<std::size_t>(static_cast<unsigned char>(bytes[at + 1])) << 8);
}

std::size_t Read32(std::string_view bytes, std::size_t at) {
  return Read16(bytes, at) + (Read16(bytes, at + 2) << 16);
}

// The end record is the last thing but its comment, whose length it tells.
std::size_t FindEnd(std::string_view tail) {
  for (std::size_t at = tail.rfind(kEndMark); at != tail.npos;
       at = at == 0 ? tail.npos : tail.rfind(kEndMark, at - 1)) {
    if (at + kEndBytes <= tail.size() && at + kEndBytes + Read16(tail, at + 20) == tail.size()) {
      return at;
    }
  }
  return tail.npos;
}

}  // namespace

std::vector<std::string> ZipNames(std::string_view tail) {
  const std::size_t end = FindEnd(tail);
  if (end == tail.npos) return {};
  const std::size_t size = Read32(tail, end + 12);
  if (size > end) return {};
  std::string_view directory = tail.substr(end - size, size);
  std::vector<std::string> names;
  while (!directory.empty()) {
    if (directory.size() < kEntryBytes || !directory.starts_with(kEntryMark)) return {};
    const std::size_t name = Read16(directory, 28);
    const std::size_t whole = kEntryBytes + name + Read16(directory, 30) + Read16(directory, 32);
    if (whole > directory.size()) return {};
    names.emplace_back(directory.substr(kEntryBytes, name));
    directory.remove_prefix(whole);
  }
  return names;
}

}  // namespace qianmo::registry
