#include "registry/print/unit_certificate_press.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/time_text.h"
#include "print/document.h"
#include "print/printable.h"
#include "print/qr_code.h"
#include "print/typesetter.h"

namespace qianmo::registry::print {
namespace {

using namespace qianmo::print;

const double kPageWidth = Millimetres(210);
const double kPageHeight = Millimetres(297);
const double kFrameInset = Millimetres(12);
const double kMargin = Millimetres(26);
const double kInside = kPageWidth - 2 * kMargin;
const double kQrEdge = Millimetres(46);
const double kUnitsColumn = Millimetres(70);  // from the left margin

const Style kTitle = {.face = Face::kSerif,
                      .size = 46,
                      .bold = true,
                      .leading = 1.3,
                      .align = Align::kCentre,
                      .spacing = 0.3};
const Style kIssuer = {.size = 20, .bold = true, .leading = 1.5, .align = Align::kCentre};
const Style kFact = {.size = 19, .leading = 1.75};
const Style kHead = {.size = 17, .bold = true, .leading = 2.0};
const Style kCell = {.size = 22, .leading = 1.9};
const Style kTotal = {.size = 24, .bold = true, .leading = 2.0};
const Style kSmall = {.size = 12.5, .leading = 1.6};
const Style kHash = {.face = Face::kMono, .size = 10.5, .leading = 1.6};

// Draws downwards from where it stands.
class Sheet {
 public:
  Sheet(cairo_t* cairo, double y) : cairo_(cairo), y_(y) {}

  Result<Done> Write(std::string_view text, const Style& style, double x = kMargin,
                     double width = kInside) {
    QM_ASSIGN(const Lines lines, typesetter_.Set(text, style, width));
    for (const Line& line : lines) {
      line.Draw(cairo_, x, y_);
      y_ += line.height();
    }
    return Done{};
  }
  Result<Done> WriteOnOneLine(std::string_view text, const Style& style, double smallest) {
    QM_ASSIGN(const Lines lines, typesetter_.SetOnOneLine(text, style, kInside, smallest));
    for (const Line& line : lines) {
      line.Draw(cairo_, kMargin, y_);
      y_ += line.height();
    }
    return Done{};
  }
  // Several texts side by side, each from its own x.
  Result<Done> WriteRow(const std::vector<std::pair<double, std::string>>& cells,
                        const Style& style) {
    for (const auto& [x, text] : cells) {
      QM_ASSIGN(const Lines lines,
                typesetter_.SetOnOneLine(text, style, kInside - x, style.size / 2));
      if (!lines.empty()) lines.front().Draw(cairo_, kMargin + x, y_);
    }
    y_ += style.line_height();
    return Done{};
  }
  void Rule(double thickness) {
    cairo_rectangle(cairo_, kMargin, y_, kInside, thickness);
    cairo_fill(cairo_);
    y_ += thickness;
  }
  void Skip(double height) { y_ += height; }
  double y() const { return y_; }
  void MoveTo(double y) { y_ = y; }

