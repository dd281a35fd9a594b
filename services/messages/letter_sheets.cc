#include "messages/letter_sheets.h"

#include <stdexcept>

#include "base/time_text.h"
#include "messages/domain/letter_refusals.h"
#include "qianmo/messages/v1/messages.pb.h"

namespace qianmo::messages {
namespace {

std::string NumberOf(const BatchRow& batch, int position) {
  std::string digits = std::to_string(position);
  if (digits.size() < 3) digits.insert(0, 3 - digits.size(), '0');
  return FormatIsoDate(batch.date) + "-" + std::to_string(batch.number) + "-" + digits;
}

std::optional<print::Link> LinkOf(const MessageRow& message, const std::string& site) {
  if (site.empty() || message.link.empty()) return std::nullopt;
  const std::string url = site + message.link;
  const std::size_t scheme = url.find("://");
  return print::Link{.url = url,
                     .shown = scheme == std::string::npos ? url : url.substr(scheme + 3)};
}

print::Sender SenderOf(const BatchRow& batch, const v1::PrintLettersRequest& wanted) {
  return {.organisation = batch.sender, .help = {wanted.help().begin(), wanted.help().end()}};
}

std::vector<std::string> WindowLines(const std::string& sealed) {
  v1::Addressee addressee;
  if (!addressee.ParseFromString(sealed)) throw std::runtime_error("an addressee cannot be read");
  return {addressee.address(), addressee.display_name() + "（收）"};
}

std::optional<print::OneTimeCode> CodeOf(const MessageRow& message) {
  if (message.filling.code.empty()) return std::nullopt;
  print::OneTimeCode code{.text = message.filling.code, .letter = {}};
  const auto number = message.filling.values.find("letter_number");
  if (number != message.filling.values.end()) code.letter = number->second;
  if (message.filling.expire_time) {
    code.last_date = BeijingDate(*message.filling.expire_time - Duration(1));
  }
  return code;
}

bool IsGone(const MessageRow& message) {
  return message.state == MessageState::kExpired ||
         (TextOf(message).carries_code && message.filling.code.empty());
}

}  // namespace

Result<PaperSheet> SheetOf(const BatchRow& batch, const v1::PrintLettersRequest& wanted,
                           const BatchLetter& letter, const MessageRow& message,
                           const std::string& site) {
  if (IsGone(message)) return refusals::LetterContentGone();
  const bool is_letter = batch.kind == PaperKind::kLetters;
  const Words words = Render(TextOf(message), is_letter ? Channel::kLetter : Channel::kWall,
                             Locale::kZh, message.filling);
  if (is_letter) {
    return PaperSheet(print::Letter{.number = NumberOf(batch, letter.position),
                                    .date = batch.date,
                                    .sender = SenderOf(batch, wanted),
                                    .address = WindowLines(letter.address.value()),
                                    .title = words.title,
                                    .body = words.text,
                                    .code = CodeOf(message),
                                    .link = LinkOf(message, site)});
  }
  const int days = wanted.posting_days() == 0 ? kPostingDays : wanted.posting_days();
  return PaperSheet(
      print::Notice{.number = NumberOf(batch, letter.position),
                    .date = batch.date,
                    .sender = SenderOf(batch, wanted),
                    .paper = wanted.small_paper() ? print::Paper::kA4 : print::Paper::kA3,
                    .title = words.title,
                    .body = words.text,
                    .posted_from = batch.date,
                    .posted_until = batch.date + std::chrono::days(days),
                    .link = LinkOf(message, site)});
}

BatchPress::BatchPress(const BatchRow& batch, print::Sink sink) {
  const print::DocumentInfo info{
      .title = BatchFileName(batch.kind, batch.place, batch.date, batch.number),
      .author = batch.sender,
      .create_time = batch.create_time};
  if (batch.kind == PaperKind::kLetters) {
    press_.emplace<print::LetterPress>(info, std::move(sink));
  } else {
    press_.emplace<print::NoticePress>(info, std::move(sink));
  }
}

Result<int> BatchPress::Add(const PaperSheet& sheet) {
  if (auto* letters = std::get_if<print::LetterPress>(&press_)) {
    return letters->Add(std::get<print::Letter>(sheet));
  }
  return std::get<print::NoticePress>(press_).Add(std::get<print::Notice>(sheet));
}

void BatchPress::Finish() {
  if (auto* letters = std::get_if<print::LetterPress>(&press_)) return letters->Finish();
  std::get<print::NoticePress>(press_).Finish();
}

}  // namespace qianmo::messages
