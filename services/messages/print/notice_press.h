// Prints notices for a wall: A3 or A4, to be read from two metres away.
#pragma once

#include <string>
#include <vector>

#include "messages/print/paper.h"
#include "print/document.h"
#include "print/typesetter.h"

namespace qianmo::messages::print {

class NoticePress {
 public:
  NoticePress(const DocumentInfo& info, Sink sink) : document_(info, std::move(sink)) {}

  // The sheets that it took: one where the text fits in a size that can be read from afar. Refuses
  // GLYPH_MISSING, INVALID_UTF8 and LINK_TOO_LONG, naming the notice.
  Result<int> Add(const Notice& notice);
  void Finish() { document_.Finish(); }

 private:
  Document document_;
  Typesetter typesetter_;
};

// A small batch at once; the first notice that cannot be printed refuses all.
Result<std::string> PrintNotices(const DocumentInfo& info, const std::vector<Notice>& notices);

}  // namespace qianmo::messages::print
