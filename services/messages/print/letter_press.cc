#include "messages/print/letter_press.h"

#include <utility>

#include "base/time_text.h"
#include "print/flow.h"
#include "print/printable.h"
#include "print/qr_code.h"

namespace qianmo::messages::print {
namespace {

// A4, and where DIN 5008 form B and most window envelopes expect the address and the folds.
const double kWidth = Millimetres(210);
const double kHeight = Millimetres(297);
const double kLeft = Millimetres(25);
const double kRight = Millimetres(185);
const double kTextWidth = kRight - kLeft;
const double kWindowTop = Millimetres(47);
const double kWindowHeight = Millimetres(40);
const double kSmallestAddress = 8;
const double kWindowWidth = Millimetres(80);
const double kBesideWindow = Millimetres(117);
const double kFolds[] = {Millimetres(105), Millimetres(210)};
const Frame kFrame = {
    .first_top = Millimetres(92), .top = Millimetres(28), .bottom = Millimetres(274)};
const double kFooter = Millimetres(279);

const Style kSenderStyle = {.size = 18, .bold = true, .leading = 1.3};
const Style kAddressStyle = {.size = 14, .leading = 1.45};
const Style kFactStyle = {.size = 12, .leading = 1.6};
const Style kTitleStyle = {
    .face = Face::kSans, .size = 24, .bold = true, .leading = 1.4, .align = Align::kCentre};
// The larger one where the letter fits on one page; otherwise the smaller, so that the code stands
// with the words about it as often as can be.
const double kBodySizes[] = {17, 16};
const Style kCodeStyle = {
    .face = Face::kMono, .size = 40, .bold = true, .leading = 1.3, .spacing = 0.06};
const Style kCaptionStyle = {.size = 14, .leading = 1.5};
const Style kStrongCaptionStyle = {.size = 16, .bold = true, .leading = 1.5};
const Style kFooterStyle = {.size = 11, .leading = 1.4, .align = Align::kCentre};

const double kTaskPadding = Millimetres(3);
const double kQrSize = Millimetres(52);

void DrawLines(const Lines& lines, cairo_t* cairo, double x, double y) {
  for (const Line& line : lines) {
    line.Draw(cairo, x, y);
    y += line.height();
  }
}

void DrawRule(cairo_t* cairo, double x, double y, double width, double thickness) {
  cairo_rectangle(cairo, x, y, width, thickness);
  cairo_fill(cairo);
}

std::string Joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

// A letter, set and on its pages.
struct SetLetter {
  Lines sender, address, facts;
  std::vector<Piece> pieces;
  std::vector<PagePlan> pages;
  std::vector<Lines> footers;
};

// Lines below each other, each with a style of its own.
class Column {
 public:
  Column(const Typesetter& typesetter, double width) : typesetter_(typesetter), width_(width) {}
  Result<Done> Add(std::string_view text, const Style& style) {
    QM_ASSIGN(const Lines more, typesetter_.Set(text, style, width_));
    lines_.insert(lines_.end(), more.begin(), more.end());
    return Done{};
  }
  Result<Done> AddOnOneLine(std::string_view text, const Style& style, double smallest) {
    QM_ASSIGN(const Lines more, typesetter_.SetOnOneLine(text, style, width_, smallest));
    lines_.insert(lines_.end(), more.begin(), more.end());
    return Done{};
  }
  const Lines& lines() const { return lines_; }

