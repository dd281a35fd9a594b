#include "identity/domain/code_text.h"

#include <set>
#include <stdexcept>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace qianmo::identity {
namespace {

constexpr char kAlphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

std::string RandomBytes(std::size_t size) {
  return *rc::gen::container<std::string>(size, rc::gen::arbitrary<char>());
}

std::string WithoutDashes(std::string code) {
  std::erase(code, '-');
  return code;
}

TEST(PrintedCode, IsGroupedAndTheSameForTheSameBytes) {
  // 45 bits from the right, five a character, least first; then the check character.
  EXPECT_EQ(PrintedCode(std::string(6, '\0')), "000-000-0000");
  const std::string one = PrintedCode(std::string("\0\0\0\0\0\1", 6));
  EXPECT_EQ(one.substr(0, 11), "100-000-000");
  EXPECT_NE(one.back(), '0');
  EXPECT_EQ(one, PrintedCode(std::string("\0\0\0\0\0\1", 6)));
}

TEST(PrintedCode, NeedsItsBytes) {
  EXPECT_THROW((void)PrintedCode("12345"), std::invalid_argument);
  EXPECT_NO_THROW((void)PrintedCode("123456"));
}

RC_GTEST_PROP(PrintedCode, IsReadBackHoweverItIsTyped, ()) {
  const std::string printed = PrintedCode(RandomBytes(kPrintedCodeBytes));
  const std::string code = WithoutDashes(printed);
  std::string typed = " ";
  for (const char c : printed) {
    const int way = *rc::gen::inRange(0, 3);
    if (c == '0' && way == 0) {
      typed += 'o';
    } else if (c == '1' && way == 0) {
      typed += 'l';
    } else if (c >= 'A' && way == 1) {
      typed += static_cast<char>(c - 'A' + 'a');
    } else {
      typed += c;
    }
    if (*rc::gen::inRange(0, 4) == 0) typed += ' ';
  }
  RC_ASSERT(ReadPrintedCode(typed) == code);
}

RC_GTEST_PROP(ReadPrintedCode, FindsEveryWrongCharacter, ()) {
  const std::string code = WithoutDashes(PrintedCode(RandomBytes(kPrintedCodeBytes)));
  for (std::size_t i = 0; i < code.size(); ++i) {
    for (const char* c = kAlphabet; *c; ++c) {
      std::string wrong = code;
      wrong[i] = *c;
      RC_ASSERT(ReadPrintedCode(wrong).has_value() == (*c == code[i]));
    }
  }
}

RC_GTEST_PROP(ReadPrintedCode, FindsExchangedNeighbours, ()) {
  const std::string code = WithoutDashes(PrintedCode(RandomBytes(kPrintedCodeBytes)));
  for (std::size_t i = 1; i < code.size(); ++i) {
    std::string wrong = code;
    std::swap(wrong[i], wrong[i - 1]);
    RC_ASSERT(ReadPrintedCode(wrong).has_value() == (wrong == code));
  }
}

TEST(ReadPrintedCode, ReadsFullWidthAndRefusesWhatIsNoCode) {
  EXPECT_EQ(ReadPrintedCode("０００－０００－００００"), "0000000000");
  EXPECT_EQ(ReadPrintedCode("oOo-000-0000"), "0000000000");
  for (const char* wrong : {"", "000-000-000", "000-000-00000", "000-000-000U", "田00-000-0000"}) {
    EXPECT_FALSE(ReadPrintedCode(wrong)) << wrong;
  }
}

RC_GTEST_PROP(RecoveryCodes, AreTenThatReadBack, ()) {
  const auto codes = RecoveryCodes(RandomBytes(kRecoveryCodes * kPrintedCodeBytes));
  RC_ASSERT(codes.size() == 10u);
  for (const std::string& code : codes) RC_ASSERT(ReadPrintedCode(code).has_value());
}

TEST(RecoveryCodes, ComeFromDifferentBytesAndNeedAllOfThem) {
  std::string bytes;
  for (int i = 0; i < 60; ++i) bytes += static_cast<char>(i);
  const auto codes = RecoveryCodes(bytes);
  EXPECT_EQ(std::set<std::string>(codes.begin(), codes.end()).size(), 10u);
  EXPECT_EQ(codes[1], PrintedCode(bytes.substr(6)));
  EXPECT_THROW((void)RecoveryCodes(bytes.substr(1)), std::invalid_argument);
}

TEST(SixDigits, KeepsLeadingZeros) {
  EXPECT_EQ(SixDigits(std::string(8, '\0')), "000000");
  EXPECT_EQ(SixDigits(std::string("\0\0\0\0\0\0\0\x2a", 8)), "000042");
  EXPECT_EQ(SixDigits(std::string("\0\0\0\0\0\x0f\x42\x3f", 8)), "999999");
  EXPECT_EQ(SixDigits(std::string("\0\0\0\0\0\x0f\x42\x40", 8)), "000000");
  EXPECT_THROW((void)SixDigits("1234567"), std::invalid_argument);
}

TEST(LetterNumber, ShowsTheCountyAndAtLeastSixDigits) {
  EXPECT_EQ(LetterNumber(7, 1), "7-000001");
  EXPECT_EQ(LetterNumber(7, 999'999), "7-999999");
  EXPECT_EQ(LetterNumber(7, 1'000'000), "7-1000000");
}

}  // namespace
}  // namespace qianmo::identity
