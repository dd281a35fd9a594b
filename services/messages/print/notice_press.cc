#include "messages/print/notice_press.h"

#include <array>
#include <utility>

#include "base/time_text.h"
#include "print/flow.h"
#include "print/printable.h"
#include "print/qr_code.h"

namespace qianmo::messages::print {
namespace {

// What changes with the paper; in points.
struct Sheet {
  double width, height, margin, top;
  double title, caption, qr;
  std::array<double, 8> body;  // the largest that fits on one sheet
};

Sheet SheetOf(Paper paper) {
  if (paper == Paper::kA4) {
    return {.width = Millimetres(210),
            .height = Millimetres(297),
            .margin = Millimetres(20),
            .top = Millimetres(22),
            .title = 40,
            .caption = 15,
            .qr = Millimetres(40),
            .body = {30, 28, 26, 24, 22, 20, 19, 18}};
  }
  return {.width = Millimetres(297),
          .height = Millimetres(420),
          .margin = Millimetres(28),
          .top = Millimetres(30),
          .title = 60,
          .caption = 22,
          .qr = Millimetres(58),
          .body = {44, 40, 38, 36, 34, 31, 28, 26}};
}

// The foot of every sheet: from when until when it hangs, who hung it, and the QR.
struct Foot {
  Lines dates;
  Lines help;
  double height;
};

struct Placed {
  std::vector<Piece> pieces;
  std::vector<PagePlan> pages;
};

double DrawDown(const Lines& lines, cairo_t* cairo, double x, double y) {
  for (const Line& line : lines) {
    line.Draw(cairo, x, y);
    y += line.height();
  }
  return y;
}

double TextWidth(const Sheet& sheet) { return sheet.width - 2 * sheet.margin; }

Result<Foot> SetFoot(const Typesetter& typesetter, const Sheet& sheet, const Notice& notice) {
  const double width = TextWidth(sheet) - (notice.link ? sheet.qr + sheet.caption : 0);
  const Style strong = {.size = sheet.caption, .bold = true, .leading = 1.5};
  const Style plain = {.size = sheet.caption * 0.86, .leading = 1.5};
  Foot foot;
  QM_ASSIGN(foot.dates, typesetter.Set("张贴期限\n" + FormatChineseDate(notice.posted_from) +
                                           " 至 " + FormatChineseDate(notice.posted_until),
                                       strong, width));
  std::string help;
  if (notice.link) help = "扫码查看详情，或者在浏览器中输入：\n" + notice.link->shown + "\n";
  for (const std::string& line : notice.sender.help) help += line + "\n";
  QM_ASSIGN(const std::string number, PrintableLine(notice.number));
  help += "编号：" + number;
  QM_ASSIGN(foot.help, typesetter.Set(help, plain, width));
  foot.height = HeightOf(foot.dates) + HeightOf(foot.help);
  if (notice.link) foot.height = std::max(foot.height, sheet.qr);
  return foot;
}

Result<Piece> SetSignature(const Typesetter& typesetter, const Sheet& sheet, const Notice& notice,
                           double size) {
  const Style style = {.size = size, .leading = 1.6, .align = Align::kEnd};
  QM_ASSIGN(const std::string organisation, PrintableLine(notice.sender.organisation));
  QM_ASSIGN(const Lines lines, typesetter.Set(organisation + "\n" + FormatChineseDate(notice.date),
                                              style, TextWidth(sheet)));
  const auto draw = [=](cairo_t* cairo, double y) { DrawDown(lines, cairo, sheet.margin, y); };
  return Piece{.height = HeightOf(lines), .draw = draw, .space_before = size};
}

Result<Placed> Place(const Typesetter& typesetter, const Sheet& sheet, const Notice& notice,
                     const Frame& frame, double size) {
  Placed placed;
  const Style style = {.size = size, .leading = 1.65, .prose = true};
  QM_ASSIGN(const Lines body, typesetter.Set(notice.body, style, TextWidth(sheet)));
  placed.pieces = PiecesOf(body, sheet.margin, size * 0.2);
  if (!placed.pieces.empty()) placed.pieces.back().keep_with_next = true;
  QM_ASSIGN(Piece signature, SetSignature(typesetter, sheet, notice, size));
  placed.pieces.push_back(std::move(signature));
  placed.pages = PlanPages(placed.pieces, frame);
  return placed;
}

Result<Lines> SetTitle(const Typesetter& typesetter, const Sheet& sheet, const Notice& notice) {
  constexpr std::size_t kMostLines = 3;
  constexpr int kMostSteps = 6;
  Style style = {.size = sheet.title, .bold = true, .leading = 1.35};
  for (int step = 0;; ++step) {
    QM_ASSIGN(Lines lines, typesetter.SetHeading(notice.title, style, TextWidth(sheet)));
    if (lines.size() <= kMostLines || step == kMostSteps) return lines;
    style.size *= 0.9;
  }
}

void DrawFoot(const Foot& foot, const Sheet& sheet, const Notice& notice, const Lines& page,
              cairo_t* cairo) {
  const double bottom = sheet.height - sheet.margin;
  double y = bottom - foot.height;
  cairo_rectangle(cairo, sheet.margin, y - sheet.caption, TextWidth(sheet), 2);
  cairo_fill(cairo);
  double x = sheet.margin;
  if (notice.link) {
    DrawQrCode(cairo, notice.link->url, x, y, sheet.qr);
    x += sheet.qr + sheet.caption;
  }
  y += (foot.height - HeightOf(foot.dates) - HeightOf(foot.help)) / 2;
  y = DrawDown(foot.dates, cairo, x, y);
  DrawDown(foot.help, cairo, x, y);
  DrawDown(page, cairo, sheet.margin, bottom + sheet.caption * 0.3);
}

Refusal NamingNotice(Refusal refusal, const std::string& number) {
  refusal.message += " in notice " + number;
  return std::move(refusal).With("letter", number);
}

// A notice, set and on its sheets.
struct SetNotice {
  Lines title;
  Foot foot;
  Placed placed;
  std::vector<Lines> page_numbers;
};

Result<SetNotice> SetOne(const Typesetter& typesetter, const Sheet& sheet, const Notice& notice) {
  if (notice.link) QM_TRY(CheckQrLink(notice.link->url));
  SetNotice set;
  QM_ASSIGN(set.title, SetTitle(typesetter, sheet, notice));
  QM_ASSIGN(set.foot, SetFoot(typesetter, sheet, notice));
  const Frame frame = {.first_top = sheet.top + HeightOf(set.title) + sheet.caption * 2.2,
                       .top = sheet.top,
                       .bottom = sheet.height - sheet.margin - set.foot.height - 2 * sheet.caption};
  for (const double size : sheet.body) {
    QM_ASSIGN(set.placed, Place(typesetter, sheet, notice, frame, size));
    if (set.placed.pages.size() == 1) break;
  }
  const std::size_t count = set.placed.pages.size();
  const Style small = {.size = 12, .leading = 1.4, .align = Align::kCentre};
  for (std::size_t i = 1; i <= count; ++i) {
    const std::string text = "第 " + std::to_string(i) + " 页  共 " + std::to_string(count) + " 页";
    QM_ASSIGN(set.page_numbers.emplace_back(),
              typesetter.Set(count == 1 ? "" : text, small, TextWidth(sheet)));
  }
  return set;
}

}  // namespace

Result<int> NoticePress::Add(const Notice& notice) {
  const Sheet sheet = SheetOf(notice.paper);
  const auto set = SetOne(typesetter_, sheet, notice);
  if (!set) return NamingNotice(set.refusal(), notice.number);
  const std::vector<PagePlan>& pages = set.value().placed.pages;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    cairo_t* cairo = document_.NewPage(sheet.width, sheet.height);
    if (i == 0) {
      const double under = DrawDown(set.value().title, cairo, sheet.margin, sheet.top);
      cairo_rectangle(cairo, sheet.margin, under + sheet.caption * 0.6, TextWidth(sheet), 3);
      cairo_fill(cairo);
    }
    DrawPage(pages[i], set.value().placed.pieces, cairo);
    DrawFoot(set.value().foot, sheet, notice, set.value().page_numbers[i], cairo);
  }
  return static_cast<int>(pages.size());
}

Result<std::string> PrintNotices(const DocumentInfo& info, const std::vector<Notice>& notices) {
  std::string pdf;
  NoticePress press(info, [&](std::string_view bytes) { pdf += bytes; });
  for (const Notice& notice : notices) QM_TRY(press.Add(notice));
  press.Finish();
  return pdf;
}

}  // namespace qianmo::messages::print
