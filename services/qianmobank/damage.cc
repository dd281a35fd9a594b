#include "qianmobank/damage.h"

namespace qianmo::bank {
namespace {

constexpr const char* kErrorPage =
    "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>\n";

bool IsXml(const std::string& bytes) { return bytes.starts_with("<?xml"); }

}  // namespace

// A table cut in two could be a shorter table; so only XML is cut.
std::string Damaged(const std::string& bytes, int way) {
  switch (way) {
    case 1:
      return IsXml(bytes) ? bytes.substr(0, bytes.size() / 2) : kErrorPage;
    case 2: {
      if (!IsXml(bytes)) return std::string(bytes.size(), '\0');
      std::string text = bytes;
      return text.insert(text.find('\n') + 1, "<!DOCTYPE Document [<!ENTITY a \"a\">]>\n");
    }
    case 3:
      return kErrorPage;
    case 4:
      return bytes.substr(0, bytes.size() / 3) + '\0' + bytes.substr(bytes.size() / 3);
    default:
      return "\xff\xd8\xff\xe0 not what it says";
  }
}

}  // namespace qianmo::bank
