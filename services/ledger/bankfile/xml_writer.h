// Writes XML of elements and texts. The same calls make the same bytes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/money.h"

namespace qianmo::ledger::bankfile {

class XmlWriter {
 public:
  // A "Document" of this namespace.
  explicit XmlWriter(std::string_view space);

  void Open(const char* name);
  void Close();
  // Text is valid UTF-8 without control characters.
  void Text(const char* name, std::string_view text);
  void TextUnlessEmpty(const char* name, std::string_view text);
  // In yuan, with its currency.
  void Amount(const char* name, Fen amount);
  // Closes what is open.
  std::string Finish();

 private:
  void Escape(std::string_view text);

  std::string out_;
  std::vector<const char*> open_;
};

}  // namespace qianmo::ledger::bankfile
