// Boundaries as people's programs write them: what is read, to the digit, and where what is wrong
// stops being a boundary.
#include "registry/domain/geojson.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/decimal.h"
#include "registry/domain/geojson_scan.h"

namespace qianmo::registry {
namespace {

using testing::HasSubstr;

const std::string kSquare =
    R"({"type":"Polygon","coordinates":[[[115.1,30.2],[115.2,30.2],[115.2,30.3],[115.1,30.2]]]})";

std::string PositionOf(const Refusal& refusal) {
  return refusal.metadata.empty() ? "" : refusal.metadata[0].second;
}

TEST(ReadBoundary, ReadsAPolygonToTheDigit) {
  const auto boundary = ReadBoundary("b", kSquare);
  ASSERT_TRUE(boundary);
  EXPECT_EQ(ToWkt(*boundary),
            "MULTIPOLYGON(((115.100000000 30.200000000,115.200000000 30.200000000,"
            "115.200000000 30.300000000,115.100000000 30.200000000)))");
}

TEST(ReadBoundary, ReadsManyPolygonsWithHolesBlanksAndABox) {
  const std::string ring = "[[115,30],[116,30],[116,31],[115,30]]";
  const std::string hole = "[[115.5,30.2],[115.6,30.2],[115.6,30.3],[115.5,30.2]]";
  const auto boundary = ReadBoundary(
      "b", "\n{ \"coordinates\" : [[" + ring + " , " + hole + "],[" + ring +
               "]],\t\"bbox\":[115,30,116,31], \"crs\":{\"type\":\"name\",\"properties\":"
               "{\"name\":\"urn:ogc:def:crs:EPSG::4490\"}}, \"type\":\"MultiPolygon\" }\n");
  ASSERT_TRUE(boundary) << boundary.refusal().fields[0].description;
  ASSERT_EQ(boundary->polygons.size(), 2u);
  EXPECT_EQ(boundary->polygons[0].size(), 2u);
  EXPECT_EQ(boundary->polygons[0][1][0], (MapPoint{115'500'000'000, 30'200'000'000}));
}

TEST(ReadBoundary, RoundsWhatIsFinerThanATenthOfAMillimetre) {
  const auto at = [](const std::string& number) {
    const std::string corner = "[" + number + ",30]";
    const auto read = ReadBoundary("b", R"({"type":"Polygon","coordinates":[[)" + corner +
                                            ",[116,30],[116,31]," + corner + "]]}");
    return read ? read->polygons[0][0][0].longitude : 0;
  };
  EXPECT_EQ(at("115.1234567894"), 115'123'456'789);
  EXPECT_EQ(at("115.1234567895"), 115'123'456'790);
  EXPECT_EQ(at("115.12345678949999"), 115'123'456'789);
  EXPECT_EQ(at("115.9999999999"), 116'000'000'000);
  EXPECT_EQ(at("115"), 115'000'000'000);
}

TEST(ReadBoundary, TellsWhereTheTextStopsBeingGeoJson) {
  struct Case {
    std::string text;
    const char *position, *why;
  };
  const std::string head = R"({"type":"Polygon","coordinates":)";
  for (const Case& one : std::vector<Case>{
           {"", "0", "ends too early"},
           {"[]", "0", "'{' is wanted"},
           {"{}", "1", "'\"' is wanted"},
           {R"({"type":"Polygon"})", "0", "\"coordinates\" is missing"},
           {R"({"coordinates":[]})", "0", "\"type\" is missing"},
           {R"({"type":"Polygon","type":"Polygon"})", "18", "there twice"},
           {R"({"type":"Feature","geometry":{}})", "18", "does not belong"},
           {R"({"type":"Point","coordinates":[115,30]})", "0", "a Polygon or a MultiPolygon"},
           {R"({"type":"Poly\u0067on","coordinates":[]})", "13", "a plain word"},
           {kSquare + "x", "88", "follows the end"},
           {kSquare.substr(0, 87), "87", "ends too early"},
           {head + "[[[115.1,30.2],[115.2,", "54", "a number is wanted"},
           {head + "[[[1e2,30]]]}", "36", "no exponent"},
           {head + "[[[115.,30]]]}", "39", "a digit is wanted"},
           {head + "[[[015,30]]]}", "35", "begins with 0"},
           {head + "[[[1150,30]]]}", "35", "no coordinate"},
           {head + "[[[NaN,30]]]}", "35", "a number is wanted"},
           {head + "[[[[[115,30]]]]]}", "36", "nested too deep"},
           {head + "[[115,30],]}", "42", "a number is wanted"},
           {R"({"type":"Polygon","crs":{"type":"name","properties":{"name":"EPSG:4326"}}})", "24",
            "CGCS2000"}}) {
    const auto read = ReadBoundary("parcel.boundary", one.text);
    ASSERT_FALSE(read) << one.text;
    EXPECT_EQ(read.refusal().reason, "BOUNDARY_MALFORMED") << one.text;
    EXPECT_EQ(read.refusal().fields.at(0).path, "parcel.boundary");
    EXPECT_EQ(PositionOf(read.refusal()), one.position) << one.text;
    EXPECT_THAT(read.refusal().fields.at(0).description, HasSubstr(one.why)) << one.text;
  }
}

TEST(ReadBoundary, TellsWhichCornerIsNone) {
  struct Case {
    std::string rings;
    const char* why;
  };
  const std::string good = "[[115,30],[116,30],[116,31],[115,30]]";
  for (const Case& one : std::vector<Case>{
           {"", "has an outline"},
           {"5", "not a number"},
           {"[[115,30],[116,30],[115,30]]", "at least four corners, ring 1, corner 3"},
           {"[[115,30],[116,30],[116,31],[115,31]]", "ends where it begins, ring 1"},
           {good + ",[[115,30],[116,30],[116,31],[115,31]]", "begins, ring 2, corner 4"},
           {"[[30,115],[30,116],[31,116],[30,115]]", "the longitude comes first, ring 1, corner 1"},
           {"[[115,30],[116,30],[16,31],[115,30]]", "not in China, ring 1, corner 3"},
           {"[[115,30],[116,30,5],[116,31],[115,30]]",
            "a longitude and a latitude, ring 1, corner"},
           {"[[115,30],116,[116,31],[115,30]]", "a longitude and a latitude, ring 1, corner 2"}}) {
    const auto read = ReadBoundary("b", R"({"type":"Polygon","coordinates":[)" + one.rings + "]}");
    ASSERT_FALSE(read) << one.rings;
    EXPECT_EQ(read.refusal().reason, "BOUNDARY_MALFORMED");
    EXPECT_THAT(read.refusal().fields.at(0).description, HasSubstr(one.why)) << one.rings;
  }
}

TEST(ReadBoundary, BoundsCornersAndRings) {
  const auto many = [](int corners) {
    std::string ring = "[115,30]";
    for (int i = 2; i < corners; ++i) ring += ",[115." + std::to_string(100'000 + i) + ",30.5]";
    return R"({"type":"Polygon","coordinates":[[)" + ring + ",[115,30]]]}";
  };
  EXPECT_TRUE(ReadBoundary("b", many(6'600)));
  const auto over = ReadBoundary("b", many(10'001));
  ASSERT_FALSE(over);
  EXPECT_EQ(over.refusal().reason, "BOUNDARY_TOO_LARGE");
  std::string rings;
  for (int i = 0; i < 201; ++i) rings += ",[[115,30],[116,30],[116,31],[115,30]]";
  EXPECT_EQ(ReadBoundary("b", R"({"type":"Polygon","coordinates":[)" + rings.substr(1) + "]}")
                .refusal()
                .reason,
            "BOUNDARY_TOO_LARGE");
  std::string nested(1'000'000, '[');
  EXPECT_FALSE(ReadBoundary("b", R"({"type":"Polygon","coordinates":)" + nested));
}

RC_GTEST_PROP(ReadBoundary, ReadsBackWhateverIsWritten, ()) {
  const auto point = [] {
    return MapPoint{*rc::gen::inRange<std::int64_t>(73 * kDegree, 136 * kDegree),
                    *rc::gen::inRange<std::int64_t>(3 * kDegree, 54 * kDegree)};
  };
  MapRing ring;
  const int corners = *rc::gen::inRange(3, 12);
  for (int i = 0; i < corners; ++i) ring.push_back(point());
  ring.push_back(ring.front());
  std::string text;
  for (const MapPoint& corner : ring) {
    text += (text.empty() ? "[" : ",[") + FormatDecimal(corner.longitude, 9) + "," +
            FormatDecimal(corner.latitude, 9) + "]";
  }
  const auto read = ReadBoundary("b", R"({"type":"Polygon","coordinates":[[)" + text + "]]}");
  RC_ASSERT(read.ok());
  RC_ASSERT(read->polygons == std::vector<MapPolygon>{{ring}});
}

RC_GTEST_PROP(ReadBoundary, NeverFailsOtherwiseThanByARefusal, ()) {
  std::string text = kSquare;
  const int times = *rc::gen::inRange(1, 6);
  for (int i = 0; i < times; ++i) {
    const auto at =
        static_cast<std::size_t>(*rc::gen::inRange<int>(0, static_cast<int>(text.size())));
    text[at] = *rc::gen::arbitrary<char>();
  }
  const auto read = ReadBoundary("b", text);
  // Outside of RC_ASSERT, whose || asks both sides.
  const bool well = read.ok() || read.refusal().kind == Refusal::Kind::kInvalid;
  RC_ASSERT(well);
}

}  // namespace
}  // namespace qianmo::registry
