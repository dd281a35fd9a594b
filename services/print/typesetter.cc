#include "print/typesetter.h"

#include <algorithm>
#include <optional>

#include "print/printable.h"

namespace qianmo::print {
namespace {

constexpr double kSmallerHeading = 0.85;
constexpr double kIndent = 2;         // characters
constexpr double kMostStretch = 2.5;  // a line that misses more than this stays ragged

// The middle of a Chinese character lies this far above the baseline.
constexpr double kMiddle = 0.38;

const char* FamilyOf(Face face) {
  switch (face) {
    case Face::kSerif:
      return "Noto Serif CJK SC";
    case Face::kMono:
      return "Noto Sans Mono CJK SC";
    case Face::kSans:
      break;
  }
  return "Noto Sans CJK SC";
}

double FromPango(int units) { return static_cast<double>(units) / PANGO_SCALE; }
int ToPango(double points) { return static_cast<int>(points * PANGO_SCALE); }

std::optional<char32_t> MissingIn(PangoLayout* layout) {
  if (pango_layout_get_unknown_glyphs_count(layout) == 0) return std::nullopt;
  for (GSList* line = pango_layout_get_lines_readonly(layout); line; line = line->next) {
    for (GSList* run = static_cast<PangoLayoutLine*>(line->data)->runs; run; run = run->next) {
      const PangoGlyphString* glyphs = static_cast<PangoLayoutRun*>(run->data)->glyphs;
      for (int i = 0; i < glyphs->num_glyphs; ++i) {
        const PangoGlyph glyph = glyphs->glyphs[i].glyph;
        if (glyph != PANGO_GLYPH_INVALID_INPUT && (glyph & PANGO_GLYPH_UNKNOWN_FLAG)) {
          return glyph & ~PANGO_GLYPH_UNKNOWN_FLAG;
        }
      }
    }
  }
  return U'\uFFFD';
}

bool IsOneWay(const PangoLayoutLine* line) {
  for (GSList* run = line->runs; run; run = run->next) {
    if (static_cast<PangoLayoutRun*>(run->data)->item->analysis.level % 2 != 0) return false;
  }
  return true;
}

// Spreads what a line misses between its characters, as Chinese is printed; Pango would put all of
// it into the only space of the line.
void MakeFlush(PangoLayoutLine* line, int missing) {
  std::vector<PangoGlyphInfo*> glyphs;
  for (GSList* run = line->runs; run; run = run->next) {
    const PangoGlyphString* string = static_cast<PangoLayoutRun*>(run->data)->glyphs;
    for (int i = 0; i < string->num_glyphs; ++i) {
      if (string->glyphs[i].geometry.width > 0) glyphs.push_back(&string->glyphs[i]);
    }
  }
  if (glyphs.size() < 2) return;
  glyphs.pop_back();
  const auto gaps = static_cast<int>(glyphs.size());
  for (int i = 0; i < gaps; ++i) {
    glyphs[static_cast<std::size_t>(i)]->geometry.width +=
        missing * (i + 1) / gaps - missing * i / gaps;
  }
}

int WidthInPango(PangoLayoutLine* line) {
  PangoRectangle extents;
  pango_layout_line_get_extents(line, nullptr, &extents);
  return extents.width;
}

// A line that a space ends is as wide as without it.
int VisibleWidth(PangoLayoutLine* line) {
  int width = WidthInPango(line);
  const char* text = pango_layout_get_text(line->layout);
  const int end = line->start_index + line->length;
  if (line->length > 1 && text[end - 1] == ' ') {
    int x = 0;
    pango_layout_line_index_to_x(line, end - 1, false, &x);
    if (IsOneWay(line)) width = x;
  }
  return width;
}

// A salutation, and text in Latin letters, begin at the margin.
bool BeginsIndented(std::string_view paragraph, bool first_of_text) {
  if (paragraph.empty() || g_ascii_isalpha(paragraph.front())) return false;
  return !(first_of_text && (paragraph.ends_with("：") || paragraph.ends_with(":")));
}

std::vector<std::string> ParagraphsOf(const std::string& text) {
  std::vector<std::string> paragraphs;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string paragraph = text.substr(at, end - at);
    at = end + 1;
    // People indent by hand; the page does it for all alike.
    while (paragraph.starts_with("　") || paragraph.starts_with(' ')) {
      paragraph.erase(0, paragraph.front() == ' ' ? 1 : 3);
    }
    while (paragraph.ends_with(' ')) paragraph.pop_back();
    if (!paragraph.empty()) paragraphs.push_back(std::move(paragraph));
  }
  return paragraphs;
}

double OffsetOf(Align align, double room) {
  if (align == Align::kStart) return 0;
  return align == Align::kEnd ? room : room / 2;
}

void FlushLines(PangoLayout* layout, const Style& style, double width, double indent) {
  const int lines = pango_layout_get_line_count(layout);
  for (int i = 0; i + 1 < lines; ++i) {
    PangoLayoutLine* line = pango_layout_get_line(layout, i);
    const double room = width - (i == 0 ? indent : 0);
    const int missing = ToPango(room) - VisibleWidth(line);
    if (missing <= 0 || missing > ToPango(kMostStretch * style.size) || !IsOneWay(line)) continue;
    MakeFlush(line, missing);
  }
}

}  // namespace

