#include "messages/letter_printing.h"

#include <charconv>
#include <stdexcept>

#include "messages/domain/letter_refusals.h"
#include "messages/letter_content_store.h"
#include "messages/letter_sheets.h"
#include "messages/sealed.h"
#include "rpc/resource_name.h"

namespace qianmo::messages {
namespace {

constexpr int kLettersAStep = 50;

// One batch under the hands of a step.
struct Bench {
  pg::Transaction& tx;
  const crypto::Keyring& ring;
  const BatchRow& batch;
  const v1::PrintLettersRequest& wanted;
  const std::string& site;
};

Result<PaperSheet> Compose(const Bench& bench, const BatchLetter& letter) {
  if (!letter.address) return refusals::LetterUnreadable();
  try {
    const auto message =
        FindMessage(bench.tx, bench.ring, bench.batch.county, MessageId{letter.message});
    if (!message) throw std::runtime_error("a delivery has no message");
    return SheetOf(bench.batch, bench.wanted, letter, *message, bench.site);
  } catch (const Unreadable&) {
    return refusals::LetterUnreadable();
  }
}

// Whether it can be printed, on a sheet that is thrown away.
Result<int> Prove(const Bench& bench, BatchPress& press, const BatchLetter& letter) {
  QM_ASSIGN(const PaperSheet sheet, Compose(bench, letter));
  return press.Add(sheet);
}

struct Printed {
  std::string pdf;
  int pages = 0;
};

Printed PrintAll(const Bench& bench) {
  Printed printed;
  BatchPress press(bench.batch, [&](std::string_view bytes) { printed.pdf += bytes; });
  int position = 0;
  for (;;) {
    const auto letters = LettersAfter(bench.tx, bench.ring, bench.batch, position, kLettersAStep);
    for (const BatchLetter& letter : letters) {
      const auto pages = Prove(bench, press, letter);
      if (!pages) throw std::runtime_error("a proved letter cannot be printed");
      printed.pages += *pages;
      position = letter.position;
    }
    if (letters.empty()) break;
  }
  press.Finish();
  return printed;
}

int PositionOf(const std::string& cursor) {
  int position = 0;
  std::from_chars(cursor.data(), cursor.data() + cursor.size(), position);
  return position;
}

// A letter whose time is over between the steps; it would break the last one for ever.
void SetAsideWhatIsGone(const Bench& bench, Time now) {
  for (const BatchLetter& letter :
       LettersAfter(bench.tx, bench.ring, bench.batch, 0, kMostLetters)) {
    const auto sheet = Compose(bench, letter);
    if (!sheet) SetAside(bench.tx, bench.batch, letter, sheet.refusal(), now);
  }
}

Result<rpc::Step> Finish(const Bench& bench, rpc::Step step, Time now) {
  SetAsideWhatIsGone(bench, now);
  if (LettersAfter(bench.tx, bench.ring, bench.batch, 0, 1).empty()) {
    FailBatch(bench.tx, bench.batch, now);
    return refusals::NothingPrintable();
  }
  const Printed printed = PrintAll(bench);
  SaveContent(bench.tx, bench.ring, bench.batch, printed.pdf, now);
  MarkPrinted(bench.tx, bench.batch, printed.pages, now);
  step.done = step.total;
  step.result.emplace().PackFrom(ReadBatch(bench.tx, bench.batch.county, bench.batch.id).value());
  return step;
}

}  // namespace

Result<rpc::Step> LetterPrinting::Step(pg::Transaction& tx, const rpc::Progress& progress) const {
  v1::LetterWork work;
  if (!work.ParseFromString(progress.request)) throw std::runtime_error("unreadable letter work");
  QM_ASSIGN(const auto name,
            rpc::ParseNamedId<LetterBatchTag>("counties/*/letterBatches/*", work.batch(), "batch"));
  const auto batch = LockBatch(tx, name.county, name.id);
  if (!batch || batch->facts.state != BatchState::kPrinting) return refusals::BatchEnded();
  DropReplaced(tx, *batch);
  const auto ring = room_.keyring.Current();
  const Time now = room_.clock.Now();
  const Bench bench{tx, *ring, *batch, work.wanted(), site_};
  rpc::Step step{progress.cursor, progress.done, progress.total};
  if (step.total == 0) step.total = batch->letters;
  const auto letters = LettersAfter(tx, *ring, *batch, PositionOf(step.cursor), kLettersAStep);
  if (letters.empty()) return Finish(bench, std::move(step), now);
  BatchPress proof(*batch, [](std::string_view) {});
  for (const BatchLetter& letter : letters) {
    const auto pages = Prove(bench, proof, letter);
    if (!pages) SetAside(tx, *batch, letter, pages.refusal(), now);
    step.cursor = std::to_string(letter.position);
    ++step.done;
  }
  return step;
}

}  // namespace qianmo::messages
