#include "registry/domain/geojson_scan.h"

#include <set>

#include "registry/domain/parcel_refusals.h"

namespace qianmo::registry {
namespace {

constexpr int kDeepestList = 4;  // of a MultiPolygon
constexpr int kPlaces = 9;
// More digits than a degree has can only be a mistake.
constexpr int kMostWholeDigits = 3;
constexpr std::string_view kCgcs2000[] = {"urn:ogc:def:crs:EPSG::4490", "EPSG:4490"};

bool IsDigit(char c) { return '0' <= c && c <= '9'; }

class Scan {
 public:
  Scan(std::string_view field, std::string_view text, int most)
      : field_(field), text_(text), left_(most) {}

  Result<GeoText> Geometry() {
    GeoText geometry;
    std::set<std::string> keys;
    QM_TRY(Expect('{'));
    do {
      const std::size_t start = SkipBlanks();
      QM_ASSIGN(const std::string key, Word());
      if (!keys.insert(key).second) return Malformed(start, "\"" + key + "\" is there twice");
      QM_TRY(Expect(':'));
      QM_TRY(Member(key, start, &geometry));
    } while (Take(','));
    QM_TRY(Expect('}'));
    if (SkipBlanks() != text_.size()) return Malformed(at_, "something follows the end");
    if (!keys.contains("type")) return Malformed(0, "\"type\" is missing");
    if (!keys.contains("coordinates")) return Malformed(0, "\"coordinates\" is missing");
    return geometry;
  }

 private:
  Result<Done> Member(const std::string& key, std::size_t start, GeoText* geometry) {
    if (key == "type") {
      QM_ASSIGN(geometry->type, Word());
      return Done{};
    }
    if (key == "coordinates") {
      QM_ASSIGN(geometry->coordinates, List(1));
      return Done{};
    }
    if (key == "bbox") {
      QM_TRY(List(kDeepestList));
      return Done{};
    }
    if (key == "crs") return Crs();
    return Malformed(start, "\"" + key + "\" does not belong into a geometry");
  }

  // {"type": "name", "properties": {"name": "…"}}, in either order.
  Result<Done> Crs() {
    const std::size_t start = SkipBlanks();
    std::string name;
    QM_TRY(Expect('{'));
    do {
      QM_ASSIGN(const std::string key, Word());
      QM_TRY(Expect(':'));
      if (key == "properties") {
        QM_TRY(Expect('{'));
        QM_TRY(Word());
        QM_TRY(Expect(':'));
        QM_ASSIGN(name, Word());
        QM_TRY(Expect('}'));
      } else {
        QM_TRY(Word());
      }
    } while (Take(','));
    QM_TRY(Expect('}'));
    if (name == kCgcs2000[0] || name == kCgcs2000[1]) return Done{};
    return Malformed(start, "the coordinates must be those of CGCS2000 (EPSG:4490)");
  }

  // A list at this depth. The deepest ones hold numbers, the others lists or numbers.
  Result<GeoList> List(int depth) {
    GeoList list{.position = SkipBlanks(), .number = {}, .items = {}};
    QM_TRY(Expect('['));
    if (Take(']')) return list;
    do {
      QM_ASSIGN(GeoList item, Item(depth));
      list.items.push_back(std::move(item));
    } while (Take(','));
    QM_TRY(Expect(']'));
    return list;
  }

  Result<GeoList> Item(int depth) {
    const std::size_t start = SkipBlanks();
    if (Peek() == '[') {
      if (depth >= kDeepestList) return Malformed(start, "the lists are nested too deep");
      if (--left_ < 0) return TooMany();
      return List(depth + 1);
    }
    if (--left_ < 0) return TooMany();
    QM_ASSIGN(const std::int64_t number, Number());
    return GeoList{.position = start, .number = number, .items = {}};
  }

  Result<std::int64_t> Number() {
    const std::size_t start = at_;
    const bool negative = Take('-');
    std::int64_t value = 0;
    const std::size_t whole = at_;
    while (IsDigit(Peek())) {
      if (at_ - whole == kMostWholeDigits) return Malformed(start, "this is no coordinate");
      value = value * 10 + (text_[at_++] - '0');
    }
    if (at_ == whole) return Malformed(start, "a number is wanted");
    if (text_[whole] == '0' && at_ - whole > 1) return Malformed(start, "the number begins with 0");
    if (!Decimals(&value)) return Malformed(at_, "a digit is wanted behind the point");
    if (Peek() == 'e' || Peek() == 'E') return Malformed(at_, "coordinates have no exponent");
    return negative ? -value : value;
  }

  // What is finer than a billionth is rounded, a half away from zero.
  bool Decimals(std::int64_t* value) {
    int places = 0;
    int rest = -1;
    if (at_ < text_.size() && text_[at_] == '.') {
      const std::size_t first = ++at_;
      for (; IsDigit(Peek()); ++at_) {
        const int digit = text_[at_] - '0';
        if (places < kPlaces) {
          *value = *value * 10 + digit;
          ++places;
        } else if (rest < 0) {
          rest = digit;
        }
      }
      if (at_ == first) return false;
    }
    for (; places < kPlaces; ++places) *value *= 10;
    if (rest >= 5) ++*value;
    return true;
  }

  // A text without escapes, as all are that belong here.
  Result<std::string> Word() {
    QM_TRY(Expect('"'));
    const std::size_t start = at_;
    while (at_ < text_.size() && text_[at_] != '"') {
      const bool plain = text_[at_] != '\\' && static_cast<unsigned char>(text_[at_]) >= ' ';
      if (!plain) return Malformed(at_, "a plain word is wanted");
      ++at_;
    }
    if (at_ == text_.size()) return Malformed(at_, "the text ends too early");
    return std::string(text_.substr(start, at_++ - start));
  }

  std::size_t SkipBlanks() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != text_.npos) ++at_;
    return at_;
  }
  char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool Take(char wanted) {
    SkipBlanks();
    if (Peek() != wanted || at_ == text_.size()) return false;
    ++at_;
    return true;
  }
  Result<Done> Expect(char wanted) {
    if (Take(wanted)) return Done{};
    if (at_ == text_.size()) return Malformed(at_, "the text ends too early");
    return Malformed(at_, std::string("'") + wanted + "' is wanted");
  }

  Refusal Malformed(std::size_t position, std::string_view why) const {
    return refusals::BoundaryMalformed(field_, position, why);
  }
  Refusal TooMany() const { return refusals::BoundaryTooLarge(field_, "it has too many corners"); }

  const std::string_view field_;
  const std::string_view text_;
  std::size_t at_ = 0;
  int left_;
};

}  // namespace

Result<GeoText> ScanGeoJson(std::string_view field, std::string_view text, int most) {
  return Scan(field, text, most).Geometry();
}

}  // namespace qianmo::registry