 private:
  const Typesetter typesetter_;
  cairo_t* cairo_;
  double y_;
};

void DrawFrame(cairo_t* cairo) {
  for (const auto& [inset, line] : {std::pair(0.0, 2.4), std::pair(5.0, 0.8)}) {
    const double edge = kFrameInset + inset;
    cairo_set_line_width(cairo, line);
    cairo_rectangle(cairo, edge, edge, kPageWidth - 2 * edge, kPageHeight - 2 * edge);
    cairo_stroke(cairo);
  }
}

std::string NoteOf(const CertificateLine& line) {
  std::string note;
  if (line.frozen > Units()) note += "冻结 " + SharesText(line.frozen) + " 股";
  if (line.frozen > Units() && line.pledged > Units()) note += "，";
  if (line.pledged > Units()) note += "质押 " + SharesText(line.pledged) + " 股";
  return note;
}

Result<Done> WriteUnits(const CertificateText& text, Sheet* sheet) {
  const double notes = kUnitsColumn + Millimetres(38);
  sheet->Rule(1.2);
  QM_TRY(sheet->WriteRow({{0, "股份种类"}, {kUnitsColumn, "股数"}, {notes, "说明"}}, kHead));
  sheet->Rule(0.6);
  Units total;
  for (const CertificateLine& line : text.lines) {
    total += line.held;
    QM_TRY(sheet->WriteRow(
        {{0, std::string(ChineseName(line.kind))}, {kUnitsColumn, SharesText(line.held)}}, kCell));
    const std::string note = NoteOf(line);
    if (note.empty()) continue;
    sheet->Skip(-kCell.line_height());
    Style small = kSmall;
    small.leading = kCell.line_height() / small.size;
    QM_TRY(sheet->WriteRow({{notes, note}}, small));
  }
  sheet->Rule(0.6);
  QM_TRY(sheet->WriteRow({{0, "合计"}, {kUnitsColumn, SharesText(total) + " 股"}}, kTotal));
  sheet->Rule(1.2);
  return Done{};
}

// Below everything: how to check it, beside the QR.
Result<Done> WriteCheck(const CertificatePaper& paper, cairo_t* cairo, Sheet* sheet) {
  const bool has_qr = !paper.verify_url.empty();
  const double top = kPageHeight - kFrameInset - Millimetres(8) - kQrEdge;
  const double x = kMargin + (has_qr ? kQrEdge + Millimetres(4) : 0);
  const double width = kInside - (x - kMargin);
  if (has_qr) {
    QM_TRY(CheckQrLink(paper.verify_url));
    DrawQrCode(cairo, paper.verify_url, kMargin - Millimetres(4), top, kQrEdge);
  }
  sheet->MoveTo(top + Millimetres(3));
  if (has_qr) QM_TRY(sheet->Write("手机扫码，可以查验本证真伪和现在的股数。", kSmall, x, width));
  QM_TRY(sheet->Write("查验码：" + CheckCodeOf(paper.sha256), kSmall, x, width));
  QM_TRY(
      sheet->Write("本证载明发证当日的持股情况，以登记簿为准。凭证参加收益分配；"
                   "转让、继承、质押须到登记机构办理。",
                   kSmall, x, width));
  const std::size_t half = paper.sha256.size() / 2;
  return sheet->Write(
      "SHA-256 " + paper.sha256.substr(0, half) + "\n        " + paper.sha256.substr(half), kHash,
      x, width);
}

Result<Done> WriteCertificate(const CertificatePaper& paper, cairo_t* cairo) {
  const CertificateText& text = paper.text;
  Sheet sheet(cairo, kFrameInset + Millimetres(14));
  DrawFrame(cairo);
  QM_TRY(sheet.Write("股权证", kTitle));
  QM_ASSIGN(const std::string collective, PrintableLine(text.collective));
  QM_TRY(sheet.WriteOnOneLine(collective, kIssuer, 12));
  sheet.Skip(Millimetres(7));
  QM_TRY(sheet.WriteOnOneLine("证书编号：" + text.number, kFact, 12));
  QM_TRY(sheet.WriteOnOneLine("户主：" + text.head, kFact, 12));
  QM_TRY(sheet.WriteOnOneLine("户编号：" + text.household_number, kFact, 12));
  QM_TRY(sheet.WriteOnOneLine("截至：" + FormatChineseDate(text.as_of), kFact, 12));
  sheet.Skip(Millimetres(5));
  QM_TRY(WriteUnits(text, &sheet));
  sheet.Skip(Millimetres(6));
  Style right = kFact;
  right.align = Align::kEnd;
  QM_TRY(sheet.WriteOnOneLine("发证日期：" + FormatChineseDate(paper.issue_date), right, 12));
  if (paper.print_number > 1) {
    QM_TRY(sheet.WriteOnOneLine("（补打，第 " + std::to_string(paper.print_number) + " 次打印）",
                                right, 12));
  }
  return WriteCheck(paper, cairo, &sheet);
}

}  // namespace

Result<std::string> PrintUnitCertificate(const CertificatePaper& paper) {
  std::string pdf;
  Document document({.title = "股权证 " + paper.text.number,
                     .author = paper.text.collective,
                     .create_time = BeginningOf(paper.issue_date)},
                    [&](std::string_view bytes) { pdf += bytes; });
  QM_TRY(WriteCertificate(paper, document.NewPage(kPageWidth, kPageHeight)));
  document.Finish();
  return pdf;
}

}  // namespace qianmo::registry::print
