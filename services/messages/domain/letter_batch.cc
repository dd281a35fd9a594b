#include "messages/domain/letter_batch.h"

#include <algorithm>

#include "base/time_text.h"
#include "messages/domain/letter_refusals.h"

namespace qianmo::messages {

Result<Done> CheckMayHandle(PaperKind kind, std::span<const PaperOffice> offices,
                            const std::string& org_path) {
  if (kind == PaperKind::kNotices) return Done{};
  const bool above_clerk = std::ranges::any_of(offices, [&](const PaperOffice& office) {
    return office.role != kVillageClerkRole && office.org_path.ends_with('/') &&
           org_path.starts_with(office.org_path);
  });
  if (!above_clerk) return refusals::LettersNotYours();
  return Done{};
}

Result<Done> CheckConfirm(const BatchFacts& batch) {
  if (batch.state == BatchState::kPrinting) return refusals::BatchNotPrinted();
  if (batch.state != BatchState::kPrinted) return refusals::BatchEnded();
  return Done{};
}

Result<Done> CheckCancel(const BatchFacts& batch) {
  if (batch.state == BatchState::kPrinting || batch.state == BatchState::kPrinted) return Done{};
  return refusals::BatchEnded();
}

Result<Done> CheckDownload(const BatchFacts& batch) {
  if (batch.state == BatchState::kPrinting) return refusals::BatchNotPrinted();
  if (!batch.has_content) return refusals::BatchContentGone();
  if (batch.outdated) return refusals::BatchOutdated();
  return Done{};
}

std::string BatchFileName(PaperKind kind, const std::string& place, Date date, int number) {
  return std::string(kind == PaperKind::kLetters ? "信函-" : "公告-") + place + "-" +
         FormatIsoDate(date) + "-第" + std::to_string(number) + "批.pdf";
}

}  // namespace qianmo::messages