Line::Line(std::shared_ptr<PangoLayout> layout, int index, const Style& style, double offset)
    : layout_(std::move(layout)),
      index_(index),
      height_(style.line_height()),
      baseline_(height_ / 2 + kMiddle * style.size),
      offset_(offset) {}

void Line::Draw(cairo_t* cairo, double x, double y) const {
  cairo_move_to(cairo, x + offset_, y + baseline_);
  pango_cairo_show_layout_line(cairo, pango_layout_get_line_readonly(layout_.get(), index_));
}

double Line::width() const {
  return FromPango(WidthInPango(pango_layout_get_line_readonly(layout_.get(), index_)));
}

bool Line::last() const { return index_ + 1 == pango_layout_get_line_count(layout_.get()); }

double HeightOf(const Lines& lines) {
  double height = 0;
  for (const Line& line : lines) height += line.height();
  return height;
}

double WidthOf(const Lines& lines) {
  double width = 0;
  for (const Line& line : lines) width = std::max(width, line.width());
  return width;
}

// A font map of its own: nothing of one document stays in memory for the next.
Typesetter::Typesetter()
    : fonts_(pango_cairo_font_map_new()), context_(pango_font_map_create_context(fonts_.get())) {
  pango_cairo_context_set_resolution(context_.get(), 72);
  pango_context_set_language(context_.get(), pango_language_from_string("zh-cn"));
  pango_context_set_round_glyph_positions(context_.get(), false);
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(context_.get(), options);
  cairo_font_options_destroy(options);
}

std::shared_ptr<PangoLayout> Typesetter::NewLayout(const std::string& text,
                                                   const Style& style) const {
  std::shared_ptr<PangoLayout> layout(pango_layout_new(context_.get()), Unref());
  PangoFontDescription* font = pango_font_description_new();
  pango_font_description_set_family_static(font, FamilyOf(style.face));
  pango_font_description_set_absolute_size(font, style.size * PANGO_SCALE);
  pango_font_description_set_weight(font, style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description(layout.get(), font);
  pango_font_description_free(font);
  pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
  if (style.spacing > 0) {
    PangoAttrList* attributes = pango_attr_list_new();
    pango_attr_list_insert(attributes,
                           pango_attr_letter_spacing_new(ToPango(style.spacing * style.size)));
    pango_layout_set_attributes(layout.get(), attributes);
    pango_attr_list_unref(attributes);
  }
  return layout;
}

Result<Lines> Typesetter::Set(std::string_view text, const Style& style, double width) const {
  QM_ASSIGN(const std::string clean, Printable(text));
  Lines lines;
  for (const std::string& paragraph : ParagraphsOf(clean)) {
    const auto layout = NewLayout(paragraph, style);
    const double indent =
        style.prose && BeginsIndented(paragraph, lines.empty()) ? kIndent * style.size : 0;
    pango_layout_set_indent(layout.get(), ToPango(indent));
    pango_layout_set_width(layout.get(), ToPango(width));
    if (const auto missing = MissingIn(layout.get())) {
      const std::string character = NameOfCharacter(*missing);
      return Refusal{Refusal::Kind::kInvalid, "GLYPH_MISSING", "no font can print " + character}
          .With("character", character);
    }
    if (style.prose) FlushLines(layout.get(), style, width, indent);
    for (int i = 0; i < pango_layout_get_line_count(layout.get()); ++i) {
      PangoLayoutLine* line = pango_layout_get_line_readonly(layout.get(), i);
      const double begin = i == 0 ? indent : 0;
      const bool backwards = line->resolved_dir == PANGO_DIRECTION_RTL;
      const double room = width - begin - FromPango(VisibleWidth(line));
      const double offset =
          backwards && style.align == Align::kStart ? room : begin + OffsetOf(style.align, room);
      lines.emplace_back(layout, i, style, offset);
    }
  }
  return lines;
}

Result<Lines> Typesetter::SetHeading(std::string_view text, Style style, double width) const {
  QM_ASSIGN(const std::string heading, PrintableLine(text));
  style.align = Align::kCentre;
  QM_ASSIGN(Lines lines, Set(heading, style, width));
  Style smaller = style;
  smaller.size *= kSmallerHeading;
  QM_ASSIGN(const Lines fewer, Set(heading, smaller, width));
  if (fewer.size() < lines.size()) {
    style = smaller;
    lines = fewer;
  }
  for (double narrow = width; narrow > width / 2; narrow -= style.size / 2) {
    QM_ASSIGN(const Lines balanced, Set(heading, style, narrow));
    if (balanced.size() > lines.size()) break;
    lines = balanced;
    for (Line& line : lines) line.Move((width - narrow) / 2);
  }
  return lines;
}

Result<Lines> Typesetter::SetOnOneLine(std::string_view text, Style style, double width,
                                       double smallest) const {
  QM_ASSIGN(const std::string line, PrintableLine(text));
  for (;;) {
    QM_ASSIGN(Lines lines, Set(line, style, width));
    if (lines.size() <= 1 || style.size <= smallest) return lines;
    style.size = std::max(smallest, style.size - 1);
  }
}

}  // namespace qianmo::print
