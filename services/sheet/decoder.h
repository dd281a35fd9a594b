// Text of a file, from the encoding that it came in.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace qianmo::sheet {

enum class Encoding { kUtf8, kGb18030, kGbk };

class Decoder {
 public:
  explicit Decoder(Encoding encoding);
  ~Decoder();
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  // In UTF-8; nothing when the bytes are not exactly of the encoding.
  std::optional<std::string> Decode(std::string_view bytes) const;

 private:
  void* converter_ = nullptr;  // none for UTF-8
};

}  // namespace qianmo::sheet
