#include "messages/domain/letter_refusals.h"

namespace qianmo::messages::refusals {
namespace {

using Kind = Refusal::Kind;

}  // namespace

Refusal OrgPathForeign() {
  return {Kind::kInvalid, "ORG_PATH_FOREIGN", "the organisation is not one of this county"};
}

Refusal LettersNotYours() {
  return {Kind::kDenied, "LETTERS_NOT_YOURS",
          "letters carry codes: only the township and the county handle them"};
}

Refusal NothingToPrint() {
  return {Kind::kPrecondition, "NOTHING_TO_PRINT", "no letter or notice waits there"};
}

Refusal BatchNotFound() {
  return {Kind::kNotFound, "BATCH_NOT_FOUND", "there is no such batch of letters"};
}

Refusal BatchNotPrinted() {
  return {Kind::kPrecondition, "BATCH_NOT_PRINTED", "the batch is still being rendered"};
}

Refusal BatchEnded() {
  return {Kind::kPrecondition, "BATCH_ENDED", "the batch was handed over, cancelled or failed"};
}

Refusal BatchContentGone() {
  return {Kind::kPrecondition, "BATCH_CONTENT_GONE",
          "the file of this batch is gone: it is kept until the batch ends, and 14 days at most"};
}

Refusal BatchOutdated() {
  return {Kind::kPrecondition, "BATCH_OUTDATED",
          "a code in this batch was replaced by a newer one: cancel it and print the others again"};
}

Refusal LetterContentGone() {
  return {Kind::kPrecondition, "CONTENT_GONE", "the letter's time is over, or its code is gone"};
}

Refusal LetterUnreadable() {
  return {Kind::kPrecondition, "CONTENT_UNREADABLE", "no key at hand opens the letter"};
}

Refusal NothingPrintable() {
  return {Kind::kPrecondition, "NOTHING_PRINTABLE", "no letter of the batch could be printed"};
}

}  // namespace qianmo::messages::refusals
