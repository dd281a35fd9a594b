#include "identity/domain/handle.h"

#include <gtest/gtest.h>

#include "services/identity/domain/people.h"

namespace qianmo::identity {
namespace {

struct Spelling {
  std::string typed;
  HandleForm form;
  std::string text;
};

TEST(ParseHandle, GivesEverySpellingOneForm) {
  const Spelling spellings[] = {
      {"13812341234", HandleForm::kPhone, "13812341234"},
      {" 138 1234 1234 ", HandleForm::kPhone, "13812341234"},
      {"138-1234-1234", HandleForm::kPhone, "13812341234"},
      {"+86 138-1234-1234", HandleForm::kPhone, "13812341234"},
      {"+8613812341234", HandleForm::kPhone, "13812341234"},
      {"１３８１２３４１２３４", HandleForm::kPhone, "13812341234"},
      {"19912341234", HandleForm::kPhone, "19912341234"},
      {"Zhang.San", HandleForm::kName, "zhang.san"},
      {"z_3", HandleForm::kName, "z_3"},
      {"a-" + std::string(38, '9'), HandleForm::kName, "a-" + std::string(38, '9')},
      {"7-000123", HandleForm::kLetterNumber, "7-000123"},
      {"7-123", HandleForm::kLetterNumber, "7-000123"},
      {"７－０００１２３", HandleForm::kLetterNumber, "7-000123"},
      {"7-1234567", HandleForm::kLetterNumber, "7-1234567"},
      {"13812-341234", HandleForm::kLetterNumber, "13812-341234"},
  };
  for (const Spelling& s : spellings) {
    const auto handle = ParseHandle("handle", s.typed);
    ASSERT_TRUE(handle) << s.typed;
    EXPECT_EQ(handle->form, s.form) << s.typed;
    EXPECT_EQ(handle->text, s.text) << s.typed;
    EXPECT_EQ(ParseHandle("handle", handle->text)->text, s.text) << "again";
  }
}

TEST(ParseHandle, ReadsTheCountyOfALetter) {
  const auto handle = ParseHandle("handle", "7-000123");
  ASSERT_TRUE(handle);
  EXPECT_EQ(handle->county, 7);
  EXPECT_EQ(handle->letter, 123);
}

TEST(ParseHandle, RefusesWhatNobodyIsCalled) {
  for (const std::string& wrong : {std::string(),
                                   std::string("ab"),
                                   "a" + std::string(40, '9'),
                                   std::string("9abc"),
                                   std::string(".abc"),
                                   std::string("张三丰"),
                                   std::string("zhang@san"),
                                   std::string("1381234123"),
                                   std::string("138123412345"),
                                   std::string("12812341234"),
                                   std::string("+8713812341234"),
                                   std::string("1-3812341234x"),
                                   std::string("7-"),
                                   std::string("-7"),
                                   std::string("0-1"),
                                   std::string("7-0"),
                                   std::string("7--1"),
                                   std::string("7-99999999999999999999"),
                                   std::string("99999999999-1"),
                                   std::string("\xff\xfe\xfd")}) {
    EXPECT_EQ(Outcome(ParseHandle("handle", wrong)), "HANDLE_MALFORMED") << wrong;
  }
}

TEST(ParseChosenHandle, LeavesLetterNumbersToLetters) {
  EXPECT_EQ(Outcome(ParseChosenHandle("handle", "13812341234")), "OK");
  EXPECT_EQ(Outcome(ParseChosenHandle("handle", "zhang.san")), "OK");
  EXPECT_EQ(Outcome(ParseChosenHandle("handle", "7-000123")), "HANDLE_MALFORMED");
}

}  // namespace
}  // namespace qianmo::identity
