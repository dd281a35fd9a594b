// Sets text in lines: Chinese typography on Pango, and no character that the fonts do not have.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <cairo.h>
#include <pango/pangocairo.h>

#include "base/result.h"

namespace qianmo::print {

// Points, 72 to the inch, as everywhere in this folder.
constexpr double Millimetres(double length) { return length * 72 / 25.4; }

struct Unref {
  void operator()(gpointer object) const { g_object_unref(object); }
};

enum class Face { kSans, kSerif, kMono };
enum class Align { kStart, kCentre, kEnd };

struct Style {
  Face face = Face::kSans;
  double size = 16;
  bool bold = false;
  double leading = 1.6;  // line height in sizes
  Align align = Align::kStart;
  bool prose = false;  // paragraphs begin two characters in, and lines end flush
  double spacing = 0;  // between letters, in sizes
  double line_height() const { return size * leading; }
};

// One line of set text.
class Line {
 public:
  Line(std::shared_ptr<PangoLayout> layout, int index, const Style& style, double offset);

  // With the line's upper left corner at (x, y).
  void Draw(cairo_t* cairo, double x, double y) const;
  void Move(double right) { offset_ += right; }
  double height() const { return height_; }
  double width() const;
  bool first() const { return index_ == 0; }  // of its paragraph
  bool last() const;

 private:
  std::shared_ptr<PangoLayout> layout_;
  int index_;
  double height_;
  double baseline_;
  double offset_;
};

using Lines = std::vector<Line>;
double HeightOf(const Lines& lines);
double WidthOf(const Lines& lines);

class Typesetter {
 public:
  Typesetter();

  // Every '\n' ends a paragraph. Refuses GLYPH_MISSING, naming the first character that no
  // installed font has, and INVALID_UTF8.
  Result<Lines> Set(std::string_view text, const Style& style, double width) const;

  // The same as a centred heading: a little smaller where that saves a line, and with lines of
  // about the same length, so that no single character hangs below.
  Result<Lines> SetHeading(std::string_view text, Style style, double width) const;

  // The same on one line, in the largest size of `style` and at least `smallest` that fits.
  Result<Lines> SetOnOneLine(std::string_view text, Style style, double width,
                             double smallest) const;

 private:
  std::shared_ptr<PangoLayout> NewLayout(const std::string& text, const Style& style) const;

  std::unique_ptr<PangoFontMap, Unref> fonts_;
  std::unique_ptr<PangoContext, Unref> context_;
};

}  // namespace qianmo::print
