// Prints letters into one PDF: A4, each on sheets of its own, for envelopes with a window.
#pragma once

#include <string>
#include <vector>

#include "messages/print/paper.h"
#include "print/document.h"
#include "print/typesetter.h"

namespace qianmo::messages::print {

class LetterPress {
 public:
  LetterPress(const DocumentInfo& info, Sink sink) : document_(info, std::move(sink)) {}

  // The pages that it took. Refuses GLYPH_MISSING, INVALID_UTF8 and LINK_TOO_LONG, naming the
  // letter; then nothing of it is in the document.
  Result<int> Add(const Letter& letter);
  void Finish() { document_.Finish(); }

 private:
  Document document_;
  Typesetter typesetter_;
};

// A small batch at once; the first letter that cannot be printed refuses all.
Result<std::string> PrintLetters(const DocumentInfo& info, const std::vector<Letter>& letters);

}  // namespace qianmo::messages::print
