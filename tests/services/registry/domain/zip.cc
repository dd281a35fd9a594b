#include "services/registry/domain/zip.h"

namespace qianmo::registry {
namespace {

std::string Little(std::size_t value, int bytes) {
  std::string text;
  for (; bytes > 0; --bytes, value >>= 8) text += static_cast<char>(value & 0xff);
  return text;
}

}  // namespace

std::string MakeZip(const std::vector<std::string>& names, const std::string& comment) {
  std::string entries;
  std::string directory;
  for (const std::string& name : names) {
    const std::size_t at = entries.size();
    const std::string sizes = std::string(12, '\0');  // checksum and two sizes
    const std::string facts = Little(20, 2) + Little(0, 8) + sizes + Little(name.size(), 2);
    entries += "PK\x03\x04" + facts + Little(0, 2) + name;
    directory +=
        "PK\x01\x02" + Little(20, 2) + facts + Little(0, 2) + Little(0, 10) + Little(at, 4) + name;
  }
  return entries + directory + "PK\x05\x06" + Little(0, 4) + Little(names.size(), 2) +
         Little(names.size(), 2) + Little(directory.size(), 4) + Little(entries.size(), 4) +
         Little(comment.size(), 2) + comment;
}

}  // namespace qianmo::registry
