// Batches of letters and notices: who may handle which, what may become of one, and how its file is
// called.
#pragma once

#include <span>
#include <string>

#include "base/clock.h"
#include "base/result.h"

namespace qianmo::messages {

// The numbers are those of the API and of the database.
enum class PaperKind { kLetters = 1, kNotices = 2 };
enum class BatchState { kPrinting = 1, kPrinted, kHandedOver, kCancelled, kFailed };

// A box of paper, and a file that a township's computer prints in one go.
inline constexpr int kMostLetters = 300;
// How long the PDF of a batch is kept that nobody confirms or cancels: codes are in it.
inline constexpr Duration kKeepContent = std::chrono::days(14);
inline constexpr int kPostingDays = 7;

// An office of the caller that counts in this session; the numbers of qianmo.rpc.v1.Role.
struct PaperOffice {
  int role;
  std::string org_path;
};
inline constexpr int kVillageClerkRole = 1;

// Letters carry codes that open households' accounts: whoever hands them out in the village must
// not be able to read them before. Refuses LETTERS_NOT_YOURS to whoever is only a village clerk
// there.
Result<Done> CheckMayHandle(PaperKind kind, std::span<const PaperOffice> offices,
                            const std::string& org_path);

struct BatchFacts {
  BatchState state = BatchState::kPrinting;
  bool has_content = false;
  // A letter in it was replaced by a newer one after it was printed.
  bool outdated = false;
};
// Refuses BATCH_NOT_PRINTED, BATCH_ENDED, and the last BATCH_CONTENT_GONE and BATCH_OUTDATED.
Result<Done> CheckConfirm(const BatchFacts& batch);
Result<Done> CheckCancel(const BatchFacts& batch);
Result<Done> CheckDownload(const BatchFacts& batch);

// "信函-青石镇-2026-11-20-第3批.pdf"
std::string BatchFileName(PaperKind kind, const std::string& place, Date date, int number);

}  // namespace qianmo::messages
