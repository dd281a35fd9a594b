// Collectives: where they may stand, how they may be organised, which credit codes fit.
#include "registry/domain/collective.h"

#include <gtest/gtest.h>

namespace qianmo::registry {
namespace {

constexpr CountyId kHere{7};
constexpr char kTownshipId[] = "01936c4e-5a00-7d4e-9a5f-2c6b8e1d0f01";
constexpr char kVillageId[] = "01936c4e-5a00-7d4e-9a5f-2c6b8e1d0f02";
constexpr char kGroupId[] = "01936c4e-5a00-7d4e-9a5f-2c6b8e1d0f03";

CollectiveId IdFrom(const std::string& text) { return *CollectiveId::Parse(text); }

Collective At(const std::string& path, CollectiveState state = CollectiveState::kActive) {
  return {.id = IdFrom(path.substr(path.size() - 37, 36)),
          .parent = {},
          .org_path = *OrgPath::Parse(path),
          .state = state,
          .form = CollectiveForm::kOwn,
          .book_type = BookType::kSeparate};
}

const std::string kTownshipPath = std::string("/7/") + kTownshipId + "/";
const std::string kVillagePath = kTownshipPath + kVillageId + "/";
const std::string kGroupPath = kVillagePath + kGroupId + "/";

std::string PathBelow(const std::optional<Collective>& parent) {
  const auto path = PathOfNew(kHere, parent, IdFrom(kGroupId));
  return path ? path->text() : path.refusal().reason;
}

TEST(PathOfNew, StandsBelowTheParentAsFarAsThereAreLevels) {
  EXPECT_EQ(PathBelow({}), std::string("/7/") + kGroupId + "/");
  EXPECT_EQ(PathBelow(At(kTownshipPath)), kTownshipPath + kGroupId + "/");
  EXPECT_EQ(PathBelow(At(kVillagePath)), kGroupPath);
  EXPECT_EQ(PathBelow(At(kGroupPath)), "LEVEL_UNFIT");
  EXPECT_EQ(PathBelow(At(kVillagePath, CollectiveState::kEnded)), "COLLECTIVE_ENDED");
}

TEST(CheckForm, LeavesOfficesToTownshipsAndBooksToCollectives) {
  struct Case {
    OrgLevel level;
    CollectiveForm form;
    BookType books;
    bool fits;
  };
  for (const Case& one : std::initializer_list<Case>{
           {OrgLevel::kTownship, CollectiveForm::kOffice, BookType::kNone, true},
           {OrgLevel::kTownship, CollectiveForm::kOffice, BookType::kJoint, false},
           {OrgLevel::kVillage, CollectiveForm::kOffice, BookType::kNone, false},
           {OrgLevel::kVillage, CollectiveForm::kCommittee, BookType::kJoint, true},
           {OrgLevel::kGroup, CollectiveForm::kOwn, BookType::kNone, true}}) {
    EXPECT_EQ(CheckForm(one.level, one.form, one.books).ok(), one.fits)
        << Name(one.level) << static_cast<int>(one.form);
  }
}

TEST(ReadCodeOf, AsksForThePrefixOfLevelAndForm) {
  const std::string of_village = "N2990001MF0000001K";
  const auto code = [](const std::string& typed, OrgLevel level, CollectiveForm form) {
    const auto read = ReadCodeOf("f", typed, level, form);
    return read ? *read : read.refusal().reason;
  };
  using enum OrgLevel;
  EXPECT_EQ(code(of_village, kVillage, CollectiveForm::kOwn), of_village);
  EXPECT_EQ(code(" n2990001mf0000001k", kVillage, CollectiveForm::kOwn), of_village);
  EXPECT_EQ(code("", kVillage, CollectiveForm::kOwn), "");
  EXPECT_EQ(code(of_village, kTownship, CollectiveForm::kOwn), "CREDIT_CODE_UNFIT");
  EXPECT_EQ(code(of_village, kGroup, CollectiveForm::kOwn), "CREDIT_CODE_UNFIT");
  EXPECT_EQ(code(of_village, kVillage, CollectiveForm::kCommittee), "CREDIT_CODE_UNFIT");
  EXPECT_EQ(code("N2990001MF0000001L", kVillage, CollectiveForm::kOwn), "CREDIT_CODE_MALFORMED");
}

}  // namespace
}  // namespace qianmo::registry
