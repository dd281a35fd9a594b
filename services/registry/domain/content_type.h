// What a file is, told by its bytes: a name can lie, and a browser believes what we say.
#pragma once

#include <string>
#include <string_view>

#include "base/text_scan.h"

namespace qianmo::registry {

// Looks at content that arrives in pieces; holds no more than 64 KiB of it.
class ContentSniffer {
 public:
  void Add(std::string_view piece);
  // "application/octet-stream" for whatever it does not know, also for office files with macros.
  std::string Type() const;

 private:
  std::string head_;
  std::string tail_;
  TextScan text_;
};

// Whether a browser may show a file of this type in its place: pictures, films and documents that
// run nothing.
bool IsShown(std::string_view content_type);

}  // namespace qianmo::registry