 private:
  const Typesetter& typesetter_;
  const double width_;
  Lines lines_;
};

Result<Done> AddCode(const OneTimeCode& code, Column* column) {
  if (!code.letter.empty()) {
    QM_TRY(column->AddOnOneLine("信函编号：" + code.letter, kStrongCaptionStyle, 9));
  }
  QM_TRY(column->Add("验证码（只能用一次，请勿告诉他人）：", kCaptionStyle));
  QM_TRY(column->AddOnOneLine(code.text, kCodeStyle, 16));
  if (!code.last_date) return Done{};
  return column->Add("有效期至 " + FormatChineseDate(*code.last_date) + "。", kCaptionStyle);
}

// What the reader does with the letter, in a frame: the code and the QR, or one of them.
Result<Piece> SetTask(const Typesetter& typesetter, const Letter& letter) {
  if (letter.link) QM_TRY(CheckQrLink(letter.link->url));
  const double x = kLeft + (letter.link ? kQrSize + Millimetres(3) : kTaskPadding);
  Column column(typesetter, kRight - x - kTaskPadding);
  if (letter.code) QM_TRY(AddCode(*letter.code, &column));
  if (letter.link) {
    const std::string how = letter.code ? "手机扫码，或者在浏览器中输入：" : "手机扫码，或者输入：";
    QM_TRY(column.Add(how, kCaptionStyle));
    QM_TRY(column.AddOnOneLine(letter.link->shown, kCaptionStyle, 9));
  }
  const double text_height = HeightOf(column.lines());
  const double height =
      std::max(letter.link ? kQrSize - 2 * kTaskPadding : 0, text_height) + 2 * kTaskPadding;
  const std::string url = letter.link ? letter.link->url : "";
  const auto draw = [=, lines = column.lines()](cairo_t* cairo, double y) {
    cairo_set_line_width(cairo, 1.5);
    cairo_rectangle(cairo, kLeft, y, kTextWidth, height);
    cairo_stroke(cairo);
    if (!url.empty()) DrawQrCode(cairo, url, kLeft, y + (height - kQrSize) / 2, kQrSize);
    DrawLines(lines, cairo, x, y + (height - text_height) / 2);
  };
  return Piece{.height = height, .draw = draw, .space_before = 14};
}

Result<Piece> SetHelp(const Typesetter& typesetter, const Sender& sender) {
  const double width = kTextWidth;
  QM_ASSIGN(Lines lines, typesetter.Set("需要帮忙，请找：", kStrongCaptionStyle, width));
  QM_ASSIGN(const Lines where, typesetter.Set(Joined(sender.help), kCaptionStyle, width));
  lines.insert(lines.end(), where.begin(), where.end());
  const auto draw = [=](cairo_t* cairo, double y) {
    DrawRule(cairo, kLeft, y, width, 0.7);
    DrawLines(lines, cairo, kLeft, y + 6);
  };
  return Piece{.height = HeightOf(lines) + 6, .draw = draw, .space_before = 12};
}

Result<Piece> SetSignature(const Typesetter& typesetter, const Letter& letter, double size) {
  const Style style = {.size = size, .leading = 1.5, .align = Align::kEnd};
  QM_ASSIGN(const std::string organisation, PrintableLine(letter.sender.organisation));
  QM_ASSIGN(const Lines lines, typesetter.Set(organisation + "\n" + FormatChineseDate(letter.date),
                                              style, kTextWidth));
  const auto draw = [=](cairo_t* cairo, double y) { DrawLines(lines, cairo, kLeft, y); };
  return Piece{.height = HeightOf(lines), .draw = draw, .space_before = 10};
}

// However long, it must not show below the window.
Result<Lines> SetAddress(const Typesetter& typesetter, const Letter& letter) {
  for (Style style = kAddressStyle;; style.size -= 1) {
    QM_ASSIGN(Lines lines, typesetter.Set(Joined(letter.address), style, kWindowWidth));
    if (HeightOf(lines) <= kWindowHeight) return lines;
    if (style.size <= kSmallestAddress) {
      return Refusal{Refusal::Kind::kInvalid, "ADDRESS_TOO_LONG",
                     "the address does not fit into the window of an envelope"};
    }
  }
}

// Everything below the letterhead.
Result<std::vector<Piece>> SetText(const Typesetter& typesetter, const Letter& letter,
                                   double size) {
  QM_ASSIGN(const Lines title, typesetter.SetHeading(letter.title, kTitleStyle, kTextWidth));
  std::vector<Piece> pieces = PiecesOf(title, kLeft, 0);
  for (Piece& piece : pieces) piece.keep_with_next = true;
  const Style style = {.size = size, .leading = 1.62, .prose = true};
  QM_ASSIGN(const Lines body, typesetter.Set(letter.body, style, kTextWidth));
  std::vector<Piece> text = PiecesOf(body, kLeft, 3);
  if (!text.empty()) text.front().space_before = 10;
  const bool has_task = letter.code || letter.link;
  // The signature never stands on a page without a line of the text before it.
  if (!text.empty() && !has_task) text.back().keep_with_next = true;
  pieces.insert(pieces.end(), text.begin(), text.end());
  if (has_task) {
    QM_ASSIGN(Piece task, SetTask(typesetter, letter));
    pieces.push_back(std::move(task));
  }
  QM_ASSIGN(Piece signature, SetSignature(typesetter, letter, size));
  pieces.push_back(std::move(signature));
  if (!letter.sender.help.empty()) {
    QM_ASSIGN(Piece help, SetHelp(typesetter, letter.sender));
    pieces.push_back(std::move(help));
  }
  return pieces;
}

Result<SetLetter> SetOne(const Typesetter& typesetter, const Letter& letter) {
  SetLetter set;
  QM_ASSIGN(set.sender,
            typesetter.SetOnOneLine(letter.sender.organisation, kSenderStyle, kTextWidth, 8));
  QM_ASSIGN(set.address, SetAddress(typesetter, letter));
  QM_ASSIGN(const std::string number, PrintableLine(letter.number));
  QM_ASSIGN(set.facts,
            typesetter.Set("编号：" + number + "\n日期：" + FormatChineseDate(letter.date),
                           kFactStyle, kRight - kBesideWindow));
  for (const double size : kBodySizes) {
    QM_ASSIGN(set.pieces, SetText(typesetter, letter, size));
    set.pages = PlanPages(set.pieces, kFrame);
    if (set.pages.size() == 1) break;
  }
  const std::size_t count = set.pages.size();
  for (std::size_t i = 1; i <= count; ++i) {
    std::string text = "第 " + std::to_string(i) + " 页　共 " + std::to_string(count) + " 页";
    if (i > 1) text = number + "　　" + text;
    QM_ASSIGN(set.footers.emplace_back(),
              typesetter.SetOnOneLine(text, kFooterStyle, kTextWidth, 8));
  }
  return set;
}

void DrawFolds(cairo_t* cairo) {
  cairo_save(cairo);
  cairo_set_source_rgb(cairo, 0.5, 0.5, 0.5);
  for (const double y : kFolds) DrawRule(cairo, Millimetres(4), y, Millimetres(4), 0.5);
  cairo_restore(cairo);
}

void DrawLetterhead(const SetLetter& set, cairo_t* cairo) {
  DrawLines(set.sender, cairo, kLeft, Millimetres(20));
  const double rule = Millimetres(20) + HeightOf(set.sender) + 4;
  DrawRule(cairo, kLeft, rule, kTextWidth, 1.4);
  DrawLines(set.address, cairo, kLeft, kWindowTop);
  DrawLines(set.facts, cairo, kBesideWindow, kWindowTop);
  DrawFolds(cairo);
}

Refusal NamingLetter(Refusal refusal, const std::string& number) {
  refusal.message += " in letter " + number;
  return std::move(refusal).With("letter", number);
}

}  // namespace

Result<int> LetterPress::Add(const Letter& letter) {
  const auto set = SetOne(typesetter_, letter);
  if (!set) return NamingLetter(set.refusal(), letter.number);
  const std::vector<PagePlan>& pages = set.value().pages;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    cairo_t* cairo = document_.NewPage(kWidth, kHeight);
    if (i == 0) DrawLetterhead(set.value(), cairo);
    DrawPage(pages[i], set.value().pieces, cairo);
    DrawLines(set.value().footers[i], cairo, kLeft, kFooter);
  }
  return static_cast<int>(pages.size());
}

Result<std::string> PrintLetters(const DocumentInfo& info, const std::vector<Letter>& letters) {
  std::string pdf;
  LetterPress press(info, [&](std::string_view bytes) { pdf += bytes; });
  for (const Letter& letter : letters) QM_TRY(press.Add(letter));
  press.Finish();
  return pdf;
}

}  // namespace qianmo::messages::print
