// The long work of printing a batch. Each step looks whether some letters can be printed at all and
// sets aside what cannot; the last one draws the document, in one transaction with its keeping. So
// a crash at any point loses nothing and repeats nothing but drawing.
#pragma once

#include <string>

#include "qianmo/messages/v1/letters.pb.h"
#include "rpc/operations.h"
#include "rpc/room.h"

namespace qianmo::messages {

inline constexpr char kPrintLetters[] = "print_letters";

class LetterPrinting {
 public:
  // `site` as in letter_sheets.h.
  LetterPrinting(const rpc::Room& room, std::string site) : room_(room), site_(std::move(site)) {}

  // A step of the operation whose request is a LetterWork. Refuses BATCH_ENDED when the batch was
  // cancelled meanwhile, and NOTHING_PRINTABLE.
  Result<rpc::Step> Step(pg::Transaction& tx, const rpc::Progress& progress) const;

 private:
  const rpc::Room& room_;
  const std::string site_;
};

}  // namespace qianmo::messages
