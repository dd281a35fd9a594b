#include "messages/domain/letter_batch.h"

#include <gtest/gtest.h>

#include "messages/domain/letter_refusals.h"

namespace qianmo::messages {
namespace {

using enum BatchState;

constexpr char kTownship[] = "/7/01930000-0000-7000-8000-0000000000a1/";
constexpr char kVillage[] =
    "/7/01930000-0000-7000-8000-0000000000a1/01930000-0000-7000-8000-0000000000b1/";
constexpr int kTownshipAgent = 7;

std::string Outcome(const Result<Done>& result) { return result ? "OK" : result.refusal().reason; }

TEST(CheckMayHandle, KeepsLettersFromWhoIsOnlyAVillageClerk) {
  struct Case {
    std::vector<PaperOffice> offices;
    PaperKind kind;
    const char* outcome;
  };
  const Case cases[] = {
      {{{kVillageClerkRole, kVillage}}, PaperKind::kNotices, "OK"},
      {{{kVillageClerkRole, kVillage}}, PaperKind::kLetters, "LETTERS_NOT_YOURS"},
      {{{kTownshipAgent, kTownship}}, PaperKind::kLetters, "OK"},
      {{{kVillageClerkRole, kVillage}, {kTownshipAgent, kTownship}}, PaperKind::kLetters, "OK"},
      {{{kVillageClerkRole, kVillage}, {kTownshipAgent, "/7/elsewhere/"}},
       PaperKind::kLetters,
       "LETTERS_NOT_YOURS"},
      {{{kTownshipAgent, ""}}, PaperKind::kLetters, "LETTERS_NOT_YOURS"},
      {{}, PaperKind::kLetters, "LETTERS_NOT_YOURS"},
  };
  for (const Case& c : cases)
    EXPECT_EQ(Outcome(CheckMayHandle(c.kind, c.offices, kVillage)), c.outcome);
}

TEST(LetterBatch, EndsOnceAndIsReadOnlyWhileItsContentIsKept) {
  struct Row {
    BatchFacts batch;
    const char* confirm;
    const char* cancel;
    const char* download;
  };
  const Row table[] = {
      {{kPrinting, false}, "BATCH_NOT_PRINTED", "OK", "BATCH_NOT_PRINTED"},
      {{kPrinted, true}, "OK", "OK", "OK"},
      {{kPrinted, true, true}, "OK", "OK", "BATCH_OUTDATED"},
      {{kPrinted, false}, "OK", "OK", "BATCH_CONTENT_GONE"},
      {{kHandedOver, false}, "BATCH_ENDED", "BATCH_ENDED", "BATCH_CONTENT_GONE"},
      {{kCancelled, false}, "BATCH_ENDED", "BATCH_ENDED", "BATCH_CONTENT_GONE"},
      {{kFailed, false}, "BATCH_ENDED", "BATCH_ENDED", "BATCH_CONTENT_GONE"},
  };
  for (const Row& row : table) {
    EXPECT_EQ(Outcome(CheckConfirm(row.batch)), row.confirm);
    EXPECT_EQ(Outcome(CheckCancel(row.batch)), row.cancel);
    EXPECT_EQ(Outcome(CheckDownload(row.batch)), row.download);
  }
}

TEST(BatchFileName, SaysWhatWhereWhenAndWhich) {
  using namespace std::chrono_literals;
  EXPECT_EQ(BatchFileName(PaperKind::kLetters, "青石镇", 2026y / 11 / 20, 3),
            "信函-青石镇-2026-11-20-第3批.pdf");
  EXPECT_EQ(BatchFileName(PaperKind::kNotices, "大塘村", 2026y / 1 / 2, 1),
            "公告-大塘村-2026-01-02-第1批.pdf");
}

TEST(LetterRefusals, HaveReasonsOfTheirOwn) {
  EXPECT_EQ(refusals::OrgPathForeign().reason, "ORG_PATH_FOREIGN");
  EXPECT_EQ(refusals::NothingToPrint().reason, "NOTHING_TO_PRINT");
  EXPECT_EQ(refusals::BatchNotFound().reason, "BATCH_NOT_FOUND");
  EXPECT_EQ(refusals::LetterContentGone().reason, "CONTENT_GONE");
  EXPECT_EQ(refusals::LetterUnreadable().reason, "CONTENT_UNREADABLE");
  EXPECT_EQ(refusals::BatchOutdated().reason, "BATCH_OUTDATED");
  EXPECT_EQ(refusals::NothingPrintable().reason, "NOTHING_PRINTABLE");
}

}  // namespace
}  // namespace qianmo::messages
