// The directory of a zip archive, whole, damaged and cut.
#include "registry/domain/zip_names.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include "services/registry/domain/zip.h"

namespace qianmo::registry {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(ZipNames, AreReadFromTheEnd) {
  EXPECT_THAT(ZipNames(MakeZip({"a", "b/田.txt"})), ElementsAre("a", "b/田.txt"));
  EXPECT_THAT(ZipNames(MakeZip({"a"}, "a comment with PK\x05\x06 in it")), ElementsAre("a"));
  const std::string zip = MakeZip({"a"});
  EXPECT_THAT(ZipNames(std::string_view(zip).substr(31)), ElementsAre("a"))
      << "the entry itself is not needed";
}

TEST(ZipNames, AreNoneInADamagedArchive) {
  const std::string zip = MakeZip({"a", "b"});
  EXPECT_THAT(ZipNames(""), IsEmpty());
  EXPECT_THAT(ZipNames("no archive"), IsEmpty());
  EXPECT_THAT(ZipNames(zip + "x"), IsEmpty());
  EXPECT_THAT(ZipNames(std::string_view(zip).substr(zip.size() - 22)), IsEmpty())
      << "the directory is missing";
  std::string longer = zip;
  longer[longer.size() - 22 - 2 * 47 + 28] = '\x7f';  // the length of the first name
  EXPECT_THAT(ZipNames(longer), IsEmpty());
}

RC_GTEST_PROP(ZipNames, SurvivesAnyDamage, (std::uint16_t at, std::uint8_t byte)) {
  std::string zip = MakeZip({"a", "b/c"}, "x");
  zip[at % zip.size()] = static_cast<char>(byte);
  for (const std::string& name : ZipNames(zip)) RC_ASSERT(name.size() <= zip.size());
}

}  // namespace
}  // namespace qianmo::registry
