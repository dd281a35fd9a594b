// What stands on the sheets of a batch: messages, put into the words and the form of paper.
#pragma once

#include <variant>

#include "messages/letter_batch_store.h"
#include "messages/message_store.h"
#include "messages/print/letter_press.h"
#include "messages/print/notice_press.h"

namespace qianmo::messages {

using PaperSheet = std::variant<print::Letter, print::Notice>;

// `site` is the address of the web app, "https://…"; without one nothing has a QR. Refuses
// CONTENT_GONE.
Result<PaperSheet> SheetOf(const BatchRow& batch, const v1::PrintLettersRequest& wanted,
                           const BatchLetter& letter, const MessageRow& message,
                           const std::string& site);

// One document of letters or of notices.
class BatchPress {
 public:
  BatchPress(const BatchRow& batch, print::Sink sink);

  // The pages that it took; refused as by LetterPress and NoticePress.
  Result<int> Add(const PaperSheet& sheet);
  void Finish();

 private:
  std::variant<std::monostate, print::LetterPress, print::NoticePress> press_;
};

}  // namespace qianmo::messages
